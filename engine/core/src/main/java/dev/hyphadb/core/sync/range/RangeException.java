package dev.hyphadb.core.sync.range;

/** Bytes that are no message of negentropy protocol version 1. */
public final class RangeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RangeException(String message) {
    super(message, null, false, false);
  }
}
