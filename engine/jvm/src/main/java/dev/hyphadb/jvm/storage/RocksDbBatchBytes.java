package dev.hyphadb.jvm.storage;

import java.util.Arrays;

/**
 * Builds a RocksDB write batch in its serialized form, so that a batch crosses into native code
 * once and not once for each key (docs/decisions/0040-write-path.md).
 *
 * <p>The form, which RocksDB also keeps in its write-ahead log: 8 bytes of sequence, filled in by
 * RocksDB; number of records, 4 bytes little-endian; the records: a type byte, the column family's
 * number, the key, and where the type has one the value. Numbers and lengths are varints. Source:
 * RocksDB's write_batch.cc and dbformat.h.
 */
final class RocksDbBatchBytes {
  private static final int HEADER_BYTES = 12;
  private static final int VARINT_BYTES_MAX = 5;

  private static final int DELETION = 0x4;
  private static final int VALUE = 0x5;
  private static final int RANGE_DELETION = 0xe;

  /** A buffer that grew beyond this is not kept for the next batch. */
  private static final int KEPT_BYTES_MAX = 1 << 20;

  private byte[] buffer = new byte[4096];
  private int length = HEADER_BYTES;
  private int count;

  void put(int family, byte[] key, byte[] value) {
    record(VALUE, family, key, value.length);
    bytes(value);
  }

  void delete(int family, byte[] key) {
    record(DELETION, family, key, 0);
  }

  /** Removes the keys in {@code [from, to)}. */
  void deleteRange(int family, byte[] from, byte[] to) {
    record(RANGE_DELETION, family, from, to.length);
    bytes(to);
  }

  private void record(int type, int family, byte[] key, int moreBytes) {
    int bytesMax = 1 + 3 * VARINT_BYTES_MAX + key.length + moreBytes;
    if (buffer.length - length < bytesMax) {
      buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, length + bytesMax));
    }
    count++;
    buffer[length++] = (byte) type;
    varint(family);
    bytes(key);
  }

  private void bytes(byte[] bytes) {
    varint(bytes.length);
    System.arraycopy(bytes, 0, buffer, length, bytes.length);
    length += bytes.length;
  }

  private void varint(int number) {
    int rest = number;
    while (rest >= 0x80) {
      buffer[length++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    buffer[length++] = (byte) rest;
  }

  /** The batch; this object is empty afterwards. */
  byte[] take() {
    for (int i = 0; i < 4; i++) {
      buffer[8 + i] = (byte) (count >>> (8 * i));
    }
    byte[] batch = Arrays.copyOf(buffer, length);
    clear();
    return batch;
  }

  void clear() {
    length = HEADER_BYTES;
    count = 0;
    if (buffer.length > KEPT_BYTES_MAX) {
      buffer = new byte[4096];
    }
  }
}
