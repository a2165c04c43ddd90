package dev.hyphadb.jvm.storage;

import dev.hyphadb.core.store.Store;
import dev.hyphadb.core.store.StoreException;
import dev.hyphadb.core.store.Table;
import dev.hyphadb.core.store.WriteBatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;

/**
 * H2's MVStore, a map per table, behind a {@link Journal}: for machines where RocksDB's native
 * library does not load. A write is journalled, then applied to the maps in memory; a thread of
 * this store commits the maps to their file every second and drops the journals that this made
 * superfluous.
 *
 * <p>Do not interrupt threads that read: an interrupt closes the file below MVStore.
 */
public final class MvStore implements Store {
  private static final System.Logger LOG = System.getLogger(MvStore.class.getName());
  private static final long COMMIT_INTERVAL_MILLIS = 1000;

  /** Beyond this the writer commits by itself, which bounds the heap and the replay. */
  private static final long JOURNAL_BYTES_MAX = 64L << 20;

  /**
   * A commit that fails half-way closes MVStore for readers too, so none is begun with less room.
   */
  private static final long FREE_BYTES_MIN = 16L << 20;

  private final Path directory;
  private final CloseGate gate;
  private final MVStore database;
  private final Journal journal;
  private final MvTables tables;
  private final Thread committer;
  private final Set<MvCursor> cursors = ConcurrentHashMap.newKeySet();
  private final Set<MvSnapshot> snapshots = ConcurrentHashMap.newKeySet();

  /** Held to apply a batch, shared to take a scan's root: a scan never begins inside a batch. */
  private final ReentrantReadWriteLock applying = new ReentrantReadWriteLock();

  private final Object committing = new Object();
  private volatile boolean closing;
  private volatile String brokenBecause;

  private MvStore(Path directory, MVStore database, MvTables tables, Journal journal) {
    this.directory = directory;
    this.gate = new CloseGate("The MVStore store in " + directory);
    this.database = database;
    this.tables = tables;
    this.journal = journal;
    this.committer =
        Thread.ofPlatform().daemon().name("mvstore-commit").unstarted(this::commitLoop);
  }

  /**
   * Opens or creates the store in that directory.
   *
   * @throws StoreException when it cannot be opened; the message names the directory and the remedy
   */
  public static MvStore open(Path directory, StorageOptions options) {
    if (options.readOnly()) {
      throw new StoreException(
          "The MVStore engine in "
              + directory
              + " cannot open read-only: open it without readOnly");
    }
    MVStore database = null;
    try {
      Files.createDirectories(directory);
      // Auto-commit would begin commits on a full disk; see FREE_BYTES_MIN.
      database =
          new MVStore.Builder()
              .fileName(directory.resolve("tables.mv").toString())
              .cacheSize((int) Math.max(1, options.cacheBytes() >> 20))
              .compress()
              .autoCommitDisabled()
              .autoCommitBufferSize(0)
              .open();
      MvTables tables = new MvTables(database);
      Journal journal = Journal.open(directory, options.syncWrites(), tables::apply);
      MvStore store = new MvStore(directory, database, tables, journal);
      store.committer.start();
      return store;
    } catch (IOException e) {
      throw new StoreException(
          "Cannot create " + directory + " (" + e + "): choose a directory this user may write to",
          e);
    } catch (MVStoreException e) {
      abandon(database);
      throw failure("open", directory, e);
    } catch (StoreException e) {
      abandon(database);
      throw e;
    }
  }

  private static void abandon(MVStore database) {
    if (database != null) {
      database.closeImmediately();
    }
  }

  @Override
  public byte[] get(Table table, byte[] key) {
    int stripe = gate.enter();
    try {
      return tables.of(table).get(key);
    } catch (MVStoreException e) {
      throw failure("read", directory, e);
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
    applying.readLock().lock();
    try {
      MvCursor cursor =
          new MvCursor(directory, gate, cursors, database, tables.of(table), from, to, reverse);
      cursors.add(cursor);
      return cursor;
    } catch (MVStoreException e) {
      throw failure("scan", directory, e);
    } finally {
      applying.readLock().unlock();
      gate.exit(stripe);
    }
  }

  @Override
  public Store snapshot() {
    int stripe = gate.enter();
    applying.readLock().lock();
    try {
      MvSnapshot snapshot = new MvSnapshot(directory, gate, snapshots, database, tables);
      snapshots.add(snapshot);
      return snapshot;
    } catch (MVStoreException e) {
      throw failure("read", directory, e);
    } finally {
      applying.readLock().unlock();
      gate.exit(stripe);
    }
  }

  @Override
  public void write(WriteBatch batch) {
    int stripe = gate.enter();
    try {
      if (batch.isEmpty()) {
        return;
      }
      byte[] record = JournalRecord.encode(batch.changes());
      boolean full;
      applying.writeLock().lock();
      try {
        requireWhole();
        journal.append(record);
        tables.apply(batch);
        full = journal.bytes() > JOURNAL_BYTES_MAX;
      } catch (MVStoreException e) {
        brokenBecause = e.getMessage();
        throw failure("write", directory, e);
      } finally {
        applying.writeLock().unlock();
      }
      if (full) {
        commit();
      }
    } finally {
      gate.exit(stripe);
    }
  }

  private void requireWhole() {
    if (brokenBecause != null) {
      throw new StoreException(
          "The MVStore store in "
              + directory
              + " stopped taking writes ("
              + brokenBecause
              + "): close the database and open it again");
    }
    if (journal.bytes() > 2 * JOURNAL_BYTES_MAX) {
      throw new StoreException(
          "The disk of "
              + directory
              + " is full; what is stored stays readable: free space, then write");
    }
  }

  private void commitLoop() {
    while (!closing) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(COMMIT_INTERVAL_MILLIS));
      int stripe = gate.tryEnter();
      if (stripe < 0) {
        return;
      }
      try {
        if (database.hasUnsavedChanges() && brokenBecause == null) {
          commit();
        }
      } catch (MVStoreException | StoreException e) {
        brokenBecause = e.getMessage();
        LOG.log(System.Logger.Level.ERROR, "Cannot commit the MVStore store in " + directory, e);
      } finally {
        gate.exit(stripe);
      }
    }
  }

  private void commit() {
    synchronized (committing) {
      if (!roomToCommit()) {
        return;
      }
      long keep;
      applying.writeLock().lock();
      try {
        keep = journal.rotate();
      } finally {
        applying.writeLock().unlock();
      }
      database.commit();
      database.sync();
      journal.deleteBelow(keep);
      database.compact(80, 4 << 20);
    }
  }

  private boolean roomToCommit() {
    try {
      long usable = Files.getFileStore(directory).getUsableSpace();
      return usable > FREE_BYTES_MIN + 2L * database.getUnsavedMemory();
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() {
    closing = true;
    LockSupport.unpark(committer);
    if (!gate.close()) {
      return;
    }
    try {
      cursors.forEach(MvCursor::release);
      snapshots.forEach(MvSnapshot::release);
      if (brokenBecause == null && roomToCommit()) {
        database.close();
        journal.deleteBelow(Long.MAX_VALUE);
      } else {
        // The journals hold what the file lacks; the next open replays them.
        database.closeImmediately();
      }
    } catch (MVStoreException | StoreException e) {
      LOG.log(System.Logger.Level.WARNING, failure("close", directory, e).getMessage());
    } finally {
      journal.close();
    }
  }

  static StoreException failure(String action, Path directory, RuntimeException e) {
    int code = e instanceof MVStoreException known ? known.getErrorCode() : -1;
    String remedy =
        switch (code) {
          case DataUtils.ERROR_FILE_LOCKED ->
              "another process (or another handle of this one) has it open: close that one first";
          case DataUtils.ERROR_FILE_CORRUPT, DataUtils.ERROR_CHUNK_NOT_FOUND ->
              "a file is damaged: restore the directory from a backup or let it resync from a peer";
          default -> "check free space and permissions there, then open it again";
        };
    return new StoreException(
        "Cannot "
            + action
            + " the MVStore store in "
            + directory
            + " ("
            + e.getMessage()
            + "): "
            + remedy,
        e);
  }
}
