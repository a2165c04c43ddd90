package dev.hyphadb.jvm.signaling;

import dev.hyphadb.core.signal.Signaling;
import dev.hyphadb.core.sync.PeerId;
import dev.hyphadb.jvm.crypto.SessionKey;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@link Signaling} through Nostr relays (NIP-01): ephemeral events, kind 25050 for what is
 * published and 25051 for what goes to one peer, signed with the session's key, which makes the
 * sender's id certain. Everything is sent to every relay that is up; what arrives first counts,
 * repetitions are dropped.
 */
public final class NostrSignaling implements Signaling {
  private static final int SEEN_MAX = 8_192;
  private static final long CLOCK_DIFFERENCE_SECONDS_MAX = 3_600;

  private final SessionKey key;
  private final SignalingThread thread = new SignalingThread("hypha-nostr");
  private final HttpClient client = HttpClient.newHttpClient();
  private final List<NostrRelay> relays = new ArrayList<>();
  private final Set<String> topics = new LinkedHashSet<>();
  private final Rejections rejections = new Rejections();

  /** Ids of events already handled, oldest first. */
  private final Map<String, Boolean> seen =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
          return size() > SEEN_MAX;
        }
      };

  private Listener listener;
  private long sent;

  /**
   * Prepares; {@link #start} connects.
   *
   * @param relayUrls such as {@code wss://relay.example}
   */
  public NostrSignaling(List<URI> relayUrls, SessionKey key) {
    this.key = key;
    Inbox inbox = new Inbox();
    for (URI url : relayUrls) {
      relays.add(new NostrRelay(url, client, thread, key.peer(), inbox, rejections));
    }
  }

  @Override
  public void start(Listener listener) {
    thread.post(() -> {
      this.listener = listener;
      relays.forEach(NostrRelay::start);
    });
  }

  @Override
  public void join(String topic) {
    thread.post(() -> {
      if (topics.add(topic)) {
        relays.forEach(NostrRelay::subscribe);
      }
    });
  }

  @Override
  public void leave(String topic) {
    thread.post(() -> {
      if (topics.remove(topic)) {
        relays.forEach(NostrRelay::subscribe);
      }
    });
  }

  @Override
  public void publish(String topic, byte[] payload) {
    thread.post(() -> emit(NostrRelay.KIND_PUBLISH, List.of("x", topic), List.of(), payload));
  }

  @Override
  public void send(String topic, PeerId to, byte[] payload) {
    thread.post(
        () -> emit(NostrRelay.KIND_DIRECT, List.of("x", topic), List.of("p", to.hex()), payload));
  }

  private void emit(int kind, List<String> topicTag, List<String> peerTag, byte[] payload) {
    if (relays.stream().noneMatch(NostrRelay::isOpen)) {
      return;
    }
    List<List<String>> tags = new ArrayList<>();
    tags.add(topicTag);
    if (!peerTag.isEmpty()) {
      tags.add(peerTag);
    }
    // The same payload twice in one second would be the same event, and the second one dropped on
    // the way.
    tags.add(List.of("n", Long.toString(++sent)));
    String content = Base64.getEncoder().encodeToString(payload);
    NostrEvent event =
        NostrEvent.signed(key, System.currentTimeMillis() / 1_000, kind, tags, content);
    String message = Json.MAPPER.createArrayNode().add("EVENT").add(event.json()).toString();
    relays.forEach(relay -> relay.publish(event, message));
  }

  @Override
  public Map<String, Long> rejections() {
    return rejections.snapshot();
  }

  @Override
  public void close() {
    thread.end(() -> relays.forEach(NostrRelay::close));
    client.shutdownNow();
  }

  /** What the relays bring. */
  private final class Inbox implements NostrRelay.Inbox {
    @Override
    public Collection<String> topics() {
      return topics;
    }

    @Override
    public void ready(NostrRelay relay, boolean ready) {
      // Each relay that comes up has others behind it, to whom this peer is news.
      listener.state(relays.stream().anyMatch(NostrRelay::isOpen));
    }

    @Override
    public void event(NostrEvent event) {
      String topic = event.tag("x");
      boolean published = event.kind() == NostrRelay.KIND_PUBLISH;
      boolean direct =
          event.kind() == NostrRelay.KIND_DIRECT && event.tag("p").equals(key.peer().hex());
      if (event.author().equals(key.peer()) || seen.containsKey(event.id())) {
        return;
      }
      if (!topics.contains(topic) || !(published || direct)) {
        rejections.add("nostr-unasked-event");
        return;
      }
      long now = System.currentTimeMillis() / 1_000;
      if (Math.abs(now - event.createdAt()) > CLOCK_DIFFERENCE_SECONDS_MAX) {
        rejections.add("nostr-out-of-time");
        return;
      }
      if (!event.isGenuine()) {
        rejections.add("nostr-forged");
        return;
      }
      seen.put(event.id(), true);
      byte[] payload = base64(event.content());
      if (payload == null) {
        rejections.add("nostr-malformed");
      } else {
        listener.message(topic, event.author(), payload);
      }
    }

    private byte[] base64(String content) {
      return Json.base64(Json.MAPPER.getNodeFactory().textNode(content), PAYLOAD_BYTES_MAX);
    }
  }
}
