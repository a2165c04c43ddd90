package dev.hyphadb.relay;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads that hash and verify, off the event loops. Work of one connection always goes to the
 * same lane, so it stays in order; each lane's queue is bounded and says no when full.
 */
final class VerificationLanes implements AutoCloseable {
  private static final long STOP_TIMEOUT_SECONDS = 5;

  private final List<ThreadPoolExecutor> lanes = new ArrayList<>();

  VerificationLanes(int threads, int queueMax) {
    int count = threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
    for (int i = 0; i < count; i++) {
      String name = "verify-" + i;
      lanes.add(
          new ThreadPoolExecutor(
              1,
              1,
              0,
              TimeUnit.SECONDS,
              new ArrayBlockingQueue<>(Math.max(1, queueMax / count)),
              task -> Thread.ofPlatform().name(name).daemon().unstarted(task)));
    }
  }

  /** False when the lane is full or stopped; the work is then not done. */
  boolean submit(int connection, Runnable work) {
    try {
      lanes.get(Math.floorMod(connection, lanes.size())).execute(work);
      return true;
    } catch (RejectedExecutionException full) {
      return false;
    }
  }

  int queued() {
    return lanes.stream().mapToInt(lane -> lane.getQueue().size()).sum();
  }

  boolean saturated() {
    return lanes.stream().allMatch(lane -> lane.getQueue().remainingCapacity() == 0);
  }

  /**
   * Work finished since the start, over all lanes: standing still while work is queued means stuck.
   */
  long completed() {
    return lanes.stream().mapToLong(ThreadPoolExecutor::getCompletedTaskCount).sum();
  }

  @Override
  public void close() {
    lanes.forEach(ThreadPoolExecutor::shutdownNow);
    try {
      for (ThreadPoolExecutor lane : lanes) {
        lane.awaitTermination(STOP_TIMEOUT_SECONDS, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
