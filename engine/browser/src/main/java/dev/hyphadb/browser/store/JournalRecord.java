package dev.hyphadb.browser.store;

import dev.hyphadb.core.store.Table;
import dev.hyphadb.core.store.WriteBatch;
import java.util.Arrays;

/**
 * The bytes of one batch in the journal: {@code length(4) crc32(4) payload}, the checksum over the
 * length and the payload; the payload is, for each change, {@code kind(1) table(1)} and then byte
 * strings as {@code length(4) bytes}, length -1 for none. Big-endian.
 */
final class JournalRecord {
  static final int HEADER_BYTES = 8;
  private static final byte PUT = 1;
  private static final byte DELETE = 2;
  private static final byte DELETE_RANGE = 3;

  private byte[] buffer = new byte[4096];
  private int length;

  byte[] buffer() {
    return buffer;
  }

  /** Encodes a batch to the start of {@link #buffer()}; returns how many bytes it takes. */
  int encode(WriteBatch batch) {
    length = HEADER_BYTES;
    for (WriteBatch.Change change : batch.changes()) {
      switch (change) {
        case WriteBatch.Put put -> {
          begin(PUT, put.table());
          append(put.key());
          append(put.value());
        }
        case WriteBatch.Delete delete -> {
          begin(DELETE, delete.table());
          append(delete.key());
        }
        case WriteBatch.DeleteRange range -> {
          begin(DELETE_RANGE, range.table());
          append(range.from());
          append(range.to());
        }
      }
    }
    putInt(buffer, 0, length - HEADER_BYTES);
    putInt(buffer, 4, checksum(buffer, 0, length - HEADER_BYTES));
    return length;
  }

  private void begin(byte kind, Table table) {
    reserve(2);
    buffer[length++] = kind;
    buffer[length++] = (byte) table.ordinal();
  }

  private void append(byte[] bytes) {
    reserve(4 + (bytes == null ? 0 : bytes.length));
    putInt(buffer, length, bytes == null ? -1 : bytes.length);
    length += 4;
    if (bytes != null) {
      System.arraycopy(bytes, 0, buffer, length, bytes.length);
      length += bytes.length;
    }
  }

  private void reserve(int more) {
    if (length + more > buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.max(length + more, 2 * buffer.length));
    }
  }

  private static int checksum(byte[] bytes, int start, int payloadLength) {
    Crc32 crc = new Crc32();
    crc.update(bytes, start, 4);
    crc.update(bytes, start + HEADER_BYTES, payloadLength);
    return crc.value();
  }

  static void putInt(byte[] bytes, int at, int number) {
    bytes[at] = (byte) (number >>> 24);
    bytes[at + 1] = (byte) (number >>> 16);
    bytes[at + 2] = (byte) (number >>> 8);
    bytes[at + 3] = (byte) number;
  }

  static int intAt(byte[] bytes, int at) {
    return bytes[at] << 24
        | (bytes[at + 1] & 0xff) << 16
        | (bytes[at + 2] & 0xff) << 8
        | (bytes[at + 3] & 0xff);
  }

  /** Where the whole, intact record that starts here ends; -1 when there is none. */
  static int end(byte[] bytes, int start) {
    if (bytes.length - start < HEADER_BYTES) {
      return -1;
    }
    int payloadLength = intAt(bytes, start);
    if (payloadLength <= 0 || payloadLength > bytes.length - start - HEADER_BYTES) {
      return -1;
    }
    boolean isIntact = intAt(bytes, start + 4) == checksum(bytes, start, payloadLength);
    return isIntact ? start + HEADER_BYTES + payloadLength : -1;
  }

  /**
   * Reads an intact record.
   *
   * @return {@code null} when it has something that this version does not know
   */
  static WriteBatch decode(byte[] bytes, int start, int end) {
    WriteBatch batch = new WriteBatch();
    Table[] tables = Table.values();
    JournalReader reader = new JournalReader(bytes, start + HEADER_BYTES);
    while (reader.position < end) {
      byte kind = bytes[reader.position];
      int table = bytes[reader.position + 1];
      reader.position += 2;
      if (table < 0 || table >= tables.length) {
        return null;
      }
      switch (kind) {
        case PUT -> batch.put(tables[table], reader.next(), reader.next());
        case DELETE -> batch.delete(tables[table], reader.next());
        case DELETE_RANGE -> batch.deleteRange(tables[table], reader.next(), reader.next());
        default -> {
          return null;
        }
      }
    }
    return batch;
  }

  private static final class JournalReader {
    private final byte[] bytes;
    private int position;

    JournalReader(byte[] bytes, int position) {
      this.bytes = bytes;
      this.position = position;
    }

    byte[] next() {
      int size = intAt(bytes, position);
      position += 4;
      if (size < 0) {
        return null;
      }
      byte[] part = Arrays.copyOfRange(bytes, position, position + size);
      position += size;
      return part;
    }
  }
}
