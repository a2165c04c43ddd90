package dev.hyphadb.core.commit;

import dev.hyphadb.core.value.Octets;
import java.util.Arrays;

/**
 * Where a commit stands in the total order of commits: its timestamp, then the first 16 bytes of
 * its id. The id makes the order total even between commits that a faulty or copied replica made
 * with one timestamp.
 *
 * @param bytes 24 bytes, not to be changed: the timestamp big-endian, then the start of the id;
 *     they sort as keys do
 */
public record CommitKey(byte[] bytes) implements Comparable<CommitKey> {
  public static final int LENGTH = 24;

  public CommitKey {
    if (bytes.length != LENGTH) {
      throw new IllegalArgumentException("a commit key has 24 bytes, not " + bytes.length);
    }
  }

  static CommitKey of(long hlc, CommitId id) {
    byte[] bytes = new byte[LENGTH];
    Octets.putLong(bytes, 0, hlc);
    System.arraycopy(id.bytes(), 0, bytes, 8, LENGTH - 8);
    return new CommitKey(bytes);
  }

  /** The smallest store key after this one. */
  public byte[] following() {
    return Arrays.copyOf(bytes, LENGTH + 1);
  }

  /** The commit's timestamp, packed. */
  public long hlc() {
    return Octets.longAt(bytes, 0);
  }

  @Override
  public int compareTo(CommitKey other) {
    return this == other ? 0 : Octets.compare(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return this == other || other instanceof CommitKey key && Arrays.equals(bytes, key.bytes);
  }

  @Override
  public int hashCode() {
    return (bytes[8] & 0xff) << 24
        | (bytes[9] & 0xff) << 16
        | (bytes[10] & 0xff) << 8
        | bytes[11] & 0xff;
  }

  @Override
  public String toString() {
    return Hex.encode(bytes);
  }
}
