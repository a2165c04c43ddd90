package dev.hyphadb.core.query;

/** A query that cannot be understood: what is wrong and where. */
public final class QueryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String code;
  private final String path;

  /**
   * @param code stable name of the fault, in kebab-case
   * @param path where in the options it lies: dotted names
   */
  QueryException(String code, String path, String message) {
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
