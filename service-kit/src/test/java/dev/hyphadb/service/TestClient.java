package dev.hyphadb.service;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A real WebSocket client whose every wait ends after ten seconds. */
public final class TestClient implements WebSocket.Listener, AutoCloseable {
  public static final long WAIT_SECONDS = 10;

  private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
  private final CompletableFuture<String> closed = new CompletableFuture<>();
  private final StringBuilder partial = new StringBuilder();
  private final WebSocket socket;

  public TestClient(URI uri) throws Exception {
    socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(uri, this)
            .get(WAIT_SECONDS, TimeUnit.SECONDS);
  }

  public WebSocket socket() {
    return socket;
  }

  public TestClient send(String text) throws Exception {
    socket.sendText(text, true).get(WAIT_SECONDS, TimeUnit.SECONDS);
    return this;
  }

  public String next() throws Exception {
    String text = received.poll(WAIT_SECONDS, TimeUnit.SECONDS);
    if (text == null) {
      throw new AssertionError("Nothing was received within " + WAIT_SECONDS + " s.");
    }
    return text;
  }

  public int pending() {
    return received.size();
  }

  /** The reason the server gave when it closed. */
  public String closeReason() throws Exception {
    return closed.get(WAIT_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
    partial.append(data);
    if (last) {
      received.add(partial.toString());
      partial.setLength(0);
    }
    webSocket.request(1);
    return null;
  }

  @Override
  public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
    closed.complete(statusCode + " " + reason);
    return null;
  }

  @Override
  public void onError(WebSocket webSocket, Throwable error) {
    closed.complete("error " + error);
  }

  @Override
  public void close() {
    socket.abort();
  }
}
