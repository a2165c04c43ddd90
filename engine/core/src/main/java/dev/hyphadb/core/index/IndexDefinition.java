package dev.hyphadb.core.index;

import dev.hyphadb.core.query.QueryLimits;
import dev.hyphadb.core.value.Utf8;
import java.util.HashSet;
import java.util.List;

/**
 * What an index is over.
 *
 * @param fields of an ordered one, dotted paths, the first decides first; otherwise empty
 */
public record IndexDefinition(Kind kind, List<String> fields) {
  /** So many fields an index can have. */
  public static final int FIELDS_MAX = 4;

  /** What an index knows about. */
  public enum Kind {
    /** Values of fields, in order. */
    ORDERED,
    /** The words in all texts of a node: {@code ii}. */
    WORDS,
    /** The places in a node: {@code geo}. */
    PLACES
  }

  /**
   * @throws IllegalArgumentException when there cannot be such an index
   */
  public IndexDefinition {
    fields = List.copyOf(fields);
    if (kind == Kind.ORDERED) {
      if (fields.isEmpty() || fields.size() > FIELDS_MAX) {
        throw new IllegalArgumentException("an ordered index has 1 to " + FIELDS_MAX + " fields");
      }
      if (new HashSet<>(fields).size() < fields.size()) {
        throw new IllegalArgumentException("an index has each field once: " + fields);
      }
      for (String field : fields) {
        Utf8.requireWellFormed(field);
        if (field.isEmpty() || field.length() > QueryLimits.FIELD_LENGTH_MAX) {
          throw new IllegalArgumentException(
              "the name of a field has 1 to " + QueryLimits.FIELD_LENGTH_MAX + " characters");
        }
      }
    } else if (!fields.isEmpty()) {
      throw new IllegalArgumentException("an index of " + kind + " is over whole nodes");
    }
  }

  /** An ordered index over those fields, the first decides first. */
  public static IndexDefinition ordered(String... fields) {
    return new IndexDefinition(Kind.ORDERED, List.of(fields));
  }

  /** The index behind {@code $text}. */
  public static IndexDefinition words() {
    return new IndexDefinition(Kind.WORDS, List.of());
  }

  /** The index behind {@code $near} and {@code $bbox}. */
  public static IndexDefinition places() {
    return new IndexDefinition(Kind.PLACES, List.of());
  }

  /** As it is shown: {@code active, score}, {@code $text} or {@code $near}. */
  public String name() {
    return switch (kind) {
      case ORDERED -> String.join(", ", fields);
      case WORDS -> "$text";
      case PLACES -> "$near";
    };
  }
}
