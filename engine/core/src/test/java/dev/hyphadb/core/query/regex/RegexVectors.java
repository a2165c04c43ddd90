package dev.hyphadb.core.query.regex;

import dev.hyphadb.core.query.text.Words;
import dev.hyphadb.core.value.Vectors;
import java.util.List;
import java.util.Map;

/** Checks docs/protocol/vectors/regex.json. Portable. */
public final class RegexVectors {
  private RegexVectors() {}

  public static List<String> check(Map<String, Object> file) {
    Vectors vectors = new Vectors();
    for (Map<String, Object> vector : Vectors.section(file, "regex")) {
      vectors.check(vector, () -> texts(vector, Regex.compile(pattern(vector), true)));
    }
    for (Map<String, Object> vector : Vectors.section(file, "like")) {
      vectors.check(vector, () -> texts(vector, Regex.like(pattern(vector))));
    }
    for (Map<String, Object> vector : Vectors.section(file, "refused")) {
      vectors.check(
          vector,
          () -> Vectors.same("position", vector.get("position"), position(pattern(vector))));
    }
    for (Map<String, Object> vector : Vectors.section(file, "words")) {
      String text = Vectors.text(vector.get("text"));
      vectors.check(vector, () -> Vectors.same("words", vector.get("words"), Words.of(text)));
    }
    return vectors.failures();
  }

  private static String pattern(Map<String, Object> vector) {
    return Vectors.text(vector.get("pattern"));
  }

  private static void texts(Map<String, Object> vector, Regex regex) {
    for (Object text : Vectors.list(vector.get("matches"))) {
      Vectors.same(text + " matches", true, regex.test(Vectors.text(text)));
    }
    for (Object text : Vectors.list(vector.get("misses"))) {
      Vectors.same(text + " matches", false, regex.test(Vectors.text(text)));
    }
  }

  /** Where the pattern is refused; -1 when it is not. */
  private static int position(String pattern) {
    try {
      Regex.compile(pattern, true);
      return -1;
    } catch (RegexException e) {
      return e.position();
    }
  }
}
