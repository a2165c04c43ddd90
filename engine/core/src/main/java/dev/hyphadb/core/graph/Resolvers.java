package dev.hyphadb.core.graph;

import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.PackWriter;
import java.util.Map;
import java.util.TreeMap;

/** Which fields have a {@link Resolver}; the last writer wins all others. Immutable. */
public final class Resolvers {
  public static final Resolvers NONE = new Resolvers(Map.of());

  /** Of the names and fields together, in the form in which they travel. */
  public static final int DECLARATION_BYTES_MAX = 16 << 10;

  private final Map<String, Resolver> byField;

  private Resolvers(Map<String, Resolver> byField) {
    this.byField = byField;
  }

  /**
   * These, and one for the fields of that name at the top of any node's value.
   *
   * @throws IllegalArgumentException when their names are too long to be told to peers
   */
  public Resolvers with(String field, Resolver resolver) {
    Map<String, Resolver> more = new TreeMap<>(byField);
    more.put(field, resolver);
    Resolvers resolvers = new Resolvers(more);
    int bytes = PackWriter.pack(resolvers.declaration()).length;
    if (bytes > DECLARATION_BYTES_MAX) {
      throw new IllegalArgumentException(
          "Resolvers and their fields have names of at most "
              + DECLARATION_BYTES_MAX
              + " bytes together, not "
              + bytes);
    }
    return resolvers;
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
