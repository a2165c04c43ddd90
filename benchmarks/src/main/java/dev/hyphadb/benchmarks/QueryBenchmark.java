package dev.hyphadb.benchmarks;

import dev.hyphadb.Hypha;
import dev.hyphadb.Options;
import dev.hyphadb.core.Operation;
import dev.hyphadb.core.index.IndexDefinition;
import dev.hyphadb.core.index.IndexStatus;
import dev.hyphadb.core.query.Answer;
import dev.hyphadb.core.query.Query;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.PlainValues;
import dev.hyphadb.core.value.Value;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import java.util.function.LongFunction;

/** Queries through the public API, from one thread, with indexes and by full scan. */
final class QueryBenchmark {
  private static final int ROUNDS = 9;
  private static final int WARM_UP_ROUNDS = 5;
  private static final int BATCH = 1_000;
  private static final int QUERIES = 2_000;
  private static final long BUILD_NANOS_MAX = TimeUnit.MINUTES.toNanos(10);

  private static final IndexDefinition[] PERSON_INDEXES = {
    IndexDefinition.ordered("active", "score", "age"),
    IndexDefinition.ordered("email"),
    IndexDefinition.ordered("city")
  };

  private QueryBenchmark() {}

  static void run(Report report) throws Exception {
    double small = people(report, 10_000);
    double large = people(report, 1_000_000);
    report.row("filter, sort, limit: 10,000 nodes / 1,000,000", "ratio", List.of(small / large));
    texts(report, 100_000);
    places(report, 1_000_000);
    puts(report);
  }

  /** Returns the median rate of the sorted query. */
  private static double people(Report report, int nodes) throws Exception {
    Path directory = Directories.temporary();
    try (Hypha db = Hypha.open("bench", options(directory))) {
      fill(report, db, nodes, Person::put);
      String suffix = String.format(java.util.Locale.ROOT, ", %,d nodes", nodes);
      Query all = query(Map.of("query", Map.of("name", "nobody")));
      scan(report, db, all, nodes, "full scan" + suffix);
      build(report, db, PERSON_INDEXES);
      Query sorted =
          query(
              Map.of(
                  "query",
                  Map.of("age", Map.of("$between", List.of(30, 35)), "active", true),
                  "field",
                  "score",
                  "$limit",
                  10));
      double rate = rates(report, db, i -> sorted, 10, "filter, sort, limit 10" + suffix);
      rates(
          report,
          db,
          i -> query(Map.of("query", Map.of("email", "person" + i * 31 % nodes + "@example.org"))),
          1,
          "equality" + suffix);
      rates(
          report,
          db,
          i ->
              query(
                  Map.of(
                      "query",
                      Map.of("email", Map.of("$startsWith", "person" + i * 31 % nodes)),
                      "$limit",
                      5)),
          -1,
          "prefix, limit 5" + suffix);
      return rate;
    } finally {
      Directories.delete(directory);
    }
  }

  private static void texts(Report report, int nodes) throws Exception {
    Path directory = Directories.temporary();
    try (Hypha db = Hypha.open("bench", options(directory))) {
      fill(report, db, nodes, number -> document(number));
      build(report, db, IndexDefinition.words());
      String suffix = String.format(java.util.Locale.ROOT, ", %,d documents", nodes);
      rates(report, db, i -> text(word(i, 5_000), 10), -1, "$text, one word, limit 10" + suffix);
      rates(
          report,
          db,
          i -> text(word(i, 5_000) + " " + word(i * 7 + 1, 5_000), 10),
          -1,
          "$text, two words, limit 10" + suffix);
    } finally {
      Directories.delete(directory);
    }
  }

  private static Query text(String words, int limit) {
    return query(Map.of("query", Map.of("body", Map.of("$text", words)), "$limit", limit));
  }

  private static String word(int number, int words) {
    return "w" + Integer.toString(Math.floorMod(number * 7919, words), 36);
  }

  /** Thirty words, rare ones as often as common ones are in a language: by Zipf's law. */
  private static Operation document(long number) {
    Random random = new Random(number);
    StringBuilder body = new StringBuilder();
    for (int i = 0; i < 30; i++) {
      int rank = (int) Math.exp(random.nextDouble() * Math.log(5_000));
      body.append('w').append(Integer.toString(rank, 36)).append(' ');
    }
    Fields value =
        Fields.builder().put("title", "Document " + number).put("body", body.toString()).build();
    return new Operation.Put(Person.id(number), value);
  }

  private static void places(Report report, int nodes) throws Exception {
    Path directory = Directories.temporary();
    try (Hypha db = Hypha.open("bench", options(directory))) {
      fill(report, db, nodes, QueryBenchmark::place);
      build(report, db, IndexDefinition.places());
      String suffix = String.format(java.util.Locale.ROOT, ", %,d places", nodes);
      Random random = new Random(1);
      Query[] queries = new Query[1_000];
      for (int i = 0; i < queries.length; i++) {
        Map<String, Object> near =
            Map.of(
                "latitude",
                random.nextDouble() * 150 - 75,
                "longitude",
                random.nextDouble() * 360 - 180,
                "radius",
                500);
        queries[i] = query(Map.of("query", Map.of("$near", near), "field", "$near", "$limit", 10));
      }
      rates(report, db, i -> queries[i % queries.length], 10, "$near, nearest 10" + suffix);
    } finally {
      Directories.delete(directory);
    }
  }

  private static Operation place(long number) {
    Random random = new Random(number);
    Fields value =
        Fields.builder()
            .put("name", "Place " + number)
            .put("latitude", Value.of(random.nextDouble() * 180 - 90))
            .put("longitude", Value.of(random.nextDouble() * 360 - 180))
            .build();
    return new Operation.Put(Person.id(number), value);
  }

  /** The same puts into a database without indexes and into one with three, in turns. */
  private static void puts(Report report) throws Exception {
    Path directory = Directories.temporary();
    List<Double> single = new ArrayList<>();
    List<Double> batched = new ArrayList<>();
    Options options = options(directory);
    try (Hypha bare = Hypha.open("bare", options);
        Hypha indexed = Hypha.open("indexed", options.withIndexes(PERSON_INDEXES))) {
      long next = 0;
      for (int round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
        report.progress("put with 3 indexes", round, ROUNDS);
        next = compare(bare, indexed, next, 4_000, 1, round < 0 ? null : single);
        next = compare(bare, indexed, next, 20_000, 100, round < 0 ? null : batched);
      }
    } finally {
      Directories.delete(directory);
    }
    report.row("put with 3 indexes / without, single", "ratio", single);
    report.row("put with 3 indexes / without, batches of 100", "ratio", batched);
  }

  private static long compare(
      Hypha bare, Hypha indexed, long first, int puts, int perBatch, List<Double> ratios)
      throws Exception {
    List<List<Operation>> batches = new ArrayList<>();
    for (int done = 0; done < puts; done += perBatch) {
      List<Operation> batch = new ArrayList<>();
      for (int i = 0; i < perBatch; i++) {
        batch.add(Person.put(first + done + i));
      }
      batches.add(batch);
    }
    Sample without = Sample.of(() -> batches.forEach(bare::submit));
    Sample with = Sample.of(() -> batches.forEach(indexed::submit));
    if (ratios != null) {
      ratios.add((double) without.processorNanos() / with.processorNanos());
    }
    return first + puts;
  }

  private static Options options(Path directory) {
    return Options.local().withDirectory(directory).withAutomaticIndexes(false);
  }

  private static Query query(Map<String, ?> options) {
    return Query.parse(PlainValues.fromMap(options));
  }

  private static void fill(Report report, Hypha db, int nodes, LongFunction<Operation> node) {
    for (long done = 0; done < nodes; done += BATCH) {
      List<Operation> batch = new ArrayList<>(BATCH);
      for (int i = 0; i < BATCH; i++) {
        batch.add(node.apply(done + i));
      }
      db.submit(batch);
      report.progress("filling", (int) (done / BATCH), nodes / BATCH);
    }
  }

  private static void build(Report report, Hypha db, IndexDefinition... indexes) {
    for (IndexDefinition index : indexes) {
      db.createIndex(index);
    }
    long start = System.nanoTime();
    while (!db.indexes().stream().allMatch(IndexStatus::isReady)) {
      if (System.nanoTime() - start > BUILD_NANOS_MAX) {
        throw new AssertionError("the indexes are not ready in time: " + db.indexes());
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    long built = db.indexes().stream().mapToLong(IndexStatus::nodesBuilt).max().orElse(0);
    report.row(
        "building " + indexes.length + " indexes together", "nodes/s", List.of(built / seconds));
  }

  private static void scan(Report report, Hypha db, Query query, int nodes, String name)
      throws Exception {
    List<Double> rates = new ArrayList<>();
    List<Double> processorRates = new ArrayList<>();
    int perRound = Math.max(1, 1_000_000 / nodes);
    for (int round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
      Sample sample =
          Sample.of(() -> {
            for (int i = 0; i < perRound; i++) {
              db.map(query);
            }
          });
      if (round >= 0) {
        rates.add((double) nodes * perRound * 1e9 / sample.elapsedNanos());
        processorRates.add((double) nodes * perRound * 1e9 / sample.processorNanos());
      }
    }
    report.row(name, "nodes/s", rates);
    report.row("  in processor time", "nodes/s", processorRates);
  }

  /**
   * @param results how many each query has; -1 for any number
   */
  private static double rates(
      Report report, Hypha db, IntFunction<Query> queries, int results, String name)
      throws Exception {
    Asking asking = new Asking(db, queries, results, name);
    List<Double> rates = new ArrayList<>();
    List<Double> processorRates = new ArrayList<>();
    for (int round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
      report.progress(name, round, ROUNDS);
      int before = asking.asked;
      Sample sample = Sample.of(asking::oneRound);
      if (round >= 0) {
        rates.add((asking.asked - before) * 1e9 / sample.elapsedNanos());
        processorRates.add((asking.asked - before) * 1e9 / sample.processorNanos());
      }
    }
    report.row(name, "queries/s", rates);
    report.row("  in processor time", "queries/s", processorRates);
    System.out.println("    " + asking.last.explanation());
    return rates.stream().sorted().toList().get(rates.size() / 2);
  }

  /** One query after the other, a round at a time. */
  private static final class Asking {
    private final Hypha db;
    private final IntFunction<Query> queries;
    private final int results;
    private final String name;
    private int asked;
    private Answer last;

    Asking(Hypha db, IntFunction<Query> queries, int results, String name) {
      this.db = db;
      this.queries = queries;
      this.results = results;
      this.name = name;
    }

    void oneRound() {
      for (int i = 0; i < QUERIES; i++) {
        last = db.answer(queries.apply(asked++));
        if (results >= 0 && last.nodes().size() != results) {
          throw new AssertionError(name + ": " + last.explanation());
        }
      }
    }
  }
}
