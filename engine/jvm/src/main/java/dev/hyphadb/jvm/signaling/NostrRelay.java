package dev.hyphadb.jvm.signaling;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hyphadb.core.signal.RelayHealth;
import dev.hyphadb.core.sync.PeerId;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The conversation with one Nostr relay (NIP-01): subscribes, publishes, and hangs up on a relay
 * that refuses or does not answer. On the adapter's thread.
 */
final class NostrRelay implements PersistentSocket.Events {
  static final int KIND_PUBLISH = 25_050;
  static final int KIND_DIRECT = 25_051;
  private static final String SUBSCRIPTION_PUBLISHED = "published";
  private static final String SUBSCRIPTION_DIRECT = "direct";
  private static final int SINCE_SECONDS = 60;
  private static final long ANSWER_MILLIS = 10_000;
  private static final int UNANSWERED_MAX = 1_024;

  /** What the relay brings. */
  interface Inbox {
    void event(NostrEvent event);

    void ready(NostrRelay relay, boolean ready);

    Collection<String> topics();
  }

  private final PeerId self;
  private final SignalingThread thread;
  private final PersistentSocket socket;
  private final Inbox inbox;
  private final Rejections rejections;

  /** When each event was sent that the relay has not answered yet, oldest first. */
  private final Map<String, Long> unanswered = new LinkedHashMap<>();

  NostrRelay(
      URI url,
      HttpClient client,
      SignalingThread thread,
      PeerId self,
      Inbox inbox,
      Rejections rejections) {
    this.self = self;
    this.thread = thread;
    this.inbox = inbox;
    this.rejections = rejections;
    this.socket = new PersistentSocket(PersistentSocket.checked(url), client, thread, this);
  }

  void start() {
    socket.start();
  }

  void close() {
    socket.close();
  }

  boolean isOpen() {
    return socket.isOpen();
  }

  void publish(NostrEvent event, String message) {
    if (!socket.isOpen()) {
      return;
    }
    if (unanswered.isEmpty()) {
      thread.schedule(this::checkAnswers, ANSWER_MILLIS, TimeUnit.MILLISECONDS);
    }
    if (unanswered.size() < UNANSWERED_MAX) {
      unanswered.put(event.id(), PersistentSocket.nowMillis());
    }
    socket.send(message);
  }

  private void checkAnswers() {
    if (unanswered.isEmpty()) {
      return;
    }
    long dueMillis =
        unanswered.values().iterator().next() + ANSWER_MILLIS - PersistentSocket.nowMillis();
    if (dueMillis <= 0) {
      socket.fail("no answer to an event within " + ANSWER_MILLIS + " ms");
    } else {
      thread.schedule(this::checkAnswers, dueMillis, TimeUnit.MILLISECONDS);
    }
  }

  /** Asks for what is published on the topics of now; replaces the earlier request (NIP-01). */
  void subscribe() {
    if (!socket.isOpen()) {
      return;
    }
    if (inbox.topics().isEmpty()) {
      socket.send(
          Json.MAPPER.createArrayNode().add("CLOSE").add(SUBSCRIPTION_PUBLISHED).toString());
      return;
    }
    ObjectNode filter = filter(KIND_PUBLISH);
    ArrayNode topics = filter.putArray("#x");
    inbox.topics().forEach(topics::add);
    request(SUBSCRIPTION_PUBLISHED, filter);
  }

  private static ObjectNode filter(int kind) {
    ObjectNode filter = Json.MAPPER.createObjectNode();
    filter.putArray("kinds").add(kind);
    return filter.put("since", System.currentTimeMillis() / 1_000 - SINCE_SECONDS);
  }

  private void request(String subscription, ObjectNode filter) {
    socket.send(Json.MAPPER.createArrayNode().add("REQ").add(subscription).add(filter).toString());
  }

  @Override
  public void opened() {
    ObjectNode filter = filter(KIND_DIRECT);
    filter.putArray("#p").add(self.hex());
    request(SUBSCRIPTION_DIRECT, filter);
    if (!inbox.topics().isEmpty()) {
      subscribe();
    }
    inbox.ready(this, true);
  }

  @Override
  public void closed() {
    unanswered.clear();
    inbox.ready(this, false);
  }

  @Override
  public void text(String text) {
    JsonNode message;
    try {
      message = Json.MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      rejections.add("nostr-not-json");
      return;
    }
    switch (Json.text(message.get(0))) {
      case "EVENT" -> event(message.get(2));
      case "OK" -> answered(message);
      case "CLOSED" -> refused("CLOSED", Json.text(message.get(2)));
      case "EOSE", "NOTICE", "AUTH" -> {
        // Nothing depends on these: a relay that insists on authentication refuses with CLOSED or
        // OK.
      }
      default -> rejections.add("nostr-unknown-type");
    }
  }

  private void event(JsonNode json) {
    NostrEvent event = json == null ? null : NostrEvent.of(json);
    if (event == null) {
      rejections.add("nostr-malformed");
    } else {
      inbox.event(event);
    }
  }

  private void answered(JsonNode message) {
    Long sentMillis = unanswered.remove(Json.text(message.get(1)));
    JsonNode accepted = message.get(2);
    String reason = Json.text(message.get(3));
    if (sentMillis == null) {
      rejections.add("nostr-unasked-answer");
    } else if (accepted != null && accepted.asBoolean() || reason.startsWith("duplicate:")) {
      socket.health().answered(PersistentSocket.nowMillis() - sentMillis);
    } else {
      refused("OK false", reason);
    }
  }

  private void refused(String how, String reason) {
    RelayHealth.Refusal refusal = RelayHealth.Refusal.of(reason);
    rejections.add("nostr-refused");
    if (refusal != null) {
      socket.refuse(refusal, how + " " + refusal);
    } else {
      socket.fail(how);
    }
  }
}
