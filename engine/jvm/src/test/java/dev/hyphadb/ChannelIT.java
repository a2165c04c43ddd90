package dev.hyphadb;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hyphadb.core.sync.PeerId;
import dev.hyphadb.jvm.signaling.LocalCoordinator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Channels over real WebRTC on the loopback address. */
@Timeout(120)
final class ChannelIT {
  private static final int FILE_BYTES = 100 << 20;

  private static Options options(LocalCoordinator coordinator) {
    return Options.rtc()
        .inMemory()
        .withSignalingUrl(coordinator.url())
        .withAdvertisedAddress("127.0.0.1");
  }

  private static <T> T take(BlockingQueue<T> queue) throws InterruptedException {
    T taken = queue.poll(30, TimeUnit.SECONDS);
    assertNotNull(taken, "nothing came within 30 s");
    return taken;
  }

  @Test
  void valuesAndBinaryDataReachThoseTheyAreMeantFor() throws Exception {
    try (LocalCoordinator coordinator = LocalCoordinator.launch();
        Hypha a = Hypha.open("channels", options(coordinator));
        Hypha b = Hypha.open("channels", options(coordinator).withKind("superpeer"));
        Hypha c = Hypha.open("channels", options(coordinator))) {
      BlockingQueue<Channel.Message> atB = messages(b);
      BlockingQueue<Channel.Message> atC = messages(c);
      BlockingQueue<PeerId> seen = new LinkedBlockingQueue<>();
      a.room().onSeen((peer, kind) -> seen.add(peer));
      awaitPeers(a, 2);
      PeerId idB = idOf(a, "superpeer");
      assertEquals(2, a.room().peers().size());

      Channel chat = a.room().channel("chat");
      chat.send(Map.of("text", "hello", "n", 1)).get(10, TimeUnit.SECONDS);
      assertEquals(Map.of("text", "hello", "n", 1L), take(atB).data());
      assertEquals(Map.of("text", "hello", "n", 1L), take(atC).data());
      chat.send("to B", Sending.to(idB)).get(10, TimeUnit.SECONDS);
      assertEquals("to B", take(atB).data());

      byte[] bytes = new byte[300_000];
      new Random(1).nextBytes(bytes);
      List<Double> progress = new ArrayList<>();
      Sending how =
          Sending.to(idB)
              .withMeta(Map.of("name", "a.bin"))
              .onProgress(step -> progress.add(step.fraction()));
      chat.send(bytes, how).get(10, TimeUnit.SECONDS);
      Channel.Message binary = take(atB);
      assertTrue(binary.isBinary());
      assertArrayEquals(bytes, (byte[]) binary.data());
      assertEquals(Map.of("name", "a.bin"), binary.meta());
      assertEquals(1.0, progress.getLast());
      assertTrue(progress.size() > 4, "progress of " + progress);
      assertTrue(atC.isEmpty(), "C was not meant");

      Duration roundTrip = a.room().ping(idB).get(10, TimeUnit.SECONDS);
      assertTrue(roundTrip.toNanos() > 0);
      assertThrows(
          IllegalArgumentException.class,
          () -> chat.send("text", Sending.toAll().withMeta(Map.of("a", 1))));
      assertThrows(IllegalArgumentException.class, () -> a.room().channel("thirteen bytes"));
      assertNotNull(take(seen));
    }
  }

  @Test
  void leavingTheRoomKeepsTheDatabaseOpen() throws Exception {
    try (LocalCoordinator coordinator = LocalCoordinator.launch();
        Hypha a = Hypha.open("channels", options(coordinator));
        Hypha b = Hypha.open("channels", options(coordinator))) {
      CompletableFuture<PeerId> left = new CompletableFuture<>();
      BlockingQueue<PeerId> lost = new LinkedBlockingQueue<>();
      b.room().onLeave(left::complete);
      b.room().onLost(lost::add);
      awaitPeers(a, 1);
      awaitPeers(b, 1);
      a.room().leave();
      left.get(10, TimeUnit.SECONDS);
      assertTrue(a.room().peers().isEmpty());
      a.put(Map.of("still", "works"), "node");
      assertTrue(a.get("node").isPresent());
      assertThrows(IllegalStateException.class, () -> a.room().channel("chat").send("x"));
      assertTrue(lost.isEmpty(), "it said goodbye");
    }
  }

  @Test
  void aPasswordKeepsOthersOut() throws Exception {
    try (LocalCoordinator coordinator = LocalCoordinator.launch();
        Hypha a = Hypha.open("secret", options(coordinator).withPassword("open sesame"));
        Hypha b = Hypha.open("secret", options(coordinator).withPassword("open sesame"));
        Hypha guessing = Hypha.open("secret", options(coordinator).withPassword("guess"));
        Hypha without = Hypha.open("secret", options(coordinator))) {
      awaitPeers(a, 1);
      awaitPeers(b, 1);
      assertEquals(1, a.room().peers().size());
      assertTrue(guessing.room().peers().isEmpty());
      assertTrue(without.room().peers().isEmpty());
    }
  }

  /** The other process has a heap of 256 MiB for 100 MiB of message; this one maps the file. */
  @Test
  void aLongFileArrivesWholeWhileChatStaysQuick(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("file");
    byte[] bytes = new byte[FILE_BYTES];
    new Random(2).nextBytes(bytes);
    Files.write(file, bytes);
    String hash = ChannelPeerProcess.sha256(bytes);
    try (LocalCoordinator coordinator = LocalCoordinator.launch()) {
      Process process = ChannelPeerProcess.start(coordinator.url(), "256m");
      try (Hypha db = Hypha.open("channels", options(coordinator))) {
        BlockingQueue<Channel.Message> answers = messages(db);
        awaitPeers(db, 1);
        Channel chat = db.room().channel("chat");
        chat.send(-1).get(30, TimeUnit.SECONDS);
        take(answers);
        long start = System.nanoTime();
        CompletableFuture<Void> sent = db.room().channel("file").send(file);
        List<Double> millis = new ArrayList<>();
        Object answer;
        do {
          long asked = System.nanoTime();
          chat.send(millis.size()).get(30, TimeUnit.SECONDS);
          answer = take(answers).data();
          millis.add((System.nanoTime() - asked) / 1e6);
        } while (answer instanceof Long);
        double seconds = (System.nanoTime() - start) / 1e9;
        assertEquals(Map.of("sha256", hash), answer);
        assertTrue(sent.isDone());
        assertFalse(sent.isCompletedExceptionally());
        double[] sorted = millis.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        System.out.printf(
            "%d MiB in %.2f s; %d round trips of chat meanwhile: p50 %.1f ms, p99 %.1f, max %.1f%n",
            FILE_BYTES >> 20,
            seconds,
            sorted.length,
            sorted[sorted.length / 2],
            sorted[sorted.length * 99 / 100],
            sorted[sorted.length - 1]);
        assertTrue(sorted.length > 20, Arrays.toString(sorted));
        assertTrue(sorted[sorted.length / 2] < 500, "half of them within 0.5 s");
      } finally {
        process.getOutputStream().close();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
          process.destroyForcibly();
        }
      }
    }
  }

  private static BlockingQueue<Channel.Message> messages(Hypha db) {
    BlockingQueue<Channel.Message> messages = new LinkedBlockingQueue<>();
    db.room().channel("chat").onMessage(messages::add);
    return messages;
  }

  private static void awaitPeers(Hypha db, int count) throws InterruptedException {
    BlockingQueue<PeerId> joined = new LinkedBlockingQueue<>();
    try (Subscription ignored = db.room().onJoin((peer, kind) -> joined.add(peer))) {
      while (db.room().peers().size() < count) {
        take(joined);
      }
    }
  }

  private static PeerId idOf(Hypha db, String kind) {
    return db.room().peers().entrySet().stream()
        .filter(peer -> peer.getValue().equals(kind))
        .findFirst()
        .orElseThrow()
        .getKey();
  }
}
