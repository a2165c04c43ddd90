package dev.hyphadb.core.channel;

/** The bytes of one message to one peer, given piece by piece as the connection takes them. */
public interface ChannelSource {
  /** How many bytes there are in all. */
  long length();

  /**
   * The next bytes: 1 to {@code max} of them, never more than are left of {@link #length}. Null
   * when none are at hand yet: then whoever brings them asks the outbox again. An empty array when
   * the rest cannot be had: the message is abandoned, on the other side too.
   */
  byte[] next(int max);
}
