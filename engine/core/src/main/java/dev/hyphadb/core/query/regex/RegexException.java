package dev.hyphadb.core.query.regex;

/** A pattern outside the supported subset: what is wrong and where in the pattern. */
public final class RegexException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int position;

  RegexException(int position, String message) {
    super(message + ", at position " + position + " of the pattern", null, false, false);
    this.position = position;
  }

  /** Of the fault in the pattern, in UTF-16 units from 0. */
  public int position() {
    return position;
  }
}
