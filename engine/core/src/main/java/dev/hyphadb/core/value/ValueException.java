package dev.hyphadb.core.value;

/** Something that is not a value: what is wrong and where in the structure. */
public final class ValueException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String code;
  private final String path;

  /**
   * @param code stable name of the fault, in kebab-case
   * @param path where it lies: dotted field names and list positions; empty for the whole
   */
  public ValueException(String code, String path, String message) {
    super(message + (path.isEmpty() ? "" : " (at " + path + ")"), null, false, false);
    this.code = code;
    this.path = path;
  }

  public String code() {
    return code;
  }

  public String path() {
    return path;
  }

  /** The same fault seen from one level further out. */
  public ValueException within(String field) {
    String outer = path.isEmpty() ? field : field + "." + path;
    String message = getMessage();
    int suffix = message.lastIndexOf(" (at ");
    return new ValueException(code, outer, suffix < 0 ? message : message.substring(0, suffix));
  }
}
