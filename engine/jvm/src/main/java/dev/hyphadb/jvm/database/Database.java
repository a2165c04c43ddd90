package dev.hyphadb.jvm.database;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hyphadb.core.Account;
import dev.hyphadb.core.Accounts;
import dev.hyphadb.core.Operation;
import dev.hyphadb.core.Quotas;
import dev.hyphadb.core.RandomBytes;
import dev.hyphadb.core.Replica;
import dev.hyphadb.core.ReplicaFork;
import dev.hyphadb.core.ReplicaOptions;
import dev.hyphadb.core.Verification;
import dev.hyphadb.core.access.Address;
import dev.hyphadb.core.access.Security;
import dev.hyphadb.core.access.UserNode;
import dev.hyphadb.core.commit.CommitLimits;
import dev.hyphadb.core.commit.Sha256;
import dev.hyphadb.core.graph.GraphReader;
import dev.hyphadb.core.graph.Node;
import dev.hyphadb.core.index.IndexDefinition;
import dev.hyphadb.core.index.IndexStatus;
import dev.hyphadb.core.query.Aggregate;
import dev.hyphadb.core.query.Answer;
import dev.hyphadb.core.query.Backlog;
import dev.hyphadb.core.query.LiveEvent;
import dev.hyphadb.core.query.Query;
import dev.hyphadb.core.store.Progress;
import dev.hyphadb.core.store.Store;
import dev.hyphadb.core.sync.Inbound;
import dev.hyphadb.core.sync.PeerId;
import dev.hyphadb.core.sync.Scope;
import dev.hyphadb.core.sync.SyncReport;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.jvm.network.PeerNetwork;
import dev.hyphadb.jvm.network.Room;
import dev.hyphadb.jvm.storage.Storage;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * An open database: the verbs of SPEC.md section 2 on values. Any thread may call any method; those
 * that change something return when the change is durable.
 */
public final class Database implements DatabaseHandle {
  private static final System.Logger LOGGER = System.getLogger(Database.class.getName());

  /** Operations of one commit of {@link #clear()}. */
  private static final int CLEAR_STEP = Math.min(10_000, CommitLimits.MUTATIONS_MAX);

  private static final RandomBytes RANDOM =
      count -> {
        byte[] bytes = new byte[count];
        SecureRandomHolder.RANDOM.nextBytes(bytes);
        return bytes;
      };

  private final Store store;

  /** {@code null} in an open database. */
  private final Security security;

  private final GraphReader reader;
  private final Queries queries;
  private final Cache<String, Node> cache;
  private final Subscribers subscribers;
  private final Admission admission = new Admission(this::post);
  private final IndexAdvice advice = new IndexAdvice(this::post, System::currentTimeMillis);
  private final PeerFollowers peerFollowers = new PeerFollowers();
  private final PeerLinks links;
  private final PeerEvents events;
  private final ReplicaOwner owner;
  private final Queue<CompletableFuture<Void>> awaitingSync = new ConcurrentLinkedQueue<>();
  private volatile boolean isClosed;

  private static final class SecureRandomHolder {
    static final SecureRandom RANDOM = new SecureRandom();
  }

  /**
   * Opens the database in a store, which it owns from then on.
   *
   * @param security {@code null} for an open database
   * @param cacheBytesMax about how much of the heap decoded nodes may take
   */
  public Database(
      String name,
      Store store,
      ReplicaOptions options,
      Security security,
      long cacheBytesMax,
      PeerEvents events) {
    this.store = store;
    this.security = security;
    this.reader = new GraphReader(store);
    this.cache =
        Caffeine.newBuilder()
            .maximumWeight(cacheBytesMax)
            .weigher((String id, Node node) -> NodeWeight.of(node))
            .build();
    WriteEpoch epoch = new WriteEpoch();
    this.queries = new Queries(store, cache, reader::get, epoch);
    this.subscribers = new Subscribers(reader, Queries.present(store, reader));
    this.events = events;
    this.links =
        new PeerLinks(
            new Inputs(), this::inbound, System::currentTimeMillis, events, peerFollowers);
    this.owner =
        new ReplicaOwner(
            name,
            () -> Replica.open(store, options, security, sha256(), RANDOM),
            this::carryOut,
            this::replaced,
            epoch,
            System::currentTimeMillis);
  }

  /**
   * Told of the room and of peers that come and go, on the network's thread, and of what was
   * synchronised, on the owner's: must return soon.
   */
  public interface PeerEvents {
    /**
     * This process takes part in the room from now on.
     *
     * @param leave leaves it; the database stays open
     */
    default void entered(Room room, Runnable leave) {}

    default void joined(PeerId peer, String kind) {}

    default void left(PeerId peer) {}

    default void seen(PeerId peer, String kind) {}

    default void lost(PeerId peer) {}

    /** A frame came that belongs to channels. */
    default void channelFrame(PeerId peer, byte[] frame) {}

    /** What {@link Room#awaitWritable} waits for. */
    default void writable(PeerId peer) {}

    default void synced(SyncReport report) {}

    /** This replica goes on under another id. */
    default void forked(ReplicaFork fork) {}

    PeerEvents NONE = new PeerEvents() {};
  }

  private Inbound inbound() {
    Sha256 own = sha256();
    return new Inbound(own, Security.check(security, own));
  }

  /** One digest for each replica and each connection: one thread at a time. */
  private static Sha256 sha256() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return digest::digest;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /**
   * Limits what is taken of what peers send. Call it before {@link #join}.
   *
   * @param isFull whether only removals are to be taken; asked every few seconds while there is
   *     something to do, on any thread
   */
  public void limit(Quotas limits, BooleanSupplier isFull) {
    admission.watch(isFull);
    run(replica -> admission.limit(replica, limits));
  }

  private void replaced(Replica replica) {
    admission.tell(replica);
    links.reconnectAll(replica);
  }

  /** Returns when what the action did is durable. */
  private void run(Consumer<Replica> action) {
    owner.call(replica -> {
      action.accept(replica);
      return null;
    });
  }

  /** The action runs soon, unless the database is closed by then. */
  private void post(Consumer<Replica> action) {
    owner.post(action);
  }

  /** The network's way to the replica. */
  private final class Inputs implements PeerLinks.ReplicaInputs {
    @Override
    public void post(Consumer<Replica> action) {
      owner.post(action);
    }

    @Override
    public void postHere(Consumer<Replica> action) {
      owner.postHere(action);
    }
  }

  private void carryOut(Replica.Effects effects) {
    cache.invalidateAll(effects.changedNodes());
    // They only queue it for themselves, while to send is to wait for the network's native thread.
    subscribers.changed(effects.changedNodes());
    links.send(effects.outgoing());
    effects.dismissed().forEach(links::dismiss);
    advice.written();
    effects.synced().forEach(events::synced);
    effects.resolversDiffer().forEach(differing -> LOGGER.log(Level.WARNING, differing.message()));
    if (effects.fork() != null) {
      LOGGER.log(
          Level.WARNING,
          "Commits of this replica came from elsewhere: its store was copied, or set back. It goes"
              + " on as another replica, nothing is lost; do not run two instances on copies of one"
              + " store. {0}",
          effects.fork());
      events.forked(effects.fork());
    }
    admission.flushed(effects.screening());
    if (effects.isSynced() && !awaitingSync.isEmpty()) {
      CompletableFuture<Void> waiting;
      while ((waiting = awaitingSync.poll()) != null) {
        waiting.complete(null);
      }
    }
  }

  /** Starts to synchronise with everybody in that room, whose password may be null. */
  public void join(PeerNetwork network, String roomName, String password) {
    links.join(network, roomName, password);
  }

  @Override
  public List<String> submit(List<Operation> operations) {
    return owner.call(replica -> replica.submit(operations, System.currentTimeMillis()));
  }

  @Override
  public Node get(String id) {
    return cache.get(stored(id), reader::get);
  }

  /** The id that a node is stored under: where there are roles, addresses are in lowercase. */
  private String stored(String id) {
    return security == null ? id : UserNode.canonicalId(id);
  }

  @Override
  public Answer answer(Query query) {
    Answer answer = queries.answer(query);
    advice.note(query, answer.explanation());
    return answer;
  }

  /** From now on makes indexes that queries keep asking for, and drops those again in time. */
  public void adviseIndexes() {
    advice.start();
  }

  @Override
  public List<Fields> aggregate(Aggregate aggregate) {
    return queries.aggregate(aggregate);
  }

  @Override
  public void createIndex(IndexDefinition definition) {
    run(replica -> replica.indexes().create(definition, false));
  }

  @Override
  public boolean dropIndex(IndexDefinition definition) {
    return owner.call(replica -> replica.indexes().drop(definition));
  }

  @Override
  public void rebuildIndexes() {
    run(replica -> replica.indexes().rebuild());
  }

  @Override
  public List<IndexStatus> indexes() {
    return owner.call(replica -> replica.indexes().statuses());
  }

  @Override
  public Runnable subscribe(Query query, Consumer<LiveEvent> listener) {
    return subscribe(
        new Subscribers.QuerySubscriber(query, new Delivery<>(Backlog.ofEvents(), listener)));
  }

  @Override
  public Runnable follow(String id, Consumer<Node> listener) {
    return subscribe(
        new Subscribers.NodeSubscriber(
            id, new Delivery<>(Backlog.ofStates(), found -> listener.accept(found.orElse(null)))));
  }

  private Runnable subscribe(Subscribers.Subscriber subscriber) {
    run(replica -> subscribers.add(subscriber));
    return () -> {
      subscriber.close();
      post(replica -> subscribers.remove(subscriber));
    };
  }

  @Override
  public Runnable use(MiddlewareStep step) {
    admission.add(step);
    run(admission::screen);
    return () -> {
      admission.remove(step);
      if (!isClosed) {
        run(admission::screen);
      }
    };
  }

  @Override
  public void scope(Scope wanted) {
    run(replica -> admission.narrow(replica, wanted));
  }

  @Override
  public void reconsider() {
    run(replica -> replica.reconsider());
  }

  @Override
  public void clear() {
    List<Operation> removals = new ArrayList<>();
    reader.forEach(node -> {
      // Those hold the roles: removing them is no clearing up.
      if (security == null || !UserNode.isUserNode(node.id())) {
        removals.add(new Operation.Remove(node.id()));
      }
      return true;
    });
    for (int from = 0; from < removals.size(); from += CLEAR_STEP) {
      submit(removals.subList(from, Math.min(removals.size(), from + CLEAR_STEP)));
    }
  }

  @Override
  public CompletableFuture<Void> synced(Duration timeout) {
    CompletableFuture<Void> result = new CompletableFuture<>();
    boolean isAsked =
        owner.post(replica -> {
          replica.probe();
          awaitingSync.add(result);
        });
    if (!isAsked) {
      result.completeExceptionally(new DatabaseClosedException());
    }
    return result
        .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete((done, failure) -> awaitingSync.removeIf(CompletableFuture::isDone));
  }

  @Override
  public Replica.Status status() {
    return owner.call(Replica::status);
  }

  @Override
  public Account account(String address) {
    return owner.call(replica -> {
      Accounts accounts = replica.accounts(System.currentTimeMillis());
      return accounts.of(address == null ? accounts.own() : Address.of(address));
    });
  }

  @Override
  public Store snapshot() {
    return owner.call(replica -> store.snapshot());
  }

  @Override
  public Verification.Report verify(Progress progress) {
    try (Store snapshot = snapshot()) {
      return Verification.run(snapshot, sha256(), progress);
    }
  }

  /** Verifies a store that no database is open in. */
  public static Verification.Report verify(Store store, Progress progress) {
    return Verification.run(store, sha256(), progress);
  }

  @Override
  public void backup(Path target) {
    Storage.backup(store, this::snapshot, target);
  }

  /** See {@link PeerFollowers#follow}. */
  public Runnable followPeers(Consumer<PeerEvent> listener) {
    return peerFollowers.follow(listener);
  }

  @Override
  public Map<PeerId, String> peers() {
    return links.peers();
  }

  @Override
  public Traffic traffic() {
    return links.traffic();
  }

  @Override
  public void close() {
    synchronized (this) {
      if (isClosed) {
        return;
      }
      isClosed = true;
    }
    links.close();
    owner.close();
    admission.close();
    subscribers.close();
    store.close();
  }
}
