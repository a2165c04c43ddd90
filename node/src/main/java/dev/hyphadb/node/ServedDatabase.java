package dev.hyphadb.node;

import dev.hyphadb.Hypha;
import dev.hyphadb.core.Operation;
import dev.hyphadb.core.Replica;
import dev.hyphadb.core.graph.Node;
import dev.hyphadb.core.index.IndexDefinition;
import dev.hyphadb.core.index.IndexStatus;
import dev.hyphadb.core.query.Aggregate;
import dev.hyphadb.core.query.Answer;
import dev.hyphadb.core.query.Query;
import dev.hyphadb.core.store.StoreException;
import dev.hyphadb.core.value.Fields;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A database that this node has open. Any thread.
 *
 * <p>It has <em>settled</em> once the peers that were there when it was opened have had time to
 * hand over what they hold: until then, what is not found may be on its way.
 */
final class ServedDatabase {
  private final Hypha hypha;
  private final CompletableFuture<Void> settled;
  private volatile String failure;

  private ServedDatabase(Hypha hypha, CompletableFuture<Void> settled) {
    this.hypha = hypha;
    this.settled = settled;
  }

  /** Settled from the start: there is nobody to wait for. */
  static ServedDatabase alone(Hypha hypha) {
    return new ServedDatabase(hypha, CompletableFuture.completedFuture(null));
  }

  /**
   * Settles when the first peer to join has handed over what it holds, and at the latest after the
   * wait.
   */
  static ServedDatabase networked(Hypha hypha, Duration wait) {
    long deadlineNanos = System.nanoTime() + wait.toNanos();
    CompletableFuture<Void> joined = new CompletableFuture<>();
    var listening = hypha.room().onJoin((peer, kind) -> joined.complete(null));
    if (!hypha.room().peers().isEmpty()) {
      joined.complete(null);
    }
    CompletableFuture<Void> settled =
        joined
            .thenComposeAsync(first ->
                hypha.synced(
                    Duration.ofNanos(Math.max(1_000_000, deadlineNanos - System.nanoTime()))))
            .completeOnTimeout(null, wait.toMillis(), TimeUnit.MILLISECONDS)
            .exceptionally(late -> null)
            .whenComplete((done, never) -> listening.close());
    return new ServedDatabase(hypha, settled);
  }

  String name() {
    return hypha.name();
  }

  Hypha hypha() {
    return hypha;
  }

  /** Waits, for the bounded time it takes, until the database has settled. */
  void awaitSettled() {
    settled.join();
  }

  /** The node; when it is missing only after the database has settled. */
  Optional<Node> get(String id) {
    return guarded(() -> {
      Optional<Node> found = hypha.get(id);
      if (found.isPresent() || settled.isDone()) {
        return found;
      }
      awaitSettled();
      return hypha.get(id);
    });
  }

  Answer answer(Query query) {
    awaitSettled();
    return guarded(() -> hypha.answer(query));
  }

  void createIndex(IndexDefinition definition) {
    guarded(() -> {
      hypha.createIndex(definition);
      return null;
    });
  }

  boolean dropIndex(IndexDefinition definition) {
    return guarded(() -> hypha.dropIndex(definition));
  }

  List<IndexStatus> indexes() {
    return guarded(hypha::indexes);
  }

  List<Fields> aggregate(Aggregate aggregate) {
    awaitSettled();
    return guarded(() -> hypha.aggregate(aggregate));
  }

  List<String> submit(List<Operation> operations) {
    return guarded(() -> hypha.submit(operations));
  }

  void clear() {
    guarded(() -> {
      hypha.clear();
      return null;
    });
  }

  Replica.Status status() {
    return guarded(hypha::status);
  }

  /** Remembers whether storage works: the readiness of the service depends on it. */
  private <T> T guarded(Supplier<T> action) {
    try {
      T result = action.get();
      failure = null;
      return result;
    } catch (StoreException e) {
      failure = e.getMessage();
      throw e;
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  /** Why the last operation could not use the storage; empty when it could. */
  Optional<String> failure() {
    return Optional.ofNullable(failure);
  }
}
