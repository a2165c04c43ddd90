package dev.hyphadb.core.value;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Values drawn from a seeded generator, most of them near boundaries. */
public final class RandomValues {
  private static final String[] CHARACTERS = {
    "a", "Z", "0", "\u0000", "é", "€", "\uFFFD", "\uD83C\uDF44"
  };

  private final Random random;

  public RandomValues(Random random) {
    this.random = random;
  }

  public Value next() {
    return next(0);
  }

  private Value next(int depth) {
    return switch (random.nextInt(depth < 4 ? 10 : 7)) {
      case 0 -> Value.NULL;
      case 1 -> Value.of(random.nextBoolean());
      case 2 -> Value.of(random.nextLong() >> random.nextInt(64));
      case 3 -> Value.of((1L << random.nextInt(63)) - random.nextInt(2));
      case 4 -> number();
      case 5 -> Value.of(text(random.nextInt(40)));
      case 6 -> {
        byte[] bytes = new byte[random.nextInt(10) == 0 ? 300 : random.nextInt(20)];
        random.nextBytes(bytes);
        yield new Value.Bytes(bytes);
      }
      case 7 -> {
        List<Value> items = new ArrayList<>();
        for (int i = random.nextInt(20); i > 0; i--) {
          items.add(next(depth + 1));
        }
        yield new Value.Items(items);
      }
      default -> fields(depth + 1);
    };
  }

  private Value number() {
    double number = Double.longBitsToDouble(random.nextLong());
    return Value.of(Double.isFinite(number) ? number : random.nextGaussian());
  }

  public Fields fields() {
    return fields(1);
  }

  private Fields fields(int depth) {
    Fields.Builder fields = Fields.builder();
    for (int i = random.nextInt(20); i > 0; i--) {
      fields.put(text(random.nextInt(3)) + i, next(depth));
    }
    return fields.build();
  }

  public String text(int characters) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < characters; i++) {
      text.append(CHARACTERS[random.nextInt(CHARACTERS.length)]);
    }
    return text.toString();
  }
}
