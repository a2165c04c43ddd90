package dev.hyphadb.jvm.database;

import dev.hyphadb.core.Replica;
import dev.hyphadb.core.access.AccessException;
import dev.hyphadb.core.query.QueryException;
import dev.hyphadb.core.value.ValueException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Gives the replica one owner at a time and makes many inputs share one write.
 *
 * <p>Inputs are queued. Whoever gets the lock carries out everything that is queued, flushes once,
 * and completes what was waiting: with one caller an operation costs no change of thread, with many
 * callers they ride on each other's writes. A thread of its own sees to deadlines and to inputs
 * whose submitter cannot help: network callbacks, which must not block, virtual threads, which
 * would pin their carriers in native code, and whoever has more to do meanwhile.
 */
final class ReplicaOwner implements AutoCloseable {
  private static final System.Logger LOGGER = System.getLogger(ReplicaOwner.class.getName());

  /** Inputs or commits that share one flush at most. */
  private static final int ROUND_MAX = 1024;

  private static final long CLOSE_MILLIS = 10_000;

  /** A wall clock may be set back: look again after this long whatever the deadline is. */
  private static final long PARK_MILLIS_MAX = 1_000;

  private final ReentrantLock ownership = new ReentrantLock();
  private final Queue<Input<?>> inputs = new ConcurrentLinkedQueue<>();
  private final Supplier<Replica> opener;
  private final Consumer<Replica.Effects> effects;
  private final Consumer<Replica> onReplaced;
  private final WriteEpoch epoch;
  private final LongSupplier clockMillis;
  private final Thread thread;
  private volatile boolean isClosing;

  /** The last rounds have begun. */
  private volatile boolean isClosed;

  private volatile long parkedUntilMillis;

  // Guarded by ownership; null after a failure, until the next input
  private Replica replica;

  private static final class Input<T> {
    final Function<Replica, T> action;
    final CompletableFuture<T> done = new CompletableFuture<>();
    T result;
    RuntimeException failure;

    Input(Function<Replica, T> action) {
      this.action = action;
    }

    void run(Replica replica) {
      try {
        result = action.apply(replica);
      } catch (RuntimeException e) {
        failure = e;
      }
    }

    void complete() {
      if (failure == null) {
        done.complete(result);
      } else {
        done.completeExceptionally(failure);
      }
    }
  }

  /**
   * @param opener opens the replica over the store; called again when a write failed
   * @param effects carries out what follows from a flush; called by the owner, must not throw
   * @param onReplaced told of a replica that was opened in place of a failed one, before it takes
   *     inputs
   * @param epoch told when a flush begins and when its effects are carried out
   */
  ReplicaOwner(
      String name,
      Supplier<Replica> opener,
      Consumer<Replica.Effects> effects,
      Consumer<Replica> onReplaced,
      WriteEpoch epoch,
      LongSupplier clockMillis) {
    this.opener = opener;
    this.effects = effects;
    this.onReplaced = onReplaced;
    this.epoch = epoch;
    this.clockMillis = clockMillis;
    this.replica = opener.get();
    this.thread = Thread.ofPlatform().name("hypha-" + name).daemon().unstarted(this::run);
    thread.start();
  }

  /**
   * Runs an action on the replica and returns its result once everything it did is durable.
   *
   * @throws DatabaseClosedException after {@link #close}; it has not happened then
   * @throws RuntimeException what the action threw, or a {@link
   *     dev.hyphadb.core.store.StoreException} when it could not be made durable; it has not
   *     happened then
   */
  <T> T call(Function<Replica, T> action) {
    Input<T> input = new Input<>(action);
    if (!enqueue(input)) {
      throw new DatabaseClosedException();
    }
    if (Thread.currentThread().isVirtual()) {
      wake();
    } else {
      drainIfFree();
    }
    try {
      return input.done.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  /**
   * Queues an action; it runs soon, on another thread.
   *
   * @return false when it does not, because the database is being closed
   */
  boolean post(Consumer<Replica> action) {
    boolean isQueued = enqueue(input(action));
    wake();
    return isQueued;
  }

  /**
   * Queues an action; it runs now on this thread, with what else is queued by then, or soon on
   * another thread that is at it already. Saves a change of thread.
   *
   * @return false when it does not run, because the database is being closed
   */
  boolean postHere(Consumer<Replica> action) {
    boolean isQueued = enqueue(input(action));
    if (ownership.tryLock()) {
      try {
        round();
        wakeForEarlierDeadline();
      } finally {
        ownership.unlock();
      }
      // What others go on queueing must not keep this thread from its own work.
      if (!inputs.isEmpty()) {
        wake();
      }
    }
    return isQueued;
  }

  private static Input<Void> input(Consumer<Replica> action) {
    return new Input<>(owned -> {
      action.accept(owned);
      return null;
    });
  }

  private boolean enqueue(Input<?> input) {
    if (isClosing) {
      return false;
    }
    inputs.add(input);
    // What came in before the last rounds was taken by them; the rest nobody would take any more.
    return !isClosed || !inputs.remove(input);
  }

  private void wake() {
    LockSupport.unpark(thread);
  }

  /**
   * Carries out what is queued unless somebody else is at it, who then does it in this thread's
   * place.
   */
  private void drainIfFree() {
    while (!inputs.isEmpty() && ownership.tryLock()) {
      try {
        while (round()) {}
        wakeForEarlierDeadline();
      } finally {
        ownership.unlock();
      }
    }
  }

  private void wakeForEarlierDeadline() {
    if (deadlineMillis() < parkedUntilMillis) {
      wake();
    }
  }

  /** One flush and what led to it; false when nothing was queued. */
  private boolean round() {
    List<Input<?>> taken = new ArrayList<>();
    RuntimeException broken = null;
    Input<?> next;
    while (broken == null && taken.size() < ROUND_MAX && (next = inputs.poll()) != null) {
      taken.add(next);
      broken = run(next);
      if (broken == null && replica.unflushedCommits() >= ROUND_MAX) {
        break;
      }
    }
    if (taken.isEmpty()) {
      return false;
    }
    if (broken == null) {
      broken = flush();
    }
    for (Input<?> input : taken) {
      if (broken != null && input.failure == null) {
        input.failure = broken;
      }
      input.complete();
    }
    return true;
  }

  /**
   * Runs one input on the replica, opening it first where it was given up.
   *
   * @return why the replica had to be given up; {@code null} when it is sound, whether or not the
   *     input succeeded
   */
  private RuntimeException run(Input<?> input) {
    if (replica == null) {
      try {
        replica = opener.get();
        onReplaced.accept(replica);
      } catch (RuntimeException e) {
        return giveUp("Could not open the database again", e);
      }
    }
    input.run(replica);
    // What is refused for its content is refused before anything changed; any other failure may
    // come half-way.
    return input.failure == null || isRefusal(input.failure)
        ? null
        : giveUp("An operation failed half-way", input.failure);
  }

  private static boolean isRefusal(RuntimeException failure) {
    return failure instanceof ValueException
        || failure instanceof QueryException
        || failure instanceof AccessException
        || failure instanceof IllegalArgumentException;
  }

  /**
   * Makes the round durable and carries out what follows; returns why the replica had to be given
   * up.
   */
  private RuntimeException flush() {
    epoch.begin();
    try {
      return flushAndTell();
    } finally {
      epoch.end();
    }
  }

  private RuntimeException flushAndTell() {
    Replica.Effects following;
    try {
      following = replica.flush(clockMillis.getAsLong());
    } catch (RuntimeException e) {
      return giveUp("Could not write", e);
    }
    try {
      effects.accept(following);
    } catch (RuntimeException e) {
      LOGGER.log(Level.ERROR, "What was written could not be told to everybody", e);
    }
    return null;
  }

  /**
   * The state in memory is ahead of the store, or unknown: the next input starts again from the
   * store.
   */
  private RuntimeException giveUp(String what, RuntimeException cause) {
    LOGGER.log(Level.ERROR, what + ": the operations under way were not done", cause);
    replica = null;
    return cause;
  }

  private void run() {
    while (!isClosing) {
      drainIfFree();
      long waitMillis = passDeadline();
      if (inputs.isEmpty() && waitMillis > 0) {
        LockSupport.parkNanos(this, waitMillis * 1_000_000);
      }
    }
  }

  /** Flushes if the replica's deadline has come; returns how long until the next one. */
  private long passDeadline() {
    ownership.lock();
    try {
      long now = clockMillis.getAsLong();
      if (now >= deadlineMillis()) {
        flush();
      }
      parkedUntilMillis = Math.min(deadlineMillis(), now + PARK_MILLIS_MAX);
      return parkedUntilMillis - now;
    } finally {
      ownership.unlock();
    }
  }

  private long deadlineMillis() {
    return replica == null ? Long.MAX_VALUE : replica.deadlineMillis();
  }

  /** Finishes what is queued and ends the thread; afterwards nobody touches the replica. */
  @Override
  public void close() {
    isClosing = true;
    wake();
    try {
      thread.join(CLOSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    ownership.lock();
    try {
      isClosed = true;
      while (round()) {}
    } finally {
      ownership.unlock();
    }
  }
}
