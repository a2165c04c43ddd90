package dev.hyphadb.benchmarks;

import dev.hyphadb.core.Operation;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.Value;
import java.util.List;
import java.util.Locale;

/** The node that all measures use: about 190 bytes, as in comparisons with other databases. */
final class Person {
  private Person() {}

  /** Scattered over the key space, as content ids and random ids are. */
  static String id(long number) {
    return String.format(Locale.ROOT, "%016x-%07d", number * 0x9e3779b97f4a7c15L, number);
  }

  static Fields value(long number) {
    return value(number, number * 7919 % 100_000);
  }

  static Fields value(long number, long score) {
    return Fields.builder()
        .put("type", "User")
        .put("name", "Person number " + number)
        .put("email", "person" + number + "@example.org")
        .put("age", 18 + number % 60)
        .put(
            "tags",
            new Value.Items(
                List.of(
                    Value.of("tag" + number % 10),
                    Value.of("tag" + number % 7),
                    Value.of("tag" + number % 3))))
        .put("city", "City " + number % 100)
        .put("active", number % 2 == 0)
        .put("score", score)
        .build();
  }

  static Operation put(long number) {
    return new Operation.Put(id(number), value(number));
  }
}
