package dev.hyphadb.core.nlq;

import dev.hyphadb.core.value.Fields;
import java.util.List;

/**
 * What a prompt was understood to mean.
 *
 * @param options of {@code map}, such as {@code query} and {@code $limit}
 * @param leftOver what was not understood, in order; empty when everything was
 * @param language the prompt was taken to be in: {@code en} or {@code es}
 */
public record Understood(Fields options, List<Part> leftOver, String language) {
  public Understood {
    leftOver = List.copyOf(leftOver);
  }

  /**
   * A part of a prompt.
   *
   * @param start in UTF-16 units
   * @param end exclusive
   */
  public record Part(int start, int end, String text) {}

  public boolean isWhole() {
    return leftOver.isEmpty();
  }
}
