package dev.hyphadb.jvm.channel;

import dev.hyphadb.core.channel.ChannelSource;
import dev.hyphadb.core.sync.PeerId;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

/** One message to one peer, and who waits for it to be handed over. */
final class BufferSource implements ChannelSource {
  final PeerId peer;
  final SendProgress progress;
  final CompletableFuture<Void> done = new CompletableFuture<>();
  private final ByteBuffer bytes;
  private final int length;

  BufferSource(PeerId peer, OutgoingMessage message) {
    this.peer = peer;
    this.progress = message.progress();
    this.bytes = message.bytes().duplicate();
    this.length = bytes.remaining();
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public byte[] next(int max) {
    byte[] piece = new byte[Math.min(max, bytes.remaining())];
    bytes.get(piece);
    return piece;
  }
}
