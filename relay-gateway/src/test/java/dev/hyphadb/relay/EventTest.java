package dev.hyphadb.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class EventTest {
  private static Event event(String content) {
    return new Event("", "ab", 1, 20_001, List.of(List.of("t", "a\"b")), content, "");
  }

  @Test
  void hashesWithTheSevenEscapesOfNip01AndAllElseVerbatim() {
    assertEquals(
        "[0,\"ab\",1,20001,[[\"t\",\"a\\\"b\"]],\"\\n"
            + "\\\"\\\\\\r"
            + "\\t\\b\\f/\u0001é\u2028\uD83C\uDF44<\"]",
        event("\n\"\\\r\t\b\f/\u0001é\u2028\uD83C\uDF44<").canonical());
  }

  @Test
  void deliversControlCharactersAsJsonDemands() {
    assertEquals(true, event("\u0001").json().contains("\"content\":\"\\u0001\""));
  }
}
