package dev.hyphadb.core.graph;

import dev.hyphadb.core.commit.CommitId;
import dev.hyphadb.core.commit.CommitKey;
import dev.hyphadb.core.commit.VerifiedCommit;
import dev.hyphadb.core.store.Keys;
import dev.hyphadb.core.store.Store;
import dev.hyphadb.core.store.Table;
import dev.hyphadb.core.store.WriteBatch;
import dev.hyphadb.core.value.PackReader;
import dev.hyphadb.core.value.PackWriter;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which commits are live: for each, how many registers hold one of its stamps. Keeps the number of live commits and the
 * state hash. Changes gather in memory until {@link #flush}.
 */
final class LiveCommits {
  private static final int CACHE_ENTRIES_MAX = 8192;

  private final Store store;
  private final StateHash stateHash;
  private long count;
  private final Map<CommitKey, Entry> dirty = new LinkedHashMap<>();
  private final Map<CommitKey, Entry> clean =
      new LinkedHashMap<>(256, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<CommitKey, Entry> eldest) {
          return size() > CACHE_ENTRIES_MAX;
        }
      };

  /** Belongs to one commit; {@code stored} says whether the store has a record of it. */
  private static final class Entry {
    final CommitId id;
    final long logSequence;
    int holders;
    boolean stored;

    Entry(CommitId id, long logSequence, int holders, boolean stored) {
      this.id = id;
      this.logSequence = logSequence;
      this.holders = holders;
      this.stored = stored;
    }
  }

  LiveCommits(Store store, long count, StateHash stateHash) {
    this.store = store;
    this.count = count;
    this.stateHash = stateHash;
  }

  long count() {
    return count;
  }

  StateHash stateHash() {
    return stateHash;
  }

  boolean isLive(CommitKey key) {
    Entry entry = find(key);
    return entry != null && entry.holders > 0;
  }

  /** The id of a live commit; {@code null} when the commit is not live. */
  CommitId idOf(CommitKey key) {
    Entry entry = find(key);
    return entry == null || entry.holders == 0 ? null : entry.id;
  }

  /** Makes a commit known before its registers are counted. */
  void open(VerifiedCommit commit, long logSequence) {
    dirty.put(commit.key(), new Entry(commit.id(), logSequence, 0, false));
  }

  void hold(CommitKey key) {
    Entry entry = require(key);
    if (entry.holders++ == 0) {
      count++;
      stateHash.add(entry.id);
    }
    dirty.put(key, entry);
  }

  void release(CommitKey key) {
    Entry entry = require(key);
    if (--entry.holders == 0) {
      count--;
      stateHash.subtract(entry.id);
    }
    dirty.put(key, entry);
  }

  private Entry require(CommitKey key) {
    Entry entry = find(key);
    if (entry == null) {
      throw new IllegalStateException("a register holds a stamp of an unknown commit: " + key);
    }
    return entry;
  }

  private Entry find(CommitKey key) {
    Entry entry = dirty.get(key);
    if (entry == null) {
      entry = clean.get(key);
    }
    if (entry == null) {
      byte[] record = store.get(Table.LIVE, key.bytes());
      if (record == null) {
        return null;
      }
      entry = decode(key, record);
      clean.put(key, entry);
    }
    return entry;
  }

  /**
   * Adds the gathered changes to the batch. Commits that died and have left the log are deleted altogether.
   *
   * @param logStart first sequence that the log still has
   */
  void flush(WriteBatch batch, long logStart) {
    for (Map.Entry<CommitKey, Entry> change : dirty.entrySet()) {
      byte[] key = change.getKey().bytes();
      Entry entry = change.getValue();
      if (entry.holders > 0) {
        batch.put(Table.LIVE, key, encode(entry));
        entry.stored = true;
        clean.put(change.getKey(), entry);
      } else {
        clean.remove(change.getKey());
        if (entry.stored) {
          batch.delete(Table.LIVE, key);
        }
        if (entry.logSequence < logStart) {
          batch.delete(Table.COMMIT, key);
        }
      }
    }
    dirty.clear();
  }

  private static byte[] encode(Entry entry) {
    int known = CommitKey.LENGTH - 8;
    return new PackWriter(32)
        .raw(entry.id.bytes(), known, CommitId.LENGTH - known)
        .integer(entry.holders)
        .integer(entry.logSequence)
        .toByteArray();
  }

  private static Entry decode(CommitKey key, byte[] record) {
    PackReader reader = new PackReader(record);
    CommitId id = idOf(key, reader);
    int holders = reader.integer(1, Integer.MAX_VALUE);
    return new Entry(id, reader.unsigned(), holders, true);
  }

  /** A commit key and the start of its record in the table of live commits make the whole id. */
  private static CommitId idOf(CommitKey key, PackReader record) {
    int known = CommitKey.LENGTH - 8;
    byte[] id = new byte[CommitId.LENGTH];
    System.arraycopy(key.bytes(), 8, id, 0, known);
    System.arraycopy(record.raw(CommitId.LENGTH - known), 0, id, known, CommitId.LENGTH - known);
    return new CommitId(id);
  }
}
