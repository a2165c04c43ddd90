package dev.hyphadb.core.query;

/**
 * A query that cannot be understood: what is wrong and where. The codes:
 *
 * <ul>
 *   <li>{@code unknown-option}, {@code bad-option}: beside {@code query}
 *   <li>{@code bad-query}: a query or sub-query is not what it has to be
 *   <li>{@code unknown-operator}, {@code misplaced-operator}, {@code bad-operand}
 *   <li>{@code bad-regex}: the message names the construct and its position in the pattern
 *   <li>{@code query-too-large}: a limit on depth, conditions or lengths; the message names it
 *   <li>{@code not-understood}: words of a prompt; the message names them and their positions
 *   <li>{@code too-many-groups}: of one aggregate
 *   <li>{@code unknown-field}: with {@code strictMode}, a field that no node has
 * </ul>
 */
public final class QueryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String code;
  private final String path;

  /**
   * @param code stable name of the fault, in kebab-case
   * @param path where in the options it lies: dotted names and list positions
   */
  public QueryException(String code, String path, String message) {
    super(message + " (at " + path + ")");
    this.code = code;
    this.path = path;
  }

  public String code() {
    return code;
  }

  public String path() {
    return path;
  }
}
