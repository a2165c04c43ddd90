package dev.hyphadb.core.access;

import dev.hyphadb.core.commit.Commit;
import dev.hyphadb.core.commit.CommitCodec;
import dev.hyphadb.core.commit.CommitKey;
import dev.hyphadb.core.commit.VerifiedCommit;
import dev.hyphadb.core.store.PendingTable;
import dev.hyphadb.core.store.Store;
import dev.hyphadb.core.store.Table;
import dev.hyphadb.core.store.WriteBatch;
import dev.hyphadb.core.value.PackReader;
import dev.hyphadb.core.value.PackWriter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * Commits whose authors had no right to them by what is known so far, until the grant arrives.
 * Bounded, for an author and in all: when it is full, an author who has more waiting than the
 * newcomer's makes room, so that a few who send much do not keep out the many who send little. What
 * is dropped comes again: once it counts, state hashes differ and are repaired, and where hashes
 * say nothing, everything is gone through.
 */
final class Quarantine {
  private final PendingTable table;
  private final CommitCodec codec;
  private final QuarantineLimits limits;
  private final Map<Address, Waiting> authors = new LinkedHashMap<>();

  /** Authors by how many commits wait, those who came first in front. */
  private final NavigableMap<Integer, Set<Address>> byCount = new TreeMap<>();

  private int commits;
  private long bytes;
  private long evicted;

  /** What waits of one author. */
  private static final class Waiting {
    int commits;
    long bytes;
  }

  Quarantine(Store store, CommitCodec codec, QuarantineLimits limits) {
    this.table = new PendingTable(store, Table.QUARANTINE);
    this.codec = codec;
    this.limits = limits;
    try (Store.Cursor stored = store.scan(Table.QUARANTINE, null, null)) {
      while (stored.next()) {
        count(author(stored.key()), 1, stored.value().length);
      }
    }
  }

  private static Address author(byte[] key) {
    return new Address(Arrays.copyOf(key, Commit.AUTHOR_LENGTH));
  }

  private void count(Address author, int commitsMore, long bytesMore) {
    Waiting waiting = authors.computeIfAbsent(author, address -> new Waiting());
    Set<Address> level = byCount.get(waiting.commits);
    if (level != null && level.remove(author) && level.isEmpty()) {
      byCount.remove(waiting.commits);
    }
    waiting.commits += commitsMore;
    waiting.bytes += bytesMore;
    commits += commitsMore;
    bytes += bytesMore;
    if (waiting.commits == 0) {
      authors.remove(author);
    } else {
      byCount.computeIfAbsent(waiting.commits, count -> new LinkedHashSet<>()).add(author);
    }
  }

  boolean holds(Address author, CommitKey key) {
    return authors.containsKey(author) && table.get(AuthorityHistory.key(author, key)) != null;
  }

  /** {@code null} when it does not wait here. */
  VerifiedCommit get(Address author, CommitKey key) {
    byte[] record =
        authors.containsKey(author) ? table.get(AuthorityHistory.key(author, key)) : null;
    return record == null ? null : decode(codec, record);
  }

  static VerifiedCommit decode(CommitCodec codec, byte[] record) {
    PackReader reader = new PackReader(record);
    byte[] signature = reader.bytes();
    return codec.decode(reader.bytes(), signature);
  }

  /** Lets a commit wait; false when there is no room for it. */
  boolean add(Address author, VerifiedCommit commit) {
    byte[] record =
        new PackWriter(commit.body().length + 80)
            .bytes(commit.signature())
            .bytes(commit.body())
            .toByteArray();
    if (!makeRoom(author, record.length)) {
      return false;
    }
    table.put(AuthorityHistory.key(author, commit.key()), record);
    count(author, 1, record.length);
    return true;
  }

  private boolean makeRoom(Address author, int length) {
    Waiting own = authors.get(author);
    int ownCommits = own == null ? 0 : own.commits;
    long ownBytes = own == null ? 0 : own.bytes;
    if (ownCommits >= limits.commitsOfAuthorMax()
        || ownBytes + length > limits.bytesOfAuthorMax()
        || length > limits.bytesMax()) {
      return false;
    }
    while (commits >= limits.commitsMax() || bytes + length > limits.bytesMax()) {
      if (byCount.isEmpty() || byCount.lastKey() <= ownCommits) {
        return false;
      }
      dropOne(byCount.lastEntry().getValue().iterator().next());
    }
    return true;
  }

  private void dropOne(Address author) {
    CommitKey first = firstAfter(author, null);
    remove(author, first);
    evicted++;
  }

  void remove(Address author, CommitKey key) {
    byte[] at = AuthorityHistory.key(author, key);
    byte[] record = authors.containsKey(author) ? table.get(at) : null;
    if (record != null) {
      table.delete(at);
      count(author, -1, -record.length);
    }
  }

  /** The author's first waiting commit after a key; {@code null} when there is none. */
  CommitKey firstAfter(Address author, CommitKey key) {
    return authors.containsKey(author) ? HeldCommits.firstAfter(table, author, key) : null;
  }

  /** Everybody of whom a commit waits. */
  List<Address> authors() {
    return List.copyOf(authors.keySet());
  }

  /** How many commits made room for others, and were forgotten. */
  long evicted() {
    return evicted;
  }

  /** How many commits wait. */
  int size() {
    return commits;
  }

  void flush(WriteBatch batch) {
    table.flush(batch);
  }
}
