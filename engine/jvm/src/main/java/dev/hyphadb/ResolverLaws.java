package dev.hyphadb;

import dev.hyphadb.core.graph.Resolver;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.PackWriter;
import dev.hyphadb.core.value.PlainValues;
import dev.hyphadb.core.value.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;

/**
 * The test kit for a {@link Resolver} of one's own: tries the laws that it has to obey, on values
 * that the application has and on what joining them makes. A resolver that breaks one makes peers
 * show different things for good.
 *
 * <pre>{@code
 * ResolverLaws.of(resolver).withValues("draft", "review", "done").check();
 * }</pre>
 *
 * Immutable; any thread.
 */
public final class ResolverLaws {
  private static final int ROUNDS = 2_000;

  /** How often in a row values are replaced by what they join to. */
  private static final int JOINS_MAX = 4;

  private final Resolver resolver;
  private final List<Value> values;
  private final long seed;

  private ResolverLaws(Resolver resolver, List<Value> values, long seed) {
    this.resolver = resolver;
    this.values = values;
    this.seed = seed;
  }

  /** Tries values of every kind, and those that are added. */
  public static ResolverLaws of(Resolver resolver) {
    List<Value> any =
        List.of(
            Value.NULL,
            Value.TRUE,
            Value.of(0),
            Value.of(-7),
            Value.of(0.5),
            Value.of(""),
            Value.of("text"),
            new Value.Bytes(new byte[] {1}),
            new Value.Items(List.of()),
            new Value.Items(List.of(Value.of(2), Value.of("a"), Value.of(2))),
            Fields.EMPTY,
            Fields.of("field", Value.of(1)));
    return new ResolverLaws(resolver, any, System.nanoTime());
  }

  /**
   * Adds values as the application writes them into the field: the more unlike, the better.
   *
   * @param plain what {@code put} takes as values of fields
   */
  public ResolverLaws withValues(Object... plain) {
    List<Value> more = new ArrayList<>(values);
    Arrays.stream(plain).map(PlainValues::from).forEach(more::add);
    return new ResolverLaws(resolver, more, seed);
  }

  /** Repeats the check that named this number. */
  public ResolverLaws withSeed(long other) {
    return new ResolverLaws(resolver, values, other);
  }

  /**
   * @throws AssertionError when a law is broken; names the law, the values and the seed
   */
  public void check() {
    SplittableRandom random = new SplittableRandom(seed);
    for (int round = 0; round < ROUNDS; round++) {
      Value a = draw(random);
      Value b = draw(random);
      checkPair(a, b);
      checkTriple(a, b, draw(random));
    }
  }

  private Value draw(SplittableRandom random) {
    Value drawn = values.get(random.nextInt(values.size()));
    for (int joins = random.nextInt(JOINS_MAX); joins > 0; joins--) {
      Value joined = join(drawn, values.get(random.nextInt(values.size())));
      drawn = joined == null ? drawn : joined;
    }
    return drawn;
  }

  private void checkPair(Value a, Value b) {
    Value joined = join(a, b);
    require("pure: the same for the same values", joined, join(a, b), a, b);
    require("symmetric: join(a, b) is join(b, a)", joined, join(b, a), a, b);
    if (joined != null) {
      require("idempotent: join(join(a, b), b) is join(a, b)", joined, join(joined, b), a, b);
      require("idempotent: join(join(a, b), a) is join(a, b)", joined, join(joined, a), a, b);
      Value own = join(a, a);
      Value again = own == null ? null : join(own, b);
      require("one form: join(join(a, a), b) is join(a, b)", joined, again, a, b);
    }
  }

  private void checkTriple(Value a, Value b, Value c) {
    Value first = join(a, b);
    Value second = join(b, c);
    if (first != null && second != null) {
      require(
          "associative: join(join(a, b), c) is join(a, join(b, c))",
          join(first, c),
          join(a, second),
          a,
          b,
          c);
      require("what goes together with b goes together", join(a, c) != null, true, a, b, c);
    }
  }

  private Value join(Value a, Value b) {
    byte[] before = bytes(a, b);
    Value joined;
    try {
      joined = resolver.join(a, b);
      if (joined != null) {
        PackWriter.pack(Fields.of("field", joined));
      }
    } catch (RuntimeException e) {
      throw new AssertionError(
          describe("total: no exception, and a value that can be stored", a, b), e);
    }
    if (!Arrays.equals(before, bytes(a, b))) {
      throw new AssertionError(describe("pure: the given values stay as they are", a, b));
    }
    return joined;
  }

  private static byte[] bytes(Value a, Value b) {
    return PackWriter.pack(new Value.Items(List.of(a, b)));
  }

  private void require(String law, Object one, Object other, Value... given) {
    if (!Objects.equals(one, other)) {
      throw new AssertionError(describe(law, given) + ": " + one + " and " + other);
    }
  }

  private String describe(String law, Value... given) {
    return "Resolver "
        + resolver.name()
        + " is not "
        + law
        + "; for "
        + Arrays.toString(given)
        + " (withSeed("
        + seed
        + "))";
  }
}
