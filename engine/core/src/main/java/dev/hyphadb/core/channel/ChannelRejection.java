package dev.hyphadb.core.channel;

/** Why a frame, or the message it belongs to, was dropped. */
public enum ChannelRejection {
  /** Not a frame of the protocol. */
  MALFORMED(true),
  /** Part of a message that was not begun, or more bytes than it was said to have. */
  UNEXPECTED(true),
  /** A value that is none. */
  BAD_VALUE(true),
  /** A message above the limit. */
  TOO_LARGE(false),
  /** Too many messages begun and not ended. */
  TOO_MANY(true),
  /** No memory left for unfinished messages. */
  MEMORY_FULL(false),
  /** Nobody listens on that channel. */
  NO_LISTENER(false);

  private final boolean isFault;

  ChannelRejection(boolean isFault) {
    this.isFault = isFault;
  }

  /** Whether no honest peer would cause it. */
  boolean isFault() {
    return isFault;
  }
}
