package dev.hyphadb.jvm.json;

import dev.hyphadb.core.value.PackWriter;
import dev.hyphadb.core.value.ValueException;
import java.util.ArrayDeque;
import java.util.Deque;

/** Where a reader stands in a nested value: for the paths of faults, and to bound the depth. */
public final class ReadingPath {
  /** What a value may nest, and what a batch wraps around it. */
  public static final int DEPTH_MAX = PackWriter.DEPTH_MAX + 4;

  private static final int PATH_CHARACTERS_MAX = 512;

  private final Deque<String> names = new ArrayDeque<>();

  /**
   * @throws ValueException {@code too-deep}
   */
  public void enter(String name) {
    names.addLast(name);
    if (names.size() > DEPTH_MAX) {
      throw new ValueException(
          "too-deep", "", "values nest at most " + PackWriter.DEPTH_MAX + " deep");
    }
  }

  public void leave() {
    names.removeLast();
  }

  /** Dotted, and cut where it would be longer than anybody reads. */
  public String path() {
    String path = String.join(".", names);
    return path.length() <= PATH_CHARACTERS_MAX
        ? path
        : path.substring(0, PATH_CHARACTERS_MAX) + "…";
  }
}
