package dev.hyphadb.jvm.network;

import dev.hyphadb.core.signal.Signaling;
import dev.hyphadb.core.sync.PeerId;
import dev.hyphadb.jvm.crypto.SessionKey;
import dev.hyphadb.jvm.signaling.CoordinatorSignaling;
import dev.hyphadb.jvm.signaling.NostrSignaling;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Several kinds of signaling used as one: publishes through all, answers a peer through those it
 * was last heard on. Messages may therefore come twice, which the rendezvous takes in its stride.
 */
final class CombinedSignaling implements Signaling {
  private static final int PEERS_MAX = 1_024;

  private final List<Signaling> parts;
  private final BitSet ready = new BitSet();

  /** Which part each peer was last heard on, the longest silent first. */
  private final Map<PeerId, Integer> heardOn =
      new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<PeerId, Integer> eldest) {
          return size() > PEERS_MAX;
        }
      };

  CombinedSignaling(List<Signaling> parts) {
    this.parts = List.copyOf(parts);
  }

  /** The signaling that the options ask for. */
  static Signaling of(NetworkOptions options, SessionKey key) {
    List<Signaling> parts = new ArrayList<>();
    if (options.signalingUrl() != null) {
      parts.add(new CoordinatorSignaling(options.signalingUrl(), key.peer()));
    }
    if (!options.relayUrls().isEmpty()) {
      parts.add(new NostrSignaling(options.relayUrls(), key));
    }
    return parts.size() == 1 ? parts.getFirst() : new CombinedSignaling(parts);
  }

  @Override
  public void start(Listener listener) {
    for (int i = 0; i < parts.size(); i++) {
      parts.get(i).start(new Part(i, listener));
    }
  }

  @Override
  public void join(String topic) {
    parts.forEach(part -> part.join(topic));
  }

  @Override
  public void leave(String topic) {
    parts.forEach(part -> part.leave(topic));
  }

  @Override
  public void publish(String topic, byte[] payload) {
    parts.forEach(part -> part.publish(topic, payload));
  }

  @Override
  public void send(String topic, PeerId to, byte[] payload) {
    Integer index;
    synchronized (heardOn) {
      index = heardOn.get(to);
    }
    if (index == null) {
      parts.forEach(part -> part.send(topic, to, payload));
    } else {
      parts.get(index).send(topic, to, payload);
    }
  }

  @Override
  public Map<String, Long> rejections() {
    Map<String, Long> all = new HashMap<>();
    parts.forEach(
        part -> part.rejections().forEach((reason, count) -> all.merge(reason, count, Long::sum)));
    return all;
  }

  @Override
  public void close() {
    parts.forEach(Signaling::close);
  }

  /** Reports of one part, passed on under its index. */
  private final class Part implements Listener {
    private final int index;
    private final Listener listener;

    Part(int index, Listener listener) {
      this.index = index;
      this.listener = listener;
    }

    @Override
    public void message(String topic, PeerId from, byte[] payload) {
      synchronized (heardOn) {
        heardOn.put(from, index);
      }
      listener.message(topic, from, payload);
    }

    @Override
    public void gone(String topic, PeerId peer) {
      listener.gone(topic, peer);
    }

    @Override
    public void state(boolean up) {
      synchronized (ready) {
        ready.set(index, up);
        listener.state(!ready.isEmpty());
      }
    }
  }
}
