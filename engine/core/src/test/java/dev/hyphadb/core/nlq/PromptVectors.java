package dev.hyphadb.core.nlq;

import dev.hyphadb.core.query.Query;
import dev.hyphadb.core.query.QueryException;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.ValueNotation;
import dev.hyphadb.core.value.Vectors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Checks docs/protocol/vectors/prompts.json. Portable. */
public final class PromptVectors {
  private PromptVectors() {}

  public static List<String> check(Map<String, Object> file) {
    Vectors vectors = new Vectors();
    for (Map<String, Object> vector : Vectors.section(file, "understood")) {
      vectors.check(vector, () -> understood(vector));
    }
    for (Map<String, Object> vector : Vectors.section(file, "leftOver")) {
      vectors.check(vector, () -> leftOver(vector));
    }
    return vectors.failures();
  }

  private static void understood(Map<String, Object> vector) {
    String prompt = Vectors.text(vector.get("prompt"));
    Understood understood = Prompts.understand(prompt);
    Fields options = ValueNotation.fields(vector.get("options"));
    Vectors.same("left over", List.of(), understood.leftOver());
    Vectors.same("options", options, understood.options());
    Vectors.same("language", vector.get("language"), understood.language());
    Vectors.same(
        "query", options, Prompts.parse(Fields.builder().put("prompt", prompt).build()).options());
    Query.parse(understood.options());
  }

  private static void leftOver(Map<String, Object> vector) {
    String prompt = Vectors.text(vector.get("prompt"));
    List<Object> parts = new ArrayList<>();
    for (Understood.Part part : Prompts.understand(prompt).leftOver()) {
      parts.add(part.text());
      parts.add(part.start());
    }
    Vectors.same("left over", vector.get("leftOver"), parts);
    try {
      Prompts.parse(Fields.builder().put("prompt", prompt).build());
    } catch (QueryException e) {
      Vectors.same("code", "not-understood", e.code());
      return;
    }
    throw new AssertionError("was answered");
  }
}
