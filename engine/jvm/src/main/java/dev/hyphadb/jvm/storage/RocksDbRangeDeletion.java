package dev.hyphadb.jvm.storage;

import dev.hyphadb.core.store.Table;
import dev.hyphadb.core.store.WriteBatch;
import dev.hyphadb.core.value.Octets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;

/**
 * Deletes ranges in a way that stays cheap when done often. RocksDB's own range tombstones cost the
 * square of their number when they overlap: 19,000 trims of a log from its start took 207 s to
 * replay. So a range of few keys is deleted key by key, and only a large one by a tombstone.
 *
 * <p>Finding the keys would walk over those deleted before, which in a log are all at its start; so
 * the last range cleared in each table is remembered and skipped while nothing was put into it.
 * Called by one thread at a time.
 */
final class RocksDbRangeDeletion {
  private static final int KEYS_MAX = 256;

  private final RocksDB database;
  private final WriteBatch.DeleteRange[] cleared =
      new WriteBatch.DeleteRange[Table.values().length];

  RocksDbRangeDeletion(RocksDB database) {
    this.database = database;
  }

  /** Every put of every batch passes here, in order with the deletions. */
  void notePut(WriteBatch.Put put) {
    WriteBatch.DeleteRange range = cleared[put.table().ordinal()];
    if (range != null && within(put.key(), range)) {
      cleared[put.table().ordinal()] = null;
    }
  }

  /** A batch was not written, so what was remembered from it is not so. */
  void forget() {
    Arrays.fill(cleared, null);
  }

  void delete(
      WriteBatch.DeleteRange range,
      List<WriteBatch.Change> earlier,
      ColumnFamilyHandle family,
      RocksDbBatchBytes target)
      throws RocksDBException {
    if (range.from() != null
        && range.to() != null
        && Octets.compare(range.from(), range.to()) >= 0) {
      return;
    }
    List<byte[]> keys = storedKeys(range, family);
    if (keys.size() > KEYS_MAX) {
      byte[] from = range.from() == null ? new byte[0] : range.from();
      byte[] to = range.to() == null ? afterLastKey(earlier, range.table(), family) : range.to();
      target.deleteRange(family.getID(), from, to);
    } else {
      for (WriteBatch.Change change : earlier) {
        if (change instanceof WriteBatch.Put put
            && put.table() == range.table()
            && within(put.key(), range)) {
          target.delete(family.getID(), put.key());
        }
      }
      for (byte[] key : keys) {
        target.delete(family.getID(), key);
      }
    }
    cleared[range.table().ordinal()] = withPredecessor(range);
  }

  /** At most one more than {@link #KEYS_MAX}. */
  private List<byte[]> storedKeys(WriteBatch.DeleteRange range, ColumnFamilyHandle family)
      throws RocksDBException {
    WriteBatch.DeleteRange known = cleared[range.table().ordinal()];
    byte[] from = range.from() == null ? new byte[0] : range.from();
    if (known != null && within(from, known)) {
      if (known.to() == null) {
        return List.of();
      }
      from = known.to();
    }
    List<byte[]> keys = new ArrayList<>();
    if (range.to() != null && Octets.compare(from, range.to()) >= 0) {
      return keys;
    }
    try (Slice end = range.to() == null ? null : new Slice(range.to());
        ReadOptions options = new ReadOptions()) {
      if (end != null) {
        options.setIterateUpperBound(end);
      }
      try (RocksIterator iterator = database.newIterator(family, options)) {
        for (iterator.seek(from); iterator.isValid() && keys.size() <= KEYS_MAX; iterator.next()) {
          keys.add(iterator.key());
        }
        iterator.status();
      }
    }
    return keys;
  }

  /** The range, joined with what was cleared right before it. */
  private WriteBatch.DeleteRange withPredecessor(WriteBatch.DeleteRange range) {
    WriteBatch.DeleteRange known = cleared[range.table().ordinal()];
    boolean joins =
        known != null
            && known.to() != null
            && range.from() != null
            && (within(range.from(), known) || Octets.compare(range.from(), known.to()) == 0);
    if (!joins) {
      return range;
    }
    boolean longer = range.to() == null || Octets.compare(range.to(), known.to()) > 0;
    return longer ? new WriteBatch.DeleteRange(range.table(), known.from(), range.to()) : known;
  }

  /**
   * RocksDB's ranges have an end, so "to the end of the table" becomes "to just after its last
   * key".
   */
  private byte[] afterLastKey(
      List<WriteBatch.Change> earlier, Table table, ColumnFamilyHandle family)
      throws RocksDBException {
    byte[] last = new byte[0];
    try (RocksIterator iterator = database.newIterator(family)) {
      iterator.seekToLast();
      if (iterator.isValid()) {
        last = iterator.key();
      }
      iterator.status();
    }
    for (WriteBatch.Change change : earlier) {
      if (change instanceof WriteBatch.Put put
          && put.table() == table
          && Octets.compare(put.key(), last) > 0) {
        last = put.key();
      }
    }
    byte[] after = new byte[last.length + 1];
    System.arraycopy(last, 0, after, 0, last.length);
    return after;
  }

  private static boolean within(byte[] key, WriteBatch.DeleteRange range) {
    return (range.from() == null || Octets.compare(key, range.from()) >= 0)
        && (range.to() == null || Octets.compare(key, range.to()) < 0);
  }
}
