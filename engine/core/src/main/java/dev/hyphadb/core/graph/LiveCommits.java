package dev.hyphadb.core.graph;

import dev.hyphadb.core.commit.CommitId;
import dev.hyphadb.core.commit.CommitKey;
import dev.hyphadb.core.commit.VerifiedCommit;
import dev.hyphadb.core.store.Store;
import dev.hyphadb.core.store.Table;
import dev.hyphadb.core.store.WriteBatch;
import dev.hyphadb.core.value.PackReader;
import dev.hyphadb.core.value.PackWriter;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which commits are live: for each, how many registers hold one of its stamps. Keeps the number of
 * live commits and the state hash. Changes gather in memory until {@link #flush}.
 */
final class LiveCommits {
  private static final int CACHE_ENTRIES_MAX = 16_384;

  private final Store store;
  private final StateHash stateHash;
  private final LiveBlocks blocks;
  private long count;
  private final Map<CommitKey, Holders> dirty = new LinkedHashMap<>();

  /**
   * The newest ones, by when they were read or written and not by when they were asked for: the log
   * asks for its oldest entries when it is cut, and never again.
   */
  private final Map<CommitKey, Holders> clean = LruCache.ofNewest(CACHE_ENTRIES_MAX);

  /** The dirty one that was counted last: a commit is counted once for each of its fields. */
  private CommitKey lastKey;

  private Holders last;

  /** What was known of the one that was opened last. */
  private Holders reopened;

  /** Belongs to one commit; {@code stored} says whether the store has a record of it. */
  private static final class Holders {
    final CommitId id;
    final long logSequence;
    int count;
    boolean stored;

    Holders(CommitId id, long logSequence, int count, boolean stored) {
      this.id = id;
      this.logSequence = logSequence;
      this.count = count;
      this.stored = stored;
    }
  }

  LiveCommits(Store store, long count, StateHash stateHash) {
    this.store = store;
    this.count = count;
    this.stateHash = stateHash;
    this.blocks = new LiveBlocks(store);
  }

  /** See {@link LiveBlocks#ranges()}. */
  LiveRanges ranges() {
    return blocks.ranges();
  }

  long count() {
    return count;
  }

  StateHash stateHash() {
    return stateHash;
  }

  boolean isLive(CommitKey key) {
    Holders entry = find(key);
    return entry != null && entry.count > 0;
  }

  /** Whether the commit is live, or was when the last round began. */
  boolean isKnown(CommitKey key) {
    return find(key) != null;
  }

  /** The id of a live commit; {@code null} when the commit is not live. */
  CommitId idOf(CommitKey key) {
    Holders entry = find(key);
    return entry == null || entry.count == 0 ? null : entry.id;
  }

  /** Makes a commit known before its registers are counted. */
  void open(VerifiedCommit commit, long logSequence) {
    lastKey = commit.key();
    // One that was undone in this round may be done again in it.
    reopened = dirty.get(lastKey);
    last = new Holders(commit.id(), logSequence, 0, reopened != null && reopened.stored);
    dirty.put(lastKey, last);
  }

  /** The commit that was opened last is dead, and gets no place in the log. */
  void drop(CommitKey key) {
    if (reopened == null) {
      dirty.remove(key);
    } else {
      dirty.put(key, reopened);
    }
    lastKey = null;
    last = null;
  }

  void hold(CommitKey key) {
    hold(key, 1);
  }

  /**
   * @param registers how many more hold stamps of the commit: at least 1
   */
  void hold(CommitKey key, int registers) {
    Holders entry = toChange(key);
    if (entry.count == 0) {
      count++;
      stateHash.add(entry.id);
    }
    entry.count += registers;
  }

  void release(CommitKey key) {
    Holders entry = toChange(key);
    if (--entry.count == 0) {
      count--;
      stateHash.subtract(entry.id);
    }
  }

  private Holders toChange(CommitKey key) {
    if (key.equals(lastKey)) {
      return last;
    }
    Holders entry = find(key);
    if (entry == null) {
      throw new IllegalStateException("a register holds a stamp of an unknown commit: " + key);
    }
    dirty.put(key, entry);
    lastKey = key;
    last = entry;
    return entry;
  }

  private Holders find(CommitKey key) {
    Holders entry = dirty.get(key);
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
   * Adds the gathered changes to the batch. Commits that died and have left the log are deleted
   * altogether.
   *
   * @param logStart first sequence that the log still has
   */
  void flush(WriteBatch batch, long logStart) {
    for (Map.Entry<CommitKey, Holders> change : dirty.entrySet()) {
      byte[] key = change.getKey().bytes();
      Holders entry = change.getValue();
      if (entry.count > 0) {
        batch.put(Table.LIVE, key, encode(entry));
        if (!entry.stored) {
          blocks.add(change.getKey(), entry.id);
        }
        entry.stored = true;
        clean.put(change.getKey(), entry);
      } else {
        clean.remove(change.getKey());
        if (entry.stored) {
          batch.delete(Table.LIVE, key);
          blocks.remove(change.getKey(), entry.id);
        }
        if (entry.logSequence < logStart) {
          batch.delete(Table.COMMIT, key);
        }
      }
    }
    dirty.clear();
    lastKey = null;
    last = null;
    blocks.flush(batch);
  }

  private static byte[] encode(Holders entry) {
    int known = CommitKey.LENGTH - 8;
    return new PackWriter(32)
        .raw(entry.id.bytes(), known, CommitId.LENGTH - known)
        .integer(entry.count)
        .integer(entry.logSequence)
        .toByteArray();
  }

  private static Holders decode(CommitKey key, byte[] record) {
    PackReader reader = new PackReader(record);
    CommitId id = idOf(key, reader);
    int holders = reader.integer(1, Integer.MAX_VALUE);
    return new Holders(id, reader.unsigned(), holders, true);
  }

  static CommitId idOf(CommitKey key, byte[] record) {
    return idOf(key, new PackReader(record));
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
