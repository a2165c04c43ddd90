package dev.hyphadb.core;

import dev.hyphadb.core.commit.CommitKey;
import dev.hyphadb.core.commit.Sha256;
import dev.hyphadb.core.commit.VerifiedCommit;
import dev.hyphadb.core.graph.GraphWriter;
import dev.hyphadb.core.graph.LiveRanges;
import dev.hyphadb.core.store.Store;
import dev.hyphadb.core.store.StoreException;
import dev.hyphadb.core.store.Table;
import dev.hyphadb.core.store.WriteBatch;
import dev.hyphadb.core.sync.CommitLog;
import dev.hyphadb.core.sync.LogId;
import dev.hyphadb.core.sync.LogPosition;
import dev.hyphadb.core.sync.SyncHost;
import dev.hyphadb.core.time.Timestamp;
import dev.hyphadb.core.value.Octets;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * The replica as its sessions see it: takes their commits in and remembers how far other logs were
 * read.
 */
final class ReplicaSyncHost implements SyncHost {
  /**
   * Commits from the future that may wait; more are dropped, and come again with a later
   * synchronisation.
   */
  private static final int WAITING_MAX = 10_000;

  /** Logs of other peers; about 40 bytes each, in memory and in the store. */
  private static final int READ_LOGS_MAX = 1_000;

  private final Store store;
  private final LogId logId;
  private final CommitLog log;
  private final GraphWriter graph;
  private final CommitMerge merge;
  private final Sha256 sha256;
  private final long clockDriftMillisMax;
  private final NavigableMap<CommitKey, VerifiedCommit> waiting = new TreeMap<>();
  private final ReadPositions readPositions;
  private long nowMillis;
  private boolean isDirty;

  ReplicaSyncHost(
      Store store,
      LogId logId,
      CommitLog log,
      GraphWriter graph,
      CommitMerge merge,
      Sha256 sha256,
      long clockDriftMillisMax) {
    this.store = store;
    this.logId = logId;
    this.log = log;
    this.graph = graph;
    this.merge = merge;
    this.sha256 = sha256;
    this.clockDriftMillisMax = clockDriftMillisMax;
    this.readPositions = new ReadPositions(store, READ_LOGS_MAX);
  }

  void setNow(long nowMillis) {
    this.nowMillis = nowMillis;
  }

  @Override
  public LogId logId() {
    return logId;
  }

  @Override
  public CommitLog log() {
    return log;
  }

  @Override
  public boolean isLive(CommitKey key) {
    return graph.isLive(key);
  }

  @Override
  public long liveCount() {
    return graph.liveCount();
  }

  @Override
  public byte[] stateHash() {
    return graph.stateHash();
  }

  @Override
  public LiveRanges liveRanges() {
    return graph.liveRanges();
  }

  @Override
  public Sha256 sha256() {
    return sha256;
  }

  @Override
  public List<VerifiedCommit> liveIn(byte[] from, byte[] to, Set<CommitKey> except, int bytesMax) {
    List<VerifiedCommit> commits = new ArrayList<>();
    int bytes = 0;
    try (Store.Cursor live = store.scan(Table.LIVE, from, to);
        Store.Cursor stored = store.scan(Table.COMMIT, from, to)) {
      while (bytes < bytesMax && live.next()) {
        // Every live commit is stored, between others that are not live: both tables have the same
        // order.
        do {
          if (!stored.next()) {
            throw new StoreException("A live commit is missing from the store: restore a backup");
          }
        } while (Octets.compare(stored.key(), live.key()) < 0);
        if (!except.contains(new CommitKey(live.key()))) {
          VerifiedCommit commit = log.decode(stored.value());
          commits.add(commit);
          bytes += commit.body().length;
        }
      }
    }
    return commits;
  }

  @Override
  public LogPosition readPosition(LogId readLog) {
    return readPositions.get(readLog);
  }

  @Override
  public void setReadPosition(LogId readLog, LogPosition position) {
    readPositions.put(readLog, position);
    isDirty = true;
  }

  @Override
  public String accept(VerifiedCommit commit) {
    if (merge.knows(commit) || waiting.containsKey(commit.key())) {
      return null;
    }
    if (isAhead(commit.key())) {
      if (waiting.size() >= WAITING_MAX) {
        return "quarantine-full";
      }
      waiting.put(commit.key(), commit);
      return null;
    }
    isDirty = true;
    return merge.take(commit);
  }

  private boolean isAhead(CommitKey key) {
    return Timestamp.unpack(key.hlc()).physical() > nowMillis + clockDriftMillisMax;
  }

  /** Merges the commits from the future whose time has come; returns whether there were any. */
  boolean releaseWaiting() {
    boolean released = false;
    while (!waiting.isEmpty() && !isAhead(waiting.firstKey())) {
      merge.take(waiting.pollFirstEntry().getValue());
      isDirty = true;
      released = true;
    }
    return released;
  }

  /** When {@link #releaseWaiting} has something to do. */
  long deadlineMillis() {
    return waiting.isEmpty()
        ? Long.MAX_VALUE
        : Timestamp.unpack(waiting.firstKey().hlc()).physical() - clockDriftMillisMax;
  }

  /** Whether something changed since the last call. */
  boolean takeDirty() {
    boolean wasDirty = isDirty;
    isDirty = false;
    return wasDirty;
  }

  void flush(WriteBatch batch) {
    readPositions.flush(batch);
  }
}
