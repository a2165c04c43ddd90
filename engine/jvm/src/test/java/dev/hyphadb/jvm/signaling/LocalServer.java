package dev.hyphadb.jvm.signaling;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.java_websocket.WebSocket;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.server.WebSocketServer;

/**
 * A WebSocket server on the loopback address whose behaviour a test fills in; one thread handles
 * messages.
 */
public abstract class LocalServer extends WebSocketServer implements AutoCloseable {
  private final CountDownLatch started = new CountDownLatch(1);
  private final Map<WebSocket, Boolean> sockets = new ConcurrentHashMap<>();

  protected LocalServer() {
    super(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
  }

  /** Starts the server and returns it. */
  protected static <T extends LocalServer> T started(T server) {
    LocalServer starting = server;
    starting.setReuseAddr(true);
    starting.setDaemon(true);
    starting.start();
    try {
      if (!starting.started.await(10, TimeUnit.SECONDS)) {
        throw new IllegalStateException("the test's server did not start within 10 s");
      }
      return server;
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted while the test's server started", e);
    }
  }

  /** Where it listens. */
  public URI url() {
    return URI.create("ws://127.0.0.1:" + getPort() + "/v1/signaling");
  }

  /** A message that is JSON. */
  protected abstract void received(WebSocket from, JsonNode message);

  /** A connection ended. */
  protected void ended(WebSocket socket) {}

  /**
   * Ends every connection as a server does that goes away, RFC 6455 section 7.4.1; the server goes
   * on.
   */
  public void cutAll() {
    sockets.keySet().forEach(socket -> socket.close(1001, "cut by the test"));
  }

  /** Sends to everybody, as it is. */
  public void sendToAll(String text) {
    sockets.keySet().forEach(socket -> socket.send(text));
  }

  @Override
  public void onStart() {
    started.countDown();
  }

  @Override
  public void onOpen(WebSocket socket, ClientHandshake handshake) {
    sockets.put(socket, true);
  }

  @Override
  public void onMessage(WebSocket socket, String message) {
    try {
      received(socket, Json.MAPPER.readTree(message));
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      socket.close(1003, "not JSON");
    }
  }

  @Override
  public void onClose(WebSocket socket, int code, String reason, boolean remote) {
    sockets.remove(socket);
    ended(socket);
  }

  @Override
  public void onError(WebSocket socket, Exception error) {
    System.err.println("the test's server: " + error);
  }

  @Override
  public void close() {
    try {
      stop(1_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
