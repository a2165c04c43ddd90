package dev.hyphadb.core.query;

import dev.hyphadb.core.value.Value;
import dev.hyphadb.core.value.ValueOrder;

/**
 * One function over the values of a field. Elements of lists count one by one; what a function does
 * not apply to does not count: null for all, anything but numbers for sums and averages.
 */
final class Tally {
  private final Aggregate.Function function;
  private long count;

  /** The sum is this, exactly, and the others. */
  private long wholes;

  private double floats;
  private double lostFloats;
  private boolean hasFloats;
  private Value extreme;

  Tally(Aggregate.Function function) {
    this.function = function;
  }

  void addNode() {
    count++;
  }

  /**
   * @param found {@code null} when the node has no such field
   */
  void add(Value found) {
    if (function == Aggregate.Function.COUNT) {
      count += found == null ? 0 : 1;
    } else if (found instanceof Value.Items items) {
      items.values().forEach(this::addOne);
    } else {
      addOne(found);
    }
  }

  private void addOne(Value value) {
    if (value == null || value instanceof Value.Null) {
      return;
    }
    switch (function) {
      case MIN -> extreme = isBefore(value) ? value : extreme;
      case MAX -> extreme = extreme == null || !isBefore(value) ? value : extreme;
      default -> addNumber(value);
    }
  }

  private boolean isBefore(Value value) {
    return extreme == null || ValueOrder.INSTANCE.compare(value, extreme) < 0;
  }

  private void addNumber(Value value) {
    switch (value) {
      case Value.Int number -> {
        long sum = wholes + number.value();
        boolean isTooLarge = ((wholes ^ sum) & (number.value() ^ sum)) < 0;
        if (isTooLarge) {
          addFloat((double) wholes);
          wholes = number.value();
        } else {
          wholes = sum;
        }
        count++;
      }
      case Value.Float number -> {
        addFloat(number.value());
        count++;
      }
      default -> {}
    }
  }

  /** Keeps what rounding loses (Neumaier), so that the order of the nodes hardly matters. */
  private void addFloat(double number) {
    hasFloats = true;
    double sum = floats + number;
    lostFloats +=
        Math.abs(floats) >= Math.abs(number) ? (floats - sum) + number : (number - sum) + floats;
    floats = sum;
  }

  /** {@code null} when there was nothing to compute it from. */
  Value result() {
    return switch (function) {
      case COUNT -> Value.of(count);
      case SUM -> hasFloats ? number(sum()) : Value.of(wholes);
      case AVG -> count == 0 ? null : number(sum() / count);
      case MIN, MAX -> extreme;
    };
  }

  private double sum() {
    return wholes + (floats + lostFloats);
  }

  /** What is beyond all numbers is not there. */
  private static Value number(double number) {
    return Double.isNaN(number) || Double.isInfinite(number) ? null : Value.of(number);
  }
}
