package dev.hyphadb;

import dev.hyphadb.core.sync.PeerId;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.PackWriter;
import dev.hyphadb.core.value.PlainValues;
import dev.hyphadb.core.value.Value;
import dev.hyphadb.jvm.channel.MessageListener;
import dev.hyphadb.jvm.channel.OutgoingMessage;
import dev.hyphadb.jvm.channel.PeerChannels;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Messages between the peers of a room that are not stored (SPEC.md section 5): values, or binary
 * data up to 256 MiB. Messages of one channel to one peer arrive whole and in order; a long one
 * holds up no other channel. Peers that are not connected, or do not listen, do not get them. Any
 * thread; listeners are called on the network's thread and must return soon.
 */
public final class Channel {
  private final String name;
  private final PeerChannels channels;
  private final List<Consumer<Message>> messageListeners = new CopyOnWriteArrayList<>();
  private final List<Consumer<Progress>> progressListeners = new CopyOnWriteArrayList<>();

  /**
   * What came.
   *
   * @param data a {@code byte[]} of the receiver's own when binary data was sent, otherwise what
   *     {@link PlainValues#toPlain} makes of the value
   * @param isBinary whether binary data was sent
   * @param meta what was said about binary data; empty when nothing was
   */
  public record Message(Object data, boolean isBinary, PeerId peer, Map<String, Object> meta) {}

  /**
   * How far a message is, in either direction.
   *
   * @param fraction 0 to 1
   * @param meta what is said about binary data; empty when nothing is
   */
  public record Progress(double fraction, PeerId peer, Map<String, Object> meta) {}

  Channel(String name, PeerChannels channels) {
    this.name = name;
    this.channels = channels;
    channels.listen(name, new Listener());
  }

  public String name() {
    return name;
  }

  /** Sends to every connected peer; see {@link #send(Object, Sending)}. */
  public CompletableFuture<Void> send(Object data) {
    return send(data, Sending.toAll());
  }

  /**
   * Sends a message. A {@code byte[]}, a {@link ByteBuffer} and the file at a {@link Path} are
   * binary data and must not change while it is on its way; everything else is a value.
   *
   * @return completes once all of it is handed over for every target, which is the moment to send
   *     more; exceptionally when a target left before that
   * @throws dev.hyphadb.core.value.ValueException when the data has no value form
   * @throws IllegalArgumentException when meta comes without binary data, or it is too much
   * @throws IllegalStateException when this process takes no part in the room
   */
  public CompletableFuture<Void> send(Object data, Sending how) {
    ByteBuffer binary = binary(data);
    ByteBuffer bytes =
        binary != null ? binary : ByteBuffer.wrap(PackWriter.pack(PlainValues.from(data)));
    if (binary == null && how.meta() != null) {
      throw new IllegalArgumentException(
          "meta goes with binary data only: put it into the value instead");
    }
    Value meta = how.meta() == null ? null : PlainValues.fromMap(how.meta());
    Map<String, Object> plainMeta = plain(meta);
    return channels.send(
        new OutgoingMessage(
            name,
            bytes,
            binary != null,
            meta,
            (peer, fraction) -> how.progress().accept(new Progress(fraction, peer, plainMeta))),
        how.targets());
  }

  private static ByteBuffer binary(Object data) {
    return switch (data) {
      case byte[] bytes -> ByteBuffer.wrap(bytes);
      case ByteBuffer buffer -> buffer.slice();
      case Path file -> mapped(file);
      case null, default -> null;
    };
  }

  private static ByteBuffer mapped(Path file) {
    try (FileChannel channel = FileChannel.open(file)) {
      long size = Math.min(channel.size(), Integer.MAX_VALUE);
      return channel.map(FileChannel.MapMode.READ_ONLY, 0, size);
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot send " + file + ": " + e.getMessage(), e);
    }
  }

  private static Map<String, Object> plain(Value meta) {
    return meta instanceof Fields fields ? PlainValues.toPlainMap(fields) : Map.of();
  }

  /** Called with each message. */
  public Subscription onMessage(Consumer<Message> listener) {
    messageListeners.add(listener);
    return () -> messageListeners.remove(listener);
  }

  /** Called as binary data arrives. */
  public Subscription onProgress(Consumer<Progress> listener) {
    progressListeners.add(listener);
    return () -> progressListeners.remove(listener);
  }

  private final class Listener implements MessageListener {
    @Override
    public boolean isListening() {
      return !messageListeners.isEmpty();
    }

    @Override
    public void message(PeerId peer, boolean isBinary, Value data, Value meta) {
      Object plain = data instanceof Value.Bytes bytes ? bytes.value() : PlainValues.toPlain(data);
      Message message = new Message(plain, isBinary, peer, plain(meta));
      messageListeners.forEach(listener -> listener.accept(message));
    }

    @Override
    public void progress(PeerId peer, double fraction, Value meta) {
      Progress progress = new Progress(fraction, peer, plain(meta));
      progressListeners.forEach(listener -> listener.accept(progress));
    }
  }
}
