package dev.hyphadb.jvm.storage;

import dev.hyphadb.core.store.Store;
import dev.hyphadb.core.store.StoreException;
import dev.hyphadb.core.store.Table;
import dev.hyphadb.core.store.WriteBatch;
import dev.hyphadb.jvm.storage.RocksDbCursor.Direction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.rocksdb.Checkpoint;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.FlushOptions;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.Snapshot;
import org.rocksdb.Status;

/**
 * RocksDB, a column family per table. A write is in the write-ahead log, handed to the operating
 * system, when it returns. Reads from any thread, closing included; writes are serialised here.
 */
public final class RocksDbStore implements Store {
  private static final System.Logger LOG = System.getLogger(RocksDbStore.class.getName());

  private final Path directory;
  private final boolean readOnly;
  private final RocksDbTuning tuning;
  private final RocksDB database;
  private final List<ColumnFamilyHandle> handles;
  private final ColumnFamilyHandle[] families = new ColumnFamilyHandle[Table.values().length];
  private final int[] familyIds = new int[families.length];
  private final CloseGate gate;
  private final Set<RocksDbCursor> cursors = ConcurrentHashMap.newKeySet();
  private final Set<RocksDbSnapshot> snapshots = ConcurrentHashMap.newKeySet();
  private final Object writing = new Object();
  private final RocksDbRangeDeletion ranges;
  private final RocksDbBatchBytes bytes = new RocksDbBatchBytes();

  /** Of the nodes, since most of those that a writer looks for are new; from the first write on. */
  private volatile KeyFilter nodeFilter;

  private RocksDbStore(
      Path directory,
      boolean readOnly,
      RocksDbTuning tuning,
      RocksDB database,
      List<ColumnFamilyHandle> handles) {
    this.directory = directory;
    this.readOnly = readOnly;
    this.tuning = tuning;
    this.database = database;
    this.handles = handles;
    this.ranges = new RocksDbRangeDeletion(database);
    this.gate = new CloseGate("The RocksDB store in " + directory);
    for (Table table : Table.values()) {
      families[table.ordinal()] = handles.get(1 + table.ordinal());
      familyIds[table.ordinal()] = handles.get(1 + table.ordinal()).getID();
    }
  }

  /**
   * Opens or creates the store in that directory.
   *
   * @throws StoreException when it cannot be opened; the message names the directory and the remedy
   */
  public static RocksDbStore open(Path directory, StorageOptions options) {
    RocksDB.loadLibrary();
    RocksDbTuning tuning = new RocksDbTuning(options);
    List<ColumnFamilyHandle> handles = new ArrayList<>();
    try {
      if (!options.readOnly()) {
        Files.createDirectories(directory);
      }
      if (!options.salvage()) {
        RocksDbLogs.requireWhole(directory);
      }
      List<ColumnFamilyDescriptor> descriptors = descriptors(directory, tuning);
      String path = directory.toString();
      RocksDB database =
          options.readOnly()
              ? RocksDB.openReadOnly(tuning.database, path, descriptors, handles)
              : RocksDB.open(tuning.database, path, descriptors, handles);
      return new RocksDbStore(directory, options.readOnly(), tuning, database, handles);
    } catch (IOException e) {
      tuning.close();
      throw new StoreException(
          "Cannot create " + directory + " (" + e + "): choose a directory this user may write to",
          e);
    } catch (RocksDBException e) {
      tuning.close();
      throw failure("open", directory, e);
    } catch (StoreException e) {
      tuning.close();
      throw e;
    }
  }

  private static List<ColumnFamilyDescriptor> descriptors(Path directory, RocksDbTuning tuning)
      throws RocksDBException {
    List<ColumnFamilyDescriptor> descriptors = new ArrayList<>();
    Set<String> known = new HashSet<>();
    descriptors.add(new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY, tuning.table));
    known.add(new String(RocksDB.DEFAULT_COLUMN_FAMILY, StandardCharsets.UTF_8));
    for (Table table : Table.values()) {
      String name = table.name().toLowerCase(Locale.ROOT);
      known.add(name);
      descriptors.add(
          new ColumnFamilyDescriptor(name.getBytes(StandardCharsets.UTF_8), tuning.of(table)));
    }
    if (Files.exists(directory.resolve("CURRENT"))) {
      try (Options plain = new Options()) {
        for (byte[] family : RocksDB.listColumnFamilies(plain, directory.toString())) {
          String name = new String(family, StandardCharsets.UTF_8);
          if (!known.contains(name)) {
            throw new StoreException(
                "The store in "
                    + directory
                    + " has a table '"
                    + name
                    + "' this version does not know: open it with the newer version that wrote it");
          }
        }
      }
    }
    return descriptors;
  }

  @Override
  public byte[] get(Table table, byte[] key) {
    return get(tuning.read, table, key);
  }

  byte[] get(ReadOptions options, Table table, byte[] key) {
    int stripe = gate.enter();
    try {
      KeyFilter filter = table == Table.NODE ? nodeFilter : null;
      return filter != null && filter.excludes(key)
          ? null
          : database.get(families[table.ordinal()], options, key);
    } catch (RocksDBException e) {
      throw failure("read", directory, e);
    } finally {
      gate.exit(stripe);
    }
  }

  @Override
  public Cursor scan(Table table, byte[] from, byte[] to) {
    return cursor(null, table, from, to, Direction.UP);
  }

  @Override
  public Cursor scanReverse(Table table, byte[] from, byte[] to) {
    return cursor(null, table, from, to, Direction.DOWN);
  }

  @Override
  public Cursor scanWhole(Table table) {
    return cursor(null, table, null, null, Direction.THROUGH);
  }

  /**
   * @param snapshot what to read; {@code null} for the present
   */
  Cursor cursor(Snapshot snapshot, Table table, byte[] from, byte[] to, Direction direction) {
    int stripe = gate.enter();
    try {
      RocksDbCursor cursor =
          new RocksDbCursor(
              directory,
              gate,
              cursors,
              database,
              snapshot,
              families[table.ordinal()],
              from,
              to,
              direction);
      cursors.add(cursor);
      return cursor;
    } finally {
      gate.exit(stripe);
    }
  }

  @Override
  public void write(WriteBatch batch) {
    synchronized (writing) {
      int stripe = gate.enter();
      boolean written = false;
      try {
        if (readOnly) {
          throw new StoreException(
              "The store in "
                  + directory
                  + " was opened read-only: open it without readOnly to write");
        }
        if (nodeFilter == null) {
          startNodeFilter();
        }
        fill(batch.changes());
        try (var nativeBatch = new org.rocksdb.WriteBatch(bytes.take())) {
          database.write(tuning.write, nativeBatch);
        }
        written = true;
      } catch (RocksDBException e) {
        throw failure("write", directory, e);
      } finally {
        if (!written) {
          ranges.forget();
          bytes.clear();
        }
        gate.exit(stripe);
      }
    }
  }

  private void fill(List<WriteBatch.Change> changes) throws RocksDBException {
    for (int i = 0; i < changes.size(); i++) {
      WriteBatch.Change change = changes.get(i);
      int table = change.table().ordinal();
      switch (change) {
        case WriteBatch.Put put -> {
          ranges.notePut(put);
          if (put.table() == Table.NODE) {
            nodeFilter.add(put.key());
          }
          bytes.put(familyIds[table], put.key(), put.value());
        }
        case WriteBatch.Delete delete -> bytes.delete(familyIds[table], delete.key());
        case WriteBatch.DeleteRange range ->
            ranges.delete(range, changes.subList(0, i), families[table], bytes);
      }
    }
  }

  /** Before the first write: what is stored now is read beside the writes that follow. */
  private void startNodeFilter() throws RocksDBException {
    ColumnFamilyHandle nodes = families[Table.NODE.ordinal()];
    long stored = database.getLongProperty(nodes, "rocksdb.estimate-num-keys");
    nodeFilter = new KeyFilter(stored);
    Cursor cursor = scanWhole(Table.NODE);
    if (stored > 0) {
      Thread.ofPlatform().daemon().name("rocksdb-node-ids").start(() -> readNodeIds(cursor));
    } else {
      readNodeIds(cursor);
    }
  }

  private void readNodeIds(Cursor stored) {
    try (stored) {
      while (!nodeFilter.isFull() && stored.next()) {
        nodeFilter.add(stored.key());
      }
      nodeFilter.complete();
    } catch (StoreException e) {
      // The store was closed, or cannot be read, which whoever reads it is told: without a filter
      // nodes are looked for.
      LOG.log(System.Logger.Level.DEBUG, "The filter of node ids stays incomplete", e);
    }
  }

  @Override
  public Store snapshot() {
    int stripe = gate.enter();
    try {
      RocksDbSnapshot snapshot = new RocksDbSnapshot(this, gate, snapshots, database);
      snapshots.add(snapshot);
      return snapshot;
    } finally {
      gate.exit(stripe);
    }
  }

  /**
   * Copies the store as it is now to a directory that does not exist yet, while writes go on: by
   * hard links where the file system has them, so that it costs little time and room.
   */
  void copyTo(Path target) {
    int stripe = gate.enter();
    try (Checkpoint checkpoint = Checkpoint.create(database)) {
      checkpoint.createCheckpoint(target.toString());
    } catch (RocksDBException e) {
      throw failure("copy to " + target, directory, e);
    } finally {
      gate.exit(stripe);
    }
  }

  @Override
  public void close() {
    if (!gate.close()) {
      return;
    }
    for (RocksDbCursor cursor : cursors) {
      cursor.release();
    }
    snapshots.forEach(RocksDbSnapshot::release);
    if (!readOnly) {
      try (FlushOptions flush = new FlushOptions().setWaitForFlush(true)) {
        // Unflushed writes stay in the log, so a failure here costs replay time and no data.
        database.flush(flush, handles);
      } catch (RocksDBException e) {
        LOG.log(System.Logger.Level.WARNING, failure("flush", directory, e).getMessage());
      }
    }
    handles.forEach(ColumnFamilyHandle::close);
    database.close();
    tuning.close();
  }

  static StoreException failure(String action, Path directory, RocksDBException e) {
    String text = String.valueOf(e.getMessage());
    Status status = e.getStatus();
    Status.Code code = status == null ? Status.Code.Undefined : status.getCode();
    String remedy;
    if (text.contains("lock file") || text.contains("lock hold")) {
      remedy = "another process (or another handle of this one) has it open: close that one first";
    } else if (text.contains("No space left")
        || (status != null && status.getSubCode() == Status.SubCode.NoSpace)) {
      remedy =
          "the disk is full; what is stored stays readable: free space (64 MB or more), and writes"
              + " work again within seconds";
    } else if (text.contains("ermission denied") || text.contains("Read-only file system")) {
      remedy = "this user may not write there: change the permissions, or open it with readOnly";
    } else if (code == Status.Code.Corruption) {
      remedy =
          "a file is damaged: restore the directory from a backup or let it resync from a peer;"
              + " './hypha db salvage' writes what can still be read";
    } else {
      remedy = "see the LOG file there; what is stored may still open with readOnly";
    }
    return new StoreException(
        "Cannot " + action + " the RocksDB store in " + directory + " (" + text + "): " + remedy,
        e);
  }
}
