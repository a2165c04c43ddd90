package dev.hyphadb.core;

import dev.hyphadb.core.access.AccessRecount;
import dev.hyphadb.core.commit.CommitCodec;
import dev.hyphadb.core.commit.CommitId;
import dev.hyphadb.core.commit.CommitKey;
import dev.hyphadb.core.commit.Sha256;
import dev.hyphadb.core.commit.VerifiedCommit;
import dev.hyphadb.core.graph.BlockRecount;
import dev.hyphadb.core.graph.GraphRecount;
import dev.hyphadb.core.index.IndexCheck;
import dev.hyphadb.core.store.Finding;
import dev.hyphadb.core.store.Findings;
import dev.hyphadb.core.store.Keys;
import dev.hyphadb.core.store.Progress;
import dev.hyphadb.core.store.Store;
import dev.hyphadb.core.store.StoreException;
import dev.hyphadb.core.store.Table;
import dev.hyphadb.core.sync.CommitLog;
import dev.hyphadb.core.sync.LogId;
import dev.hyphadb.core.sync.LogPosition;
import dev.hyphadb.core.value.Octets;
import dev.hyphadb.core.value.PackReader;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Recomputes everything in a store that follows from something else in it: commit ids from bytes,
 * registers from commits, holders from registers, both directions of edges, counts, the state hash
 * and the sums of its blocks, the order of the log, the replica's own chain, the entries of
 * indexes. Reads only, and never throws on damaged bytes.
 *
 * <p>Heap use follows the number of dead commits in the log, not the size of the database. The
 * store must not change meanwhile: hand in a {@linkplain Store#snapshot() snapshot} of one that is
 * in use. Any thread.
 */
public final class Verification {
  private static final int FINDINGS_LISTED_MAX = 1000;

  private final Store store;
  private final Progress progress;
  private final Findings findings = new Findings(FINDINGS_LISTED_MAX);
  private final GraphRecount graph;
  private final AccessRecount access;
  private final boolean hasRoles;
  private final CommitCodec codec;
  private final CommitLog decoder;
  private final Map<CommitKey, byte[]> deadInLog = new LinkedHashMap<>();
  private final OwnChain chain;
  private ReplicaState state;
  private long commits;
  private long liveStored;
  private long logEntries;
  private long latestHlc;
  private long done;

  /**
   * What was found.
   *
   * @param findings the first 1,000
   * @param findingCount how many there are
   * @param ownForks how often two commits of this replica have the same number, or more than it
   *     remembers: no damage, but the sign of a store that was restored from an older copy, or that
   *     runs twice
   * @param commits stored ones, live or still in the log
   */
  public record Report(
      List<Finding> findings,
      long findingCount,
      long ownForks,
      long nodes,
      long edges,
      long commits,
      long liveCommits,
      long logEntries) {
    public boolean isSound() {
      return findingCount == 0;
    }
  }

  private Verification(Store store, Sha256 sha256, Progress progress) {
    this.store = store;
    this.progress = progress;
    this.graph = new GraphRecount(store, findings);
    this.access = new AccessRecount(store, findings);
    this.hasRoles = access.isPresent();
    this.codec = new CommitCodec(sha256);
    this.decoder = new CommitLog(store, codec, 1, LogPosition.START, 1);
    this.state = loadState();
    this.chain = new OwnChain(state, findings);
  }

  /** Verifies a store; an empty one is sound. */
  public static Report run(Store store, Sha256 sha256, Progress progress) {
    return new Verification(store, sha256, progress).run();
  }

  private void checkFuture(byte[] key, byte[] record) {
    VerifiedCommit commit = FutureCommits.decode(codec, record);
    boolean agrees =
        Arrays.equals(commit.key().bytes(), key)
            && commit.id().equals(FutureCommits.idOf(record))
            && store.get(Table.COMMIT, key) == null;
    if (!agrees) {
      findings.add(Table.FUTURE, key, "it is not the commit it stands for, or was merged already");
    }
  }

  private ReplicaState loadState() {
    try {
      return ReplicaState.load(store);
    } catch (StoreException | IllegalArgumentException e) {
      findings.add(Table.META, e.getMessage());
      return null;
    }
  }

  private Report run() {
    graph.countNodes(this::advance);
    graph.countEdges();
    graph.countLive();
    findings.scan(store, Table.LOG, this::checkLogEntry);
    findings.scan(store, Table.COMMIT, this::checkCommit);
    findings.scan(store, Table.CURSOR, this::checkCursor);
    new BlockRecount(store, findings).check();
    findings.scan(store, Table.FUTURE, this::checkFuture);
    if (liveStored != graph.liveCommits()) {
      findings.scan(store, Table.LIVE, this::requireStored);
    }
    access.count(codec, this::stored);
    graph.checkSums(access.entries(), this::stored);
    IndexCheck.run(store, findings);
    if (!hasRoles) {
      // With roles, one that was in the log twice is gone with its first entry.
      deadInLog.forEach(
          (commit, entry) -> findings.add(Table.LOG, entry, "its commit is not stored: " + commit));
    }
    if (state != null) {
      checkState();
    } else if (findings.count() == 0 && commits > 0) {
      findings.add(Table.META, "the replica's own record is missing");
    }
    progress.at(done, done);
    return new Report(
        findings.list(),
        findings.count(),
        chain.forks(),
        graph.nodes(),
        graph.edges(),
        commits,
        graph.liveCommits(),
        logEntries);
  }

  private void advance() {
    done++;
    if (done % 256 == 0) {
      progress.at(done, state == null ? done : state.nodeCount() + state.liveCount());
    }
  }

  private void checkLogEntry(byte[] key, byte[] value) {
    CommitKey commit = new CommitKey(value);
    long sequence = Octets.longAt(key, 0);
    long expected = (state == null ? sequence - logEntries : state.logStart()) + logEntries;
    logEntries++;
    if (key.length != 8 || sequence != expected) {
      findings.add(Table.LOG, key, "entry " + expected + " should stand here");
    }
    GraphRecount.LiveRecord live = liveOrNull(value);
    if (live == null && store.get(Table.LIVE, value) == null) {
      deadInLog.put(commit, key);
    } else if (live != null && isElsewhere(live, sequence)) {
      findings.add(
          Table.LOG, key, "its commit says that it is entry " + live.logSequence() + ": " + commit);
    }
    if (state != null && sequence == state.logEnd().sequence() && !endsWith(value)) {
      findings.add(Table.LOG, key, "the replica's own record ends the log with another commit");
    }
  }

  /** With roles, a commit that was dead and lives again is in the log again, later. */
  private boolean isElsewhere(GraphRecount.LiveRecord live, long sequence) {
    return hasRoles ? live.logSequence() < sequence : live.logSequence() != sequence;
  }

  private boolean endsWith(byte[] key) {
    byte[] check = state.logEnd().check();
    return Arrays.equals(check, Arrays.copyOfRange(key, key.length - check.length, key.length));
  }

  /** {@code null} also where the record is damaged, which its own scan reports. */
  private GraphRecount.LiveRecord liveOrNull(byte[] commitKey) {
    try {
      return graph.live(commitKey);
    } catch (RuntimeException e) {
      return null;
    }
  }

  private void checkCommit(byte[] key, byte[] value) {
    advance();
    commits++;
    boolean isLive = store.get(Table.LIVE, key) != null;
    boolean isInLog =
        key.length == CommitKey.LENGTH && deadInLog.remove(new CommitKey(key)) != null;
    liveStored += isLive ? 1 : 0;
    if (!isLive && !isInLog) {
      findings.add(Table.COMMIT, key, "it is neither live nor in the log");
    }
    VerifiedCommit commit = decoder.decode(value);
    if (!Arrays.equals(commit.key().bytes(), key)) {
      findings.add(Table.COMMIT, key, "its bytes are those of commit " + commit.id());
      return;
    }
    latestHlc = Math.max(latestHlc, commit.key().hlc());
    chain.check(commit);
    GraphRecount.LiveRecord live = liveOrNull(key);
    if (live != null && !live.id().equals(commit.id())) {
      findings.add(Table.LIVE, key, "the record has another id than the commit's bytes");
    }
    if (live != null && state != null && !isPlace(key, live.logSequence())) {
      findings.add(Table.LIVE, key, "its place in the log is wrong: " + live.logSequence());
    }
    int entries = hasRoles ? access.check(commit) : 0;
    if ((live != null || !isLive) && (!hasRoles || access.counts(commit))) {
      graph.check(commit, live, entries);
    }
  }

  /** Whether a commit may have arrived as that entry, which the log may have forgotten. */
  private boolean isPlace(byte[] commitKey, long sequence) {
    return sequence >= 1
        && sequence <= state.logEnd().sequence()
        && (sequence < state.logStart()
            || Arrays.equals(commitKey, store.get(Table.LOG, Keys.ofLong(sequence))));
  }

  /** {@code null} where it is missing or cannot be read. */
  private VerifiedCommit stored(CommitKey key) {
    try {
      byte[] record = store.get(Table.COMMIT, key.bytes());
      return record == null ? null : decoder.decode(record);
    } catch (RuntimeException e) {
      return null;
    }
  }

  private void requireStored(byte[] key, byte[] value) {
    if (store.get(Table.COMMIT, key) == null) {
      findings.add(Table.COMMIT, key, "it is live, but not stored");
    }
  }

  private void checkCursor(byte[] key, byte[] value) {
    PackReader reader = new PackReader(value);
    reader.unsigned();
    reader.bytes(LogPosition.START.check().length);
    reader.requireEnd();
    if (key.length != LogId.LENGTH) {
      findings.add(Table.CURSOR, key, "the key is not the id of a log");
    }
  }

  private void checkState() {
    compare("nodes", state.nodeCount(), graph.nodes());
    compare("live commits", state.liveCount(), graph.liveCommits());
    compare("log entries", state.logEnd().sequence() - state.logStart() + 1, logEntries);
    if (!Arrays.equals(state.stateHash(), graph.stateHash())) {
      findings.add(Table.META, "the state hash is not that of the live commits");
    }
    if (latestHlc > state.hlc()) {
      findings.add(Table.META, "the clock is behind a stored commit");
    }
    chain.finish();
  }

  private void compare(String what, long recorded, long counted) {
    if (recorded != counted) {
      findings.add(
          Table.META,
          "the replica's own record says " + recorded + " " + what + "; there are " + counted);
    }
  }

  /** The commits that this replica made, which come in the order of their numbers. */
  private static final class OwnChain {
    private final ReplicaState state;
    private final Findings findings;
    private long previousSeq;
    private CommitId previous;
    private long forks;
    private boolean sawLast;

    OwnChain(ReplicaState state, Findings findings) {
      this.state = state;
      this.findings = findings;
    }

    long forks() {
      return forks;
    }

    void check(VerifiedCommit verified) {
      if (state == null) {
        return;
      }
      long seq = verified.commit().seq();
      boolean isOwn = verified.commit().replica().equals(state.replica());
      if (verified.id().equals(state.lastCommit())) {
        sawLast = true;
        if (!isOwn || seq != state.seq()) {
          findings.add(Table.META, "the replica's last commit is not one that it made as such");
        }
      }
      if (!isOwn) {
        return;
      }
      if (seq <= previousSeq || seq > state.seq()) {
        forks++;
      } else if (seq == previousSeq + 1
          && previous != null
          && !previous.equals(verified.commit().prev())) {
        // Ids are hashes, so this is no damage: what it follows on is dead and forgotten, and
        // another
        // instance, or this one before a power cut, has used that number too.
        forks++;
      }
      previousSeq = seq;
      previous = verified.id();
    }

    void finish() {
      if (!sawLast && forks == 0 && previousSeq == state.seq() && state.seq() > 0) {
        // Its own is dead and forgotten; another instance of the same id has used the number too.
        forks++;
      }
      if (state.seq() == 0 != (state.lastCommit() == null)) {
        findings.add(Table.META, "the number of the replica's last commit does not fit");
      }
    }
  }
}
