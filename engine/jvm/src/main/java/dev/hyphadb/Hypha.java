package dev.hyphadb;

import dev.hyphadb.core.Operation;
import dev.hyphadb.core.Replica;
import dev.hyphadb.core.Verification;
import dev.hyphadb.core.commit.NodeId;
import dev.hyphadb.core.graph.GraphReader;
import dev.hyphadb.core.graph.Node;
import dev.hyphadb.core.index.IndexDefinition;
import dev.hyphadb.core.index.IndexStatus;
import dev.hyphadb.core.nlq.Prompts;
import dev.hyphadb.core.query.Aggregate;
import dev.hyphadb.core.query.Answer;
import dev.hyphadb.core.query.LiveEvent;
import dev.hyphadb.core.query.Query;
import dev.hyphadb.core.query.QueryException;
import dev.hyphadb.core.store.Progress;
import dev.hyphadb.core.store.Store;
import dev.hyphadb.core.store.StoreException;
import dev.hyphadb.core.sync.Scope;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.PlainValues;
import dev.hyphadb.core.value.ValueException;
import dev.hyphadb.jvm.database.Database;
import dev.hyphadb.jvm.database.DatabaseHandle;
import dev.hyphadb.jvm.storage.Storage;
import dev.hyphadb.jvm.transfer.ImportException;
import dev.hyphadb.jvm.transfer.JsonLinesExport;
import dev.hyphadb.jvm.transfer.JsonLinesImport;
import dev.hyphadb.jvm.transfer.TransferReport;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * A database (SPEC.md section 2).
 *
 * <pre>{@code
 * try (Hypha db = Hypha.open("myapp", Options.rtc())) {
 *   String id = db.put(Map.of("name", "Alice", "role", "admin"));
 * }
 * }</pre>
 *
 * <p>Any thread may call any method. Those that change something return when the change is durable:
 * it survives a killed process. They throw {@link ValueException} for what cannot be stored and
 * {@link StoreException} when storage fails; nothing is half done then. Values are maps of what
 * {@link PlainValues} lists.
 */
public final class Hypha implements AutoCloseable {
  private final String name;
  private final DatabaseHandle database;
  private final Room room;
  private final Peer peer;
  private boolean closesPeer;

  private Hypha(String name, DatabaseHandle database, Room room, Peer peer) {
    this.name = name;
    this.database = database;
    this.room = room;
    this.peer = peer;
  }

  /**
   * Opens a database, creating it where it does not exist. Never waits for the network. To open
   * several, start a {@link Peer}: they then share one connection to each other peer.
   */
  public static Hypha open(String name, Options options) {
    Peer peer = Peer.start(options);
    try {
      Hypha database = peer.open(name);
      database.closesPeer = true;
      return database;
    } catch (RuntimeException e) {
      peer.close();
      throw e;
    }
  }

  /** The database of that name; {@code room} is told of its peers and answers from it. */
  static Hypha in(String name, DatabaseHandle database, Room room, Peer peer) {
    room.attach(database);
    return new Hypha(name, database, room, peer);
  }

  public String name() {
    return name;
  }

  /** Stores a node under the id that its content gives: equal values, equal ids. Returns the id. */
  public String put(Map<String, ?> value) {
    return submit(new Operation.Put(null, PlainValues.fromMap(value)));
  }

  /** Stores a node, replacing its value: fields left out are removed. Returns the id. */
  public String put(Map<String, ?> value, String id) {
    return submit(new Operation.Put(NodeId.require(id), PlainValues.fromMap(value)));
  }

  /** The node; empty when there is none, or it was removed. */
  public Optional<Node> get(String id) {
    return Optional.ofNullable(database.get(NodeId.require(id)));
  }

  /** Calls back at once with the node as it is, then on every change; empty while there is none. */
  public Subscription get(String id, Consumer<Optional<Node>> listener) {
    return database.follow(NodeId.require(id), node -> listener.accept(Optional.ofNullable(node)))
        ::run;
  }

  /** Deletes a node and every edge from or to it; nothing happens when there is none. */
  public void remove(String id) {
    submit(new Operation.Remove(id));
  }

  /** Adds the edge from one node to another, which may also arrive later. */
  public void link(String from, String to) {
    submit(new Operation.Link(from, to));
  }

  /** Removes the edge from one node to another; nothing happens when there is none. */
  public void unlink(String from, String to) {
    submit(new Operation.Unlink(from, to));
  }

  private String submit(Operation operation) {
    return database.submit(List.of(operation)).get(0);
  }

  /** Several operations as one atomic commit: on every peer, all of them or none. */
  public void batch(Consumer<Batch> operations) {
    Batch batch = new Batch();
    operations.accept(batch);
    submit(batch.operations());
  }

  /**
   * Like {@link #batch}; returns for each operation the id of its node (of an edge, where it
   * starts).
   */
  public List<String> submit(List<Operation> operations) {
    return operations.isEmpty() ? List.of() : database.submit(operations);
  }

  /** Removes every node, as ordinary removals; where there are roles, all but the users' nodes. */
  public void clear() {
    database.clear();
  }

  /**
   * Queries (SPEC.md sections 3 and 4, docs/queries.md).
   *
   * @param options such as {@code Map.of("query", Map.of("type", "User"), "$limit", 10)}, or {@code
   *     Map.of("prompt", "first 10 Users")}; {@link Prompts#understand} tells what a prompt means
   * @throws QueryException when they are not understood
   */
  public List<Node> map(Map<String, ?> options) {
    return map(Prompts.parse(PlainValues.fromMap(options)));
  }

  public List<Node> map(Query query) {
    return answer(query).nodes();
  }

  /** Like {@link #map(Map)}, with how the results were found and what that took. */
  public Answer explain(Map<String, ?> options) {
    return answer(Prompts.parse(PlainValues.fromMap(options)));
  }

  public Answer answer(Query query) {
    return database.answer(query);
  }

  /**
   * Makes an index over fields, dotted paths, the first decides first, so that queries need not
   * read every node; docs/queries.md says which queries. It is kept with the data from then on, by
   * this replica alone, and built in the background: {@link #indexes()} tells how far. One that is
   * there already stays.
   *
   * @throws IllegalArgumentException when there cannot be such an index
   */
  public void createIndex(String... fields) {
    createIndex(IndexDefinition.ordered(fields));
  }

  public void createIndex(IndexDefinition definition) {
    database.createIndex(definition);
  }

  /** Removes an index; returns whether there was one. */
  public boolean dropIndex(String... fields) {
    return dropIndex(IndexDefinition.ordered(fields));
  }

  public boolean dropIndex(IndexDefinition definition) {
    return database.dropIndex(definition);
  }

  /**
   * Builds all indexes anew in the background: the remedy when {@code verify} finds one damaged.
   */
  public void rebuildIndexes() {
    database.rebuildIndexes();
  }

  /** The indexes there are, those being built too. */
  public List<IndexStatus> indexes() {
    return database.indexes();
  }

  /**
   * Counts, sums, averages and extremes of many nodes, in groups (docs/queries.md).
   *
   * @param options such as {@code Map.of("query", Map.of("type", "Order"), "groupBy", "city",
   *     "values", Map.of("total", Map.of("$sum", "price")))}
   * @return a map for each group: the fields it was made by, and the values
   * @throws QueryException when the options are not understood
   */
  public List<Map<String, Object>> aggregate(Map<String, ?> options) {
    return aggregate(Prompts.parseAggregate(PlainValues.fromMap(options))).stream()
        .map(PlainValues::toPlainMap)
        .toList();
  }

  public List<Fields> aggregate(Aggregate aggregate) {
    return database.aggregate(aggregate);
  }

  /**
   * Follows a query: the present results, then every change, in order, on a thread of the
   * subscription's own.
   */
  public Subscription map(Map<String, ?> options, Consumer<LiveEvent> listener) {
    return subscribe(Prompts.parse(PlainValues.fromMap(options)), listener);
  }

  public Subscription map(Query query, Consumer<LiveEvent> listener) {
    return subscribe(query, listener);
  }

  private Subscription subscribe(Query query, Consumer<LiveEvent> listener) {
    return database.subscribe(query, listener)::run;
  }

  /**
   * Has what other peers did decided about before it is applied here; several in the order in which
   * they were added, each getting what the one before it left. This peer's own operations are not
   * shown. A batch that is dropped stays dropped: the verdict is stored, peers are told and do not
   * send it again, and {@link #synced} does not wait for it.
   *
   * <p>Operations that come back changed are this peer's own from then on: the batch of the other
   * peer is dropped, and what came back is done here and goes to everybody. Where two peers change
   * each other's changes, each stops after a few (docs/middleware.md).
   *
   * <p>Where processes share a directory, the middleware of the one that has its files counts: let
   * each use the same.
   *
   * @return takes the middleware out again
   */
  public Subscription use(Middleware middleware) {
    return database.use(middleware::apply)::run;
  }

  /**
   * Which part of the database comes from other peers from now on, wider or narrower than before
   * ({@link Options#withScope}); what is held already stays.
   *
   * @param scope {@code null} for everything
   */
  public void setScope(Scope scope) {
    database.scope(scope);
  }

  /**
   * Forgets what middleware has dropped: it comes again from the peers that have it, and is decided
   * about anew.
   */
  public void reconsiderDropped() {
    database.reconsider();
  }

  /**
   * Completes once this peer holds everything its connected peers hold; at once when no peer is
   * connected.
   *
   * @return fails with a {@link java.util.concurrent.TimeoutException} when it takes longer than
   *     that
   */
  public CompletableFuture<Void> synced(Duration timeout) {
    return database.synced(timeout);
  }

  /** Who else is there. */
  public Room room() {
    return room;
  }

  /**
   * Who may do what, and who this peer is (SPEC.md section 6).
   *
   * @throws dev.hyphadb.core.access.AccessException from its methods, in an open database
   */
  public Security security() {
    return new Security(database);
  }

  public Replica.Status status() {
    return database.status();
  }

  /**
   * Recomputes everything in the store that follows from something else in it; see {@link
   * Verification}. Works on the state at the time of the call; reads and writes go on.
   *
   * @param progress told of records
   */
  public Verification.Report verify(Progress progress) {
    return database.verify(progress);
  }

  /**
   * Verifies a database without opening it, which also works for one too damaged to open.
   *
   * @param directory the database's own: that of {@link Options#withDirectory}, then its name
   * @throws StoreException when its files cannot be read at all; the message says why
   */
  public static Verification.Report verify(Path directory, Progress progress) {
    try (Store store = Storage.openToRead(directory)) {
      return Database.verify(store, progress);
    }
  }

  /**
   * Copies the database as it is now, while reads and writes go on. The copy is a database
   * directory: {@code backup(Path.of("backups", "myapp"))} opens as {@code myapp} with the
   * directory {@code backups}.
   *
   * <p>The copy is the same replica, under the same id. Restoring it means to put it in the
   * original's place; it is no second peer, and the two must not run at once. A new peer starts
   * empty and synchronises, or imports an {@linkplain #exportTo(Path, Progress) export}.
   *
   * @param target does not exist, or is empty
   * @throws StoreException when the target is in use or cannot be written
   */
  public void backup(Path target) {
    database.backup(target);
  }

  /**
   * Writes the database as it is now as lines of JSON, one node each (see {@code
   * dev.hyphadb.jvm.transfer}), while reads and writes go on. The writer is flushed and left open.
   *
   * @param progress told of nodes
   */
  public TransferReport exportTo(Writer writer, Progress progress) throws IOException {
    long nodes = status().nodes();
    try (Store snapshot = database.snapshot()) {
      return JsonLinesExport.write(new GraphReader(snapshot), nodes, writer, progress);
    }
  }

  /** Like {@link #exportTo(Writer, Progress)}; the file appears, in UTF-8, once it is complete. */
  public TransferReport exportTo(Path file, Progress progress) throws IOException {
    return complete(file, writer -> exportTo(writer, progress));
  }

  /**
   * Writes what can still be read of a database that is too damaged to open, as {@link
   * #exportTo(Path, Progress)} does. The directory is not changed. What was in the newest writes is
   * shown as it was before the damage: nodes may be missing or older than what was acknowledged.
   *
   * @param directory the database's own: that of {@link Options#withDirectory}, then its name
   * @param progress told of nodes
   * @throws StoreException when nothing can be read
   */
  public static TransferReport salvage(Path directory, Path file, Progress progress)
      throws IOException {
    try (Store store = Storage.openToSalvage(directory)) {
      GraphReader reader = new GraphReader(store);
      return complete(file, writer -> JsonLinesExport.writeReadable(reader, writer, progress));
    }
  }

  /** Writes an export. */
  private interface Exporter {
    TransferReport write(Writer writer) throws IOException;
  }

  private static TransferReport complete(Path file, Exporter exporter) throws IOException {
    Path partial = file.resolveSibling(file.getFileName() + ".partial");
    try {
      TransferReport report;
      try (Writer writer = Files.newBufferedWriter(partial)) {
        report = exporter.write(writer);
      }
      Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING);
      return report;
    } finally {
      Files.deleteIfExists(partial);
    }
  }

  /**
   * Reads what {@link #exportTo(Path, Progress)} writes and does it as ordinary puts and links, in
   * batches, each one commit: a node that is there already gets the file's value, others stay as
   * they are.
   *
   * @param progress told of bytes
   * @throws ImportException for the first line that cannot be taken, which it names: whole batches
   *     before it are applied, nothing else is
   */
  public TransferReport importFrom(Path file, Progress progress) throws IOException {
    try (InputStream input = Files.newInputStream(file)) {
      return JsonLinesImport.read(input, Files.size(file), this::submit, progress);
    }
  }

  /** Finishes what is under way, leaves the room, and closes the files. Idempotent. */
  @Override
  public void close() {
    room().endVideo();
    database.close();
    peer.closed(this);
    if (closesPeer) {
      peer.close();
    }
  }
}
