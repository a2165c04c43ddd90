package dev.hyphadb.core.sync;

import dev.hyphadb.core.commit.CommitKey;
import java.util.Arrays;

/**
 * A place in a replica's log: all entries up to and including {@code sequence}.
 *
 * @param sequence 0 for before the first entry
 * @param check the end of the entry's commit key, 8 bytes: a log that was rolled back to an older
 *     copy of its store and written again has another entry there; zeros at sequence 0
 */
public record LogPosition(long sequence, byte[] check) {
  static final int CHECK_LENGTH = 8;

  /** Before the first entry. */
  public static final LogPosition START = new LogPosition(0, new byte[CHECK_LENGTH]);

  static LogPosition of(long sequence, CommitKey key) {
    byte[] bytes = key.bytes();
    return new LogPosition(
        sequence, Arrays.copyOfRange(bytes, bytes.length - CHECK_LENGTH, bytes.length));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LogPosition position
        && sequence == position.sequence
        && Arrays.equals(check, position.check);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(sequence);
  }
}
