package dev.hyphadb.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a web page that somebody has open can do to the API of this machine: nothing. */
@QuarkusTest
@Tag("security")
class GuardTest {
  private static final String NODE = "/v1/databases/guard/nodes/a";

  @TestHTTPResource URI service;
  private Client client;

  @BeforeEach
  void connect() {
    client = new Client(service);
  }

  /** Over a plain socket, since the JDK's client does not let us choose these headers. */
  private String raw(String request) throws Exception {
    try (java.net.Socket socket =
        new java.net.Socket(InetAddress.getLoopbackAddress(), service.getPort())) {
      socket.setSoTimeout(10_000);
      OutputStream out = socket.getOutputStream();
      out.write(request.getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
      InputStream in = socket.getInputStream();
      // The service need not close the connection: the first bytes hold what is of interest.
      byte[] answer = new byte[4_096];
      int length = 0;
      int read = 0;
      while (read >= 0 && length < answer.length && !isWhole(answer, length)) {
        read = in.read(answer, length, answer.length - length);
        length += Math.max(0, read);
      }
      return new String(answer, 0, length, StandardCharsets.UTF_8);
    }
  }

  /** Problems and the status end with a brace; an answer without a body ends with its head. */
  private static boolean isWhole(byte[] answer, int length) {
    String text = new String(answer, 0, length, StandardCharsets.UTF_8);
    return text.endsWith("}") || text.endsWith("\r\n\r\n") && text.contains("content-length: 0");
  }

  private String get(String host) throws Exception {
    return raw("GET /v1/status HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
  }

  @Test
  void hostsThatCouldBeReboundAreRefused() throws Exception {
    for (String host :
        new String[] {"evil.example", "evil.example:7110", "localhost.evil.example"}) {
      String answer = get(host);
      assertTrue(answer.startsWith("HTTP/1.1 403"), answer);
      assertTrue(answer.contains("host-not-allowed"), answer);
    }
    for (String host : new String[] {"localhost", "localhost:7110", "127.0.0.1", "[::1]:7110"}) {
      assertTrue(get(host).startsWith("HTTP/1.1 200"), host);
    }
  }

  @Test
  void otherOriginsMayNeitherReadNorWrite() throws Exception {
    for (String origin : new String[] {"https://evil.example", "null", "http://localhost:1"}) {
      client
          .send(
              client
                  .request(NODE)
                  .header("Origin", origin)
                  .header("Content-Type", "application/json")
                  .PUT(BodyPublishers.ofString("{}"))
                  .build())
          .expectProblem(403, "origin-not-allowed", "");
      client
          .send(client.request("/v1/databases").header("Origin", origin).build())
          .expectProblem(403, "origin-not-allowed", "");
      assertThrows(
          Exception.class,
          () ->
              Socket.open(
                  client,
                  "/v1/databases/guard/live",
                  Client.HTTP.newWebSocketBuilder().header("Origin", origin)));
    }
    client.get(NODE).expect(404);
  }

  @Test
  void imagesAndScriptsOfOtherSitesOpenNothing() throws Exception {
    for (String site : new String[] {"cross-site", "same-site"}) {
      client
          .send(
              client
                  .request("/v1/databases/drive-by/status")
                  .header("Sec-Fetch-Site", site)
                  .build())
          .expectProblem(403, "origin-not-allowed", "");
    }
    assertTrue(
        client.get("/v1/databases").json().path("databases").findValuesAsText("name").stream()
            .noneMatch("drive-by"::equals));
  }

  @Test
  void namedOriginsMay() throws Exception {
    Client.Answer answer =
        client.send(
            client
                .request(NODE)
                .header("Origin", "https://console.example")
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString("{\"x\":1}"))
                .build());
    answer.expect(200);
    assertEquals(
        "https://console.example",
        answer.response().headers().firstValue("access-control-allow-origin").orElse(""));
    client.delete(NODE).expect(204);
  }

  @Test
  void garbageIsAnsweredAndForgotten() throws Exception {
    long seed = System.nanoTime();
    java.util.Random random = new java.util.Random(seed);
    for (int i = 0; i < 50; i++) {
      byte[] garbage = new byte[random.nextInt(2_000)];
      random.nextBytes(garbage);
      Client.Answer answer =
          client.send(
              "PUT",
              NODE,
              random.nextBoolean() ? "application/json" : "application/msgpack",
              BodyPublishers.ofByteArray(garbage));
      assertTrue(answer.status() == 400, "seed " + seed + ": " + answer.status());
      try (java.net.Socket socket =
          new java.net.Socket(InetAddress.getLoopbackAddress(), service.getPort())) {
        socket.getOutputStream().write(garbage);
      }
    }
    raw("PUT " + NODE + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: abc\r\n\r\n");
    raw(
        "PUT "
            + NODE
            + " HTTP/1.1\r\n"
            + "Host: localhost\r\n"
            + "Content-Type: application/json\r\n"
            + "Content-Length: 99999999999\r\n\r\n");
    try (java.net.Socket socket =
        new java.net.Socket(InetAddress.getLoopbackAddress(), service.getPort())) {
      socket
          .getOutputStream()
          .write(
              ("PUT "
                      + NODE
                      + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                      + "Content-Length: 100\r\n\r\n{\"a\":")
                  .getBytes(StandardCharsets.ISO_8859_1));
    }
    client.get(NODE).expect(404);
    client.get("/q/health").expect(200);
  }
}
