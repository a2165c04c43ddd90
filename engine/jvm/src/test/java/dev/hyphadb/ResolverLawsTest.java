package dev.hyphadb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hyphadb.core.graph.Resolver;
import dev.hyphadb.core.value.Value;
import dev.hyphadb.jvm.database.GuardedResolver;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BinaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResolverLawsTest {
  private static final Object[] VALUES = {
    1,
    2.5,
    1L << 60,
    0x1p60,
    "a",
    "é",
    List.of(),
    List.of("b", "a", "b"),
    List.of("a", 3),
    List.of(List.of("a"), "c"),
    Map.of("x", 1, "y", List.of("b")),
    Map.of("x", 2),
    Map.of("y", List.of("a", "b"))
  };

  @ParameterizedTest
  @ValueSource(
      strings = {
        "greatest",
        "least",
        "union",
        "each(greatest)",
        "each(union)",
        "each(each(least))"
      })
  void theBuiltInOnesObey(String name) {
    Resolver resolver = Resolver.named(name);
    assertEquals(name, resolver.name());
    ResolverLaws.of(resolver).withValues(VALUES).check();
  }

  private static String broken(BinaryOperator<Value> join) {
    ResolverLaws laws = ResolverLaws.of(Resolver.of("mine", join)).withValues(VALUES).withSeed(7);
    return assertThrows(AssertionError.class, laws::check).getMessage();
  }

  private static String text(Value value) {
    return value instanceof Value.Text text ? text.value() : "";
  }

  @Test
  void findsEachFault() {
    assertTrue(broken((a, b) -> b).contains("symmetric"));
    AtomicLong calls = new AtomicLong();
    assertTrue(broken((a, b) -> Value.of(calls.incrementAndGet())).contains("pure"));
    assertTrue(
        broken(
                (a, b) -> {
                  String one = text(a);
                  String other = text(b);
                  return Value.of(one.compareTo(other) < 0 ? one + other : other + one);
                })
            .contains("idempotent"));
    assertTrue(
        broken((a, b) ->
                a instanceof Value.Int x && b instanceof Value.Int y
                    ? Value.of((x.value() + y.value()) / 2)
                    : null)
            .contains(" is not "));
    assertTrue(broken((a, b) -> Value.of(Double.NaN)).contains("total"));
    assertTrue(
        broken(
                (a, b) -> {
                  throw new IllegalStateException("a fault of the application");
                })
            .contains("total"));
  }

  @Test
  void whereOneFailsTheLaterWriteWins() {
    Resolver failing =
        Resolver.of(
            "failing",
            (a, b) -> {
              throw new IllegalStateException("a fault of the application");
            });
    GuardedResolver guarded = new GuardedResolver("tags", failing);
    assertEquals(null, guarded.join(Value.TRUE, Value.FALSE));
    assertEquals(1, guarded.failures());
    Options options = Options.local().inMemory().withResolver("tags", failing);
    try (Hypha db = Hypha.open("faulty", options)) {
      db.put(Map.of("tags", 1), "n");
      db.put(Map.of("tags", 2), "n");
      assertEquals(2L, db.get("n").orElseThrow().get("tags"));
    }
  }

  @Test
  void fieldsThatRolesRestOnHaveNone() {
    Options options =
        Options.local()
            .inMemory()
            .withSuperAdmins(List.of("0x" + "1".repeat(40)))
            .withResolver("role", Resolver.greatest());
    assertThrows(IllegalArgumentException.class, () -> Hypha.open("guarded", options));
  }
}
