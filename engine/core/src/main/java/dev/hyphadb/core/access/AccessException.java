package dev.hyphadb.core.access;

/** Something that the peer's own account may not do; nothing of it has happened. */
public final class AccessException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String code;

  /**
   * @param code stable name of the fault, in kebab-case
   * @param message what may not be done, by whom, and what to do
   */
  public AccessException(String code, String message) {
    super(message, null, false, false);
    this.code = code;
  }

  /** {@code not-permitted}, {@code no-identity} or {@code unknown-role}. */
  public String code() {
    return code;
  }
}
