package dev.hyphadb.jvm.database;

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
import dev.hyphadb.core.sync.PeerId;
import dev.hyphadb.core.sync.Scope;
import dev.hyphadb.core.value.Fields;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * The verbs of SPEC.md section 2 on values, whether the database is open in this process or in
 * another one that shares its directory. Any thread may call any method; those that change
 * something return when the change is durable.
 */
public interface DatabaseHandle extends AutoCloseable {
  /**
   * Does the operations as one commit, all or nothing.
   *
   * @return for each operation the id of its node
   */
  List<String> submit(List<Operation> operations);

  /** The node; {@code null} when there is none. */
  Node get(String id);

  /** The results of a query as of one moment, and how they were found. */
  Answer answer(Query query);

  /** The groups in order, each with its values. */
  List<Fields> aggregate(Aggregate aggregate);

  /** Makes an index and returns; it is built in the background. One that is there stays. */
  void createIndex(IndexDefinition definition);

  /** Removes an index; returns whether there was one. */
  boolean dropIndex(IndexDefinition definition);

  /** Builds all indexes anew in the background. */
  void rebuildIndexes();

  List<IndexStatus> indexes();

  /**
   * Calls the listener with the present results, then with every change, in order, on a thread of
   * its own.
   *
   * @return ends it
   */
  Runnable subscribe(Query query, Consumer<LiveEvent> listener);

  /**
   * Calls the listener with the node as it is, then whenever it may have changed; {@code null}
   * while there is none.
   *
   * @return ends it
   */
  Runnable follow(String id, Consumer<Node> listener);

  /**
   * Has what other peers did decided about before it is applied, after the steps that are there.
   * Where processes share a directory, the steps of the one that has its files count.
   *
   * @return takes the step out again
   */
  Runnable use(MiddlewareStep step);

  /** Which part of the database comes from other peers from now on; {@code null} for everything. */
  void scope(Scope scope);

  /** Forgets the verdicts that dropped something: it comes again and is decided about anew. */
  void reconsider();

  /** Removes every node that is there now. */
  void clear();

  /**
   * Completes once this peer holds everything that its connected peers hold; at once when there are
   * none.
   *
   * @return exceptionally a {@link java.util.concurrent.TimeoutException} when that takes longer
   */
  CompletableFuture<Void> synced(Duration timeout);

  Replica.Status status();

  /**
   * What an account may do now, by what this peer knows.
   *
   * @param address {@code null} for the account that signs what is submitted here
   * @throws dev.hyphadb.core.access.AccessException in an open database; {@code no-identity} when
   *     nothing is signed here
   */
  Account account(String address);

  /**
   * The store as it is now, which stays while writes go on. To be closed, at the latest before this
   * database.
   */
  Store snapshot();

  /** See {@link Verification}; writes go on meanwhile. */
  Verification.Report verify(Progress progress);

  /** See {@link dev.hyphadb.jvm.storage.Storage#backup}. */
  void backup(Path target);

  /** The connected peers and what kind they say they are. */
  Map<PeerId, String> peers();

  Traffic traffic();

  /** Leaves the room, finishes what is under way, and lets go of the files. Idempotent. */
  @Override
  void close();
}
