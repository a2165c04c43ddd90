package dev.hyphadb.jvm.signaling;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts what was dropped, by a reason from the code, never from outside. */
final class Rejections {
  private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

  void add(String reason) {
    counts.computeIfAbsent(reason, unused -> new LongAdder()).increment();
  }

  Map<String, Long> snapshot() {
    Map<String, Long> all = new TreeMap<>();
    counts.forEach((reason, count) -> all.put(reason, count.sum()));
    return all;
  }
}
