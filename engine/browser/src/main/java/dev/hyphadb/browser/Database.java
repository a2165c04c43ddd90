package dev.hyphadb.browser;

import dev.hyphadb.browser.store.HeapStore;
import dev.hyphadb.core.Account;
import dev.hyphadb.core.Accounts;
import dev.hyphadb.core.Operation;
import dev.hyphadb.core.RandomBytes;
import dev.hyphadb.core.Replica;
import dev.hyphadb.core.ReplicaOptions;
import dev.hyphadb.core.Screening;
import dev.hyphadb.core.access.AccessException;
import dev.hyphadb.core.access.Security;
import dev.hyphadb.core.access.UserNode;
import dev.hyphadb.core.commit.CommitLimits;
import dev.hyphadb.core.commit.NodeId;
import dev.hyphadb.core.commit.Sha256;
import dev.hyphadb.core.graph.GraphReader;
import dev.hyphadb.core.graph.Node;
import dev.hyphadb.core.index.IndexAdvisor;
import dev.hyphadb.core.index.IndexDefinition;
import dev.hyphadb.core.index.StoredIndexes;
import dev.hyphadb.core.nlq.Prompts;
import dev.hyphadb.core.query.Answer;
import dev.hyphadb.core.query.LiveEvent;
import dev.hyphadb.core.query.Query;
import dev.hyphadb.core.query.QueryRunner;
import dev.hyphadb.core.sync.PeerId;
import dev.hyphadb.core.sync.Scope;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.ValueException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSExport;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSArray;

/**
 * An open database as the worker sees it: the verbs of SPEC.md section 2 on JavaScript's values,
 * and the frames of its peers.
 *
 * <p>Whatever changes something is done in memory first; {@link #flush} makes it durable and tells
 * what follows. Every method throws an {@code Error} as {@link JsError} makes it; after one without
 * {@code isRefusal} the state in memory is unknown, and {@link #reopen} starts again from the
 * store.
 */
public final class Database {
  private final HeapStore store;
  private final int replayed;
  private final ReplicaOptions options;
  private final Sha256 sha256;
  private final RandomBytes random;
  private final GraphReader reader;
  private final QueryRunner queries;
  private final Followers followers;
  private IndexAdvisor advisor = new IndexAdvisor();

  /** {@code null} in an open database. */
  private Security security;

  private Replica replica;
  private boolean isScreening;

  /** {@code null} for everything. */
  private Scope scope;

  Database(
      HeapStore store,
      int replayed,
      ReplicaOptions options,
      Security security,
      Sha256 sha256,
      RandomBytes random) {
    this.store = store;
    this.replayed = replayed;
    this.options = options;
    this.security = security;
    this.sha256 = sha256;
    this.random = random;
    this.reader = new GraphReader(store);
    this.queries =
        new QueryRunner(
            reader, reader::get, () -> new StoredIndexes(store, () -> Replica.nodeCount(store)));
    this.followers = new Followers(reader, queries);
    this.replica = Replica.open(store, options, security, sha256, random);
  }

  private static long now() {
    return System.currentTimeMillis();
  }

  /** Stores a node; without an id, under the one that its content gives. Returns the id. */
  @JSExport
  public String put(JSObject value, String id) {
    return submit(() -> new Operation.Put(id, JsValues.fields(value)));
  }

  @JSExport
  public String remove(String id) {
    return submit(() -> new Operation.Remove(id));
  }

  @JSExport
  public String link(String from, String to) {
    return submit(() -> new Operation.Link(from, to));
  }

  @JSExport
  public String unlink(String from, String to) {
    return submit(() -> new Operation.Unlink(from, to));
  }

  private String submit(Supplier<Operation> operation) {
    return JsError.translate(() -> replica.submit(List.of(operation.get()), now()).get(0));
  }

  /**
   * Several operations as one commit: {@code ["put", value, id?]}, {@code ["remove", id]}, {@code
   * ["link" or "unlink", from, to]}. Returns an id for each.
   */
  @JSExport
  public JSArray<JSObject> batch(JSArray<JSArray<JSObject>> steps) {
    return JsError.translate(() -> {
      List<Operation> operations = new ArrayList<>();
      for (int i = 0; i < steps.getLength(); i++) {
        operations.add(operation(steps.get(i)));
      }
      JSArray<JSObject> ids = new JSArray<>();
      if (!operations.isEmpty()) {
        replica.submit(operations, now()).forEach(id -> ids.push(JsValues.text(id)));
      }
      return ids;
    });
  }

  private static Operation operation(JSArray<JSObject> step) {
    String verb = textAt(step, 0);
    return switch (verb) {
      case "put" -> new Operation.Put(textAt(step, 2), JsValues.fields(step.get(1)));
      case "remove" -> new Operation.Remove(textAt(step, 1));
      case "link" -> new Operation.Link(textAt(step, 1), textAt(step, 2));
      case "unlink" -> new Operation.Unlink(textAt(step, 1), textAt(step, 2));
      default ->
          throw new ValueException("unknown-operation", "", "no operation is called " + verb);
    };
  }

  @JSBody(
      params = {"array", "position"},
      script = "var text = array[position]; return text === undefined ? null : text;")
  private static native String textAt(JSArray<JSObject> array, int position);

  /** The node, {@code null} when there is none. */
  @JSExport
  public JSObject get(String id) {
    return JsError.translate(() -> JsValues.node(reader.get(nodeId(id))));
  }

  /** Addresses compare without regard to case. */
  private String nodeId(String id) {
    return security == null ? NodeId.require(id) : UserNode.canonicalId(NodeId.require(id));
  }

  /** The nodes that a query gives, as {@code results}, and what else its answer is asked to say. */
  @JSExport
  public JSObject map(JSObject mapOptions) {
    return JsError.translate(() -> {
      Fields asked = JsValues.fields(mapOptions);
      Query query = Prompts.parse(asked);
      double start = performanceMillis();
      Answer answer = queries.answer(query);
      double tookMillis = performanceMillis() - start;
      if (advisor.note(query, answer.explanation(), now())) {
        advisor.apply(replica.indexes(), now());
      }
      return JsValues.answer(
          answer.nodes(),
          query.isExplained() ? answer.explanation().within(tookMillis) : null,
          asked.has("prompt") ? query.options() : null);
    });
  }

  @JSBody(script = "return performance.now();")
  private static native double performanceMillis();

  /** The groups that an aggregate gives. */
  @JSExport
  public JSArray<JSObject> aggregate(JSObject aggregateOptions) {
    return JsError.translate(() ->
        JsValues.objects(
            queries.aggregate(Prompts.parseAggregate(JsValues.fields(aggregateOptions)))));
  }

  /**
   * Makes the index of words ({@code ii}) or of places ({@code geo}), unless it is there; with
   * {@code rx}, queries get their ordered indexes from the first one on.
   */
  @JSExport
  public void useModule(String name) {
    JsError.translate(() -> {
      switch (name) {
        case "ii" -> replica.indexes().create(IndexDefinition.words(), false);
        case "geo" -> replica.indexes().create(IndexDefinition.places(), false);
        default -> advisor = IndexAdvisor.eager();
      }
      return null;
    });
  }

  private static Query parse(JSObject mapOptions) {
    return Prompts.parse(JsValues.fields(mapOptions));
  }

  /** Like {@link #get}, and {@link #flush} tells of every change under this number. */
  @JSExport
  public JSObject followNode(int subscription, String id) {
    return JsError.translate(() -> JsValues.node(followers.follow(subscription, nodeId(id))));
  }

  /** Like {@link #map}, and {@link #flush} tells of every change under this number. */
  @JSExport
  public JSArray<JSObject> followQuery(int subscription, JSObject mapOptions) {
    return JsError.translate(
        () -> JsValues.nodes(followers.follow(subscription, parse(mapOptions))));
  }

  @JSExport
  public void stop(int subscription) {
    followers.stop(subscription);
  }

  /** Removes every node, in as few commits as their size allows. */
  @JSExport
  public void clear() {
    JsError.translate(() -> {
      List<Operation> removals = new ArrayList<>();
      reader.forEach(node -> {
        // Those hold the roles: removing them is no clearing up.
        if (security == null || !UserNode.isUserNode(node.id())) {
          removals.add(new Operation.Remove(node.id()));
        }
        return true;
      });
      int step = Math.min(10_000, CommitLimits.MUTATIONS_MAX);
      for (int from = 0; from < removals.size(); from += step) {
        replica.submit(removals.subList(from, Math.min(removals.size(), from + step)), now());
      }
      return null;
    });
  }

  // Middleware

  /** Whether {@link Effects#screening} asks about the commits of peers from now on. */
  @JSExport
  public void screen(boolean on) {
    JsError.translate(() -> {
      isScreening = on;
      replica.screen(on, now());
      return null;
    });
  }

  /**
   * Answers the last {@link Effects#screening}.
   *
   * @param verdicts for each commit the operations to be done: as they were, others in their place,
   *     or {@code null}
   */
  @JSExport
  public void decide(double screening, JSArray<JSArray<JSObject>> verdicts) {
    JsError.translate(() -> {
      replica.decide((long) screening, JsOperations.verdicts(verdicts), now());
      return null;
    });
  }

  /** Forgets the verdicts; see {@link Replica#reconsider}. */
  @JSExport
  public void reconsider() {
    replica.reconsider();
  }

  // Accounts

  /** Signs with an account from now on; starts again, as {@link #reopen} does. */
  @JSExport
  public void identify(JsSecurity.Account account) {
    security = JsSecurity.signing(security, account);
    reopen();
  }

  /**
   * @param expiresAtMillis since 1970; infinite for never
   */
  @JSExport
  public void assignRole(String address, String role, double expiresAtMillis) {
    Long end = Double.isInfinite(expiresAtMillis) ? null : (Long) (long) expiresAtMillis;
    submit(() -> new Operation.AssignRole(address, role, end));
  }

  /** Throws unless this peer's account has a role that permits it. */
  @JSExport
  public void requirePermission(String permission) {
    JsError.translate(() -> {
      Accounts accounts = replica.accounts(now());
      Account own = accounts.of(accounts.own());
      if (!own.permissions().contains(permission)) {
        throw new AccessException(
            "not-permitted",
            own.address()
                + " has the role "
                + own.role()
                + ", which does not permit "
                + permission
                + ": have a role assigned that does");
      }
      return null;
    });
  }

  // Peers

  /** A peer can be reached: its id is 64 hexadecimal digits. */
  @JSExport
  public void connect(String peer) {
    replica.connect(new PeerId(peer));
  }

  @JSExport
  public void disconnect(String peer) {
    replica.disconnect(new PeerId(peer));
  }

  /** A frame came from a connected peer: a {@code Uint8Array}, not to be changed any more. */
  @JSExport
  public void receive(String peer, JSObject frame) {
    JsError.translate(() -> {
      replica.receive(new PeerId(peer), JsBytes.toJava(frame), now());
      return null;
    });
  }

  /** Asks the connected peers what they hold; {@link Effects#synced} tells. */
  @JSExport
  public void probe() {
    replica.probe();
  }

  /**
   * Which part comes from peers from now on, {@code {queries, depth}}; {@code null} for everything.
   */
  @JSExport
  public void setScope(JSObject wanted) {
    JsError.translate(() -> {
      Scope understood = wanted == null ? null : Scope.parse(JsValues.fields(wanted));
      replica.scope(understood);
      scope = understood;
      return null;
    });
  }

  // Durability

  /** Makes everything durable that was done, and says what follows. */
  @JSExport
  public void flush(Effects effects) {
    JsError.translate(() -> {
      if (advisor.isCheckDue(now())) {
        advisor.apply(replica.indexes(), now());
      }
      carryOut(replica.flush(now()), effects);
      return null;
    });
  }

  private void carryOut(Replica.Effects following, Effects effects) {
    following
        .outgoing()
        .forEach(next -> effects.frame(next.peer().hex(), JsBytes.toJs(next.frame())));
    following.dismissed().forEach(peer -> effects.dismiss(peer.hex()));
    followers.changed(
        following.changedNodes(),
        new Followers.Listener() {
          @Override
          public void node(int subscription, Node node) {
            effects.node(subscription, JsValues.node(node));
          }

          @Override
          public void query(int subscription, LiveEvent event) {
            String action = event.action().name().toLowerCase(Locale.ROOT);
            effects.query(subscription, action, event.id(), JsValues.node(event.node()));
          }
        });
    Screening screening = following.screening();
    if (screening != null) {
      effects.screening((double) screening.number(), JsOperations.proposals(screening));
    }
    following.resolversDiffer().forEach(differing -> effects.warning(differing.message()));
    effects.synced(following.isSynced());
  }

  /** Where JavaScript is told what follows from a flush; see {@link Replica.Effects}. */
  public interface Effects extends JSObject {
    void frame(String peer, JSObject frame);

    void dismiss(String peer);

    /** A followed node as it is now; {@code null} when it is not there. */
    void node(int subscription, JSObject node);

    /** A followed query's results changed; the node is {@code null} when it is gone. */
    void query(int subscription, String action, String id, JSObject node);

    /** Commits of peers that wait for {@link #decide}; see {@link JsOperations#proposals}. */
    void screening(double number, JSArray<JSObject> proposals);

    /** What the developer ought to know. */
    void warning(String text);

    void synced(boolean isSynced);
  }

  /** When {@link #flush} has to be called even if nothing happens; infinite for never. */
  @JSExport
  public double deadlineMillis() {
    long deadline = replica.deadlineMillis();
    return deadline == Long.MAX_VALUE ? Double.POSITIVE_INFINITY : (double) deadline;
  }

  /** Whether {@link #flush} has something to do although nothing was changed: a new index. */
  @JSExport
  public boolean hasNewIndexes() {
    return replica.indexes().isDirty();
  }

  /** How many commits wait for {@link #flush}. */
  @JSExport
  public int unflushed() {
    return replica.unflushedCommits();
  }

  /** Starts again from what is durable; peers have to be connected again. */
  @JSExport
  public void reopen() {
    JsError.translate(() -> {
      replica = Replica.open(store, options, security, sha256, random);
      replica.screen(isScreening, now());
      replica.scope(scope);
      return null;
    });
  }

  // Files

  /** The intact length of the last journal that was read. */
  @JSExport
  public int replayed() {
    return replayed;
  }

  /** Whether the journal has become long enough for a new snapshot. */
  @JSExport
  public boolean isSnapshotDue() {
    return store.isSnapshotDue();
  }

  /** Begins a snapshot; what is flushed from now on belongs into another journal. */
  @JSExport
  public void beginSnapshot() {
    JsError.translate(() -> {
      store.beginSnapshot();
      return null;
    });
  }

  /** Goes on with it; returns a {@code Uint8Array} when it is finished, {@code null} before. */
  @JSExport
  public JSObject continueSnapshot(int entriesMax) {
    return JsError.translate(() -> {
      byte[] snapshot = store.continueSnapshot(entriesMax);
      return snapshot == null ? null : JsBytes.toJs(snapshot);
    });
  }

  @JSExport
  public void close() {
    store.close();
  }
}
