package dev.hyphadb.simulation;

import dev.hyphadb.core.commit.Commit;
import dev.hyphadb.core.commit.CommitKey;
import dev.hyphadb.core.commit.VerifiedCommit;
import dev.hyphadb.core.store.MemoryStore;
import dev.hyphadb.core.store.Store;
import dev.hyphadb.core.store.StoreException;
import dev.hyphadb.core.store.Table;
import dev.hyphadb.core.store.WriteBatch;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * A disk that fails on command and keeps exactly what was durable. Knows which commits it was ever
 * given, and can take back its last writes as a power cut does.
 */
final class SimulatedDisk implements Store {
  private static final int UNSYNCED_MAX = 16;

  /** What happens at a write. */
  enum Failure {
    NONE,
    DIES_BEFORE,
    DIES_AFTER,
    REFUSES
  }

  /** The process is gone; nothing of it may go on. */
  static final class Died extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Died() {
      super("the process died at a write", null, false, false);
    }
  }

  private record Undo(WriteBatch inverse, List<CommitKey> received) {}

  private final History history;
  private final MemoryStore tables = new MemoryStore();
  private final NavigableMap<CommitKey, VerifiedCommit> received = new TreeMap<>();
  private final Deque<Undo> unsynced = new ArrayDeque<>();
  private final boolean losesTail;
  private List<VerifiedCommit> lastWritten = List.of();
  private Failure failure = Failure.NONE;
  private int writesUntilFailure;
  private StoreException refusal;

  SimulatedDisk(History history, boolean losesTail) {
    this.history = history;
    this.losesTail = losesTail;
  }

  /** All commits that this disk, or the one it was copied from, was ever given, by stamp. */
  NavigableMap<CommitKey, VerifiedCommit> received() {
    return received;
  }

  /** Those of them that are live. */
  NavigableMap<CommitKey, VerifiedCommit> liveCommits() {
    NavigableMap<CommitKey, VerifiedCommit> live = new TreeMap<>();
    try (Cursor cursor = scan(Table.LIVE, null, null)) {
      while (cursor.next()) {
        CommitKey key = new CommitKey(cursor.key());
        live.put(key, received.get(key));
      }
    }
    return live;
  }

  /** All commits that it has now, those that wait for a role among them, by stamp. */
  NavigableMap<CommitKey, VerifiedCommit> held() {
    NavigableMap<CommitKey, VerifiedCommit> held = stored();
    try (Cursor waiting = tables.scan(Table.QUARANTINE, null, null)) {
      while (waiting.next()) {
        byte[] key = waiting.key();
        CommitKey commit = new CommitKey(Arrays.copyOfRange(key, Commit.AUTHOR_LENGTH, key.length));
        held.put(commit, history.record(commit, waiting.value()));
      }
    }
    return held;
  }

  /** All commits that it has now and that do not wait, or have counted before. */
  NavigableMap<CommitKey, VerifiedCommit> stored() {
    NavigableMap<CommitKey, VerifiedCommit> commits = new TreeMap<>();
    try (Cursor stored = tables.scan(Table.COMMIT, null, null)) {
      while (stored.next()) {
        CommitKey key = new CommitKey(stored.key());
        commits.put(key, history.record(key, stored.value()));
      }
    }
    return commits;
  }

  /** The commits of the last write, in the order in which the log has them. */
  List<VerifiedCommit> lastWritten() {
    return lastWritten;
  }

  void failAt(Failure failure, int writes) {
    this.failure = failure;
    this.writesUntilFailure = writes;
  }

  /** Whether an exception is this disk's own. */
  boolean takeRefusal(StoreException e) {
    boolean isOwn = e == refusal;
    refusal = null;
    return isOwn;
  }

  SimulatedDisk copy() {
    SimulatedDisk copy = new SimulatedDisk(history, losesTail);
    WriteBatch everything = new WriteBatch();
    for (Table table : Table.values()) {
      try (Cursor cursor = tables.scan(table, null, null)) {
        while (cursor.next()) {
          everything.put(table, cursor.key(), cursor.value());
        }
      }
    }
    copy.tables.write(everything);
    copy.received.putAll(received);
    return copy;
  }

  /** Takes back the last writes; returns how many. */
  int losePower(int writesMax) {
    int lost = 0;
    while (lost < writesMax && !unsynced.isEmpty()) {
      Undo undo = unsynced.removeLast();
      tables.write(undo.inverse);
      undo.received.forEach(received::remove);
      lost++;
    }
    return lost;
  }

  @Override
  public byte[] get(Table table, byte[] key) {
    return tables.get(table, key);
  }

  @Override
  public Cursor scan(Table table, byte[] from, byte[] to) {
    return tables.scan(table, from, to);
  }

  @Override
  public Cursor scanReverse(Table table, byte[] from, byte[] to) {
    return tables.scanReverse(table, from, to);
  }

  @Override
  public void write(WriteBatch batch) {
    boolean fails = failure != Failure.NONE && writesUntilFailure-- <= 0;
    Failure now = fails ? failure : Failure.NONE;
    if (fails) {
      failure = Failure.NONE;
    }
    if (now == Failure.DIES_BEFORE) {
      throw new Died();
    }
    if (now == Failure.REFUSES) {
      refusal = new StoreException("The simulated disk is full: free some space");
      throw refusal;
    }
    apply(batch);
    if (now == Failure.DIES_AFTER) {
      throw new Died();
    }
  }

  private void apply(WriteBatch batch) {
    List<VerifiedCommit> written = new ArrayList<>();
    List<CommitKey> firstReceived = new ArrayList<>();
    WriteBatch inverse = losesTail ? inverseOf(batch) : null;
    for (WriteBatch.Change change : batch.changes()) {
      if (change instanceof WriteBatch.Put put && put.table() == Table.COMMIT) {
        CommitKey key = new CommitKey(put.key());
        VerifiedCommit commit = history.record(key, put.value());
        written.add(commit);
        if (received.put(key, commit) == null) {
          firstReceived.add(key);
        }
      }
    }
    tables.write(batch);
    lastWritten = written;
    if (losesTail) {
      unsynced.addLast(new Undo(inverse, firstReceived));
      if (unsynced.size() > UNSYNCED_MAX) {
        unsynced.removeFirst();
      }
    }
  }

  /** What brings back the present values of everything that the batch touches. */
  private WriteBatch inverseOf(WriteBatch batch) {
    WriteBatch inverse = new WriteBatch();
    for (WriteBatch.Change change : batch.changes()) {
      switch (change) {
        case WriteBatch.Put put -> restore(inverse, put.table(), put.key());
        case WriteBatch.Delete delete -> restore(inverse, delete.table(), delete.key());
        case WriteBatch.DeleteRange range -> {
          try (Cursor cursor = tables.scan(range.table(), range.from(), range.to())) {
            while (cursor.next()) {
              inverse.put(range.table(), cursor.key(), cursor.value());
            }
          }
        }
      }
    }
    return inverse;
  }

  private void restore(WriteBatch inverse, Table table, byte[] key) {
    byte[] value = tables.get(table, key);
    if (value == null) {
      inverse.delete(table, key);
    } else {
      inverse.put(table, key, value);
    }
  }

  @Override
  public void close() {}
}
