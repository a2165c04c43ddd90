package dev.hyphadb.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every kind of faulty request: the answer says what and where, and nothing is applied. */
@QuarkusTest
class FaultsTest {
  private static final String DB = "/v1/databases/faults";

  @TestHTTPResource URI service;
  private Client client;
  private String hashBefore;

  @BeforeEach
  void connect() throws Exception {
    client = new Client(service);
    client.put(DB + "/nodes/kept", "{\"x\":1}").expect(200);
    hashBefore = client.stateHash("faults");
  }

  @AfterEach
  void nothingWasApplied() throws Exception {
    assertEquals(hashBefore, client.stateHash("faults"));
  }

  private void badValue(String json, String code, String path) throws Exception {
    client.put(DB + "/nodes/bad", json).expectProblem(400, code, path);
    client.post(DB + "/nodes", json).expectProblem(400, code, path);
  }

  @Test
  void badJson() throws Exception {
    badValue("{\"a\":", "bad-json", "");
    badValue("", "not-an-object", "");
    badValue("nonsense", "bad-json", "");
    badValue("{\"a\":1}{", "bad-json", "");
    badValue("{\"a\":1,}", "bad-json", "");
    badValue("{\"a\":01}", "bad-json", "");
    badValue("{\"a\":NaN}", "bad-json", "");
    badValue("{'a':1}", "bad-json", "");
    badValue("[1]", "not-an-object", "");
    badValue("\"text\"", "not-an-object", "");
    badValue("{\"$bytes\":\"AAA=\"}", "not-an-object", "");
    String detail =
        client.put(DB + "/nodes/bad", "{\"a\":1,\n \"b\":}").json().path("detail").asText();
    assertTrue(detail.startsWith("Line 2, column"), detail);
  }

  @Test
  void textThatIsNotUtf8() throws Exception {
    byte[] body = "{\"a\":\"?\"}".getBytes(StandardCharsets.UTF_8);
    body[6] = (byte) 0xff;
    client
        .send("PUT", DB + "/nodes/bad", "application/json", BodyPublishers.ofByteArray(body))
        .expectProblem(400, "bad-json", "a");
  }

  @Test
  void valuesThatCannotBeStored() throws Exception {
    badValue("{\"a\":{\"b\":[1,{\"c\":\"\\ud800\"}]}}", "lone-surrogate", "a.b.1.c");
    badValue("{\"\\udc00\":1}", "bad-json", "");
    badValue("{\"a\":1,\"a\":2}", "duplicate-field", "a");
    badValue("{\"o\":{\"a\":1,\"a\":1}}", "duplicate-field", "o.a");
    badValue("{\"a\":[9223372036854775808]}", "number-out-of-range", "a.0");
    badValue("{\"a\":-9223372036854775809}", "number-out-of-range", "a");
    badValue("{\"a\":1e999}", "number-out-of-range", "a");
    badValue("{\"a\":" + "9".repeat(2_000) + "}", "bad-json", "");
    badValue("{\"a\":{\"$bytes\":\"***\"}}", "bad-bytes", "a.$bytes");
    client
        .put(DB + "/nodes/bad", "{\"a\":".repeat(66) + "1" + "}".repeat(66))
        .expectProblem(400, "too-deep", "");
    client.put(DB + "/nodes/bad", "{\"a\":".repeat(90) + "1" + "}".repeat(90)).expect(400);
  }

  @Test
  void badIds() throws Exception {
    client.put(DB + "/nodes/%ff", "{}").expectProblem(400, "bad-id", "id");
    client.put(DB + "/nodes/" + "a".repeat(1025), "{}").expectProblem(400, "bad-id", "id");
    client.get(DB + "/nodes/" + "%C3%A9".repeat(513)).expectProblem(400, "bad-id", "id");
    client.put(DB + "/nodes/a/edges/%ed%a0%80").expectProblem(400, "bad-id", "target");
    client.delete(DB + "/nodes/%c0%80").expectProblem(400, "bad-id", "id");
  }

  @Test
  void badDatabaseNames() throws Exception {
    for (String name : new String[] {".hidden", "a%2Fb", "a%20b", "x".repeat(65), "%2e%2e%2fetc"}) {
      client.get("/v1/databases/" + name + "/status").expectProblem(400, "bad-database-name", "db");
      client
          .put("/v1/databases/" + name + "/nodes/a", "{}")
          .expectProblem(400, "bad-database-name", "db");
    }
    client
        .put("/v1/databases/hypha.directory.default/nodes/a", "{}")
        .expectProblem(400, "reserved-database-name", "db");
  }

  @Test
  void badQueries() throws Exception {
    client.post(DB + "/query", "{\"quer\":{}}").expectProblem(400, "unknown-option", "quer");
    client.post(DB + "/query", "{\"query\":[]}").expectProblem(400, "bad-query", "query");
    client
        .post(DB + "/query", "{\"query\":{\"a\":{\"$nope\":1}}}")
        .expectProblem(400, "unknown-operator", "query.a.$nope");
    client.post(DB + "/query", "{\"$limit\":0}").expectProblem(400, "bad-option", "$limit");
    client.post(DB + "/query", "{\"order\":\"up\"}").expectProblem(400, "bad-option", "order");
  }

  private void badBatch(String json, String code, String path) throws Exception {
    client.post(DB + "/batch", json).expectProblem(400, code, path);
  }

  /** After an operation that is in order. */
  private void badOperation(String operation, String code, String path) throws Exception {
    badBatch(
        "{\"operations\":[{\"type\":\"put\",\"id\":\"new\",\"value\":{}}," + operation + "]}",
        code,
        path);
    client.get(DB + "/nodes/new").expect(404);
  }

  @Test
  void badBatches() throws Exception {
    badBatch("{}", "bad-batch", "operations");
    badBatch("{\"operations\":{}}", "bad-batch", "operations");
    badBatch("{\"operations\":[],\"more\":1}", "unknown-field", "more");
    badBatch("{\"operations\":[1]}", "bad-operation", "operations.0");
    badOperation("{\"type\":\"drop\"}", "unknown-operation", "operations.1.type");
    badOperation("{}", "missing-field", "operations.1.type");
    badOperation("{\"type\":1}", "bad-field", "operations.1.type");
    badOperation("{\"type\":\"put\",\"id\":\"a\"}", "missing-field", "operations.1.value");
    badOperation("{\"type\":\"put\",\"value\":1}", "not-an-object", "operations.1.value");
    badOperation("{\"type\":\"put\",\"id\":\"\",\"value\":{}}", "bad-id", "operations.1.id");
    badOperation(
        "{\"type\":\"put\",\"value\":{},\"vlaue\":{}}", "unknown-field", "operations.1.vlaue");
    badOperation("{\"type\":\"remove\"}", "missing-field", "operations.1.id");
    badOperation("{\"type\":\"link\",\"id\":\"a\",\"edge\":\"\"}", "bad-id", "operations.1.edge");
    badOperation("{\"type\":\"unlink\",\"id\":\"\",\"edge\":\"b\"}", "bad-id", "operations.1.id");
    badOperation(
        "{\"type\":\"put\",\"value\":{\"a\":\"\\udfff\"}}",
        "lone-surrogate",
        "operations.1.value.a");
    badOperation(
        "{\"type\":\"put\",\"value\":" + "{\"a\":".repeat(65) + "1" + "}".repeat(65) + "}",
        "too-deep",
        "operations.1.value");
    badBatch(
        "{\"operations\":["
            + "{\"type\":\"remove\",\"id\":\"x\"},".repeat(10_000)
            + "{\"type\":\"remove\",\"id\":\"x\"}]}",
        "too-many-operations",
        "operations");
  }

  @Test
  void aCommitThatWouldBeTooLarge() throws Exception {
    String value = "{\"a\":\"" + "x".repeat(5 << 20) + "\"}";
    client
        .post(
            DB + "/batch",
            "{\"operations\":[{\"type\":\"put\",\"id\":\"big\",\"value\":" + value + "}]}")
        .expectProblem(413, "commit-too-large", "");
  }

  @Test
  void tooLarge() throws Exception {
    String over = "{\"a\":\"" + "x".repeat(1 << 20) + "\"}";
    client.put(DB + "/nodes/bad", over).expectProblem(413, "body-too-large", "");
    client.post(DB + "/query", over).expectProblem(413, "body-too-large", "");
    // Without a length in front.
    client
        .send(
            "PUT",
            DB + "/nodes/bad",
            "application/json",
            BodyPublishers.ofInputStream(
                () -> new java.io.ByteArrayInputStream(over.getBytes(StandardCharsets.UTF_8))))
        .expectProblem(413, "body-too-large", "");
    client.put(DB + "/nodes/kept", "{\"x\":1}").expect(200);
  }

  @Test
  void mediaTypes() throws Exception {
    for (String type :
        new String[] {"text/plain", "application/x-www-form-urlencoded", "application/xml"}) {
      client
          .send("PUT", DB + "/nodes/bad", type, BodyPublishers.ofString("{}"))
          .expectProblem(415, "unsupported-media-type", "");
      client
          .send("POST", DB + "/query", type, BodyPublishers.ofString("{}"))
          .expectProblem(415, "unsupported-media-type", "");
    }
    client
        .send("POST", DB + "/nodes", null, BodyPublishers.ofString("{}"))
        .expectProblem(415, "unsupported-media-type", "");
    client
        .send(client.request(DB + "/nodes/kept").header("Accept", "text/html").build())
        .expectProblem(406, "not-acceptable", "");
  }

  @Test
  void unknownPathsAndMethods() throws Exception {
    client.get("/v1/nothing").expectProblem(404, "not-found", "");
    client.get(DB + "/nothing").expectProblem(404, "not-found", "");
    client.get("/").expectProblem(404, "not-found", "");
    Client.Answer batch = client.get(DB + "/batch");
    batch.expectProblem(405, "method-not-allowed", "");
    assertEquals("POST", batch.response().headers().firstValue("allow").orElse(""));
    client
        .send("PATCH", DB + "/nodes/kept", "application/json", BodyPublishers.ofString("{}"))
        .expectProblem(405, "method-not-allowed", "");
  }

  @Test
  void badParameters() throws Exception {
    for (String millis : new String[] {"soon", "0", "-1", "60001", "99999999999999999999"}) {
      client
          .send("POST", DB + "/synced?timeoutMillis=" + millis, null, BodyPublishers.noBody())
          .expectProblem(400, "bad-parameter", "timeoutMillis");
    }
  }

  @Test
  void badMessagePack() throws Exception {
    byte[][] bodies = {
      {},
      {(byte) 0xc1},
      {(byte) 0x81, (byte) 0xa1, 'a'},
      {(byte) 0x81, (byte) 0xa1, 'a', (byte) 0xdb, 0x7f, 0, 0, 0},
      {(byte) 0x81, (byte) 0xa1, 'a', (byte) 0xc6, 0x7f, 0, 0, 0},
      {(byte) 0x81, (byte) 0xa1, 'a', (byte) 0xdd, 0x7f, 0, 0, 0},
      {(byte) 0xdf, 0x7f, (byte) 0xff, 0, 0},
      {(byte) 0x80, (byte) 0x80},
    };
    for (byte[] body : bodies) {
      Client.Answer answer =
          client.send(
              "PUT", DB + "/nodes/bad", "application/msgpack", BodyPublishers.ofByteArray(body));
      answer.expect(400);
      assertEquals("bad-msgpack", answer.json().path("code").asText());
    }
    byte[] nan = {(byte) 0x81, (byte) 0xa1, 'a', (byte) 0xca, 0x7f, (byte) 0xc0, 0, 0};
    client
        .send("PUT", DB + "/nodes/bad", "application/msgpack", BodyPublishers.ofByteArray(nan))
        .expectProblem(400, "not-a-number", "a");
    byte[] key = {(byte) 0x81, 1, 1};
    client
        .send("PUT", DB + "/nodes/bad", "application/msgpack", BodyPublishers.ofByteArray(key))
        .expectProblem(400, "bad-field-name", "");
    byte[] unsigned = {
      (byte) 0x81, (byte) 0xa1, 'a', (byte) 0xcf, (byte) 0xff, 0, 0, 0, 0, 0, 0, 0
    };
    client
        .send("PUT", DB + "/nodes/bad", "application/msgpack", BodyPublishers.ofByteArray(unsigned))
        .expectProblem(400, "number-out-of-range", "a");
  }
}
