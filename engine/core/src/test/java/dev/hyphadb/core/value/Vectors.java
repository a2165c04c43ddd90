package dev.hyphadb.core.value;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reading of vector files (docs/protocol/vectors) and gathering of what does not fit. Portable: the
 * same checks run on the JVM and, compiled by TeaVM, under node. A file is what its JSON says in
 * {@code Map}, {@code List}, {@code String}, {@code Integer}, {@code Boolean} and {@code null}.
 */
public final class Vectors {
  private final List<String> failures = new ArrayList<>();
  private int checks;

  /** One vector, which may throw to fail. */
  @FunctionalInterface
  public interface Check {
    void run();
  }

  @SuppressWarnings("unchecked")
  public static Map<String, Object> map(Object json) {
    return (Map<String, Object>) json;
  }

  @SuppressWarnings("unchecked")
  public static List<Object> list(Object json) {
    return (List<Object>) json;
  }

  public static String text(Object json) {
    return (String) json;
  }

  /** The entries of one section of a file, none of which may be empty. */
  public static List<Map<String, Object>> section(Map<String, Object> file, String name) {
    List<Map<String, Object>> entries = new ArrayList<>();
    list(file.get(name)).forEach(entry -> entries.add(map(entry)));
    if (entries.isEmpty()) {
      throw new IllegalArgumentException("no vectors in " + name);
    }
    return entries;
  }

  /** Runs one vector; whatever it throws is its failure. */
  public void check(Map<String, Object> vector, Check check) {
    checks++;
    try {
      check.run();
    } catch (RuntimeException | AssertionError e) {
      failures.add(vector.get("name") + ": " + e);
    }
  }

  public static void same(String what, Object expected, Object actual) {
    if (!expected.equals(actual)) {
      throw new AssertionError(what + ": expected " + expected + ", was " + actual);
    }
  }

  /** What did not fit, one line each; empty when all is well. */
  public List<String> failures() {
    if (checks == 0) {
      failures.add("nothing was checked");
    }
    return failures;
  }
}
