package dev.hyphadb.jvm.channel;

import dev.hyphadb.core.value.Value;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * A message to any number of peers.
 *
 * @param bytes what it has between position and limit, not changed while the message is on its way
 * @param isBinary whether the bytes are the message; otherwise they are a value's canonical form
 * @param meta travels with a binary message; null for none
 * @param progress told how much of it was handed over
 */
public record OutgoingMessage(
    String channel, ByteBuffer bytes, boolean isBinary, Value meta, SendProgress progress) {
  public OutgoingMessage {
    Objects.requireNonNull(progress, "progress");
  }
}
