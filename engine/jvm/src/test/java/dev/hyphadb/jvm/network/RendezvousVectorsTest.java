package dev.hyphadb.jvm.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hyphadb.core.sync.PeerId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/**
 * Holds topics and sealed payloads to docs/protocol/vectors/rendezvous.json, as engine/browser's
 * tests hold those of a page.
 */
final class RendezvousVectorsTest {
  private static final Path FILE = Path.of("../../docs/protocol/vectors/rendezvous.json");
  private static final HexFormat HEX = HexFormat.of();

  private static JsonNode section(String name) throws IOException {
    JsonNode section = new ObjectMapper().readTree(FILE.toFile()).path(name);
    assertTrue(section.size() > 0, name);
    return section;
  }

  private static byte[] bytes(JsonNode vector, String field) {
    return HEX.parseHex(vector.path(field).textValue());
  }

  private static Seal seal(JsonNode vector) {
    return new Seal(
        vector.path("password").textValue(), Topics.of(vector.path("room").textValue()));
  }

  private static PeerId sender(JsonNode vector) {
    return new PeerId(vector.path("from").textValue());
  }

  @Test
  void topics() throws IOException {
    for (JsonNode vector : section("topics")) {
      assertEquals(vector.path("topic").textValue(), Topics.of(vector.path("room").textValue()));
    }
  }

  @Test
  void sealedPayloads() throws IOException {
    for (JsonNode vector : section("sealed")) {
      Seal seal = seal(vector);
      byte[] sealed = seal.seal(bytes(vector, "payload"), sender(vector), bytes(vector, "nonce"));
      assertEquals(vector.path("sealed").textValue(), HEX.formatHex(sealed), vector::toString);
      assertEquals(
          vector.path("payload").textValue(),
          HEX.formatHex(seal.open(sealed, sender(vector))),
          vector::toString);
    }
  }

  @Test
  void nothingElseOpens() throws IOException {
    for (JsonNode vector : section("invalid")) {
      assertNull(seal(vector).open(bytes(vector, "sealed"), sender(vector)), vector::toString);
    }
  }
}
