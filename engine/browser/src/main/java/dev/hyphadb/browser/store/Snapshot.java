package dev.hyphadb.browser.store;

import dev.hyphadb.core.store.StoreException;
import dev.hyphadb.core.store.Table;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/**
 * All tables as one file that is used as it is read. For each table, in their order, its entries
 * and then the offset of each ({@code 4}) and of their end; then for each table {@code entries(4)
 * offsetsAt(4)}; at the very end {@code tables(1) format(1) magic(2) crc32(4)}, the checksum over
 * everything before it. Big-endian.
 */
final class Snapshot {
  private static final int FORMAT = 1;
  private static final int MAGIC = 0x4847;
  private static final int TRAILER_BYTES = 8;
  private static final int DIRECTORY_ENTRY_BYTES = 8;

  private Snapshot() {}

  /**
   * @param place what the message of an exception calls the file
   * @throws StoreException when it is damaged or of another version
   */
  static Map<Table, Run> read(byte[] bytes, String place) {
    int trailer = bytes.length - TRAILER_BYTES;
    if (trailer < 0 || JournalRecord.intAt(bytes, trailer + 4) != Crc32.of(bytes, 0, trailer + 4)) {
      throw new StoreException(
          "The snapshot of " + place + " is damaged: clear the site's data and resync from a peer");
    }
    Map<Table, Run> runs = runs(bytes);
    if (runs == null) {
      throw new StoreException(
          "The snapshot of " + place + " was written by another version: open it with that one");
    }
    return runs;
  }

  /** Of an intact snapshot; {@code null} when it is of another version. */
  static Map<Table, Run> runs(byte[] bytes) {
    int trailer = bytes.length - TRAILER_BYTES;
    int tables = bytes[trailer];
    int magic = (bytes[trailer + 2] & 0xff) << 8 | (bytes[trailer + 3] & 0xff);
    if (bytes[trailer + 1] != FORMAT || magic != MAGIC || tables > Table.values().length) {
      return null;
    }
    Map<Table, Run> runs = new EnumMap<>(Table.class);
    for (Table table : Table.values()) {
      int at = trailer - (tables - table.ordinal()) * DIRECTORY_ENTRY_BYTES;
      runs.put(table, table.ordinal() < tables ? run(bytes, at) : Run.EMPTY);
    }
    return runs;
  }

  private static Run run(byte[] bytes, int directoryEntry) {
    int entries = JournalRecord.intAt(bytes, directoryEntry);
    int at = JournalRecord.intAt(bytes, directoryEntry + 4);
    int[] offsets = new int[entries + 1];
    for (int i = 0; i <= entries; i++) {
      offsets[i] = JournalRecord.intAt(bytes, at + 4 * i);
    }
    return new Run(bytes, offsets);
  }

  /** Makes a snapshot in steps, so that other work can go on between them. */
  static final class Writer {
    private final Map<Table, Layers> tables;
    private final Table[] order = Table.values();
    private final Crc32 crc = new Crc32();
    private final byte[] bytes;
    private final int[] directory = new int[2 * order.length];
    private int length;
    private int summed;
    private int table;
    private Layers.Merge merge;
    private int[] offsets;
    private int entries;

    Writer(Map<Table, Layers> tables, long baseBytes) {
      this.tables = tables;
      long size = baseBytes + TRAILER_BYTES + (long) order.length * (DIRECTORY_ENTRY_BYTES + 4);
      for (Layers layers : tables.values()) {
        size += layers.frozenBytes() + 4L * layers.frozenEntries();
      }
      if (size > Integer.MAX_VALUE) {
        throw new StoreException(
            "The database has grown beyond 2 GiB, the most that a page can hold");
      }
      bytes = new byte[(int) size];
    }

    /**
     * Writes some entries.
     *
     * @return the finished snapshot, or {@code null} when there is more to do
     */
    byte[] step(int entriesMax) {
      for (int i = 0; i < entriesMax && table < order.length; i++) {
        if (merge == null) {
          begin();
        }
        byte[] key = merge.next();
        if (key == null) {
          finishTable();
        } else {
          write(key, merge.value());
        }
      }
      byte[] finished = table == order.length ? finish() : null;
      crc.update(bytes, summed, length - summed);
      summed = length;
      if (finished != null) {
        JournalRecord.putInt(finished, length, crc.value());
      }
      return finished;
    }

    private void begin() {
      Layers layers = tables.get(order[table]);
      merge = new Layers.Merge(layers.frozenLayers(), true, null);
      offsets = new int[layers.frozenEntries() + 1];
      entries = 0;
    }

    private void write(byte[] key, byte[] value) {
      offsets[entries++] = length;
      bytes[length] = (byte) (key.length >>> 8);
      bytes[length + 1] = (byte) key.length;
      System.arraycopy(key, 0, bytes, length + 2, key.length);
      System.arraycopy(value, 0, bytes, length + 2 + key.length, value.length);
      length += 2 + key.length + value.length;
    }

    private void finishTable() {
      offsets[entries] = length;
      directory[2 * table] = entries;
      directory[2 * table + 1] = length;
      for (int i = 0; i <= entries; i++) {
        append(offsets[i]);
      }
      table++;
      merge = null;
    }

    private void append(int number) {
      JournalRecord.putInt(bytes, length, number);
      length += 4;
    }

    private byte[] finish() {
      for (int number : directory) {
        append(number);
      }
      append(order.length << 24 | FORMAT << 16 | MAGIC);
      return Arrays.copyOf(bytes, length + 4);
    }
  }
}
