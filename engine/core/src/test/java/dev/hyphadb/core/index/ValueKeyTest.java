package dev.hyphadb.core.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hyphadb.core.value.Octets;
import dev.hyphadb.core.value.RandomValues;
import dev.hyphadb.core.value.Value;
import dev.hyphadb.core.value.ValueOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The bytes of values sort as the values do. */
class ValueKeyTest {
  private static final double[] NUMBERS = {
    0,
    -0.5,
    0.5,
    1,
    -1,
    0x1p53,
    -0x1p53,
    0x1p53 + 2,
    0x1p62,
    0x1p63,
    -0x1p63,
    1e300,
    -1e300,
    Double.MIN_VALUE,
    -Double.MIN_VALUE,
    Double.MAX_VALUE,
    -Double.MAX_VALUE,
    0.1,
    1024.0009765625
  };

  private static final long[] INTEGERS = {
    (1L << 53) + 1,
    -(1L << 53) - 1,
    (1L << 62) + 1,
    (1L << 62) - 1,
    Long.MAX_VALUE,
    Long.MAX_VALUE - 1,
    Long.MAX_VALUE - 512,
    Long.MIN_VALUE,
    Long.MIN_VALUE + 1,
    Long.MIN_VALUE + 1025
  };

  private static final String[] TEXTS = {
    "",
    "\u0000",
    "\u0000\u0000",
    "a",
    "a\u0000",
    "a\u0000b",
    "a\u0001",
    "ab",
    "b",
    "ÿ",
    "\uffff",
    "😀",
    "z"
  };

  @Test
  void sortsLikeTheValues() {
    for (long seed = 0; seed < 30; seed++) {
      List<Value> values = values(new Random(seed));
      for (Value a : values) {
        for (Value b : values) {
          int expected = Integer.signum(ValueOrder.INSTANCE.compare(a, b));
          // What follows a value in a key must not matter.
          int order = Octets.compare(key(a, 0, 1), key(b, 0, 2));
          int other = Octets.compare(key(a, 0x40, 2), key(b, 0, 1));
          String where = "seed " + seed + ": " + a + " and " + b;
          if (expected != 0) {
            assertEquals(expected, Integer.signum(order), where);
            assertEquals(expected, Integer.signum(other), where);
          } else {
            assertTrue(order < 0 && other > 0, where);
          }
        }
      }
    }
  }

  @Test
  void givesTheValuesBack() {
    for (long seed = 0; seed < 30; seed++) {
      for (Value value : values(new Random(seed))) {
        IndexKeys target = new IndexKeys().start(7);
        if (!ValueKey.write(value, target)) {
          byte[] key = target.put(3).toBytes();
          assertEquals(key.length - 1, ValueKey.skip(key, 4), "seed " + seed + ": " + value);
          Value read = ValueKey.read(key, 4);
          assertEquals(0, ValueOrder.INSTANCE.compare(value, read), value + " and " + read);
        }
      }
    }
  }

  @Test
  void cutsLongValuesSoThatTheyStillSort() {
    String start = "x".repeat(ValueKey.LENGTH_MAX);
    Value shorter = Value.of("x".repeat(100));
    assertTrue(Octets.compare(key(shorter, 0, 0), key(Value.of(start + "a"), 0, 0)) < 0);
    assertTrue(Octets.compare(key(Value.of(start + "a"), 0, 0), key(Value.of("y"), 0, 0)) < 0);
    assertEquals(
        0, Octets.compare(key(Value.of(start + "a"), 0, 0), key(Value.of(start + "b"), 0, 0)));
    IndexKeys target = new IndexKeys().start(7);
    assertTrue(ValueKey.write(Value.of(start + "\u0000a"), target));
    assertEquals(4 + ValueKey.LENGTH_MAX, target.length());
    byte[] key = target.put(1).put(0).put(0).toBytes();
    assertEquals(4 + ValueKey.LENGTH_MAX, ValueKey.skip(key, 4));
  }

  private static byte[] key(Value value, int next, int last) {
    IndexKeys target = new IndexKeys().start(7);
    ValueKey.write(value, target);
    return target.put(next).put(last).toBytes();
  }

  private static List<Value> values(Random random) {
    RandomValues any = new RandomValues(random);
    List<Value> values = new ArrayList<>();
    values.add(null);
    for (double number : NUMBERS) {
      values.add(Value.of(number));
    }
    for (long number : INTEGERS) {
      values.add(Value.of(number));
    }
    for (String text : TEXTS) {
      values.add(Value.of(text));
      values.add(new Value.Items(List.of(Value.of(text))));
      values.add(new Value.Items(List.of(Value.of(text), Value.of(1L))));
    }
    for (int i = 0; i < 60; i++) {
      values.add(any.next());
    }
    return values;
  }
}
