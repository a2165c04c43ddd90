package dev.hyphadb.core;

import dev.hyphadb.core.access.AccessException;
import dev.hyphadb.core.access.AccessPolicy;
import dev.hyphadb.core.access.Authority;
import dev.hyphadb.core.access.PolicyRecord;
import dev.hyphadb.core.access.Security;
import dev.hyphadb.core.commit.Commit;
import dev.hyphadb.core.commit.CommitCodec;
import dev.hyphadb.core.commit.CommitKey;
import dev.hyphadb.core.commit.ReplicaId;
import dev.hyphadb.core.commit.Sha256;
import dev.hyphadb.core.commit.VerifiedCommit;
import dev.hyphadb.core.graph.GraphWriter;
import dev.hyphadb.core.graph.StateHash;
import dev.hyphadb.core.index.IndexWriter;
import dev.hyphadb.core.store.Store;
import dev.hyphadb.core.store.WriteBatch;
import dev.hyphadb.core.sync.CommitLog;
import dev.hyphadb.core.sync.Inbound;
import dev.hyphadb.core.sync.LogAge;
import dev.hyphadb.core.sync.LogId;
import dev.hyphadb.core.sync.PeerId;
import dev.hyphadb.core.sync.ResolversDiffer;
import dev.hyphadb.core.sync.Scope;
import dev.hyphadb.core.sync.Sessions;
import dev.hyphadb.core.sync.SyncReport;
import dev.hyphadb.core.time.HybridClock;
import dev.hyphadb.core.time.Timestamp;
import dev.hyphadb.core.value.Octets;
import dev.hyphadb.core.value.ValueException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * One copy of one database: the only owner of its state.
 *
 * <p>Inputs ({@link #submit}, {@link #connect}, {@link #receive}, …) change the state in memory;
 * {@link #flush} makes it durable in one write batch and returns what has to happen outside: only
 * then may a caller be told that its operation is done. Calling it after each input is right;
 * calling it after several is faster.
 *
 * <p>Everything here belongs to one thread at a time. If {@link #flush} throws, the object is worth
 * nothing any more: open a new one over the same store, which has the last durable state.
 */
public final class Replica {
  private final Store store;

  /** {@code null} in an open database, like authority and account. */
  private final Security security;

  private final Sha256 sha256;
  private final CommitCodec codec;
  private final OwnChain chain;
  private final LogId logId;
  private final HybridClock clock;
  private final GraphWriter graph;
  private final IndexWriter indexes;
  private final CommitLog log;
  private final LogAge logAge;
  private final Authority authority;
  private final OwnAccount account;
  private final CommitMerge merge;
  private final ReplicaSyncHost syncHost;
  private final Sessions sessions;
  private final Amendments amendments = new Amendments();
  private final List<PeerId> dismissed = new ArrayList<>();
  private boolean isPolicyNew;
  private boolean isDirty;

  /**
   * Opens the replica of an open database, in which everybody may do everything.
   *
   * @param random makes ids of the replica, and where the numbers of sessions begin
   */
  public static Replica open(
      Store store, ReplicaOptions options, Sha256 sha256, RandomBytes random) {
    return open(store, options, null, sha256, random);
  }

  /**
   * Opens the replica in a store, creating it in an empty one.
   *
   * @param security {@code null} for an open database
   * @param random makes ids of the replica, and where the numbers of sessions begin
   * @throws dev.hyphadb.core.store.StoreException when the store has the other kind of database
   */
  public static Replica open(
      Store store, ReplicaOptions options, Security security, Sha256 sha256, RandomBytes random) {
    ReplicaState state = ReplicaState.load(store);
    boolean isNew = state == null;
    if (isNew) {
      ReplicaId id = new ReplicaId(random.next(ReplicaId.LENGTH));
      state = ReplicaState.create(id, new LogId(random.next(LogId.LENGTH)));
    }
    AccessPolicy policy = security == null ? null : security.policy();
    boolean isJudgedAnew = !isNew && PolicyRecord.differs(store, policy, sha256);
    Replica replica = new Replica(store, state, options, security, sha256, random);
    if (isJudgedAnew) {
      replica.merge.judgeAll();
    }
    replica.isPolicyNew = policy != null && (isNew || isJudgedAnew);
    replica.isDirty = isNew || isJudgedAnew;
    new ResolverChange(store, replica.graph, replica.log, replica.merge, replica::write).carryOut();
    return replica;
  }

  private Replica(
      Store store,
      ReplicaState state,
      ReplicaOptions options,
      Security security,
      Sha256 sha256,
      RandomBytes random) {
    this.store = store;
    this.security = security;
    this.sha256 = sha256;
    this.codec = new CommitCodec(sha256);
    this.chain = new OwnChain(random, state.replica(), state.seq(), state.lastCommit());
    this.logId = state.logId();
    this.clock = new HybridClock(state.hlc());
    this.indexes = new IndexWriter(store);
    this.graph =
        new GraphWriter(
            store,
            state.nodeCount(),
            state.liveCount(),
            new StateHash(state.stateHash()),
            ResolverChange.of(store, options.resolvers()),
            indexes);
    this.log =
        new CommitLog(store, codec, state.logStart(), state.logEnd(), options.logEntriesMax());
    long lastMillis = Timestamp.unpack(state.hlc()).physical();
    this.logAge = new LogAge(store, options.logMillisMax(), lastMillis, state.logEnd().sequence());
    this.authority =
        security == null
            ? null
            : new Authority(
                store, security.policy(), security.quarantine(), codec, log::find, log::decode);
    this.account = security == null ? null : new OwnAccount(security, authority, sha256);
    this.merge = new CommitMerge(graph, log, clock, authority);
    this.syncHost =
        new ReplicaSyncHost(
            store,
            logId,
            log,
            graph,
            merge,
            sha256,
            new FutureCommits(store, codec, options.clockDriftMillisMax()),
            chain);
    int lastSession = Octets.intAt(random.next(Integer.BYTES), 0);
    this.sessions = new Sessions(syncHost, codec, lastSession);
  }

  /**
   * Does the operations as one commit, all or nothing. What is so already is not recorded; if
   * nothing is left, no commit is made.
   *
   * @return for each operation the id of its node (of an edge, of the node it starts from)
   * @throws ValueException when an operation cannot be recorded; nothing has been done then
   * @throws AccessException when this peer's account may not do that; nothing has been done then
   */
  public List<String> submit(List<Operation> operations, long nowMillis) {
    MutationPlan plan = new MutationPlan(graph, sha256, account, nowMillis, operations.size());
    operations.forEach(plan::add);
    if (!plan.mutations().isEmpty()) {
      byte[] author = account == null ? null : account.address().bytes();
      Commit draft =
          new Commit(
              chain.replica(),
              chain.seq() + 1,
              clock.next(nowMillis),
              author,
              chain.last(),
              plan.mutations());
      VerifiedCommit commit = codec.seal(draft);
      if (account != null) {
        account.requireCounts(commit, nowMillis);
        commit = account.sign(commit);
      }
      chain.append(commit.id());
      merge.merge(commit);
      isDirty = true;
    }
    return plan.ids();
  }

  /**
   * Whether commits of peers wait for a verdict from now on. While they do, {@link Effects} says
   * what is to be decided; when they no longer do, what waits is merged.
   */
  public void screen(boolean on, long nowMillis) {
    syncHost.setNow(nowMillis);
    syncHost.screen(on);
    dismissed.addAll(sessions.resume(nowMillis));
  }

  /**
   * Gives the verdicts on a screening; those on another than the last one that {@link #flush} gave
   * out are ignored.
   *
   * @param verdicts for each commit, in their order: its operations unchanged when it is to be
   *     merged; {@code null} or none when it is to be refused, for good; other operations when it
   *     is refused and those become a commit of this replica
   */
  public void decide(long screening, List<List<RemoteOperation>> verdicts, long nowMillis) {
    syncHost.setNow(nowMillis);
    for (Screener.Decision decision : syncHost.screener().decide(screening, verdicts)) {
      if (decision.isAccepted()) {
        syncHost.merge(decision.commit());
      } else {
        syncHost.refuse(decision.commit());
        replace(decision.operations(), nowMillis);
      }
    }
    dismissed.addAll(sessions.resume(nowMillis));
  }

  private void replace(List<RemoteOperation> operations, long nowMillis) {
    if (!amendments.take(operations, nowMillis)) {
      return;
    }
    try {
      submit(operations.stream().map(RemoteOperation::toOperation).toList(), nowMillis);
    } catch (AccessException e) {
      sessions.count("middleware-unauthorised");
    } catch (ValueException e) {
      // Such as a batch that grew too large: nothing was done, and the commit stays refused.
      sessions.count("middleware-" + e.code());
    }
  }

  /**
   * Which part of the database this replica wants from now on, {@code null} for everything; starts
   * over with every peer. What it holds beyond that it keeps, and its writes go to everybody.
   *
   * @throws IllegalArgumentException when the database has roles, which no part tells
   */
  public void scope(Scope scope) {
    if (scope != null && security != null) {
      throw new IllegalArgumentException("A database with roles is held as a whole");
    }
    if (syncHost.want(scope)) {
      sessions.restart();
    }
  }

  /** How much of peers' commits is taken from now on. */
  public void limit(Quotas quotas) {
    syncHost.quotas().set(quotas);
    sessions.setPace(quotas.peerCommitsPerMinute());
  }

  /**
   * Whether the store has reached the size that it may have: of peers' commits, only those that do
   * nothing but remove are taken then.
   */
  public void setFull(boolean full) {
    syncHost.quotas().setFull(full);
  }

  /**
   * Forgets what was refused: it comes again from the peers that have it, and verdicts are asked
   * for anew.
   */
  public void reconsider() {
    syncHost.reconsider();
    sessions.restart();
  }

  /** A peer is there: starts to synchronise with it. Its frames come to {@link #receive}. */
  public void connect(PeerId peer) {
    connect(peer, new Inbound(sha256, Security.check(security, sha256)));
  }

  /**
   * A peer is there: starts to synchronise with it.
   *
   * @param inbound what the peer's frames go through, on whatever thread; what comes out of it
   *     comes here
   */
  public void connect(PeerId peer, Inbound inbound) {
    sessions.connect(peer, inbound);
  }

  /** A peer is gone. */
  public void disconnect(PeerId peer) {
    sessions.disconnect(peer);
    syncHost.forget(peer);
  }

  /** Takes a frame from a connected peer, whatever it contains. */
  public void receive(PeerId peer, byte[] frame, long nowMillis) {
    syncHost.setNow(nowMillis);
    if (!sessions.receive(peer, frame, nowMillis)) {
      dismissed.add(peer);
    }
  }

  /** Takes what the frames of a peer came to that was connected with an {@link Inbound}. */
  public void receive(PeerId peer, Inbound.Received received, long nowMillis) {
    syncHost.setNow(nowMillis);
    if (!sessions.receive(peer, received, nowMillis)) {
      dismissed.add(peer);
    }
  }

  /**
   * Asks the connected peers what they hold; {@link Status#isSynced()} tells when the answers are
   * in and fit.
   */
  public void probe() {
    sessions.probe();
  }

  /**
   * Makes everything durable that was taken in so far, and returns what follows from it. Call it
   * also when {@link #deadlineMillis()} has come.
   *
   * @throws dev.hyphadb.core.store.StoreException when the store could not be written: nothing
   *     since the last flush has happened, and this object must be replaced
   */
  public Effects flush(long nowMillis) {
    syncHost.setNow(nowMillis);
    syncHost.releaseWaiting();
    dismissed.addAll(sessions.resume(nowMillis));
    // Before the rest, so that when this fails nothing else has happened.
    WriteBatch built = indexes.buildStep();
    if (built != null) {
      store.write(built);
    }
    Set<String> changed = graph.changed();
    log.expire(logAge.expired(nowMillis, log.start(), log.end().sequence()));
    isDirty |= logAge.isWriteDue() || log.isCutDue();
    if (syncHost.takeDirty() || indexes.isDirty() || isDirty) {
      write();
    }
    List<Sessions.Outgoing> outgoing = sessions.pump(changed, nowMillis);
    List<PeerId> leaving = List.copyOf(dismissed);
    dismissed.clear();
    return new Effects(
        outgoing,
        leaving,
        changed,
        sessions.takeReports(),
        sessions.takeDiffering(),
        syncHost.screener().next(),
        chain.takeFork(),
        sessions.allVerified());
  }

  private void write() {
    WriteBatch batch = new WriteBatch();
    log.flush(batch, graph::isLive);
    logAge.flush(batch);
    graph.flush(batch, log.start());
    indexes.flush(batch);
    syncHost.flush(batch);
    state().save(batch);
    if (authority != null) {
      authority.flush(batch);
    }
    if (isPolicyNew) {
      PolicyRecord.save(security.policy(), sha256, batch);
      isPolicyNew = false;
    }
    store.write(batch);
    isDirty = false;
  }

  private ReplicaState state() {
    return new ReplicaState(
        chain.replica(),
        chain.seq(),
        chain.last(),
        clock.latest(),
        logId,
        log.start(),
        log.end(),
        graph.nodeCount(),
        graph.liveCount(),
        graph.stateHash());
  }

  /** How many commits wait for {@link #flush}: beyond some thousands it is time. */
  public int unflushedCommits() {
    return log.unflushedCount();
  }

  /** When to call {@link #flush} though nothing comes in; {@code Long.MAX_VALUE} for never. */
  public long deadlineMillis() {
    long deadline = Math.min(sessions.deadlineMillis(), syncHost.deadlineMillis());
    return indexes.isBuilding() || log.isCutDue()
        ? 0
        : Math.min(deadline, logAge.deadlineMillis(log.start(), log.end().sequence()));
  }

  /** The indexes, to make and drop some; {@link #flush} keeps and builds them. */
  public IndexWriter indexes() {
    return indexes;
  }

  /** How many nodes there are in a store. */
  public static long nodeCount(Store store) {
    ReplicaState state = ReplicaState.load(store);
    return state == null ? 0 : state.nodeCount();
  }

  public Status status() {
    return new Status(
        chain.replica(),
        graph.nodeCount(),
        graph.liveCount(),
        graph.stateHash(),
        syncHost.refusals(),
        new TreeMap<>(syncHost.refusalCounts()),
        sessions.peers(),
        sessions.allVerified(),
        rejections(),
        authority == null ? 0 : authority.waiting());
  }

  private Map<String, Long> rejections() {
    Map<String, Long> rejections = sessions.rejections();
    if (authority != null) {
      authority.dropped().forEach((reason, count) -> rejections.merge(reason, count, Long::sum));
    }
    return rejections;
  }

  /** The way in for commits of others, without the conversation around it. */
  ReplicaSyncHost host() {
    return syncHost;
  }

  /** Whether a commit is known here, live or not yet forgotten. */
  public boolean holds(CommitKey key) {
    return log.holds(key);
  }

  /**
   * What roles there are and who has them; changes are made by {@link #submit}.
   *
   * @throws AccessException in an open database
   */
  public Accounts accounts(long nowMillis) {
    if (authority == null) {
      throw new AccessException(
          "no-roles", "There are no roles in an open database: open it with super admins");
    }
    return new Accounts(authority, account, nowMillis);
  }

  /**
   * What has to happen outside after a flush.
   *
   * @param outgoing frames to send, in order
   * @param dismissed peers to disconnect, because they keep sending what has to be rejected
   * @param changedNodes ids of nodes that may look different now
   * @param synced with which peers this replica came to hold the same, and how
   * @param resolversDiffer peers with other resolvers, each once
   * @param screening what middleware has to decide about; {@code null} for nothing new
   * @param fork that this replica goes on under another id; {@code null} when it does not
   * @param isSynced see {@link Status#isSynced()}
   */
  public record Effects(
      List<Sessions.Outgoing> outgoing,
      List<PeerId> dismissed,
      Set<String> changedNodes,
      List<SyncReport> synced,
      List<ResolversDiffer> resolversDiffer,
      Screening screening,
      ReplicaFork fork,
      boolean isSynced) {}

  /**
   * @param stateHash 32 bytes; equal hashes mean equal graphs
   * @param refusals how many commits of peers were refused for good since the replica was opened,
   *     by reason
   * @param refusedCommits how many commits of peers it remembers that it refused for good
   * @param isSynced whether it holds everything its connected peers held when they last said so
   * @param rejections how often something from a peer was rejected, by reason
   * @param waitingForRole commits that do not count until their authors get a role
   */
  public record Status(
      ReplicaId replica,
      long nodes,
      long liveCommits,
      byte[] stateHash,
      long refusedCommits,
      Map<String, Long> refusals,
      List<PeerId> peers,
      boolean isSynced,
      Map<String, Long> rejections,
      int waitingForRole) {}
}
