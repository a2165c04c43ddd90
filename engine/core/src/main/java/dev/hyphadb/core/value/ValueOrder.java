package dev.hyphadb.core.value;

import java.util.Comparator;
import java.util.List;

/**
 * A total order over all values, for sorting: absent, null, booleans, numbers by size whatever
 * their type, text by code point, bytes, lists by their items, maps by their fields in order.
 *
 * <p>Values that are equal here are what queries call equal: an integer equals a float of the same
 * size, inside lists and maps too.
 */
public final class ValueOrder implements Comparator<Value> {
  public static final ValueOrder INSTANCE = new ValueOrder();

  private ValueOrder() {}

  /** {@code null} stands for an absent field. */
  @Override
  public int compare(Value a, Value b) {
    int order = Integer.compare(rank(a), rank(b));
    if (order != 0 || a == null) {
      return order;
    }
    return switch (a) {
      case Value.Null nothing -> 0;
      case Value.Bool bool -> Boolean.compare(bool.value(), ((Value.Bool) b).value());
      case Value.Int number -> compareNumbers(number, b);
      case Value.Float number -> compareNumbers(number, b);
      case Value.Text text -> Utf8.compare(text.value(), ((Value.Text) b).value());
      case Value.Bytes bytes -> compareBytes(bytes.value(), ((Value.Bytes) b).value());
      case Value.Items items -> compareItems(items.values(), ((Value.Items) b).values());
      case Fields fields -> compareFields(fields, (Fields) b);
    };
  }

  /** Whether two values that are there can be told from each other only by their type. */
  public boolean areEqual(Value a, Value b) {
    return compare(a, b) == 0;
  }

  /** Whether the values are of the same kind, so that one can be less than the other. */
  public static boolean areComparable(Value a, Value b) {
    return rank(a) == rank(b);
  }

  private static int rank(Value value) {
    return switch (value) {
      case null -> 0;
      case Value.Null nothing -> 1;
      case Value.Bool bool -> 2;
      case Value.Int number -> 3;
      case Value.Float number -> 3;
      case Value.Text text -> 4;
      case Value.Bytes bytes -> 5;
      case Value.Items items -> 6;
      case Fields fields -> 7;
    };
  }

  private static int compareNumbers(Value a, Value b) {
    if (a instanceof Value.Int x && b instanceof Value.Int y) {
      return Long.compare(x.value(), y.value());
    }
    if (a instanceof Value.Float x && b instanceof Value.Float y) {
      return Double.compare(x.value(), y.value());
    }
    return a instanceof Value.Int x
        ? compareExactly(x.value(), ((Value.Float) b).value())
        : -compareExactly(((Value.Int) b).value(), ((Value.Float) a).value());
  }

  /** A long and a double without rounding either. */
  private static int compareExactly(long whole, double other) {
    // 2^63 is exact as a double; everything from there on is larger than any long.
    if (other >= 0x1p63) {
      return -1;
    }
    if (other < -0x1p63) {
      return 1;
    }
    long truncated = (long) other;
    int order = Long.compare(whole, truncated);
    return order != 0 ? order : Double.compare(0, other - truncated);
  }

  private static int compareBytes(byte[] a, byte[] b) {
    return Octets.compare(a, b);
  }

  private int compareFields(Fields a, Fields b) {
    for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
      int order = Utf8.compare(a.nameAt(i), b.nameAt(i));
      order = order != 0 ? order : compare(a.valueAt(i), b.valueAt(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(a.size(), b.size());
  }

  private int compareItems(List<Value> a, List<Value> b) {
    for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
      int order = compare(a.get(i), b.get(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(a.size(), b.size());
  }
}
