package dev.hyphadb.core.query;

import dev.hyphadb.core.query.KeyRange.Bound;
import dev.hyphadb.core.value.Value;
import dev.hyphadb.core.value.ValueOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What the parts of a condition bind one field to, as an index over it can be asked. */
final class FieldBounds {
  private final List<FieldTest> tests = new ArrayList<>();

  FieldBounds(FieldPath path, List<Condition> parts) {
    for (Condition part : parts) {
      if (part instanceof Condition.OnField onField && onField.path().equals(path)) {
        tests.add(onField.test());
      }
    }
  }

  /** Whether the field has to be equal to one value, or have an element that is. */
  boolean isEqual() {
    return equalTest() != null;
  }

  /** That value; {@code null} stands for an absent field. */
  Value equal() {
    return equalTest() instanceof FieldTest.Equal equal ? equal.value() : null;
  }

  private FieldTest equalTest() {
    for (FieldTest test : tests) {
      boolean isAbsence = test instanceof FieldTest.Exists exists && !exists.isWanted();
      if (isAbsence || test instanceof FieldTest.Equal) {
        return test;
      }
    }
    return null;
  }

  /**
   * Bounds of which the field is in one, the narrowest that can be told without looking.
   *
   * @param hasLists whether each test may be passed by another element of a list
   * @return {@code null} when nothing is said that an index could be asked
   */
  List<Bound> bounds(boolean hasLists) {
    Bound within = null;
    Bound other = null;
    for (FieldTest test : tests) {
      if (test instanceof FieldTest.InRange range) {
        within = within == null ? within(range) : hasLists ? within : narrow(within, range);
      } else if (test instanceof FieldTest.OneOf oneOf) {
        return Arrays.stream(oneOf.values()).map(FieldBounds::point).toList();
      } else if (test instanceof FieldTest.StartsWith starts) {
        other = new Bound.Starting(starts.prefix());
      } else if (test instanceof FieldTest.Exists && other == null) {
        other = new Bound.Present();
      }
    }
    if (within != null) {
      return List.of(within);
    }
    return other != null ? List.of(other) : alternatives(hasLists);
  }

  /** Of {@code $or} within the field; the first of several. */
  private List<Bound> alternatives(boolean hasLists) {
    for (FieldTest test : tests) {
      if (test instanceof FieldTest.Any any) {
        List<Bound> bounds = new ArrayList<>();
        for (FieldTest inner : any.tests()) {
          List<Bound> some = boundsOf(inner, hasLists);
          if (some == null) {
            return null;
          }
          bounds.addAll(some);
        }
        return bounds;
      }
    }
    return null;
  }

  private static List<Bound> boundsOf(FieldTest test, boolean hasLists) {
    FieldBounds inner = new FieldBounds(test);
    return inner.isEqual() ? List.of(point(inner.equal())) : inner.bounds(hasLists);
  }

  private FieldBounds(FieldTest test) {
    if (test instanceof FieldTest.All all) {
      tests.addAll(all.tests());
    } else {
      tests.add(test);
    }
  }

  static Bound point(Value value) {
    return new Bound.Within(value, true, value, true);
  }

  private static Bound within(FieldTest.InRange range) {
    return new Bound.Within(range.low(), range.includesLow(), range.high(), range.includesHigh());
  }

  /** One value passes both: the later low and the earlier high bind it. */
  private static Bound narrow(Bound bound, FieldTest.InRange range) {
    Bound.Within wide = (Bound.Within) bound;
    boolean lowIsTighter =
        wide.low() == null
            || range.low() != null && ValueOrder.INSTANCE.compare(range.low(), wide.low()) > 0;
    boolean highIsTighter =
        wide.high() == null
            || range.high() != null && ValueOrder.INSTANCE.compare(range.high(), wide.high()) < 0;
    return new Bound.Within(
        lowIsTighter ? range.low() : wide.low(),
        lowIsTighter ? range.includesLow() : wide.includesLow(),
        highIsTighter ? range.high() : wide.high(),
        highIsTighter ? range.includesHigh() : wide.includesHigh());
  }
}
