package dev.hyphadb.benchmarks;

import java.nio.file.Path;
import java.util.List;

/** Starting child processes on the same Java. */
final class Java {
  private Java() {}

  static List<String> command() {
    return List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString());
  }
}
