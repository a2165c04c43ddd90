package dev.hyphadb.core.channel;

/** The memory that the unfinished messages of all peers share. Of one owner. */
public final class ReceiveBudget {
  private long freeBytes;

  public ReceiveBudget(long bytes) {
    freeBytes = bytes;
  }

  /** Takes so much, or nothing when there is less. */
  boolean take(long bytes) {
    if (bytes > freeBytes) {
      return false;
    }
    freeBytes -= bytes;
    return true;
  }

  void giveBack(long bytes) {
    freeBytes += bytes;
  }

  /** What can still be taken, in bytes. */
  public long freeBytes() {
    return freeBytes;
  }
}
