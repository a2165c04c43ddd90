package dev.hyphadb.core.value;

import java.util.Arrays;
import java.util.List;

/**
 * A value: null, boolean, 64-bit integer, double, text, bytes, list or map (SPEC.md section 2).
 *
 * <p>A number that is integral and within ±2^53 is always an {@link Int}, whatever type the
 * caller's language gave it; make numbers with {@link #of(double)} and {@link #of(long)}, and
 * anything else with {@link PlainValues}.
 */
public sealed interface Value
    permits Value.Null,
        Value.Bool,
        Value.Int,
        Value.Float,
        Value.Text,
        Value.Bytes,
        Value.Items,
        Fields {
  /** Integers up to this size are exact in every language's numbers. */
  long EXACT_INTEGER_MAX = 1L << 53;

  Value NULL = new Null();
  Value TRUE = new Bool(true);
  Value FALSE = new Bool(false);

  record Null() implements Value {}

  record Bool(boolean value) implements Value {}

  record Int(long value) implements Value {}

  /** Neither NaN nor infinite, and not one of the numbers that are an {@link Int}. */
  record Float(double value) implements Value {
    public Float {
      if (Double.isNaN(value) || Double.isInfinite(value)) {
        throw new ValueException("not-a-number", "", "NaN and infinities cannot be stored");
      }
      if (isExactInteger(value)) {
        throw new IllegalArgumentException("an integral number within 2^53 is an Int: " + value);
      }
    }
  }

  /** Well-formed Unicode: no lone surrogates. */
  record Text(String value) implements Value {
    public Text {
      Utf8.requireWellFormed(value);
    }
  }

  /** The array belongs to the value: whoever hands it over or looks at it must not change it. */
  record Bytes(byte[] value) implements Value {
    @Override
    public boolean equals(Object other) {
      return other instanceof Bytes bytes && Arrays.equals(value, bytes.value);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(value);
    }

    @Override
    public String toString() {
      return "Bytes[" + value.length + "]";
    }
  }

  record Items(List<Value> values) implements Value {
    public Items {
      values = List.copyOf(values);
    }
  }

  static Value of(boolean value) {
    return value ? TRUE : FALSE;
  }

  static Value of(long value) {
    return new Int(value);
  }

  static Value of(double value) {
    return isExactInteger(value) ? new Int((long) value) : new Float(value);
  }

  static Value of(String value) {
    return new Text(value);
  }

  private static boolean isExactInteger(double value) {
    // In this order: what is not within the range, NaN included, has no long to compare with.
    return Math.abs(value) <= EXACT_INTEGER_MAX && value == (long) value;
  }
}
