package dev.hyphadb.core.query;

import dev.hyphadb.core.query.regex.Regex;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.PackedText;
import dev.hyphadb.core.value.Value;
import dev.hyphadb.core.value.ValueOrder;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/** What a field has to fulfil. Immutable. */
sealed interface FieldTest {
  /**
   * @param found the field's value; {@code null} when the node has no such field
   */
  boolean passes(Value found);

  /** A list passes when it does itself, or any of its elements. */
  private static boolean any(Value found, Predicate<Value> test) {
    if (found == null) {
      return false;
    }
    if (test.test(found)) {
      return true;
    }
    if (found instanceof Value.Items items) {
      for (Value item : items.values()) {
        if (test.test(item)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean anyText(Value found, Predicate<String> test) {
    return any(found, value -> value instanceof Value.Text text && test.test(text.value()));
  }

  /**
   * Is the value.
   *
   * @param text the value, where it is a text; otherwise {@code null}
   */
  record Equal(Value value, PackedText text) implements FieldTest {
    Equal(Value value) {
      this(value, value instanceof Value.Text text ? new PackedText(text.value()) : null);
    }

    @Override
    public boolean passes(Value found) {
      return any(found, value -> ValueOrder.INSTANCE.areEqual(value, this.value));
    }
  }

  /**
   * Is one of the values.
   *
   * @param values sorted
   */
  record OneOf(Value[] values) implements FieldTest {
    static OneOf of(List<Value> values) {
      Value[] sorted = values.toArray(new Value[0]);
      Arrays.sort(sorted, ValueOrder.INSTANCE);
      return new OneOf(sorted);
    }

    @Override
    public boolean passes(Value found) {
      return any(found, value -> Arrays.binarySearch(values, value, ValueOrder.INSTANCE) >= 0);
    }
  }

  /**
   * Is of the same kind as the bounds and between them.
   *
   * @param low {@code null} for none
   * @param high {@code null} for none
   */
  record InRange(Value low, boolean includesLow, Value high, boolean includesHigh)
      implements FieldTest {
    @Override
    public boolean passes(Value found) {
      return any(found, this::contains);
    }

    private boolean contains(Value value) {
      if (!ValueOrder.areComparable(value, low != null ? low : high)) {
        return false;
      }
      int aboveLow = low == null ? 1 : ValueOrder.INSTANCE.compare(value, low);
      int belowHigh = high == null ? 1 : ValueOrder.INSTANCE.compare(high, value);
      return (includesLow ? aboveLow >= 0 : aboveLow > 0)
          && (includesHigh ? belowHigh >= 0 : belowHigh > 0);
    }
  }

  /** Is there, null included, or is not. */
  record Exists(boolean isWanted) implements FieldTest {
    @Override
    public boolean passes(Value found) {
      return found != null == isWanted;
    }
  }

  /** Is a text that starts so. */
  record StartsWith(String prefix) implements FieldTest {
    @Override
    public boolean passes(Value found) {
      return anyText(found, text -> text.startsWith(prefix));
    }
  }

  /** Is a text that ends so. */
  record EndsWith(String suffix) implements FieldTest {
    @Override
    public boolean passes(Value found) {
      return anyText(found, text -> text.endsWith(suffix));
    }
  }

  /** Is a text that has this in it. */
  record Contains(String part) implements FieldTest {
    @Override
    public boolean passes(Value found) {
      return anyText(found, text -> text.contains(part));
    }
  }

  /** Is a text that the expression matches. */
  record Matches(Regex regex) implements FieldTest {
    @Override
    public boolean passes(Value found) {
      return anyText(found, regex::test);
    }
  }

  /** Has all the words, if it is a list in all its texts together. */
  record HasWords(WordSet words) implements FieldTest {
    @Override
    public boolean passes(Value found) {
      WordSet.Search search = words.search();
      anyText(
          found,
          text -> {
            search.read(text);
            return search.isComplete();
          });
      return search.isComplete();
    }
  }

  /** Is an object with coordinates in the area. */
  record Within(GeoArea area) implements FieldTest {
    @Override
    public boolean passes(Value found) {
      return any(
          found,
          value -> {
            GeoPoint point = value instanceof Fields fields ? GeoPoint.of(fields) : null;
            return point != null && area.contains(point);
          });
    }
  }

  /** Passes every one of the tests. */
  record All(List<FieldTest> tests) implements FieldTest {
    public All {
      tests = List.copyOf(tests);
    }

    @Override
    public boolean passes(Value found) {
      for (FieldTest test : tests) {
        if (!test.passes(found)) {
          return false;
        }
      }
      return true;
    }
  }

  /** Passes at least one of the tests. */
  record Any(List<FieldTest> tests) implements FieldTest {
    public Any {
      tests = List.copyOf(tests);
    }

    @Override
    public boolean passes(Value found) {
      for (FieldTest test : tests) {
        if (test.passes(found)) {
          return true;
        }
      }
      return false;
    }
  }

  /** Fails the test, as what is not there fails most. */
  record Not(FieldTest test) implements FieldTest {
    @Override
    public boolean passes(Value found) {
      return !test.passes(found);
    }
  }
}
