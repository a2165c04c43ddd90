package dev.hyphadb.jvm.sharing;

import dev.hyphadb.core.value.PackReader;
import dev.hyphadb.core.value.PackWriter;
import dev.hyphadb.core.value.Value;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.List;

/**
 * One end of the local socket: lists of values, each after its length in four bytes. One thread
 * reads, any thread writes.
 */
final class Frames implements AutoCloseable {
  /** What one answer may hold; a result that does not fit is an error to who asked for it. */
  static final int FRAME_BYTES_MAX = 256 << 20;

  private final SocketChannel channel;
  private final ByteBuffer length = ByteBuffer.allocate(Integer.BYTES);

  Frames(SocketChannel channel) {
    this.channel = channel;
  }

  /**
   * Waits for the next one.
   *
   * @throws IOException when the other end is gone
   * @throws dev.hyphadb.core.value.ValueException when it is not a list of values
   */
  List<Value> read() throws IOException {
    fill(length.clear());
    int size = length.flip().getInt();
    if (size < 0 || size > FRAME_BYTES_MAX) {
      throw new IOException("a frame of " + size + " bytes: the other end is no HyphaDB process");
    }
    ByteBuffer frame = ByteBuffer.allocate(size);
    fill(frame);
    if (PackReader.unpack(frame.array()) instanceof Value.Items items) {
      return items.values();
    }
    throw new IOException("a frame without a list: the other end is no HyphaDB process");
  }

  private void fill(ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        throw new EOFException("the other process ended the connection");
      }
    }
  }

  /** Writes one as a whole. */
  void write(Value... values) throws IOException {
    byte[] bytes = PackWriter.pack(new Value.Items(List.of(values)));
    if (bytes.length > FRAME_BYTES_MAX) {
      throw new FrameTooLargeException(bytes.length);
    }
    ByteBuffer frame = ByteBuffer.allocate(Integer.BYTES + bytes.length);
    frame.putInt(bytes.length).put(bytes).flip();
    synchronized (this) {
      while (frame.hasRemaining()) {
        channel.write(frame);
      }
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // The other end finds out either way.
    }
  }

  /** Nothing was written. */
  static final class FrameTooLargeException extends IOException {
    private static final long serialVersionUID = 1L;

    FrameTooLargeException(int bytes) {
      super("the answer has " + bytes + " bytes: ask for less, with $limit");
    }
  }
}
