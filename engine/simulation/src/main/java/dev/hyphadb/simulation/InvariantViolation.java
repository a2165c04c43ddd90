package dev.hyphadb.simulation;

/** A checker found that the engine broke a promise. */
final class InvariantViolation extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String invariant;

  InvariantViolation(String invariant, String detail) {
    super(detail);
    this.invariant = invariant;
  }

  InvariantViolation(String invariant, String detail, Throwable cause) {
    super(detail, cause);
    this.invariant = invariant;
  }

  /** Which promise, in a sentence. */
  String invariant() {
    return invariant;
  }
}
