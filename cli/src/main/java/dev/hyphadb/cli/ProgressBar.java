package dev.hyphadb.cli;

import dev.hyphadb.core.store.Progress;
import java.io.PrintWriter;
import java.util.concurrent.TimeUnit;

/** A line that shows how far work is; nothing where nobody watches. Belongs to one thread. */
final class ProgressBar implements Progress, AutoCloseable {
  private static final int WIDTH = 40;
  private static final long REDRAW_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final PrintWriter err;
  private final boolean isTerminal;
  private final String what;
  private long drawnNanos = Long.MIN_VALUE;
  private boolean isDrawn;

  ProgressBar(PrintWriter err, boolean isTerminal, String what) {
    this.err = err;
    this.isTerminal = isTerminal;
    this.what = what;
  }

  @Override
  public void at(long done, long total) {
    long now = System.nanoTime();
    if (!isTerminal || isDrawn && now - drawnNanos < REDRAW_NANOS) {
      return;
    }
    drawnNanos = now;
    isDrawn = true;
    err.print("\r" + line(done, total));
    err.flush();
  }

  String line(long done, long total) {
    long whole = Math.max(1, Math.max(done, total));
    int filled = (int) (WIDTH * (double) done / whole);
    return "%s [%s%s] %3d %%"
        .formatted(
            what, "#".repeat(filled), ".".repeat(WIDTH - filled), (int) (100.0 * done / whole));
  }

  /** Takes the line away. */
  @Override
  public void close() {
    if (isDrawn) {
      err.print("\r" + " ".repeat(what.length() + WIDTH + 9) + "\r");
      err.flush();
    }
  }
}
