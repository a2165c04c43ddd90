package dev.hyphadb.benchmarks;

import dev.hyphadb.Hypha;
import dev.hyphadb.Options;
import dev.hyphadb.Subscription;
import dev.hyphadb.core.Operation;
import dev.hyphadb.core.query.LiveEvent;
import dev.hyphadb.core.value.PlainValues;
import dev.hyphadb.core.value.Value;
import dev.hyphadb.jvm.database.Traffic;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * A peer in a process of its own: takes a command a line on its input and answers with a line on
 * its output; ends with its input. Arguments: directory, URL of the coordinator, how many commits
 * the log has at least.
 */
public final class PeerProcess {
  private static final Duration SYNC_MAX = Duration.ofMinutes(10);

  /** They share writes. */
  private static final int FILLING_THREADS = 4;

  private final Options options;
  private final AtomicLong joinedNanos = new AtomicLong();
  private final AtomicInteger events = new AtomicInteger();
  private volatile long[] latenciesNanos = {};
  private Hypha db;
  private Subscription subscription;
  private SocketControl control;

  private PeerProcess(Options options) {
    this.options = options;
  }

  public static void main(String[] arguments) throws Exception {
    PeerProcess process =
        new PeerProcess(
            Options.rtc()
                .withDirectory(Path.of(arguments[0]))
                .withSignalingUrl(URI.create(arguments[1]))
                .withOplogSize(number(arguments[2]))
                .withAdvertisedAddress("127.0.0.1"));
    BufferedReader commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line; (line = commands.readLine()) != null; ) {
      List<String> words = Arrays.asList(line.split(" "));
      System.out.println("= " + process.answer(words.get(0), words.subList(1, words.size())));
    }
    process.close();
  }

  private String answer(String command, List<String> arguments) throws Exception {
    switch (command) {
      case "open" -> {
        return Long.toString(open(arguments.get(0)));
      }
      case "close" -> close();
      case "fill" -> fill(number(arguments.get(0)));
      case "change" -> change(number(arguments.get(0)), number(arguments.get(1)));
      case "follow" -> follow(number(arguments.get(0)));
      case "unfollow" -> subscription.close();
      case "control" ->
          SocketControl.send(
              number(arguments.get(0)), number(arguments.get(1)), number(arguments.get(2)));
      case "send" -> send(number(arguments.get(0)), number(arguments.get(1)));
      case "clock" -> {
        return Long.toString(System.nanoTime());
      }
      case "memory" -> {
        return Memory.now();
      }
      case "memory-peak" -> {
        return Memory.peak();
      }
      case "reach" -> {
        return reach(arguments.get(0));
      }
      case "state" -> {
        return state();
      }
      case "traffic" -> {
        Traffic traffic = db.room().traffic();
        return traffic.bytesSent() + " " + traffic.bytesReceived();
      }
      case "received" -> {
        return Boolean.toString(await(() -> events.get() >= latenciesNanos.length));
      }
      case "latencies" -> {
        return percentiles(latenciesNanos);
      }
      case "control-port" -> {
        control = new SocketControl(number(arguments.get(0)));
        return Integer.toString(control.port());
      }
      case "control-latencies" -> {
        return percentiles(control.takenNanos());
      }
      default -> throw new IllegalArgumentException("There is no command " + command);
    }
    return "done";
  }

  private static String percentiles(long[] nanos) {
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2] + " " + sorted[sorted.length * 99 / 100];
  }

  private static int number(String text) {
    return Integer.parseInt(text);
  }

  /** Answers the nanoseconds that it took. */
  private long open(String name) {
    joinedNanos.set(0);
    long start = System.nanoTime();
    db = Hypha.open(name, options);
    long taken = System.nanoTime() - start;
    db.room().onJoin((peer, kind) -> joinedNanos.compareAndSet(0, System.nanoTime()));
    return taken;
  }

  private void close() {
    if (db != null) {
      db.close();
      db = null;
    }
  }

  /** One commit for each node, as an application's single puts make them. */
  private void fill(int nodes) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(FILLING_THREADS)) {
      List<Future<?>> parts = new ArrayList<>();
      for (int t = 0; t < FILLING_THREADS; t++) {
        int first = t;
        parts.add(
            threads.submit(() -> {
              for (int i = first; i < nodes; i += FILLING_THREADS) {
                db.submit(List.of(Person.put(i)));
              }
            }));
      }
      for (Future<?> part : parts) {
        part.get();
      }
    }
  }

  /** Writes another score into so many nodes, spread over all of them. */
  private void change(int count, int nodes) {
    for (int i = 0; i < count; i++) {
      long number = (long) i * nodes / count;
      db.submit(
          List.of(
              new Operation.Put(
                  Person.id(number), Person.value(number, 1_000_000 + System.nanoTime() % 1000))));
    }
  }

  /** Takes the time from the call of a put at the sender to the call of this subscriber. */
  private void follow(int count) {
    long[] taken = new long[count];
    events.set(0);
    latenciesNanos = taken;
    subscription = db.map(Map.of("query", Map.of("type", "Ping")), event -> received(event, taken));
  }

  private void received(LiveEvent event, long[] taken) {
    long nowNanos = System.nanoTime();
    if (event.action() != LiveEvent.Action.INITIAL
        && event.node() != null
        && event.node().value().get("sentNanos") instanceof Value.Int sent) {
      int position = events.get();
      if (position < taken.length) {
        taken[position] = nowNanos - sent.value();
        events.incrementAndGet();
      }
    }
  }

  /** New nodes of the usual size at a steady rate. */
  private void send(int count, int perSecond) {
    Pace pace = new Pace(perSecond);
    String prefix = String.format(Locale.ROOT, "ping-%x-", System.nanoTime());
    for (int i = 0; i < count; i++) {
      pace.await();
      Map<String, Object> person = new HashMap<>(PlainValues.toPlainMap(Person.value(i)));
      person.put("type", "Ping");
      person.put("sentNanos", System.nanoTime());
      db.put(person, prefix + i);
    }
  }

  /**
   * Waits until this peer has the given state and knows that nothing is missing; answers the
   * nanoseconds since the room's channel opened.
   */
  private String reach(String wanted) throws Exception {
    if (!await(() -> joinedNanos.get() != 0 && state().equals(wanted))) {
      throw new IllegalStateException("The state " + wanted + " was not reached: " + state());
    }
    db.synced(SYNC_MAX).get(SYNC_MAX.toMillis(), TimeUnit.MILLISECONDS);
    return Long.toString(System.nanoTime() - joinedNanos.get());
  }

  private String state() {
    var status = db.status();
    StringBuilder hash = new StringBuilder();
    IntStream.range(0, 8).forEach(i -> hash.append(String.format("%02x", status.stateHash()[i])));
    return status.nodes() + "/" + hash;
  }

  private interface Condition {
    boolean holds();
  }

  private static boolean await(Condition condition) {
    long endNanos = System.nanoTime() + SYNC_MAX.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() > endNanos) {
        return false;
      }
      LockSupport.parkNanos(1_000_000);
    }
    return true;
  }
}
