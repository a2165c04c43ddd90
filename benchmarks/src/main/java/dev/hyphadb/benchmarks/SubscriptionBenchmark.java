package dev.hyphadb.benchmarks;

import dev.hyphadb.Hypha;
import dev.hyphadb.Options;
import dev.hyphadb.Subscription;
import dev.hyphadb.core.graph.GraphReader;
import dev.hyphadb.core.graph.Node;
import dev.hyphadb.core.query.LiveQueries;
import dev.hyphadb.core.query.Query;
import dev.hyphadb.core.query.QueryRunner;
import dev.hyphadb.core.store.MemoryStore;
import dev.hyphadb.core.time.Timestamp;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.PlainValues;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;

/**
 * A commit that concerns one of 10,000 subscriptions: what finding and telling that one takes, and
 * how long it is from the call of {@code put} to the listener, the write included.
 */
final class SubscriptionBenchmark {
  private static final int SUBSCRIPTIONS = 10_000;
  private static final int ROUNDS = 7;
  private static final int STEPS = 10_000;

  private SubscriptionBenchmark() {}

  static void run(Report report) throws Exception {
    dispatch(report);
    for (int subscriptions : List.of(1, SUBSCRIPTIONS)) {
      delivery(report, subscriptions);
    }
  }

  private static Map<String, Object> options(int i) {
    Map<String, Object> query =
        Map.of("type", "Message", "channel", "c" + i, "size", Map.of("$gt", 10));
    return i % 2 == 0
        ? Map.of("query", query)
        : Map.of("query", query, "field", "size", "order", "desc", "$limit", 10);
  }

  private static Map<String, Object> message(int channel, int step) {
    return Map.of("type", "Message", "channel", "c" + channel, "size", 11 + step % 1000);
  }

  /** From the changed node to the listener, without the write. */
  private static void dispatch(Report report) throws Exception {
    LiveQueries live = new LiveQueries(new QueryRunner(new GraphReader(new MemoryStore())));
    int[] told = new int[1];
    for (int i = 0; i < SUBSCRIPTIONS; i++) {
      Query query = Query.parse(PlainValues.fromMap(options(i)));
      live.add(query, events -> told[0] += events.size());
    }
    List<Double> micros = new ArrayList<>();
    List<Double> processorMicros = new ArrayList<>();
    for (int round = -2; round < ROUNDS; round++) {
      List<Map<String, Node>> changes = new ArrayList<>();
      for (int step = 0; step < STEPS; step++) {
        int channel = step * 31 % SUBSCRIPTIONS;
        Fields value = PlainValues.fromMap(message(channel, step + round + 2));
        changes.add(
            Map.of("m" + step, new Node("m" + step, value, List.of(), new Timestamp(1, 0))));
      }
      told[0] = 0;
      Sample sample = Sample.of(() -> changes.forEach(live::changed));
      if (told[0] < STEPS) {
        throw new AssertionError("only " + told[0] + " events");
      }
      if (round >= 0) {
        micros.add(sample.elapsedNanos() / 1e3 / STEPS);
        processorMicros.add(sample.processorNanos() / 1e3 / STEPS);
      }
    }
    report.row("a changed node to 1 of 10,000 subscriptions, in memory", "µs", micros);
    report.row("the same, processor time", "µs", processorMicros);
  }

  /** From the call of put to the listener. */
  private static void delivery(Report report, int subscriptions) throws Exception {
    Path directory = Directories.temporary();
    List<Double> micros = new ArrayList<>();
    List<Double> putMicros = new ArrayList<>();
    try (Hypha db = Hypha.open("bench", Options.local().withDirectory(directory))) {
      Semaphore delivered = new Semaphore(0);
      List<Subscription> open = new ArrayList<>();
      for (int i = 0; i < subscriptions; i++) {
        open.add(db.map(options(i), event -> delivered.release()));
      }
      for (int round = -2; round < ROUNDS; round++) {
        double puts = puts(db, delivered, subscriptions, round, false);
        double deliveries = puts(db, delivered, subscriptions, round, true);
        if (round >= 0) {
          putMicros.add(puts);
          micros.add(deliveries);
        }
      }
      open.forEach(Subscription::close);
    } finally {
      Directories.delete(directory);
    }
    String of = String.format("%,d subscriptions", subscriptions);
    report.row("put that concerns none of " + of, "µs", putMicros);
    report.row("put to the listener of 1 of " + of, "µs", micros);
  }

  private static double puts(
      Hypha db, Semaphore delivered, int subscriptions, int round, boolean isConcerning)
      throws InterruptedException {
    int steps = STEPS / 10;
    long start = System.nanoTime();
    for (int step = 0; step < steps; step++) {
      int channel = step * 31 % subscriptions;
      Map<String, Object> value =
          isConcerning
              ? message(channel, step + round + 2)
              : Map.of("type", "Note", "size", step + round);
      db.put(value, (isConcerning ? "m" : "n") + channel);
      if (isConcerning) {
        delivered.acquire();
      }
    }
    return (System.nanoTime() - start) / 1e3 / steps;
  }
}
