package dev.hyphadb.jvm.storage;

import dev.hyphadb.core.store.Store;
import dev.hyphadb.core.store.StoreException;
import dev.hyphadb.core.store.Table;
import dev.hyphadb.core.store.WriteBatch;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;

/**
 * An {@link MvStore} as it was: one version of its maps, which stays on disk until it is closed.
 */
final class MvSnapshot implements Store {
  private final Path directory;
  private final CloseGate gate;
  private final Set<MvSnapshot> openSnapshots;
  private final MVStore database;
  private final MVStore.TxCounter version;
  private final Set<MvCursor> cursors = ConcurrentHashMap.newKeySet();
  private final Object[] maps = new Object[Table.values().length];
  private boolean released;

  /** Call inside the gate, while no batch is being applied. */
  MvSnapshot(
      Path directory,
      CloseGate gate,
      Set<MvSnapshot> openSnapshots,
      MVStore database,
      MvTables tables) {
    this.directory = directory;
    this.gate = gate;
    this.openSnapshots = openSnapshots;
    this.database = database;
    this.version = database.registerVersionUsage();
    for (Table table : Table.values()) {
      maps[table.ordinal()] = tables.of(table).openVersion(version.version);
    }
  }

  @SuppressWarnings("unchecked")
  private MVMap<byte[], byte[]> map(Table table) {
    return (MVMap<byte[], byte[]>) maps[table.ordinal()];
  }

  @Override
  public byte[] get(Table table, byte[] key) {
    int stripe = gate.enter();
    try {
      return map(table).get(key);
    } catch (MVStoreException e) {
      throw MvStore.failure("read", directory, e);
    } finally {
      gate.exit(stripe);
    }
  }

  @Override
  public Cursor scan(Table table, byte[] from, byte[] to) {
    return cursor(table, from, to, false);
  }

  @Override
  public Cursor scanReverse(Table table, byte[] from, byte[] to) {
    return cursor(table, from, to, true);
  }

  private Cursor cursor(Table table, byte[] from, byte[] to, boolean reverse) {
    int stripe = gate.enter();
    try {
      MvCursor cursor =
          new MvCursor(directory, gate, cursors, database, map(table), from, to, reverse);
      cursors.add(cursor);
      return cursor;
    } finally {
      gate.exit(stripe);
    }
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
      cursors.forEach(MvCursor::release);
      database.deregisterVersionUsage(version);
    }
  }
}
