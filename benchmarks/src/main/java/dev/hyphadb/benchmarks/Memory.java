package dev.hyphadb.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What this process occupies, in bytes: heap in use after a collection, and resident. */
final class Memory {
  private static final Path STATUS = Path.of("/proc/self/status");

  private Memory() {}

  /** Heap and resident memory; forgets the peak of the heap. */
  static String now() throws IOException {
    System.gc();
    ManagementFactory.getMemoryPoolMXBeans().forEach(MemoryPoolMXBean::resetPeakUsage);
    long used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    return used + " " + resident("VmRSS:");
  }

  /**
   * The most that was left on the heap by a collection since {@link #now}, and resident at most.
   */
  static String peak() throws IOException {
    long heap = 0;
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      // What is young is garbage mostly.
      if (pool.getType() == MemoryType.HEAP && pool.getName().contains("Old")) {
        heap += pool.getPeakUsage().getUsed();
      }
    }
    return heap + " " + resident("VmHWM:");
  }

  private static long resident(String line) throws IOException {
    List<String> status = Files.readAllLines(STATUS);
    for (String next : status) {
      if (next.startsWith(line)) {
        return Long.parseLong(next.replaceAll("\\D", "")) << 10;
      }
    }
    throw new IOException(STATUS + " has no " + line);
  }
}
