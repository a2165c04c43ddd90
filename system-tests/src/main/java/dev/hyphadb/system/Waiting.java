package dev.hyphadb.system;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Waiting for other processes: by asking again and again, never longer than said. */
public final class Waiting {
  private static final long PAUSE_NANOS = 20_000_000;

  private Waiting() {}

  /**
   * Asks until there is an answer; a question that fails counts as no answer.
   *
   * @param state what to tell when time is up
   * @throws AssertionError when there is no answer in time
   */
  public static <T> T until(
      Duration limit, Callable<Optional<T>> question, Supplier<String> state) {
    long deadlineNanos = System.nanoTime() + limit.toNanos();
    Exception failure = null;
    do {
      try {
        Optional<T> answer = question.call();
        if (answer.isPresent()) {
          return answer.get();
        }
        failure = null;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted while waiting: " + state.get(), e);
      } catch (Exception e) {
        failure = e;
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    } while (System.nanoTime() < deadlineNanos);
    throw new AssertionError("not within " + limit.toMillis() + " ms: " + state.get(), failure);
  }

  /** Asks until it is so. */
  public static void untilTrue(Duration limit, Callable<Boolean> question, Supplier<String> state) {
    until(limit, () -> question.call() ? Optional.of(true) : Optional.empty(), state);
  }
}
