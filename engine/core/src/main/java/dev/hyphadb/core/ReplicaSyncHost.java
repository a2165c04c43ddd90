package dev.hyphadb.core;

import dev.hyphadb.core.commit.CommitId;
import dev.hyphadb.core.commit.CommitKey;
import dev.hyphadb.core.commit.Sha256;
import dev.hyphadb.core.commit.VerifiedCommit;
import dev.hyphadb.core.graph.GraphReader;
import dev.hyphadb.core.graph.GraphWriter;
import dev.hyphadb.core.graph.LiveRanges;
import dev.hyphadb.core.store.Store;
import dev.hyphadb.core.store.StoreException;
import dev.hyphadb.core.store.Table;
import dev.hyphadb.core.store.WriteBatch;
import dev.hyphadb.core.sync.CommitLog;
import dev.hyphadb.core.sync.LogId;
import dev.hyphadb.core.sync.LogPosition;
import dev.hyphadb.core.sync.PeerId;
import dev.hyphadb.core.sync.Scope;
import dev.hyphadb.core.sync.SyncHost;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.Octets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * The replica as its sessions see it: takes their commits in and remembers how far other logs were
 * read.
 */
final class ReplicaSyncHost implements SyncHost {
  /** Logs of other peers; about 40 bytes each, in memory and in the store. */
  private static final int READ_LOGS_MAX = 1_000;

  /** About 60 bytes each, in the store. */
  private static final int REFUSALS_MAX = 100_000;

  private final Store store;
  private final LogId logId;
  private final CommitLog log;
  private final GraphWriter graph;
  private final CommitMerge merge;
  private final Sha256 sha256;
  private final FutureCommits future;
  private final OwnChain chain;
  private final GraphReader reader;
  private final ReadPositions readPositions;
  private final Refusals refusals;
  private final Map<String, Long> refusalCounts = new TreeMap<>();
  private long forgotten;
  private final QuotaMeter quotas;
  private final Screener screener;
  private long nowMillis;
  private Scope scope;
  private boolean isDirty;

  ReplicaSyncHost(
      Store store,
      LogId logId,
      CommitLog log,
      GraphWriter graph,
      CommitMerge merge,
      Sha256 sha256,
      FutureCommits future,
      OwnChain chain) {
    this.store = store;
    this.logId = logId;
    this.log = log;
    this.graph = graph;
    this.merge = merge;
    this.sha256 = sha256;
    this.future = future;
    this.chain = chain;
    this.reader = new GraphReader(store);
    this.readPositions = new ReadPositions(store, READ_LOGS_MAX);
    this.refusals = new Refusals(store, REFUSALS_MAX);
    this.quotas = new QuotaMeter(graph);
    this.screener = new Screener(graph, reader);
    merge.screenWith(screener);
  }

  void setNow(long nowMillis) {
    this.nowMillis = nowMillis;
  }

  void forget(PeerId peer) {
    future.forget(peer);
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
  public CommitId liveId(CommitKey key) {
    return graph.liveId(key);
  }

  @Override
  public GraphReader graph() {
    return reader;
  }

  @Override
  public Scope scope() {
    return scope;
  }

  @Override
  public Fields resolvers() {
    return graph.resolvers().declaration();
  }

  /** Returns whether that is another part than before. */
  boolean want(Scope wanted) {
    boolean isOther = !Objects.equals(scope, wanted);
    scope = wanted;
    return isOther;
  }

  @Override
  public LiveRanges liveRanges() {
    return graph.liveRanges();
  }

  @Override
  public int waitingCount() {
    return future.size();
  }

  @Override
  public List<LiveRanges.Entry> waiting() {
    return future.all();
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
  public long refusals() {
    return refusals.count();
  }

  @Override
  public boolean isRefused(CommitKey key) {
    return refusals.contains(key);
  }

  @Override
  public List<CommitKey> newestRefusals(int max) {
    return refusals.newest(max);
  }

  /** The commit shall not come again. */
  void refuse(CommitKey key, String reason) {
    refusalCounts.merge(reason, 1L, Long::sum);
    // What is made in its place has to come later.
    merge.observe(key);
    refusals.add(key, reason);
    isDirty = true;
  }

  /** Forgets what was refused and how far logs were read, so that everything comes again. */
  void reconsider() {
    refusals.clear();
    readPositions.clear();
    isDirty = true;
  }

  /** How many commits were refused since the replica was opened, by reason. */
  Map<String, Long> refusalCounts() {
    return refusalCounts;
  }

  Screener screener() {
    return screener;
  }

  @Override
  public long forgotten() {
    return forgotten + future.evicted() + merge.forgotten();
  }

  @Override
  public boolean isUndecided(CommitKey key) {
    return screener.holds(key);
  }

  private boolean isKnown(VerifiedCommit commit) {
    CommitKey key = commit.key();
    return merge.knows(commit)
        || future.holds(key)
        || refusals.contains(key)
        || screener.holds(key);
  }

  @Override
  public String accept(VerifiedCommit commit, PeerId peer) {
    String reason = isKnown(commit) ? null : take(commit, peer);
    return counted(reason);
  }

  /** Counts a commit as forgotten when there is a reason; returns that. */
  private String counted(String reason) {
    if (reason != null) {
      forgotten++;
    }
    return reason;
  }

  private String take(VerifiedCommit commit, PeerId peer) {
    isDirty = true;
    chain.see(commit);
    if (future.isAhead(commit.key(), nowMillis)) {
      return future.keep(commit, peer);
    }
    String excess = quotas.take(commit, peer, nowMillis);
    if (excess != null) {
      refuse(commit.key(), excess);
      return null;
    }
    return screenOrMerge(commit);
  }

  /** The last stages, for a commit that is not known and whose time has come. */
  private String screenOrMerge(VerifiedCommit commit) {
    if (screener.isOn() && merge.counts(commit)) {
      screener.add(commit);
      return null;
    }
    return merge.take(commit);
  }

  /** Merges what middleware has let pass. */
  void merge(VerifiedCommit commit) {
    decided(commit);
    isDirty = true;
    String excess = quotas.exceeded(commit);
    if (excess == null) {
      counted(merge.take(commit));
    } else {
      refuse(commit.key(), excess);
    }
  }

  /** Middleware keeps the commit out. */
  void refuse(VerifiedCommit commit) {
    decided(commit);
    refuse(commit.key(), "middleware");
  }

  private void decided(VerifiedCommit commit) {
    screener.remove(commit.key());
    merge.decided(commit);
  }

  /** Middleware is turned on or off; what it had not decided about is merged without it. */
  void screen(boolean on) {
    screener.turn(on).forEach(this::merge);
    isDirty |= merge.judgeWaiting();
  }

  QuotaMeter quotas() {
    return quotas;
  }

  /** Merges the commits from the future whose time has come. */
  void releaseWaiting() {
    VerifiedCommit due = future.pollDue(nowMillis);
    while (due != null) {
      isDirty = true;
      String excess = quotas.exceeded(due);
      if (excess == null) {
        counted(screenOrMerge(due));
      } else {
        refuse(due.key(), excess);
      }
      due = future.pollDue(nowMillis);
    }
  }

  /** When {@link #releaseWaiting} has something to do. */
  long deadlineMillis() {
    return future.deadlineMillis();
  }

  /** Whether something changed since the last call. */
  boolean takeDirty() {
    boolean wasDirty = isDirty;
    isDirty = false;
    return wasDirty;
  }

  void flush(WriteBatch batch) {
    readPositions.flush(batch);
    refusals.flush(batch);
    future.flush(batch);
  }
}
