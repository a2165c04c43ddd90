package dev.hyphadb.node;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A WebSocket as a test uses it. */
final class Socket implements AutoCloseable, WebSocket.Listener {
  private static final long WAIT_SECONDS = 20;

  private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
  private final CompletableFuture<String> closed = new CompletableFuture<>();
  private final StringBuilder partial = new StringBuilder();
  private WebSocket socket;

  private Socket() {}

  static Socket open(Client client, String path) throws Exception {
    return open(client, path, Client.HTTP.newWebSocketBuilder());
  }

  static Socket open(Client client, String path, WebSocket.Builder builder) throws Exception {
    Socket opened = new Socket();
    opened.socket =
        builder
            .buildAsync(URI.create(client.base().replace("http://", "ws://") + path), opened)
            .get(WAIT_SECONDS, TimeUnit.SECONDS);
    return opened;
  }

  void send(String text) throws Exception {
    socket.sendText(text, true).get(WAIT_SECONDS, TimeUnit.SECONDS);
  }

  JsonNode next() throws Exception {
    String message = messages.poll(WAIT_SECONDS, TimeUnit.SECONDS);
    if (message == null) {
      throw new AssertionError("nothing came within " + WAIT_SECONDS + " s");
    }
    return Client.JSON.readTree(message);
  }

  String closeReason() throws Exception {
    return closed.get(WAIT_SECONDS, TimeUnit.SECONDS);
  }

  boolean closesWithin(long millis) {
    try {
      closed.get(millis, TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (Exception e) {
      return true;
    }
  }

  @Override
  public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
    partial.append(data);
    if (last) {
      messages.add(partial.toString());
      partial.setLength(0);
    }
    webSocket.request(1);
    return null;
  }

  @Override
  public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
    closed.complete(reason);
    return null;
  }

  @Override
  public void onError(WebSocket webSocket, Throwable error) {
    closed.complete("error: " + error);
  }

  @Override
  public void close() {
    socket.abort();
  }
}
