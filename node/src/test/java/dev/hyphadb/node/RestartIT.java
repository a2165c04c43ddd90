package dev.hyphadb.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged service, killed: everything it acknowledged is there again, without being asked for.
 */
class RestartIT {
  private static final long START_MILLIS_MAX = 60_000;

  @TempDir Path folder;

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private Process start(int port) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-jar",
            Path.of("target", "quarkus-app", "quarkus-run.jar").toString());
    builder.environment().put("QUARKUS_HTTP_PORT", Integer.toString(port));
    builder.environment().put("HYPHA_NODE_DATA_DIRECTORY", folder.resolve("data").toString());
    builder.redirectErrorStream(true).redirectOutput(folder.resolve("log").toFile());
    return builder.start();
  }

  private static void awaitReady(Client client, Process service) throws Exception {
    long deadline = System.nanoTime() + START_MILLIS_MAX * 1_000_000;
    while (System.nanoTime() < deadline && service.isAlive()) {
      try {
        if (client.get("/q/health/ready").status() == 200) {
          return;
        }
      } catch (IOException e) {
        service.waitFor(100, TimeUnit.MILLISECONDS);
      }
    }
    throw new AssertionError("the service was not ready within " + START_MILLIS_MAX + " ms");
  }

  @Test
  void aKilledNodeHasLostNothing() throws Exception {
    int port = freePort();
    Client client = new Client(URI.create("http://127.0.0.1:" + port));
    Process service = start(port);
    String hash;
    try {
      awaitReady(client, service);
      for (int i = 0; i < 200; i++) {
        client.put("/v1/databases/kept/nodes/n" + i, "{\"i\":" + i + "}").expect(200);
      }
      client.put("/v1/databases/kept/nodes/n0/edges/n1").expect(204);
      hash = client.stateHash("kept");
    } finally {
      service.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }
    service = start(port);
    try {
      awaitReady(client, service);
      assertEquals(
          "kept",
          client.get("/v1/databases").json().path("databases").path(0).path("name").asText());
      assertEquals(hash, client.stateHash("kept"));
      assertEquals(
          "n1", client.get("/v1/databases/kept/nodes/n0").json().path("edges").path(0).asText());
    } finally {
      service.destroy();
      service.waitFor(20, TimeUnit.SECONDS);
    }
  }
}
