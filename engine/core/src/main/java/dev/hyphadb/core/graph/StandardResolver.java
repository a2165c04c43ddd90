package dev.hyphadb.core.graph;

import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.Octets;
import dev.hyphadb.core.value.PackWriter;
import dev.hyphadb.core.value.Value;
import dev.hyphadb.core.value.ValueOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.function.BinaryOperator;

/** A name and a rule, and the rules that come with the engine. */
record StandardResolver(String name, BinaryOperator<Value> rule) implements Resolver {
  private static final int NAME_LENGTH_MAX = 100;

  /** An integer and a float of one size are still two values, and one of them has to win. */
  private static final Comparator<Value> ORDER =
      ValueOrder.INSTANCE.thenComparing(PackWriter::pack, Octets::compare);

  static final Resolver GREATEST =
      new StandardResolver("greatest", (a, b) -> ORDER.compare(a, b) >= 0 ? a : b);
  static final Resolver LEAST =
      new StandardResolver("least", (a, b) -> ORDER.compare(a, b) <= 0 ? a : b);
  static final Resolver UNION = new StandardResolver("union", StandardResolver::unite);

  /** Whatever is later has all in it, as if there were no resolver. */
  static final Resolver LAST =
      new Resolver() {
        @Override
        public String name() {
          return "last";
        }

        @Override
        public Value join(Value a, Value b) {
          return null;
        }

        @Override
        public boolean covers(Value more, Value less) {
          return true;
        }
      };

  StandardResolver {
    if (name.isEmpty() || name.length() > NAME_LENGTH_MAX) {
      throw new IllegalArgumentException(
          "a resolver's name has 1 to " + NAME_LENGTH_MAX + " characters: " + name);
    }
  }

  @Override
  public Value join(Value a, Value b) {
    return rule.apply(a, b);
  }

  static Resolver each(Resolver inner) {
    return new StandardResolver(
        "each(" + inner.name() + ")",
        (a, b) ->
            a instanceof Fields one && b instanceof Fields other
                ? joinEach(inner, one, other)
                : null);
  }

  static Resolver named(String name) {
    if (name.startsWith("each(") && name.endsWith(")") && name.length() <= NAME_LENGTH_MAX) {
      return each(named(name.substring("each(".length(), name.length() - 1)));
    }
    return switch (name) {
      case "greatest" -> GREATEST;
      case "least" -> LEAST;
      case "union" -> UNION;
      case "last" -> LAST;
      default ->
          throw new IllegalArgumentException(
              "No resolver is named "
                  + name
                  + ": there are greatest, least, union, each(…) of one of them, and last");
    };
  }

  private static Value unite(Value a, Value b) {
    List<Value> one = elements(a);
    List<Value> other = elements(b);
    if (one == null || other == null) {
      return null;
    }
    TreeSet<Value> all = new TreeSet<>(ORDER);
    all.addAll(one);
    all.addAll(other);
    return new Value.Items(new ArrayList<>(all));
  }

  /** {@code null} for a map, which may be as deep as values go. */
  private static List<Value> elements(Value value) {
    return switch (value) {
      case Value.Items items -> items.values();
      case Fields fields -> null;
      default -> List.of(value);
    };
  }

  private static Value joinEach(Resolver inner, Fields a, Fields b) {
    Fields.Builder joined = Fields.builder();
    for (int i = 0; i < a.size(); i++) {
      Value other = b.get(a.nameAt(i));
      // A key of one map alone is joined with itself, so that a result has one form.
      Value both = inner.join(a.valueAt(i), other == null ? a.valueAt(i) : other);
      if (both == null) {
        return null;
      }
      joined.put(a.nameAt(i), both);
    }
    for (int i = 0; i < b.size(); i++) {
      if (!a.has(b.nameAt(i))) {
        Value own = inner.join(b.valueAt(i), b.valueAt(i));
        if (own == null) {
          return null;
        }
        joined.put(b.nameAt(i), own);
      }
    }
    return joined.build();
  }
}
