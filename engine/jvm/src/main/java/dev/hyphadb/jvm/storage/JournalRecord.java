package dev.hyphadb.jvm.storage;

import dev.hyphadb.core.store.Table;
import dev.hyphadb.core.store.WriteBatch;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The bytes of one batch in a {@link Journal}: {@code length(4) crc32c(4) payload}, the checksum
 * over length and payload; the payload is {@code kind(1) table(1) key value?} for each change, byte
 * strings as {@code length(4) bytes}, length -1 for none. Big-endian.
 */
final class JournalRecord {
  static final int HEADER_BYTES = 8;
  private static final byte PUT = 1;
  private static final byte DELETE = 2;
  private static final byte DELETE_RANGE = 3;

  private JournalRecord() {}

  static byte[] encode(List<WriteBatch.Change> changes) {
    long size = HEADER_BYTES;
    for (WriteBatch.Change change : changes) {
      size +=
          2
              + switch (change) {
                case WriteBatch.Put put -> size(put.key()) + size(put.value());
                case WriteBatch.Delete delete -> size(delete.key());
                case WriteBatch.DeleteRange range -> size(range.from()) + size(range.to());
              };
    }
    ByteBuffer buffer = ByteBuffer.allocate(Math.toIntExact(size));
    buffer.putInt((int) size - HEADER_BYTES).putInt(0);
    for (WriteBatch.Change change : changes) {
      byte kind =
          switch (change) {
            case WriteBatch.Put put -> PUT;
            case WriteBatch.Delete delete -> DELETE;
            case WriteBatch.DeleteRange range -> DELETE_RANGE;
          };
      buffer.put(kind).put((byte) change.table().ordinal());
      switch (change) {
        case WriteBatch.Put put -> append(append(buffer, put.key()), put.value());
        case WriteBatch.Delete delete -> append(buffer, delete.key());
        case WriteBatch.DeleteRange range -> append(append(buffer, range.from()), range.to());
      }
    }
    byte[] record = buffer.array();
    buffer.putInt(4, checksum(record));
    return record;
  }

  private static long size(byte[] bytes) {
    return 4L + (bytes == null ? 0 : bytes.length);
  }

  private static ByteBuffer append(ByteBuffer buffer, byte[] bytes) {
    return bytes == null ? buffer.putInt(-1) : buffer.putInt(bytes.length).put(bytes);
  }

  static int length(byte[] header) {
    return ByteBuffer.wrap(header).getInt();
  }

  /** Whether header and payload are as they were written. */
  static boolean intact(byte[] record) {
    return ByteBuffer.wrap(record).getInt(4) == checksum(record);
  }

  private static int checksum(byte[] record) {
    CRC32C crc = new CRC32C();
    crc.update(record, 0, 4);
    crc.update(record, HEADER_BYTES, record.length - HEADER_BYTES);
    return (int) crc.getValue();
  }

  /** Reads an {@link #intact} record. */
  static WriteBatch decode(byte[] record) {
    ByteBuffer buffer = ByteBuffer.wrap(record).position(HEADER_BYTES);
    WriteBatch batch = new WriteBatch();
    while (buffer.hasRemaining()) {
      byte kind = buffer.get();
      Table table = Table.values()[buffer.get()];
      switch (kind) {
        case PUT -> batch.put(table, next(buffer), next(buffer));
        case DELETE -> batch.delete(table, next(buffer));
        case DELETE_RANGE -> batch.deleteRange(table, next(buffer), next(buffer));
        default -> throw new IllegalArgumentException("unknown change kind " + kind);
      }
    }
    return batch;
  }

  private static byte[] next(ByteBuffer buffer) {
    int length = buffer.getInt();
    if (length < 0) {
      return null;
    }
    byte[] bytes = new byte[length];
    buffer.get(bytes);
    return bytes;
  }
}
