package dev.hyphadb.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hyphadb.Options;
import dev.hyphadb.core.graph.Resolvers;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfiguredResolversTest {
  private static Resolvers read(String... listed) {
    return ConfiguredResolvers.add(List.of(listed), Options.local()).resolvers();
  }

  private static String refusal(String listed) {
    return assertThrows(IllegalArgumentException.class, () -> read(listed)).getMessage();
  }

  @Test
  void fieldsGetTheirResolvers() {
    assertTrue(read().isEmpty());
    Resolvers resolvers = read("score=greatest", "a=b=each(union)");
    assertEquals("greatest", resolvers.of("score").name());
    assertEquals("each(union)", resolvers.of("a=b").name());
    assertEquals(null, resolvers.of("a"));
  }

  @Test
  void whatIsNoneSaysWhatIs() {
    assertTrue(refusal("score").contains("score=greatest"));
    assertTrue(refusal("=greatest").contains("field=resolver"));
    assertTrue(refusal("score=best").contains("best"));
  }
}
