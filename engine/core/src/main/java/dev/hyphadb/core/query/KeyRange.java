package dev.hyphadb.core.query;

import dev.hyphadb.core.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A part of an ordered index: entries whose first fields are equal to values and whose next field,
 * if there is one, is within a bound.
 *
 * @param equal values of the first fields; {@code null} stands for an absent one
 */
public record KeyRange(List<Value> equal, Bound bound) {
  public KeyRange {
    // Not List.copyOf, which takes no null.
    equal = new ArrayList<>(equal);
  }

  /** What one field is bound to. */
  public sealed interface Bound {
    Bound NONE = new Any();

    /** To nothing: absent too. */
    record Any() implements Bound {}

    /** To be there. */
    record Present() implements Bound {}

    /** To be a text that starts so. */
    record Starting(String start) implements Bound {}

    /**
     * To be of the kind of the limits and between them.
     *
     * @param low {@code null} for none
     * @param high {@code null} for none
     */
    record Within(Value low, boolean includesLow, Value high, boolean includesHigh)
        implements Bound {
      /** Whether only one value is within. */
      boolean isPoint() {
        return includesLow && includesHigh && Objects.equals(low, high);
      }
    }
  }
}
