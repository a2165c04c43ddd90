package dev.hyphadb.jvm.signaling;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One WebSocket connection that carries text messages: puts fragments together and sends one
 * message after the other. Used once; the owner makes another to reconnect. Events come on HTTP
 * client threads, one at a time.
 */
final class TextSocket {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
  private static final int MESSAGE_LENGTH_MAX = 512 * 1_024;
  private static final int WAITING_MAX = 4_096;

  /** What happens on the connection; {@link #closed} comes once, last. */
  interface Events {
    void opened();

    void text(String message);

    /** The other side answered a ping. */
    void pong();

    void closed(String reason);
  }

  private final Events events;
  private final Queue<String> waiting = new ArrayDeque<>();
  private CompletableFuture<?> sending = CompletableFuture.completedFuture(null);
  private WebSocket socket;
  private boolean ended;
  private boolean busy;

  private TextSocket(Events events) {
    this.events = events;
  }

  /** Begins to connect. */
  static TextSocket connect(HttpClient client, URI url, Events events) {
    TextSocket made = new TextSocket(events);
    client
        .newWebSocketBuilder()
        .connectTimeout(CONNECT_TIMEOUT)
        .buildAsync(url, made.new Listener())
        .whenComplete((socket, failure) -> {
          if (failure != null) {
            made.end(String.valueOf(failure.getMessage()));
          }
        });
    return made;
  }

  /** Sends a message after those before it. A connection that takes none for long is ended. */
  synchronized void send(String message) {
    if (ended || socket == null) {
      return;
    }
    if (waiting.size() >= WAITING_MAX) {
      socket.abort();
      return;
    }
    waiting.add(message);
    sendNext();
  }

  private synchronized void sendNext() {
    while (!busy && !waiting.isEmpty()) {
      CompletableFuture<?> one = socket.sendText(waiting.poll(), true);
      if (!one.isDone() || one.isCompletedExceptionally()) {
        busy = true;
        sending = one.whenComplete((done, failure) -> sent(failure));
      }
    }
  }

  private void sent(Throwable failure) {
    synchronized (this) {
      busy = false;
      if (failure == null) {
        sendNext();
      }
    }
    if (failure != null) {
      end(String.valueOf(failure.getMessage()));
    }
  }

  /** Asks the other side for a sign of life. */
  synchronized void ping() {
    if (!ended && socket != null) {
      socket.sendPing(ByteBuffer.allocate(0)).whenComplete((done, failure) -> {});
    }
  }

  /** Ends the connection at once. */
  void abort() {
    WebSocket open;
    synchronized (this) {
      open = socket;
    }
    if (open != null) {
      open.abort();
    }
    end("aborted");
  }

  /**
   * Sends what waits, for at most a second, says goodbye and ends the connection without a report.
   */
  void close() {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
    try {
      for (CompletableFuture<?> last;
          (last = lastSending()) != null && System.nanoTime() < deadline; ) {
        last.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      }
      WebSocket open;
      synchronized (this) {
        ended = true;
        open = socket;
      }
      if (open != null) {
        open.sendClose(WebSocket.NORMAL_CLOSURE, "").get(500, TimeUnit.MILLISECONDS);
        open.abort();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      abort();
    }
  }

  private synchronized CompletableFuture<?> lastSending() {
    return busy || !waiting.isEmpty() ? sending : null;
  }

  private void end(String reason) {
    synchronized (this) {
      if (ended) {
        return;
      }
      ended = true;
      waiting.clear();
    }
    events.closed(reason);
  }

  private final class Listener implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public void onOpen(WebSocket opened) {
      synchronized (TextSocket.this) {
        if (ended) {
          opened.abort();
          return;
        }
        socket = opened;
      }
      events.opened();
      opened.request(1);
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      if (text.length() + data.length() > MESSAGE_LENGTH_MAX) {
        from.abort();
        end("a message of more than " + MESSAGE_LENGTH_MAX + " characters");
        return null;
      }
      text.append(data);
      if (last) {
        String message = text.toString();
        text.setLength(0);
        events.text(message);
      }
      from.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
      from.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onPong(WebSocket from, ByteBuffer data) {
      events.pong();
      from.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
      end("closed with status " + status);
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      end(String.valueOf(error.getMessage()));
    }
  }
}
