package dev.hyphadb.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hyphadb.Hypha;
import dev.hyphadb.Options;
import dev.hyphadb.core.graph.Node;
import dev.hyphadb.core.value.PlainValues;
import dev.hyphadb.system.LocalNetwork.Meeting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a node process (SIGKILL) again and again while clients write to it. What is measured as
 * reopening is {@code Hypha.open} on the files as the killed process left them, in this JVM: the
 * start of a JVM and of its HTTP server is not the database's.
 */
@Tag("chaos")
class KillIT {
  private static final int KILLS = 20;
  private static final int WRITES = 10_000;
  private static final long REOPEN_MILLIS_MAX = 2_000;
  private static final String DATABASE = "kill";

  @TempDir Path data;

  private final Set<Integer> acknowledged = ConcurrentHashMap.newKeySet();

  @Test
  @Timeout(540)
  void acknowledgedWritesSurviveKilledProcesses() throws Exception {
    long seed = Long.getLong("hypha.seed", System.nanoTime());
    System.out.println("KillIT: repeat with -Dhypha.seed=" + seed);
    Random random = new Random(seed);
    try (LocalNetwork network =
        new LocalNetwork(
            LocalNetwork.checkout(), data.resolve("nodes"), Path.of("target/logs/kill"))) {
      Service signaling = network.startSignaling();
      Service victim = network.node("victim");
      Service witness = network.node("witness");
      signaling.awaitReady();
      network.start(victim, Meeting.COORDINATOR, Map.of());
      network.start(witness, Meeting.COORDINATOR, Map.of());
      victim.awaitReady();
      witness.awaitReady();
      NodeClient atVictim = new NodeClient(victim, DATABASE);
      NodeClient atWitness = new NodeClient(witness, DATABASE);
      int next = 0;
      for (int kill = 1; kill <= KILLS; kill++) {
        int share = (WRITES - acknowledged.size()) / (KILLS - kill + 1);
        next = writeAndKill(victim, atVictim, next, 1 + random.nextInt(2 * share), random);
        Path copy = data.resolve("copy-" + kill);
        long millis = reopenAndVerify(copyOf(network.dataOf(victim), copy), seed);
        long restarting = System.nanoTime();
        network.start(victim, Meeting.COORDINATOR, Map.of());
        victim.awaitReady();
        long ready = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - restarting);
        awaitEqual(atVictim, atWitness, seed);
        System.out.printf(
            "kill %d: %d acknowledged, reopened in %d ms, process ready in %d ms, equal after %d"
                + " ms%n",
            kill,
            acknowledged.size(),
            millis,
            ready,
            TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - restarting) - ready);
      }
      if (acknowledged.size() < WRITES) {
        int missing = WRITES - acknowledged.size();
        atVictim.putNumbered("n", next, next + missing, acknowledged::add);
      }
      awaitEqual(atVictim, atWitness, seed);
      assertTrue(acknowledged.size() >= WRITES);
      var atTheOther = atWitness.query(Map.of());
      for (int n : acknowledged) {
        assertEquals(n, atTheOther.get("n" + n).path("n").asInt(-1), () -> "seed " + seed);
      }
    }
  }

  /** Returns the first number that was not given to a write. */
  private int writeAndKill(Service victim, NodeClient client, int from, int after, Random random)
      throws Exception {
    int target = acknowledged.size() + after;
    int to = from + after + 2_000;
    AtomicInteger highest = new AtomicInteger(from);
    CompletableFuture<Void> killing = new CompletableFuture<>();
    long delayNanos = random.nextInt(3_000_000);
    CompletableFuture<Void> reached = new CompletableFuture<>();
    CompletableFuture<Void> writing =
        CompletableFuture.runAsync(() -> {
          try {
            client.putNumbered(
                "n",
                from,
                to,
                n -> {
                  acknowledged.add(n);
                  highest.accumulateAndGet(n, Math::max);
                  if (acknowledged.size() >= target) {
                    reached.complete(null);
                  }
                });
          } catch (ExecutionException e) {
            // The node was killed under its writers.
            killing.join();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    reached.get(60, TimeUnit.SECONDS);
    // The moment within a write is chance: this is what is tested, and nothing waits for it.
    java.util.concurrent.locks.LockSupport.parkNanos(delayNanos);
    victim.kill();
    killing.complete(null);
    writing.get(60, TimeUnit.SECONDS);
    return highest.get() + 100;
  }

  private long reopenAndVerify(Path directory, long seed) {
    long opening = System.nanoTime();
    try (Hypha database = Hypha.open(DATABASE, Options.local().withDirectory(directory))) {
      long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - opening);
      for (int n : acknowledged) {
        Node node =
            database
                .get("n" + n)
                .orElseThrow(() -> new AssertionError("n" + n + " is lost, seed " + seed));
        assertEquals(
            PlainValues.fromMap(Map.of("n", n, "name", "node " + n)),
            node.value(),
            () -> "seed " + seed);
      }
      assertTrue(millis < REOPEN_MILLIS_MAX, "reopening took " + millis + " ms, seed " + seed);
      return millis;
    }
  }

  private static Path copyOf(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      // A killed owner leaves its socket behind, which is no data and cannot be copied.
      for (Path file : files.filter(KillIT::isData).toList()) {
        Files.copy(file, to.resolve(from.relativize(file)));
      }
    }
    return to;
  }

  private static boolean isData(Path file) {
    return Files.isDirectory(file) || Files.isRegularFile(file);
  }

  private void awaitEqual(NodeClient a, NodeClient b, long seed) {
    Waiting.untilTrue(
        Duration.ofSeconds(40),
        () -> a.status().stateHash().equals(b.status().stateHash()),
        () -> "the nodes did not converge, seed " + seed);
  }
}
