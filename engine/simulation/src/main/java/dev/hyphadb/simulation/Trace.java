package dev.hyphadb.simulation;

import dev.hyphadb.core.commit.Hex;
import dev.hyphadb.core.commit.Sha256;
import dev.hyphadb.core.value.Octets;
import java.util.ArrayList;
import java.util.List;

/**
 * What happened: a running hash over all of it, and the last events to read.
 *
 * <p>Nothing may enter that depends on the platform, such as the size of compressed frames.
 */
final class Trace {
  private static final int RECENT = 60;
  private static final int RECORD_BYTES = 33;
  private static final int BUFFER_RECORDS = 64;
  private static final int HASH_BYTES = 32;

  /** What an event is; the order is part of the digest. */
  enum Kind {
    OPERATION,
    SENT,
    DELIVERED,
    FLUSHED,
    OPENED,
    CLOSED,
    DISMISSED,
    STARTED,
    CRASHED,
    REOPENED,
    POWER_CUT,
    WRITE_FAILED,
    CLOCK_SET,
    PARTITIONED,
    REUNITED,
    STALLED,
    RESUMED,
    JOINED,
    COPIED,
    RESTORED,
    TAMPERED,
    AUDITED,
    HEALING,
    DECIDED,
    CONVERGED
  }

  private record Event(long atMillis, Kind kind, long subject, long object, long detail) {
    String describe(long startMillis) {
      return (atMillis - startMillis)
          + " ms "
          + kind
          + " "
          + subject
          + " "
          + object
          + " "
          + Long.toHexString(detail);
    }
  }

  private final Sha256 sha256;
  private final Schedule schedule;
  private final long startMillis;
  private final Event[] recent = new Event[RECENT];
  private final byte[] buffer = new byte[HASH_BYTES + BUFFER_RECORDS * RECORD_BYTES];
  private int buffered;
  private long count;

  Trace(Sha256 sha256, Schedule schedule) {
    this.sha256 = sha256;
    this.schedule = schedule;
    this.startMillis = schedule.nowMillis();
  }

  /** Numbers whose meaning depends on the kind: mostly peers, then a detail. */
  void event(Kind kind, long subject, long object, long detail) {
    long now = schedule.nowMillis();
    recent[(int) (count % RECENT)] = new Event(now, kind, subject, object, detail);
    count++;
    int offset = HASH_BYTES + buffered * RECORD_BYTES;
    buffer[offset] = (byte) kind.ordinal();
    Octets.putLong(buffer, offset + 1, now);
    Octets.putLong(buffer, offset + 9, subject);
    Octets.putLong(buffer, offset + 17, object);
    Octets.putLong(buffer, offset + 25, detail);
    buffered++;
    if (buffered == BUFFER_RECORDS) {
      fold();
    }
  }

  private void fold() {
    for (int i = HASH_BYTES + buffered * RECORD_BYTES; i < buffer.length; i++) {
      buffer[i] = 0;
    }
    System.arraycopy(sha256.hash(buffer), 0, buffer, 0, HASH_BYTES);
    buffered = 0;
  }

  long count() {
    return count;
  }

  /** Ends the trace. */
  String digest() {
    fold();
    byte[] digest = new byte[HASH_BYTES];
    System.arraycopy(buffer, 0, digest, 0, HASH_BYTES);
    return Hex.encode(digest);
  }

  /** The last events, oldest first, a line each: time, kind, and numbers. */
  List<String> recent() {
    List<String> lines = new ArrayList<>();
    for (long i = Math.max(0, count - RECENT); i < count; i++) {
      lines.add(recent[(int) (i % RECENT)].describe(startMillis));
    }
    return lines;
  }
}
