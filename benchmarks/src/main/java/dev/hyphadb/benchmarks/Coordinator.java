package dev.hyphadb.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The signaling service in a process of its own, on a free port of 127.0.0.1. */
final class Coordinator implements AutoCloseable {
  private static final long START_NANOS_MAX = TimeUnit.SECONDS.toNanos(60);
  private static final long END_SECONDS = 15;

  private final Process process;
  private final int port;

  Coordinator() throws IOException, InterruptedException {
    Path jar =
        Path.of(System.getProperty("hypha.root", "."), "signaling", "target", "quarkus-app")
            .resolve("quarkus-run.jar");
    if (!Files.exists(jar)) {
      throw new IllegalStateException(jar + " is missing: start with ./hypha bench, which builds");
    }
    port = freePort();
    List<String> command = new ArrayList<>(Java.command());
    command.addAll(
        List.of("-Dquarkus.http.port=" + port, "-Dquarkus.log.level=WARN", "-jar", jar.toString()));
    process =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    awaitPort();
  }

  String url() {
    return "ws://127.0.0.1:" + port + "/v1/signaling";
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void awaitPort() throws InterruptedException {
    long endNanos = System.nanoTime() + START_NANOS_MAX;
    while (!isListening()) {
      if (!process.isAlive() || System.nanoTime() > endNanos) {
        close();
        throw new IllegalStateException("The signaling service did not start");
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  private boolean isListening() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
