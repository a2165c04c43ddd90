package dev.hyphadb.jvm.signaling;

import java.lang.System.Logger.Level;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The one thread of a signaling adapter: it goes on after a fault, and ends when told. */
final class SignalingThread extends ScheduledThreadPoolExecutor {
  private static final System.Logger LOGGER = System.getLogger(SignalingThread.class.getName());

  SignalingThread(String name) {
    super(1, Thread.ofPlatform().daemon().name(name).factory());
    setRemoveOnCancelPolicy(true);
  }

  /** Runs the task soon; after the end, never. */
  void post(Runnable task) {
    try {
      execute(() -> {
        try {
          task.run();
        } catch (RuntimeException e) {
          LOGGER.log(Level.ERROR, "signaling goes on after a fault", e);
        }
      });
    } catch (RejectedExecutionException ended) {
      LOGGER.log(Level.TRACE, "signaling has ended");
    }
  }

  /** Runs a last task and ends; waits for it for a few seconds. */
  void end(Runnable last) {
    CountDownLatch done = new CountDownLatch(1);
    post(() -> {
      try {
        last.run();
      } finally {
        done.countDown();
      }
    });
    try {
      if (!isShutdown() && !done.await(4, TimeUnit.SECONDS)) {
        LOGGER.log(Level.WARNING, "signaling did not end in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    shutdownNow();
  }
}
