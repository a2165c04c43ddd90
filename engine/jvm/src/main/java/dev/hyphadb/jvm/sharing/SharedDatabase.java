package dev.hyphadb.jvm.sharing;

import dev.hyphadb.core.Account;
import dev.hyphadb.core.Operation;
import dev.hyphadb.core.Replica;
import dev.hyphadb.core.Verification;
import dev.hyphadb.core.graph.Node;
import dev.hyphadb.core.index.IndexDefinition;
import dev.hyphadb.core.index.IndexStatus;
import dev.hyphadb.core.query.Aggregate;
import dev.hyphadb.core.query.Answer;
import dev.hyphadb.core.query.LiveEvent;
import dev.hyphadb.core.query.Query;
import dev.hyphadb.core.store.Progress;
import dev.hyphadb.core.store.Store;
import dev.hyphadb.core.store.StoreException;
import dev.hyphadb.core.sync.PeerId;
import dev.hyphadb.core.sync.Scope;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.Value;
import dev.hyphadb.jvm.database.Database;
import dev.hyphadb.jvm.database.DatabaseClosedException;
import dev.hyphadb.jvm.database.DatabaseHandle;
import dev.hyphadb.jvm.database.MiddlewareStep;
import dev.hyphadb.jvm.database.PeerEvent;
import dev.hyphadb.jvm.database.Traffic;
import dev.hyphadb.jvm.sharing.OwnerConnection.OwnerLostException;
import dev.hyphadb.jvm.sharing.Wire.Verb;
import dev.hyphadb.jvm.storage.Storage;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A handle on a directory's database that others may have open too: this process has it open as the
 * owner, or asks the owner as a guest, and changes over by itself.
 */
public final class SharedDatabase implements DatabaseHandle {
  private static final System.Logger LOGGER = System.getLogger(SharedDatabase.class.getName());

  /** An owner that opens a damaged or huge store may take a while until it listens. */
  private static final long ROLE_MILLIS_MAX = 15_000;

  private static final long RETRY_MILLIS = 10;

  private final Path directory;
  private final Supplier<Database> opener;
  private final SharedMiddleware middleware = new SharedMiddleware();
  private final Set<Following<?>> followings = ConcurrentHashMap.newKeySet();

  // Guarded by this; null while nobody is known to be the owner.
  private Role role;
  private boolean isClosed;

  /** Who has the database open. */
  private sealed interface Role {
    record Owner(OwnerLease lease, Database database, OwnerServer server) implements Role {}

    record Guest(OwnerConnection connection) implements Role {}
  }

  private SharedDatabase(Path directory, Supplier<Database> opener) {
    this.directory = directory;
    this.opener = opener;
  }

  /**
   * @param opener opens the directory's store and the database in it; called when this process
   *     becomes the owner, at once or later, on any thread
   * @throws StoreException when the store cannot be opened, or its owner does not answer
   */
  public static SharedDatabase open(Path directory, Supplier<Database> opener) {
    SharedDatabase database = new SharedDatabase(directory, opener);
    database.role();
    return database;
  }

  /** Whether this process has the store open; may change at any time. */
  public synchronized boolean isOwner() {
    return role instanceof Role.Owner;
  }

  /**
   * The present role; finds one where there is none, and follows there what was followed before.
   */
  private synchronized Role role() {
    long deadlineMillis = System.currentTimeMillis() + ROLE_MILLIS_MAX;
    IOException unreachable = null;
    while (role == null) {
      if (isClosed) {
        throw new DatabaseClosedException();
      }
      OwnerLease lease = OwnerLease.tryAcquire(directory);
      try {
        role = lease == null ? visit() : own(lease);
        Thread.ofVirtual().name("hypha-resume").start(this::resumeFollowings);
      } catch (IOException e) {
        unreachable = e;
        if (System.currentTimeMillis() > deadlineMillis) {
          throw new StoreException(
              "Another process has "
                  + directory
                  + " open and does not answer ("
                  + unreachable
                  + "): end that process, or wait until it is ready",
              unreachable);
        }
        pause();
      }
    }
    return role;
  }

  private void resumeFollowings() {
    try {
      followings.forEach(Following::resume);
    } catch (StoreException e) {
      // Whoever asks for something next finds an owner, and all is resumed there.
      LOGGER.log(Level.WARNING, "No owner for " + directory, e);
    } catch (DatabaseClosedException e) {
      // Nobody follows anything any more.
    }
  }

  private Role own(OwnerLease lease) {
    Database database = null;
    try {
      database = opener.get();
      middleware.owns(database);
      return new Role.Owner(lease, database, OwnerServer.start(directory, database));
    } catch (RuntimeException e) {
      if (database != null) {
        database.close();
      }
      lease.close();
      throw e;
    }
  }

  private Role visit() throws IOException {
    OwnerConnection[] opened = new OwnerConnection[1];
    opened[0] = OwnerConnection.open(directory, () -> lost(opened[0]));
    return new Role.Guest(opened[0]);
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException("Interrupted while waiting for the database's owner", e);
    }
  }

  /** The owner is gone: finds the next one without waiting to be asked for something. */
  private void lost(OwnerConnection connection) {
    forget(connection);
    try {
      role();
    } catch (StoreException e) {
      // Whoever asks for something next tries again, and is told.
      LOGGER.log(Level.WARNING, "No owner for " + directory, e);
    } catch (DatabaseClosedException e) {
      // Nobody needs an owner any more.
    }
  }

  /**
   * Does it here or asks the owner, and again should the owner go meanwhile: all of it may be done
   * twice.
   */
  private <T> T at(
      Function<Database, T> here, Function<OwnerConnection, CompletableFuture<T>> there) {
    while (true) {
      Role present = role();
      if (present instanceof Role.Owner owner) {
        return here.apply(owner.database());
      }
      OwnerConnection connection = ((Role.Guest) present).connection();
      try {
        return there.apply(connection).join();
      } catch (CompletionException e) {
        if (!(e.getCause() instanceof OwnerLostException)) {
          throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
        forget(connection);
      }
    }
  }

  /** The same, where there is nothing to hear but that it was done. */
  private void run(
      Consumer<Database> here, Function<OwnerConnection, CompletableFuture<Value>> there) {
    at(
        database -> {
          here.accept(database);
          return null;
        },
        there);
  }

  private synchronized void forget(OwnerConnection connection) {
    if (role instanceof Role.Guest guest && guest.connection() == connection) {
      role = null;
    }
  }

  @Override
  public List<String> submit(List<Operation> operations) {
    return at(
        database -> database.submit(operations),
        owner ->
            owner
                .ask(Verb.SUBMIT, Wire.list(operations, Wire::operation))
                .thenApply(ids -> Wire.list(ids, Wire::text)));
  }

  @Override
  public Node get(String id) {
    return at(
        database -> database.get(id),
        owner -> owner.ask(Verb.GET, Wire.text(id)).thenApply(Wire::node));
  }

  @Override
  public Answer answer(Query query) {
    return at(
        database -> database.answer(query),
        owner -> owner.ask(Verb.MAP, query.options()).thenApply(IndexWire::answer));
  }

  @Override
  public List<Fields> aggregate(Aggregate aggregate) {
    return at(
        database -> database.aggregate(aggregate),
        owner ->
            owner
                .ask(Verb.AGGREGATE, aggregate.options())
                .thenApply(rows -> Wire.list(rows, row -> (Fields) row)));
  }

  @Override
  public void createIndex(IndexDefinition definition) {
    run(
        database -> database.createIndex(definition),
        owner -> owner.ask(Verb.CREATE_INDEX, IndexWire.definition(definition)));
  }

  @Override
  public boolean dropIndex(IndexDefinition definition) {
    return at(
        database -> database.dropIndex(definition),
        owner ->
            owner.ask(Verb.DROP_INDEX, IndexWire.definition(definition)).thenApply(Wire::flag));
  }

  @Override
  public void rebuildIndexes() {
    run(Database::rebuildIndexes, owner -> owner.ask(Verb.REBUILD_INDEXES));
  }

  @Override
  public List<IndexStatus> indexes() {
    return at(
        Database::indexes,
        owner ->
            owner.ask(Verb.INDEXES).thenApply(statuses -> Wire.list(statuses, IndexWire::status)));
  }

  @Override
  public Runnable subscribe(Query query, Consumer<LiveEvent> listener) {
    return follow(new QueryFollowing(this, query, listener));
  }

  @Override
  public Runnable follow(String id, Consumer<Node> listener) {
    return follow(new NodeFollowing(this, id, listener));
  }

  /**
   * Follows what happens in the room while another process is the owner. Where this one is, its
   * {@link Database.PeerEvents} are told.
   *
   * @param listener called in order, on a thread of its own
   */
  public Runnable followPeers(Consumer<PeerEvent> listener) {
    return follow(new PeerFollowing(this, listener));
  }

  private Runnable follow(Following<?> following) {
    followings.add(following);
    following.resume();
    return () -> {
      followings.remove(following);
      following.end();
    };
  }

  /**
   * Starts a subscription at the present owner.
   *
   * @param here at this process, if it is the owner
   */
  Runnable start(
      Function<Database, Runnable> here, Verb verb, Value what, Consumer<Value> listener) {
    return at(here, owner -> owner.subscribe(verb, what, listener));
  }

  @Override
  public Runnable use(MiddlewareStep step) {
    return middleware.add(step);
  }

  @Override
  public void scope(Scope scope) {
    run(database -> database.scope(scope), owner -> owner.ask(Verb.SCOPE, Wire.scope(scope)));
  }

  @Override
  public void reconsider() {
    run(Database::reconsider, owner -> owner.ask(Verb.RECONSIDER));
  }

  @Override
  public void clear() {
    run(Database::clear, owner -> owner.ask(Verb.CLEAR));
  }

  @Override
  public CompletableFuture<Void> synced(Duration timeout) {
    CompletableFuture<Void> result = new CompletableFuture<>();
    awaitSynced(result, System.nanoTime() + timeout.toNanos());
    return result.orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Asks again whoever is the owner then, should the present one go before it has answered. */
  private void awaitSynced(CompletableFuture<Void> result, long deadlineNanos) {
    Duration left = Duration.ofNanos(Math.max(1_000_000, deadlineNanos - System.nanoTime()));
    switch (role()) {
      case Role.Owner owner -> pass(owner.database().synced(left), result);
      case Role.Guest guest ->
          guest
              .connection()
              .ask(Verb.SYNCED, Wire.number(left.toMillis()))
              .whenComplete((done, failure) -> {
                if (failure instanceof OwnerLostException && !result.isDone()) {
                  forget(guest.connection());
                  Thread.ofVirtual().name("hypha-synced").start(() -> again(result, deadlineNanos));
                } else {
                  complete(result, failure);
                }
              });
    }
  }

  private void again(CompletableFuture<Void> result, long deadlineNanos) {
    try {
      awaitSynced(result, deadlineNanos);
    } catch (RuntimeException e) {
      result.completeExceptionally(e);
    }
  }

  private static void pass(CompletableFuture<Void> from, CompletableFuture<Void> to) {
    from.whenComplete((done, failure) -> complete(to, failure));
  }

  private static void complete(CompletableFuture<Void> result, Throwable failure) {
    if (failure == null) {
      result.complete(null);
    } else {
      result.completeExceptionally(failure);
    }
  }

  @Override
  public Replica.Status status() {
    return at(Database::status, owner -> owner.ask(Verb.STATUS).thenApply(Wire::status));
  }

  @Override
  public Account account(String address) {
    return at(
        database -> database.account(address),
        owner -> owner.ask(Verb.ACCOUNT, Wire.text(address)).thenApply(Wire::account));
  }

  /**
   * As a guest: what is written at the time of the call, read beside the owner; where the storage
   * engine has no room for a second reader, in a copy that the owner makes for it.
   */
  @Override
  public Store snapshot() {
    if (role() instanceof Role.Owner owner) {
      return owner.database().snapshot();
    }
    return Storage.isReadBesideWriter(directory)
        ? Storage.openToRead(directory)
        : StoreCopy.make(this::backup);
  }

  @Override
  public Verification.Report verify(Progress progress) {
    if (role() instanceof Role.Owner owner) {
      return owner.database().verify(progress);
    }
    try (Store snapshot = snapshot()) {
      return Database.verify(snapshot, progress);
    }
  }

  @Override
  public void backup(Path target) {
    run(
        database -> database.backup(target),
        owner -> owner.ask(Verb.BACKUP, Wire.text(target.toAbsolutePath().toString())));
  }

  @Override
  public Map<PeerId, String> peers() {
    return at(Database::peers, owner -> owner.ask(Verb.PEERS).thenApply(Wire::peers));
  }

  @Override
  public Traffic traffic() {
    return at(Database::traffic, owner -> owner.ask(Verb.TRAFFIC).thenApply(Wire::traffic));
  }

  @Override
  public void close() {
    Role last;
    synchronized (this) {
      if (isClosed) {
        return;
      }
      isClosed = true;
      last = role;
      role = null;
    }
    followings.forEach(Following::end);
    switch (last) {
      case null -> {}
      case Role.Guest guest -> guest.connection().close();
      case Role.Owner owner -> {
        // Guests look for another owner at once, and find one when the files are closed.
        owner.server().close();
        owner.database().close();
        owner.lease().close();
      }
    }
  }
}
