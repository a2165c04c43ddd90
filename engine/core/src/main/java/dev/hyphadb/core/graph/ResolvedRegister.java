package dev.hyphadb.core.graph;

import dev.hyphadb.core.commit.Stamp;
import dev.hyphadb.core.graph.NodeState.FieldRegister;
import dev.hyphadb.core.graph.NodeState.Write;
import dev.hyphadb.core.value.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * The register of a field with a {@link Resolver}. Where the last writer wins, a register holds one
 * write. This one holds every write that no later one makes superfluous, and shows their join:
 *
 * <ul>
 *   <li>removing the field makes all earlier writes superfluous, and stays itself;
 *   <li>a write makes those earlier ones superfluous whose values its own {@linkplain
 *       Resolver#covers covers}.
 * </ul>
 *
 * What is superfluous is so among more writes too, and whatever removes the later write removes the
 * earlier as well: so the writes held are a function of the set of writes, in whatever order they
 * came and whichever superfluous ones were forgotten.
 */
final class ResolvedRegister {
  private ResolvedRegister() {}

  /**
   * The register with one more write.
   *
   * @param before {@code null} for none
   * @param value {@code null} when the write removes the field
   * @return the very same when the write is superfluous, or there already
   */
  static FieldRegister add(
      FieldRegister before, String name, Stamp stamp, Value value, Resolver resolver) {
    if (before == null) {
      return new FieldRegister(name, stamp, value);
    }
    List<Write> after = new ArrayList<>();
    int position = 0;
    for (Write write : before.writes()) {
      if (write.stamp().equals(stamp)) {
        return before;
      }
      if (write.stamp().isAfter(stamp)) {
        if (overrules(write, value, resolver)) {
          return before;
        }
        after.add(write);
      } else if (value != null
          && (write.value() == null || !resolver.covers(value, write.value()))) {
        after.add(write);
        position = after.size();
      }
    }
    after.add(position, new Write(stamp, value));
    return of(name, after, resolver);
  }

  /** Whether the later write makes one of the value superfluous. */
  private static boolean overrules(Write later, Value value, Resolver resolver) {
    return later.value() == null || value != null && resolver.covers(later.value(), value);
  }

  /** What is left after a removal of the node; {@code null} for nothing. */
  static FieldRegister after(FieldRegister before, Stamp removal, Resolver resolver) {
    List<Write> after = new ArrayList<>();
    for (Write write : before.writes()) {
      if (write.stamp().isAfter(removal)) {
        after.add(write);
      }
    }
    return after.isEmpty() ? null : of(before.name(), after, resolver);
  }

  /** The same writes under another resolver, or {@code null} for none. */
  static FieldRegister under(Resolver resolver, FieldRegister before) {
    FieldRegister after = null;
    for (Write write : before.writes()) {
      after =
          resolver == null
              ? new FieldRegister(before.name(), write.stamp(), write.value())
              : add(after, before.name(), write.stamp(), write.value(), resolver);
    }
    return after;
  }

  private static FieldRegister of(String name, List<Write> writes, Resolver resolver) {
    Write last = writes.get(writes.size() - 1);
    if (writes.size() == 1) {
      return new FieldRegister(name, last.stamp(), last.value());
    }
    int start = writes.get(0).value() == null ? 1 : 0;
    Value shown = shown(writes.subList(start, writes.size()), resolver);
    return new FieldRegister(name, last.stamp(), shown, List.copyOf(writes));
  }

  /**
   * The join of what the writes wrote. Halves are joined with halves, which costs less where values
   * grow; in the order of stamps, so that the result is the same everywhere even where not all go
   * together.
   */
  private static Value shown(List<Write> writes, Resolver resolver) {
    if (writes.size() == 1) {
      return writes.get(0).value();
    }
    int middle = writes.size() / 2;
    Value earlier = shown(writes.subList(0, middle), resolver);
    Value later = shown(writes.subList(middle, writes.size()), resolver);
    Value joined = resolver.join(earlier, later);
    return joined == null ? later : joined;
  }
}
