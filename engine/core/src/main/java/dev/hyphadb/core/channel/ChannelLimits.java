package dev.hyphadb.core.channel;

/**
 * How much one peer may send.
 *
 * @param messageBytesMax the largest message
 * @param unfinishedMax the most messages begun and not ended, which is one a channel
 */
public record ChannelLimits(long messageBytesMax, int unfinishedMax) {
  /** 256 MiB a message, 64 unfinished ones. */
  public static final ChannelLimits DEFAULTS = new ChannelLimits(256L << 20, 64);

  public ChannelLimits {
    if (messageBytesMax < 1 || messageBytesMax > Integer.MAX_VALUE - 8 || unfinishedMax < 1) {
      throw new IllegalArgumentException(
          "messages have at least 1 byte and less than 2 GiB, and at least one can be unfinished");
    }
  }
}
