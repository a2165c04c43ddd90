package dev.hyphadb.jvm.storage;

import dev.hyphadb.core.store.Store;
import dev.hyphadb.core.store.StoreException;
import dev.hyphadb.core.store.Table;
import dev.hyphadb.core.store.WriteBatch;
import dev.hyphadb.jvm.storage.RocksDbCursor.Direction;
import java.util.Set;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.Snapshot;

/** A {@link RocksDbStore} as it was; compaction keeps what it sees until it is closed. */
final class RocksDbSnapshot implements Store {
  private final RocksDbStore store;
  private final CloseGate gate;
  private final Set<RocksDbSnapshot> openSnapshots;
  private final RocksDB database;
  private final Snapshot snapshot;
  private final ReadOptions options;
  private boolean released;

  /** Call inside the gate. */
  RocksDbSnapshot(
      RocksDbStore store, CloseGate gate, Set<RocksDbSnapshot> openSnapshots, RocksDB database) {
    this.store = store;
    this.gate = gate;
    this.openSnapshots = openSnapshots;
    this.database = database;
    this.snapshot = database.getSnapshot();
    this.options = new ReadOptions().setSnapshot(snapshot);
  }

  @Override
  public byte[] get(Table table, byte[] key) {
    return store.get(options, table, key);
  }

  @Override
  public Cursor scan(Table table, byte[] from, byte[] to) {
    return store.cursor(snapshot, table, from, to, Direction.UP);
  }

  @Override
  public Cursor scanReverse(Table table, byte[] from, byte[] to) {
    return store.cursor(snapshot, table, from, to, Direction.DOWN);
  }

  @Override
  public Cursor scanWhole(Table table) {
    return store.cursor(snapshot, table, null, null, Direction.THROUGH);
  }

  @Override
  public void write(WriteBatch batch) {
    throw new StoreException("A snapshot cannot be written: write to the store");
  }

  @Override
  public void close() {
    gate.whileOpen(this::release);
  }

  /** Call inside the gate, or with the gate closed. */
  void release() {
    if (!released) {
      released = true;
      openSnapshots.remove(this);
      options.close();
      database.releaseSnapshot(snapshot);
      snapshot.close();
    }
  }
}
