package dev.hyphadb.core.channel;

import dev.hyphadb.core.value.Value;

/** What a frame brought. */
public sealed interface ChannelEvent {
  /** Of a message, so many bytes are here. Its meta value is null when it has none. */
  record Progress(String channel, long receivedBytes, long lengthBytes, Value meta)
      implements ChannelEvent {}

  /** A whole message that is a value. */
  record ValueMessage(String channel, Value value) implements ChannelEvent {}

  /** A whole binary message; the array is the receiver's. Its meta value is null for none. */
  record BinaryMessage(String channel, byte[] bytes, Value meta) implements ChannelEvent {}

  /** Send this frame back, before anything else: {@link ChannelOutbox#control}. */
  record Reply(byte[] frame) implements ChannelEvent {}

  /** The other side took so many bytes of messages in all: {@link ChannelOutbox#taken}. */
  record Taken(long bytes) implements ChannelEvent {}

  /** The answer to the {@link ChannelFrame#ping} of that number. */
  record Pong(int number) implements ChannelEvent {}
}
