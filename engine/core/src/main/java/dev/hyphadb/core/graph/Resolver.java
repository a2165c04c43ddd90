package dev.hyphadb.core.graph;

import dev.hyphadb.core.value.Value;
import java.util.function.BinaryOperator;

/**
 * Decides what a field shows when peers wrote it without knowing of each other ({@code
 * resolveConflict}; docs/conflicts.md).
 *
 * <p>What it must be, on every peer and for all values: <em>pure</em>, the same for the same
 * values; <em>symmetric</em>, {@code join(a, b)} equal to {@code join(b, a)}; <em>associative</em>;
 * and <em>idempotent</em>: joining what is joined already changes nothing, {@code join(join(a, b),
 * b)} is {@code join(a, b)}. Mathematicians call that a semilattice: {@code join(a, b)} is the
 * least that has both in it. A resolver that is something else makes peers differ for good.
 *
 * <p>Any thread, often and while others wait: quick, without I/O. Values are immutable.
 */
public interface Resolver {
  /**
   * Names the rule, and its version if it ever changes: the store records it, and is gone through
   * again when another rule is given. 1 to 100 characters.
   */
  String name();

  /**
   * The least value that has both in it. {@code join(a, a)} may differ from {@code a} in its form,
   * such as the order of a list; nothing else may.
   *
   * @return {@code null} when the two do not go together: then the later write wins
   */
  Value join(Value a, Value b);

  /** Whether a value has the other in it, so that nothing is lost with that. */
  default boolean covers(Value more, Value less) {
    Value both = join(less, more);
    return both != null && both.equals(join(more, more));
  }

  /** A rule of one's own; try it with the test kit first ({@code ResolverLaws}). */
  static Resolver of(String name, BinaryOperator<Value> join) {
    return new StandardResolver(name, join);
  }

  /** The greatest number wins; in general, the last in the order in which queries sort values. */
  static Resolver greatest() {
    return StandardResolver.GREATEST;
  }

  /** The least number wins; in general, the first in the order in which queries sort values. */
  static Resolver least() {
    return StandardResolver.LEAST;
  }

  /**
   * Lists are sets: what is in either is in both. A value that is no list counts as a list of one;
   * maps outside of lists do not go together.
   */
  static Resolver union() {
    return StandardResolver.UNION;
  }

  /**
   * Maps are joined key by key: {@code each(greatest())} over {peer: count} is a counter, for
   * example. What is no map does not go together with anything.
   */
  static Resolver each(Resolver inner) {
    return StandardResolver.each(inner);
  }

  /** The last writer wins, as without a resolver: takes one from a field that had one. */
  static Resolver last() {
    return StandardResolver.LAST;
  }

  /**
   * A built-in one by its name: {@code greatest}, {@code least}, {@code union}, {@code
   * each(union)}, {@code last}.
   *
   * @throws IllegalArgumentException when there is none of that name
   */
  static Resolver named(String name) {
    return StandardResolver.named(name);
  }
}
