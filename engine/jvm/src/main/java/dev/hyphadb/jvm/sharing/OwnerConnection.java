package dev.hyphadb.jvm.sharing;

import dev.hyphadb.core.value.Value;
import dev.hyphadb.core.value.ValueException;
import dev.hyphadb.jvm.sharing.Wire.Verb;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** A guest's line to the owner of its directory. Any thread. */
final class OwnerConnection implements AutoCloseable {
  private final Frames frames;
  private final Runnable onLost;
  private final AtomicLong lastNumber = new AtomicLong();
  private final Map<Long, CompletableFuture<Value>> asked = new ConcurrentHashMap<>();
  private final Map<Long, Consumer<Value>> subscriptions = new ConcurrentHashMap<>();
  private volatile boolean isLost;

  private OwnerConnection(Frames frames, Runnable onLost) {
    this.frames = frames;
    this.onLost = onLost;
  }

  /**
   * @param onLost called once, when the owner is gone or {@link #close} was called
   * @throws IOException when nobody listens
   */
  static OwnerConnection open(Path directory, Runnable onLost) throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.connect(UnixDomainSocketAddress.of(SocketPath.find(directory).socket()));
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
    OwnerConnection connection = new OwnerConnection(new Frames(channel), onLost);
    Thread.ofVirtual().name("hypha-owner").start(connection::read);
    return connection;
  }

  private void read() {
    try {
      while (true) {
        take(frames.read());
      }
    } catch (IOException | ValueException e) {
      isLost = true;
      frames.close();
      asked.values().forEach(answer -> answer.completeExceptionally(new OwnerLostException(e)));
      onLost.run();
    }
  }

  private void take(List<Value> frame) {
    long number = Wire.number(frame.get(0));
    if (number < 0) {
      Consumer<Value> listener = subscriptions.get(-number);
      if (listener != null) {
        listener.accept(frame.get(1));
      }
      return;
    }
    CompletableFuture<Value> answer = asked.remove(number);
    if (answer == null) {
      return;
    }
    if (Wire.flag(frame.get(1))) {
      answer.complete(frame.get(2));
    } else {
      answer.completeExceptionally(Wire.failure(frame));
    }
  }

  /** Fails with an {@link OwnerLostException} when the owner goes before it has answered. */
  CompletableFuture<Value> ask(Verb verb, Value... arguments) {
    return ask(lastNumber.incrementAndGet(), verb, arguments);
  }

  private CompletableFuture<Value> ask(long number, Verb verb, Value... arguments) {
    CompletableFuture<Value> answer = new CompletableFuture<>();
    asked.put(number, answer);
    Value[] request = new Value[2 + arguments.length];
    request[0] = Wire.number(number);
    request[1] = Wire.text(verb.name());
    System.arraycopy(arguments, 0, request, 2, arguments.length);
    try {
      frames.write(request);
    } catch (Frames.FrameTooLargeException e) {
      answer.completeExceptionally(new IllegalArgumentException(e.getMessage(), e));
    } catch (IOException e) {
      answer.completeExceptionally(new OwnerLostException(e));
    }
    if (isLost) {
      answer.completeExceptionally(new OwnerLostException(null));
    }
    if (answer.isDone()) {
      asked.remove(number);
    }
    return answer;
  }

  /**
   * Starts to follow something.
   *
   * @param listener called on this connection's thread, in order; must return soon
   * @return completes with what ends it, once the owner has taken the request
   */
  CompletableFuture<Runnable> subscribe(Verb verb, Value what, Consumer<Value> listener) {
    long number = lastNumber.incrementAndGet();
    subscriptions.put(number, listener);
    return ask(number, verb, what)
        .thenApply(taken ->
            () -> {
              subscriptions.remove(number);
              ask(Verb.UNSUBSCRIBE, Wire.number(number));
            });
  }

  @Override
  public void close() {
    frames.close();
  }

  /** The owner went before it answered: whether it has done what it was asked is not known. */
  static final class OwnerLostException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OwnerLostException(Throwable cause) {
      super("the process that had the database open is gone", cause);
    }
  }
}
