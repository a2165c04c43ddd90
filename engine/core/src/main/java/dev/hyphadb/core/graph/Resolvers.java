package dev.hyphadb.core.graph;

import dev.hyphadb.core.value.Fields;
import java.util.Map;
import java.util.TreeMap;

/** Which fields have a {@link Resolver}; the last writer wins all others. Immutable. */
public final class Resolvers {
  public static final Resolvers NONE = new Resolvers(Map.of());

  private final Map<String, Resolver> byField;

  private Resolvers(Map<String, Resolver> byField) {
    this.byField = byField;
  }

  /** These, and one for the fields of that name at the top of any node's value. */
  public Resolvers with(String field, Resolver resolver) {
    Map<String, Resolver> more = new TreeMap<>(byField);
    more.put(field, resolver);
    return new Resolvers(more);
  }

  public boolean isEmpty() {
    return byField.isEmpty();
  }

  /** {@code null} where the last writer wins. */
  public Resolver of(String field) {
    return byField.isEmpty() ? null : byField.get(field);
  }

  /** The names of the resolvers by field: what peers must have in common. */
  public Fields declaration() {
    Fields.Builder names = Fields.builder();
    byField.forEach((field, resolver) -> names.put(field, resolver.name()));
    return names.build();
  }

  @Override
  public String toString() {
    return declaration().toString();
  }
}
