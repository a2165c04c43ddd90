package dev.hyphadb.core;

import dev.hyphadb.core.commit.CommitCodec;
import dev.hyphadb.core.commit.CommitId;
import dev.hyphadb.core.commit.CommitKey;
import dev.hyphadb.core.commit.VerifiedCommit;
import dev.hyphadb.core.graph.LiveRanges;
import dev.hyphadb.core.store.PendingTable;
import dev.hyphadb.core.store.Store;
import dev.hyphadb.core.store.Table;
import dev.hyphadb.core.store.WriteBatch;
import dev.hyphadb.core.sync.PeerId;
import dev.hyphadb.core.time.Timestamp;
import dev.hyphadb.core.value.PackReader;
import dev.hyphadb.core.value.PackWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The quarantine of commits that are further ahead of this peer's clock than drift explains, until
 * their time has come. Stored, because who sent them counts them as read and does not send them
 * again. Bounded, for a peer and in all: when it is full, the commit furthest ahead makes room.
 * What found no room comes again: once its time has come elsewhere, state hashes differ and are
 * repaired.
 */
final class FutureCommits {
  static final int COMMITS_MAX = 10_000;
  static final int COMMITS_OF_PEER_MAX = 5_000;
  static final long BYTES_MAX = 64L << 20;
  static final long BYTES_OF_PEER_MAX = 32L << 20;

  private final PendingTable table;
  private final CommitCodec codec;
  private final long clockDriftMillisMax;
  private final NavigableMap<CommitKey, Entry> entries = new TreeMap<>();

  /** Of the connected peers; what was stored before counts for none. */
  private final Map<PeerId, Load> loads = new HashMap<>();

  private long bytes;
  private long evicted;

  /** In memory there is no more of a commit than this. */
  private record Entry(CommitId id, PeerId sender, int bytes) {}

  private static final class Load {
    int commits;
    long bytes;
  }

  FutureCommits(Store store, CommitCodec codec, long clockDriftMillisMax) {
    this.table = new PendingTable(store, Table.FUTURE);
    this.codec = codec;
    this.clockDriftMillisMax = clockDriftMillisMax;
    try (Store.Cursor stored = store.scan(Table.FUTURE, null, null)) {
      while (stored.next()) {
        byte[] record = stored.value();
        CommitId id = idOf(record);
        entries.put(new CommitKey(stored.key()), new Entry(id, null, record.length));
        bytes += record.length;
      }
    }
  }

  boolean holds(CommitKey key) {
    return entries.containsKey(key);
  }

  boolean isAhead(CommitKey key, long nowMillis) {
    return dueMillis(key) > nowMillis;
  }

  private long dueMillis(CommitKey key) {
    return Timestamp.unpack(key.hlc()).physical() - clockDriftMillisMax;
  }

  /**
   * Lets a commit wait that does not yet; returns why it is refused, {@code null} when it is not.
   */
  String keep(VerifiedCommit commit, PeerId sender) {
    byte[] record = encode(commit);
    Load load = loads.computeIfAbsent(sender, peer -> new Load());
    boolean fits =
        load.commits < COMMITS_OF_PEER_MAX && load.bytes + record.length <= BYTES_OF_PEER_MAX;
    while (fits && (entries.size() >= COMMITS_MAX || bytes + record.length > BYTES_MAX)) {
      fits = commit.key().compareTo(entries.lastKey()) < 0;
      if (fits) {
        remove(entries.lastKey());
        evicted++;
      }
    }
    if (!fits) {
      return "quarantine-full";
    }
    entries.put(commit.key(), new Entry(commit.id(), sender, record.length));
    table.put(commit.key().bytes(), record);
    load.commits++;
    load.bytes += record.length;
    bytes += record.length;
    return null;
  }

  private void remove(CommitKey key) {
    Entry entry = entries.remove(key);
    table.delete(key.bytes());
    bytes -= entry.bytes;
    Load load = loads.get(entry.sender);
    if (load != null) {
      load.commits--;
      load.bytes -= entry.bytes;
    }
  }

  /** A peer that comes back is another one. */
  void forget(PeerId sender) {
    loads.remove(sender);
  }

  /** Takes out the first commit if its time has come; {@code null} otherwise. */
  VerifiedCommit pollDue(long nowMillis) {
    if (entries.isEmpty() || isAhead(entries.firstKey(), nowMillis)) {
      return null;
    }
    CommitKey key = entries.firstKey();
    VerifiedCommit commit = decode(codec, table.get(key.bytes()));
    remove(key);
    return commit;
  }

  /** When {@link #pollDue} has something to give; {@code Long.MAX_VALUE} for never. */
  long deadlineMillis() {
    return entries.isEmpty() ? Long.MAX_VALUE : dueMillis(entries.firstKey());
  }

  /** How many commits made room for others, and were forgotten. */
  long evicted() {
    return evicted;
  }

  int size() {
    return entries.size();
  }

  /** In the order of their keys. */
  List<LiveRanges.Entry> all() {
    List<LiveRanges.Entry> all = new ArrayList<>(entries.size());
    entries.forEach((key, entry) -> all.add(new LiveRanges.Entry(key, entry.id)));
    return all;
  }

  void flush(WriteBatch batch) {
    table.flush(batch);
  }

  private static byte[] encode(VerifiedCommit commit) {
    PackWriter writer =
        new PackWriter(commit.body().length + 120).raw(commit.id().bytes(), 0, CommitId.LENGTH);
    if (commit.signature() == null) {
      writer.nil();
    } else {
      writer.bytes(commit.signature());
    }
    return writer.bytes(commit.body()).toByteArray();
  }

  static CommitId idOf(byte[] record) {
    return new CommitId(new PackReader(record).raw(CommitId.LENGTH));
  }

  static VerifiedCommit decode(CommitCodec codec, byte[] record) {
    PackReader reader = new PackReader(record);
    reader.raw(CommitId.LENGTH);
    byte[] signature = reader.tryNil() ? null : reader.bytes();
    return codec.decode(reader.bytes(), signature);
  }
}
