package dev.hyphadb.core.sync;

/**
 * Bytes from a peer that are not what the protocol allows; the reason is one of a small, stable
 * set.
 */
final class RejectedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String reason;

  RejectedException(String reason, String detail) {
    super(detail, null, false, false);
    this.reason = reason;
  }

  String reason() {
    return reason;
  }
}
