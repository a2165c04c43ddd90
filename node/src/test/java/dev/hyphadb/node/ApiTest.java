package dev.hyphadb.node;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.PackReader;
import dev.hyphadb.core.value.Value;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessageUnpacker;
import org.msgpack.value.ValueFactory;

@QuarkusTest
class ApiTest {
  private static final String DB = "/v1/databases/api";

  @TestHTTPResource URI service;
  private Client client;

  @BeforeEach
  void connect() throws Exception {
    client = new Client(service);
    client.delete(DB + "/nodes").expect(204);
  }

  @Test
  void putGetRemove() throws Exception {
    JsonNode put =
        client.put(DB + "/nodes/alice", "{\"name\":\"Alice\",\"age\":31}").expect(200).json();
    assertEquals("alice", put.path("id").asText());
    JsonNode node = client.get(DB + "/nodes/alice").expect(200).json();
    assertEquals(Client.JSON.readTree("{\"age\":31,\"name\":\"Alice\"}"), node.path("value"));
    assertEquals("alice", node.path("id").asText());
    assertTrue(node.path("edges").isArray() && node.path("edges").isEmpty());
    assertTrue(node.path("timestamp").path("physical").asLong() > 1_600_000_000_000L);
    assertTrue(node.path("timestamp").path("logical").isInt());
    client.put(DB + "/nodes/alice", "{\"age\":32}").expect(200);
    assertEquals(
        Client.JSON.readTree("{\"age\":32}"),
        client.get(DB + "/nodes/alice").expect(200).json().path("value"));
    client.delete(DB + "/nodes/alice").expect(204);
    client.get(DB + "/nodes/alice").expectProblem(404, "no-such-node", "id");
    client.delete(DB + "/nodes/alice").expect(204);
  }

  @Test
  void equalValuesGetEqualIds() throws Exception {
    Client.Answer first = client.post(DB + "/nodes", "{\"a\":1,\"b\":2}").expect(201);
    String id = first.json().path("id").asText();
    assertTrue(id.matches("[0-9a-f]{64}"), id);
    assertTrue(
        first.response().headers().firstValue("location").orElseThrow().endsWith("/nodes/" + id));
    assertEquals(
        id,
        client.post(DB + "/nodes", "{\"b\":2.0,\"a\":1}").expect(201).json().path("id").asText());
    client.get(DB + "/nodes/" + id).expect(200);
  }

  @Test
  void indexesAndExplanations() throws Exception {
    client.put(DB + "/nodes/a", "{\"age\":31}").expect(200);
    client.post(DB + "/indexes", "{\"fields\":[\"age\"]}").expect(202);
    client.post(DB + "/indexes", "{\"kind\":\"words\"}").expect(202);
    JsonNode indexes = client.get(DB + "/indexes").expect(200).json().path("indexes");
    assertEquals("[\"age\"]", indexes.path(0).path("fields").toString());
    assertEquals("words", indexes.path(1).path("kind").asText());
    assertTrue(indexes.path(0).path("ready").isBoolean());
    JsonNode answer =
        client.post(DB + "/query", "{\"query\":{\"age\":31},\"explain\":true}").expect(200).json();
    assertEquals("a", answer.path("results").path(0).path("id").asText());
    assertEquals(1, answer.path("explanation").path("results").asInt());
    assertTrue(answer.path("explanation").path("plan").isTextual());
    assertTrue(answer.path("explanation").path("millis").asDouble() >= 0);
    JsonNode plain = client.post(DB + "/query", "{\"query\":{\"age\":31}}").expect(200).json();
    assertFalse(plain.has("explanation"));
    client.post(DB + "/indexes", "{\"fields\":[]}").expectProblem(400, "bad-index", "fields");
    client.post(DB + "/indexes", "{\"kind\":\"x\"}").expectProblem(400, "bad-index", "kind");
    client.post(DB + "/indexes", "{\"of\":1}").expectProblem(400, "bad-index", "of");
    client.delete(DB + "/indexes?field=age").expect(204);
    client.delete(DB + "/indexes?kind=words").expect(204);
    client.delete(DB + "/indexes?field=age").expectProblem(404, "no-such-index", "");
  }

  @Test
  void edges() throws Exception {
    client.put(DB + "/nodes/a", "{}").expect(200);
    client.put(DB + "/nodes/b", "{}").expect(200);
    client.put(DB + "/nodes/a/edges/b").expect(204);
    assertEquals("[\"b\"]", client.get(DB + "/nodes/a").json().path("edges").toString());
    client.delete(DB + "/nodes/a/edges/b").expect(204);
    assertEquals("[]", client.get(DB + "/nodes/a").json().path("edges").toString());
  }

  @Test
  void idsMayHoldAnything() throws Exception {
    String longest = "%C3%A9".repeat(512);
    for (String id :
        new String[] {
          "a%2Fb%2Fc", "%20", "caf%C3%A9", "100%25", "a+b", "user:0x1", "%3F%23", longest
        }) {
      client.put(DB + "/nodes/" + id, "{\"x\":1}").expect(200);
      String expected = java.net.URLDecoder.decode(id.replace("+", "%2B"), StandardCharsets.UTF_8);
      assertEquals(
          expected, client.get(DB + "/nodes/" + id).expect(200).json().path("id").asText());
      client.put(DB + "/nodes/" + id + "/edges/" + id).expect(204);
      assertEquals(expected, client.get(DB + "/nodes/" + id).json().path("edges").path(0).asText());
      client.delete(DB + "/nodes/" + id).expect(204);
    }
  }

  @Test
  void queries() throws Exception {
    for (int i = 0; i < 5; i++) {
      client.put(
          DB + "/nodes/n" + i,
          "{\"type\":\"%s\",\"rank\":%d}".formatted(i % 2 == 0 ? "even" : "odd", i));
    }
    JsonNode results =
        client
            .post(
                DB + "/query",
                "{\"query\":{\"type\":\"even\"},\"field\":\"rank\",\"order\":\"desc\",\"$limit\":2}")
            .expect(200)
            .json()
            .path("results");
    assertEquals(2, results.size());
    assertEquals("n4", results.path(0).path("id").asText());
    assertEquals("n2", results.path(1).path("id").asText());
    assertEquals(5, client.post(DB + "/query", "{}").expect(200).json().path("results").size());
  }

  @Test
  void aggregates() throws Exception {
    client.put(DB + "/nodes/s1", "{\"type\":\"Sale\",\"city\":\"Rome\",\"price\":2}");
    client.put(DB + "/nodes/s2", "{\"type\":\"Sale\",\"city\":\"Rome\",\"price\":3.5}");
    client.put(DB + "/nodes/s3", "{\"type\":\"Sale\",\"city\":\"Oslo\",\"price\":1}");
    JsonNode answer =
        client
            .post(
                DB + "/aggregate",
                "{\"query\":{\"type\":\"Sale\"},\"groupBy\":\"city\",\"values\":{\"total\":{\"$sum\":\"price\"}},"
                    + "\"field\":\"total\",\"order\":\"desc\"}")
            .expect(200)
            .json();
    assertEquals(
        "{\"groups\":[{\"city\":\"Rome\",\"total\":5.5},{\"city\":\"Oslo\",\"total\":1}]}",
        answer.toString());
    JsonNode problem =
        client
            .post(DB + "/aggregate", "{\"values\":{\"n\":{\"$median\":\"a\"}}}")
            .expect(400)
            .json();
    assertEquals("unknown-operator", problem.path("code").asText());
    assertEquals("values.n.$median", problem.path("path").asText());
  }

  @Test
  void promptsAnswerWithWhatTheyWereUnderstoodToMean() throws Exception {
    client.put(DB + "/nodes/p1", "{\"type\":\"Person\",\"age\":31}");
    client.put(DB + "/nodes/p2", "{\"type\":\"Person\",\"age\":29}");
    JsonNode answer =
        client
            .post(DB + "/query", "{\"prompt\":\"People older than 30\",\"$limit\":3}")
            .expect(200)
            .json();
    assertEquals("p1", answer.path("results").path(0).path("id").asText());
    assertEquals(1, answer.path("results").size());
    assertEquals(
        "{\"$limit\":3,\"query\":{\"age\":{\"$gt\":30},\"type\":\"Person\"}}",
        answer.path("understood").toString());
    assertTrue(client.post(DB + "/query", "{}").json().path("understood").isMissingNode());
    JsonNode problem =
        client.post(DB + "/query", "{\"prompt\":\"People dancing\"}").expect(400).json();
    assertEquals("not-understood", problem.path("code").asText());
    assertEquals("prompt", problem.path("path").asText());
  }

  @Test
  void aBatchIsOneCommit() throws Exception {
    JsonNode ids =
        client
            .post(
                DB + "/batch",
                """
                {"operations":[
                  {"type":"put","id":"a","value":{"n":1}},
                  {"type":"upsert","value":{"n":2}},
                  {"type":"link","id":"a","edge":"b"},
                  {"type":"put","id":"gone","value":{}},
                  {"type":"remove","id":"gone"},
                  {"type":"link","id":"a","edge":"c"},
                  {"type":"unlink","id":"a","edge":"c"}]}\
                """)
            .expect(200)
            .json()
            .path("ids");
    assertEquals(7, ids.size());
    assertEquals("a", ids.path(0).asText());
    assertEquals(64, ids.path(1).asText().length());
    assertEquals("[\"b\"]", client.get(DB + "/nodes/a").json().path("edges").toString());
    client.get(DB + "/nodes/gone").expect(404);
    assertEquals(
        0, client.post(DB + "/batch", "{\"operations\":[]}").expect(200).json().path("ids").size());
  }

  @Test
  void statusCountsAndClearEmpties() throws Exception {
    client.put(DB + "/nodes/a", "{}").expect(200);
    client.put(DB + "/nodes/b", "{}").expect(200);
    JsonNode status = client.get(DB + "/status").expect(200).json();
    assertEquals("api", status.path("name").asText());
    assertEquals(2, status.path("nodes").asInt());
    assertTrue(status.path("liveCommits").asLong() >= 2);
    assertTrue(status.path("stateHash").asText().matches("[0-9a-f]{64}"));
    assertTrue(status.path("peers").isArray());
    assertTrue(status.path("synced").asBoolean());
    assertTrue(status.path("rejections").isObject());
    client.delete(DB + "/nodes").expect(204);
    assertEquals(0, client.get(DB + "/status").json().path("nodes").asInt());
    assertEquals(0, client.post(DB + "/query", "{}").json().path("results").size());
  }

  @Test
  void syncedAloneIsImmediate() throws Exception {
    client
        .send("POST", DB + "/synced?timeoutMillis=1000", null, BodyPublishers.noBody())
        .expect(204);
    client.send("POST", DB + "/synced", null, BodyPublishers.noBody()).expect(204);
  }

  @Test
  void numbersStayWhatTheyAre() throws Exception {
    String value =
        "{\"max\":9223372036854775807,\"min\":-9223372036854775808,\"odd\":9007199254740993,\"one\":1.0,\"tiny\":1.0E-300,\"huge\":1.0E300,\"half\":0.5}";
    client.put(DB + "/nodes/numbers", value).expect(200);
    String body =
        new String(client.get(DB + "/nodes/numbers").expect(200).body(), StandardCharsets.UTF_8);
    for (String expected :
        new String[] {
          "\"max\":9223372036854775807",
          "\"min\":-9223372036854775808",
          "\"odd\":9007199254740993",
          "\"one\":1,",
          "\"tiny\":1.0E-300",
          "\"huge\":1.0E300",
          "\"half\":0.5"
        }) {
      assertTrue(body.contains(expected), body);
    }
  }

  @Test
  void bytesAreBase64InJson() throws Exception {
    String base64 = Base64.getEncoder().encodeToString(new byte[] {0, 1, (byte) 0xff});
    String value = "{\"photo\":{\"$bytes\":\"" + base64 + "\"},\"list\":[{\"$bytes\":\"\"}]}";
    client.put(DB + "/nodes/bytes", value).expect(200);
    assertEquals(Client.JSON.readTree(value), client.get(DB + "/nodes/bytes").json().path("value"));
  }

  @Test
  void messagePackBothWays() throws Exception {
    byte[] body;
    try (MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
      // Unsorted, and with a float where an integer would do: any form is taken.
      packer.packMapHeader(4);
      packer.packString("z").packDouble(1.0);
      packer.packString("name").packString("Zoë");
      packer.packString("photo").packBinaryHeader(2).writePayload(new byte[] {7, 8});
      packer.packString("list").packArrayHeader(2).packLong(Long.MAX_VALUE).packNil();
      body = packer.toByteArray();
    }
    Client.Answer put =
        client.send(
            "PUT", DB + "/nodes/packed", "application/msgpack", BodyPublishers.ofByteArray(body));
    assertEquals("packed", put.expect(200).json().path("id").asText());
    JsonNode json = client.get(DB + "/nodes/packed").expect(200).json().path("value");
    assertEquals("Zoë", json.path("name").asText());
    assertEquals("Bwg=", json.path("photo").path("$bytes").asText());
    assertTrue(json.path("z").isInt());

    Client.Answer packed =
        client.send(
            client.request(DB + "/nodes/packed").header("Accept", "application/msgpack").build());
    assertEquals("application/msgpack", packed.expect(200).type());
    try (MessageUnpacker unpacker = MessagePack.newDefaultUnpacker(packed.body())) {
      var node = unpacker.unpackValue().asMapValue().map();
      assertEquals(ValueFactory.newString("packed"), node.get(ValueFactory.newString("id")));
      var value = node.get(ValueFactory.newString("value")).asMapValue().map();
      assertArrayEquals(
          new byte[] {7, 8},
          value.get(ValueFactory.newString("photo")).asBinaryValue().asByteArray());
      assertEquals(
          Long.MAX_VALUE,
          value
              .get(ValueFactory.newString("list"))
              .asArrayValue()
              .get(0)
              .asIntegerValue()
              .asLong());
    }
  }

  @Test
  void queriesInMessagePack() throws Exception {
    client.put(DB + "/nodes/a", "{\"type\":\"x\"}").expect(200);
    byte[] query =
        dev.hyphadb.core.value.PackWriter.pack(
            Fields.of("query", Fields.of("type", Value.of("x"))));
    Client.Answer answer =
        client.send(
            client
                .request(DB + "/query")
                .header("Content-Type", "application/msgpack")
                .header("Accept", "application/msgpack")
                .POST(BodyPublishers.ofByteArray(query))
                .build());
    answer.expect(200);
    try (MessageUnpacker unpacker = MessagePack.newDefaultUnpacker(answer.body())) {
      var results =
          unpacker.unpackValue().asMapValue().map().get(ValueFactory.newString("results"));
      assertEquals(1, results.asArrayValue().size());
    }
    assertFalse(PackReader.unpack(query).equals(Value.NULL));
  }
}
