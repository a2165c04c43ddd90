package dev.hyphadb.core.query;

import dev.hyphadb.core.query.regex.Regex;

/** How large a query may be; beyond, it is refused with {@code query-too-large}. */
public final class QueryLimits {
  /** Objects and operators within each other. */
  public static final int DEPTH_MAX = 20;

  /** Tests on fields, logic operators, areas and sub-queries altogether. */
  public static final int CONDITIONS_MAX = 1_000;

  /** Values of one {@code $in}. */
  public static final int LIST_MAX = 10_000;

  /** Of an operand of an operator on strings, in UTF-16 units. */
  public static final int PATTERN_LENGTH_MAX = Regex.PATTERN_LENGTH_MAX;

  /** Different words of one {@code $text}. */
  public static final int WORDS_MAX = WordSet.WORDS_MAX;

  /** Of a field's path, in UTF-16 units. */
  public static final int FIELD_LENGTH_MAX = 1_024;

  /** Fields that one {@code aggregate} groups by. */
  public static final int GROUP_FIELDS_MAX = 8;

  /** Values that one {@code aggregate} computes of each group. */
  public static final int VALUES_MAX = 32;

  /** Groups of one {@code aggregate}. */
  public static final int GROUPS_MAX = 100_000;

  private QueryLimits() {}
}
