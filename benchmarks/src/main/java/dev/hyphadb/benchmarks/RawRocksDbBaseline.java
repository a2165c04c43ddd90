package dev.hyphadb.benchmarks;

import dev.hyphadb.core.store.Table;
import dev.hyphadb.core.store.WriteBatch;
import dev.hyphadb.jvm.storage.RocksDbTuning;
import dev.hyphadb.jvm.storage.StorageOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/**
 * What RocksDB alone reaches with given writes, on the options the engine uses: write-ahead log on,
 * no fsync. Whole-system benchmarks run it in the same process for their ratio. One thread.
 */
final class RawRocksDbBaseline implements AutoCloseable {
  private final RocksDbTuning tuning;
  private final RocksDB database;
  private final List<ColumnFamilyHandle> handles = new ArrayList<>();
  private final ColumnFamilyHandle[] families;
  private final org.rocksdb.WriteBatch batch;

  /** Opens a database in an empty directory. */
  RawRocksDbBaseline(Path directory) throws RocksDBException {
    RocksDB.loadLibrary();
    batch = new org.rocksdb.WriteBatch();
    tuning = new RocksDbTuning(StorageOptions.defaults());
    List<ColumnFamilyDescriptor> descriptors = new ArrayList<>();
    descriptors.add(new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY, tuning.table()));
    for (Table table : Table.values()) {
      byte[] name = table.name().getBytes(StandardCharsets.US_ASCII);
      descriptors.add(new ColumnFamilyDescriptor(name, tuning.of(table)));
    }
    database = RocksDB.open(tuning.database(), directory.toString(), descriptors, handles);
    families = handles.subList(1, handles.size()).toArray(ColumnFamilyHandle[]::new);
  }

  /** Writes the batches one after another. */
  void write(List<WriteBatch> batches) throws RocksDBException {
    for (WriteBatch next : batches) {
      for (WriteBatch.Change change : next.changes()) {
        ColumnFamilyHandle family = families[change.table().ordinal()];
        switch (change) {
          case WriteBatch.Put put -> batch.put(family, put.key(), put.value());
          case WriteBatch.Delete delete -> batch.delete(family, delete.key());
          case WriteBatch.DeleteRange range -> batch.deleteRange(family, range.from(), range.to());
        }
      }
      database.write(tuning.write(), batch);
      batch.clear();
    }
  }

  @Override
  public void close() {
    batch.close();
    handles.forEach(ColumnFamilyHandle::close);
    database.close();
    tuning.close();
  }
}
