package dev.hyphadb.core.query;

import dev.hyphadb.core.query.KeyRange.Bound;
import dev.hyphadb.core.store.Keys;
import dev.hyphadb.core.value.Octets;
import dev.hyphadb.core.value.Utf8;
import dev.hyphadb.core.value.Value;

/**
 * Ids of nodes that follow one another, in UTF-8.
 *
 * @param from the first; {@code null} for the start
 * @param to the first behind them; {@code null} for the end
 */
record IdRange(byte[] from, byte[] to) {
  static final IdRange ALL = new IdRange(null, null);

  /** What a bound means for ids; {@code null} when it does not make them fewer. */
  static IdRange of(Bound bound) {
    return switch (bound) {
      case Bound.Starting starting when !starting.start().isEmpty() -> {
        byte[] prefix = Utf8.encode(starting.start());
        yield new IdRange(prefix, Keys.afterPrefix(prefix));
      }
      case Bound.Within within when isOfTexts(within) ->
          new IdRange(
              key(within.low(), !within.includesLow()), key(within.high(), within.includesHigh()));
      default -> null;
    };
  }

  private static boolean isOfTexts(Bound.Within within) {
    return (within.low() instanceof Value.Text || within.low() == null)
        && (within.high() instanceof Value.Text || within.high() == null);
  }

  private static byte[] key(Value text, boolean isBehind) {
    if (text == null) {
      return null;
    }
    byte[] key = Utf8.encode(((Value.Text) text).value());
    return isBehind ? Keys.after(key) : key;
  }

  /** What of it lies behind an id, in the direction of a walk. */
  IdRange behind(String id, boolean isReverse) {
    if (id == null) {
      return this;
    }
    byte[] key = Utf8.encode(id);
    if (isReverse) {
      return to == null || Octets.compare(key, to) < 0 ? new IdRange(from, key) : this;
    }
    byte[] next = Keys.after(key);
    return from == null || Octets.compare(from, next) < 0 ? new IdRange(next, to) : this;
  }

  boolean isEverything() {
    return from == null && to == null;
  }

  boolean isEmpty() {
    return from != null && to != null && Octets.compare(from, to) >= 0;
  }
}
