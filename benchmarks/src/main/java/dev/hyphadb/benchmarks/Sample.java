package dev.hyphadb.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/**
 * What a run took. Elapsed time is what users see; the calling thread's processor time says the
 * same more steadily on a busy machine.
 */
record Sample(long elapsedNanos, long processorNanos) {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /** What is measured. */
  interface Run {
    void run() throws Exception;
  }

  static Sample of(Run run) throws Exception {
    long processorBefore = THREADS.getCurrentThreadCpuTime();
    long before = System.nanoTime();
    run.run();
    long elapsedNanos = System.nanoTime() - before;
    return new Sample(elapsedNanos, THREADS.getCurrentThreadCpuTime() - processorBefore);
  }
}
