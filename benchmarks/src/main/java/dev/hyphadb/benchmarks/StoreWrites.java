package dev.hyphadb.benchmarks;

import dev.hyphadb.core.store.Store;
import dev.hyphadb.core.store.Table;
import dev.hyphadb.core.store.WriteBatch;

/** The same writes as {@link RawRocksDbBaseline} through the storage port. */
final class StoreWrites {
  private final GraphWrites writes = new GraphWrites();
  private final Store store;
  private long number;

  StoreWrites(Store store) {
    this.store = store;
  }

  /** Makes that many graph puts, so many to a batch, and returns the nanoseconds it took. */
  long run(int puts, int perBatch) {
    byte[] commit = GraphWrites.commit(perBatch);
    long start = System.nanoTime();
    for (int done = 0; done < puts; done += perBatch) {
      WriteBatch batch = new WriteBatch();
      for (int i = 0; i < perBatch; i++, number++) {
        batch.put(Table.NODE, writes.key(0, number), writes.value(0, number));
      }
      batch.put(Table.COMMIT, writes.key(1, number), commit);
      for (int table = 2; table < GraphWrites.TABLES.length; table++) {
        batch.put(
            GraphWrites.TABLES[table], writes.key(table, number), writes.value(table, number));
      }
      store.write(batch);
    }
    return System.nanoTime() - start;
  }
}
