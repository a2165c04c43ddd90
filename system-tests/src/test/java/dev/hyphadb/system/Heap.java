package dev.hyphadb.system;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The heap of a service's JVM. */
final class Heap {
  private Heap() {}

  /** What is in use after a full collection. */
  static long usedBytes(Service service) throws IOException, InterruptedException {
    Process jcmd =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(service.pid()),
                "GC.run")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (!jcmd.waitFor(20, TimeUnit.SECONDS) || jcmd.exitValue() != 0) {
      jcmd.destroyForcibly();
      throw new AssertionError("jcmd could not reach " + service.name());
    }
    return (long) service.metric("jvm_memory_used_bytes", "area=\"heap\"");
  }
}
