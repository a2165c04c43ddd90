package dev.hyphadb.core.signal;

import dev.hyphadb.core.sync.PeerId;
import java.util.Map;

/**
 * Carries small messages between peers that are not connected yet: by topic to everybody on it, or
 * to one of them.
 *
 * <p>Delivery is best effort: a message may be lost, repeated or overtaken. A payload has at most
 * {@link #PAYLOAD_BYTES_MAX} bytes and is opaque to the adapter. An adapter reconnects by itself
 * and joins its topics again. Methods may be called from any thread, never block on the network and
 * never throw because of it.
 */
public interface Signaling extends AutoCloseable {
  /** The largest payload, in bytes. */
  int PAYLOAD_BYTES_MAX = 65_536;

  /** Connects, and from now on calls the listener, on threads of the adapter. Called once. */
  void start(Listener listener);

  /**
   * Begins to receive what is published on a topic (64 hexadecimal digits) and what is sent to this
   * peer on it.
   */
  void join(String topic);

  /** Undoes {@link #join}. */
  void leave(String topic);

  /** Sends to every other peer on the topic. */
  void publish(String topic, byte[] payload);

  /** Sends to one peer on the topic. */
  void send(String topic, PeerId to, byte[] payload);

  /** How often something from outside was dropped, by reason. */
  Map<String, Long> rejections();

  /** Sends what was handed over before, within a second, and disconnects. */
  @Override
  void close();

  /** What the adapter reports. Implementations return at once. */
  interface Listener {
    /** A message came; the sender's id is only as trustworthy as the adapter makes it. */
    void message(String topic, PeerId from, byte[] payload);

    /**
     * The third party saw the peer leave the topic or lose its connection. Not every adapter can
     * tell.
     */
    void gone(String topic, PeerId peer);

    /** Messages can now be sent (true), or no longer (false). */
    void state(boolean ready);
  }
}
