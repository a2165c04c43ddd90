package dev.hyphadb.core.nlq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.hyphadb.core.query.QueryException;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.Value;
import dev.hyphadb.core.value.ValueException;
import dev.hyphadb.core.value.Vectors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What the vectors of docs/protocol/vectors/prompts.json do not say. */
class PromptsTest {
  @Test
  void otherOptionsComeBeforeThePrompts() {
    Fields options =
        Fields.builder()
            .put("prompt", "first 10 Users ordered by age")
            .put("$limit", 3)
            .put("strictMode", true)
            .build();
    Fields expected =
        Fields.builder()
            .put("query", Fields.of("type", Value.of("User")))
            .put("field", "age")
            .put("$limit", 3)
            .put("strictMode", true)
            .build();
    assertEquals(expected, Prompts.parse(options).options());
  }

  @Test
  void namesWhatItDoesNotUnderstandAndWhere() {
    QueryException e =
        assertThrows(
            QueryException.class,
            () ->
                Prompts.parse(
                    Fields.of("prompt", Value.of("Users dancing, with hats, limit soon"))));
    assertEquals("not-understood", e.code());
    assertEquals("prompt", e.path());
    assertTrue(
        e.getMessage().startsWith("not understood: \"dancing\" at 6, \"limit soon\" at 26;"),
        e.getMessage());
  }

  @Test
  void refusesWhatIsNoPrompt() {
    refused("bad-option", Fields.of("prompt", Value.of(3)));
    refused(
        "bad-option", Fields.builder().put("prompt", "Users").put("query", Fields.EMPTY).build());
    refused("query-too-large", prompt("x".repeat(PromptLimits.LENGTH_MAX + 1)));
    refused("query-too-large", prompt("(".repeat(20) + "a = 1"));
    refused("query-too-large", prompt("A" + " then a B".repeat(10)));
    refused("unknown-option", Fields.builder().put("prompt", "Users").put("limit", 3).build());
  }

  private static Fields prompt(String text) {
    return Fields.of("prompt", Value.of(text));
  }

  private static void refused(String code, Fields options) {
    assertEquals(code, assertThrows(QueryException.class, () -> Prompts.parse(options)).code());
  }

  @Test
  void anyPromptIsUnderstoodOrRefused() {
    List<String> words = words();
    int whole = 0;
    for (long seed = 0; seed < 20_000; seed++) {
      Random random = new Random(seed);
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(12); i >= 0; i--) {
        text.append(words.get(random.nextInt(words.size())))
            .append(random.nextInt(5) > 0 ? " " : "");
      }
      try {
        Understood understood = Prompts.understand(text.toString());
        int end = 0;
        for (Understood.Part part : understood.leftOver()) {
          assertTrue(part.start() >= end && part.end() > part.start(), "seed " + seed);
          assertEquals(text.substring(part.start(), part.end()), part.text(), "seed " + seed);
          end = part.end();
        }
        whole += understood.isWhole() ? 1 : 0;
        Prompts.parse(prompt(text.toString()));
      } catch (QueryException | ValueException e) {
        // Refused, with a code.
      } catch (RuntimeException e) {
        fail("seed " + seed + ": " + text, e);
      }
    }
    assertTrue(whole > 500, whole + " understood");
  }

  /** Pieces of all prompts of the vectors, and signs. */
  private static List<String> words() {
    List<String> words =
        new ArrayList<>(
            List.of("\"", "'", "“", "(", ")", ",", ".", "-", "\ud83c\udf44", "2024-13-01", "…"));
    Map<String, Object> vectors = PromptVectorDefinitions.define();
    for (Map<String, Object> vector : Vectors.section(vectors, "understood")) {
      words.addAll(List.of(Vectors.text(vector.get("prompt")).split(" ")));
    }
    return words;
  }

  @Test
  void aLongPromptTakesNoTimeToSpeakOf() {
    for (String piece :
        List.of(
            "a or ", "not ", "a = b and ", "with a, ", "\"", "(a = 1) ", "between 1 and ", "is ")) {
      String prompt = piece.repeat(PromptLimits.LENGTH_MAX / piece.length());
      long start = System.nanoTime();
      try {
        Prompts.understand(prompt);
      } catch (QueryException e) {
        assertEquals("query-too-large", e.code());
      }
      assertTrue(System.nanoTime() - start < 2_000_000_000L, piece);
    }
  }
}
