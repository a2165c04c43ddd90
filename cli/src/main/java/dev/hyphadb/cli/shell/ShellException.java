package dev.hyphadb.cli.shell;

/** A line that cannot be carried out; the message says why, to whoever typed it. */
final class ShellException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ShellException(String message) {
    super(message);
  }
}
