package dev.hyphadb.benchmarks;

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
import org.rocksdb.WriteBatch;

/**
 * What RocksDB alone reaches with the writes of a graph put, on the options the engine uses: a node
 * for each put; a commit, its live entry, its log entry and the replica's state for each batch;
 * write-ahead log on, no fsync. Whole-system benchmarks run it in the same process for their ratio.
 * One thread.
 */
public final class RawRocksDbBaseline implements AutoCloseable {
  private static final int NODE = 0;
  private static final int COMMIT = 1;

  private final GraphWrites writes = new GraphWrites();
  private final RocksDbTuning tuning;
  private final RocksDB database;
  private final List<ColumnFamilyHandle> handles = new ArrayList<>();
  private final WriteBatch batch;
  private long number;

  /** Opens a database in an empty directory. */
  public RawRocksDbBaseline(Path directory) throws RocksDBException {
    RocksDB.loadLibrary();
    batch = new WriteBatch();
    tuning = new RocksDbTuning(StorageOptions.defaults());
    List<ColumnFamilyDescriptor> families = new ArrayList<>();
    families.add(new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY, tuning.table()));
    for (var table : GraphWrites.TABLES) {
      byte[] name = table.name().getBytes(StandardCharsets.US_ASCII);
      families.add(new ColumnFamilyDescriptor(name, tuning.table()));
    }
    database = RocksDB.open(tuning.database(), directory.toString(), families, handles);
  }

  private void put(int table, byte[] value) throws RocksDBException {
    batch.put(handles.get(1 + table), writes.key(table, number), value);
  }

  /** Makes that many graph puts, so many to a batch, and returns the nanoseconds it took. */
  public long run(int puts, int perBatch) throws RocksDBException {
    byte[] commit = GraphWrites.commit(perBatch);
    long start = System.nanoTime();
    for (int done = 0; done < puts; done += perBatch) {
      for (int i = 0; i < perBatch; i++, number++) {
        put(NODE, writes.value(NODE, number));
      }
      put(COMMIT, commit);
      for (int table = COMMIT + 1; table < GraphWrites.TABLES.length; table++) {
        put(table, writes.value(table, number));
      }
      database.write(tuning.write(), batch);
      batch.clear();
    }
    return System.nanoTime() - start;
  }

  @Override
  public void close() {
    batch.close();
    handles.forEach(ColumnFamilyHandle::close);
    database.close();
    tuning.close();
  }
}
