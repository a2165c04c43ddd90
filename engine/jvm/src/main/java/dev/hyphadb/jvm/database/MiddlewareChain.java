package dev.hyphadb.jvm.database;

import dev.hyphadb.core.RemoteOperation;
import dev.hyphadb.core.Screening;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;

/**
 * The middleware of a database, in order: each gets what the one before it left. Runs on a thread
 * of its own, for as long as it likes; until it has decided, nothing of what peers sent since is
 * applied.
 */
final class MiddlewareChain implements AutoCloseable {
  private static final System.Logger LOGGER = System.getLogger(MiddlewareChain.class.getName());

  private final List<MiddlewareStep> steps = new CopyOnWriteArrayList<>();
  private final BiConsumer<Long, List<List<RemoteOperation>>> decided;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().name("hypha-middleware").factory());

  /**
   * @param decided takes the number of a screening and the verdicts on it
   */
  MiddlewareChain(BiConsumer<Long, List<List<RemoteOperation>>> decided) {
    this.decided = decided;
  }

  void add(MiddlewareStep step) {
    steps.add(step);
  }

  void remove(MiddlewareStep step) {
    steps.remove(step);
  }

  boolean isEmpty() {
    return steps.isEmpty();
  }

  void offer(Screening screening) {
    thread.execute(() -> decided.accept(screening.number(), decide(screening)));
  }

  private List<List<RemoteOperation>> decide(Screening screening) {
    List<List<RemoteOperation>> verdicts = new ArrayList<>();
    for (Screening.Proposal proposal : screening.proposals()) {
      verdicts.add(decide(proposal));
    }
    return verdicts;
  }

  private List<RemoteOperation> decide(Screening.Proposal proposal) {
    List<RemoteOperation> operations = proposal.operations();
    for (MiddlewareStep step : steps) {
      try {
        operations = step.apply(operations, proposal.previousStates());
      } catch (Exception e) {
        LOGGER.log(
            Level.WARNING,
            "Middleware failed: the operations of a peer on "
                + proposal.operations().get(0).id()
                + " were dropped",
            e);
        operations = null;
      }
      if (operations == null || operations.isEmpty()) {
        return List.of();
      }
    }
    return List.copyOf(operations);
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
