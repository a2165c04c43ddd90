package dev.hyphadb.jvm.transfer;

import java.io.Serial;

/** A line of an import that cannot be taken: nothing of it or of what follows was applied. */
public final class ImportException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final long line;
  private final long linesApplied;

  ImportException(long line, long linesApplied, String problem) {
    super(
        "Line "
            + line
            + ": "
            + problem
            + "; "
            + (linesApplied == 0
                ? "nothing was imported"
                : "lines 1 to " + linesApplied + " are imported, and can be imported again")
            + ": correct the line, then import the file again");
    this.line = line;
    this.linesApplied = linesApplied;
  }

  /** The line at fault, from 1. */
  public long line() {
    return line;
  }

  /** How many lines at the start of the file are applied. */
  public long linesApplied() {
    return linesApplied;
  }
}
