package dev.hyphadb.jvm.sharing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hyphadb.Hypha;
import dev.hyphadb.Options;
import dev.hyphadb.core.Verification;
import dev.hyphadb.core.query.LiveEvent;
import dev.hyphadb.core.query.QueryException;
import dev.hyphadb.core.store.Progress;
import dev.hyphadb.core.value.ValueException;
import dev.hyphadb.jvm.signaling.LocalCoordinator;
import dev.hyphadb.jvm.storage.Storage;
import dev.hyphadb.jvm.storage.StorageEngine;
import dev.hyphadb.jvm.storage.StorageOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several handles and processes on one directory, on real stores and sockets. */
@Tag("integration")
@Timeout(120)
class SharedDatabaseIT {
  private static final long WAIT_SECONDS = 30;

  @TempDir Path directory;

  private Hypha open() {
    return Hypha.open("shared", Options.local().withDirectory(directory));
  }

  private static <T> T next(BlockingQueue<T> events) throws InterruptedException {
    T event = events.poll(WAIT_SECONDS, TimeUnit.SECONDS);
    if (event == null) {
      throw new AssertionError("nothing came within " + WAIT_SECONDS + " s");
    }
    return event;
  }

  @Test
  void closingAtOnceIsQuiet() throws Exception {
    BlockingQueue<Throwable> uncaught = new LinkedBlockingQueue<>();
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> uncaught.add(failure));
    try {
      for (int i = 0; i < 20; i++) {
        open().close();
      }
      assertNull(uncaught.poll(200, TimeUnit.MILLISECONDS));
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
  }

  @Test
  void twoHandlesSeeEachOther() throws Exception {
    try (Hypha owner = open();
        Hypha guest = open()) {
      BlockingQueue<LiveEvent> atGuest = new LinkedBlockingQueue<>();
      guest.map(Map.of("query", Map.of("type", "a")), atGuest::add);
      String id = owner.put(Map.of("type", "a"), "x");
      assertEquals(LiveEvent.Action.ADDED, next(atGuest).action());
      assertEquals("a", guest.get(id).orElseThrow().get("type"));
      guest.put(Map.of("type", "a", "n", 1), "y");
      guest.link("x", "y");
      assertEquals(List.of("y"), owner.get("x").orElseThrow().edges());
      assertEquals(2, guest.map(Map.of()).size());
      assertEquals(owner.status().nodes(), guest.status().nodes());
      guest.synced(Duration.ofSeconds(WAIT_SECONDS)).get(WAIT_SECONDS, TimeUnit.SECONDS);
      assertTrue(guest.verify(Progress.NONE).isSound());
    }
  }

  @Test
  void aGuestVerifiesAndExportsWhereTheEngineTakesOneHandle() throws IOException {
    Path own = directory.resolve("shared");
    Storage.open(own, StorageOptions.defaults().withEngine(StorageEngine.MVSTORE)).close();
    try (Hypha owner = open();
        Hypha guest = open()) {
      owner.put(Map.of("n", 1), "one");
      guest.put(Map.of("n", 2), "two");
      Verification.Report report = guest.verify(Progress.NONE);
      assertTrue(report.isSound(), () -> report.findings().toString());
      assertEquals(2, report.nodes());
      Path file = directory.resolve("export");
      assertEquals(2, guest.exportTo(file, Progress.NONE).nodes());
      assertEquals(2, Files.readAllLines(file).size());
    }
  }

  @Test
  void aGuestIsToldWhoJoinsAndLeaves() throws Exception {
    try (LocalCoordinator coordinator = LocalCoordinator.launch()) {
      Options networked =
          Options.rtc()
              .withSignalingUrl(coordinator.url())
              .withAdvertisedAddress("127.0.0.1")
              .withDirectory(directory);
      Hypha owner = Hypha.open("shared", networked);
      try (Hypha guest = Hypha.open("shared", networked)) {
        BlockingQueue<String> atGuest = new LinkedBlockingQueue<>();
        guest.room().onJoin((peer, kind) -> atGuest.add("joined " + kind));
        guest.room().onLeave(peer -> atGuest.add("left"));
        Options other = networked.inMemory().withKind("superpeer");
        try (Hypha third = Hypha.open("shared", other)) {
          assertEquals("joined superpeer", next(atGuest));
          assertEquals(1, guest.room().peers().size());
          third.put(Map.of("n", 1), "one");
          // The connections of an owner go with it; the next one makes its own.
          owner.close();
          assertEquals("left", next(atGuest));
          assertEquals("joined superpeer", next(atGuest));
        }
        assertEquals("left", next(atGuest));
      } finally {
        owner.close();
      }
    }
  }

  @Test
  void whatAGuestWaitsForOutlivesTheOwner() throws Exception {
    Process owner = HandleProcess.start(directory, "owner-");
    try {
      assertEquals("open", owner.inputReader(StandardCharsets.UTF_8).readLine());
      try (Hypha guest = open();
          ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        AtomicInteger done = new AtomicInteger();
        AtomicBoolean isEnough = new AtomicBoolean();
        List<Future<?>> waiting = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
          waiting.add(
              threads.submit(() -> {
                while (!isEnough.get()) {
                  guest.synced(Duration.ofSeconds(WAIT_SECONDS)).join();
                  done.incrementAndGet();
                }
              }));
        }
        awaitMore(done, 100);
        owner.toHandle().destroyForcibly();
        awaitMore(done, 100);
        isEnough.set(true);
        for (Future<?> future : waiting) {
          future.get(WAIT_SECONDS, TimeUnit.SECONDS);
        }
      }
    } finally {
      owner.destroyForcibly().waitFor(WAIT_SECONDS, TimeUnit.SECONDS);
    }
  }

  private static void awaitMore(AtomicInteger counter, int more) throws InterruptedException {
    int wanted = counter.get() + more;
    long endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS);
    while (counter.get() < wanted) {
      assertTrue(System.nanoTime() < endNanos, "only " + counter.get() + " of " + wanted);
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  @Test
  void aDirectoryWithALongNameIsSharedToo() {
    directory = directory.resolve("a".repeat(120));
    try (Hypha owner = open();
        Hypha guest = open()) {
      owner.put(Map.of("n", 1), "one");
      assertTrue(guest.get("one").isPresent());
    }
  }

  @Test
  void aGuestGetsTheOwnersErrors() {
    try (Hypha owner = open();
        Hypha guest = open()) {
      owner.put(Map.of("n", 1), "one");
      Map<String, Object> strict = Map.of("query", Map.of("nobody", 1), "strictMode", true);
      var here = assertThrows(QueryException.class, () -> owner.map(strict));
      var there = assertThrows(QueryException.class, () -> guest.map(strict));
      assertEquals(here.getMessage(), there.getMessage());
      assertEquals(here.code(), there.code());
      Map<String, Object> tooLarge = Map.of("text", "x".repeat(32 << 20));
      var refusedHere = assertThrows(ValueException.class, () -> owner.put(tooLarge));
      var refusedThere = assertThrows(ValueException.class, () -> guest.put(tooLarge));
      assertEquals(refusedHere.getMessage(), refusedThere.getMessage());
    }
  }

  @Test
  void aGuestTakesOverFromAnOwnerThatCloses() throws Exception {
    Hypha owner = open();
    try (Hypha guest = open()) {
      BlockingQueue<LiveEvent> events = new LinkedBlockingQueue<>();
      owner.put(Map.of("n", 1), "one");
      guest.map(Map.of(), events::add);
      assertEquals("one", next(events).id());
      owner.close();
      guest.put(Map.of("n", 2), "two");
      LiveEvent added = next(events);
      assertEquals("two", added.id());
      assertEquals(LiveEvent.Action.ADDED, added.action());
      try (Hypha third = open()) {
        assertEquals(2, third.map(Map.of()).size());
      }
    }
  }

  @Test
  void nothingIsLostWhenTheOwnerProcessIsKilled() throws Exception {
    Process owner = HandleProcess.start(directory, "owner-");
    Set<String> acknowledged = new HashSet<>();
    try {
      BufferedReader atOwner = owner.inputReader(StandardCharsets.UTF_8);
      assertEquals("open", atOwner.readLine());
      try (Hypha guest = open();
          Hypha other = open()) {
        Map<String, LiveEvent> followed = new HashMap<>();
        BlockingQueue<LiveEvent> events = new LinkedBlockingQueue<>();
        guest.map(Map.of(), events::add);
        order(owner, 100_000);
        for (int i = 0; i < 300; i++) {
          acknowledged.add("owner-" + atOwner.readLine());
          guest.put(Map.of("n", i), "guest-" + i);
          acknowledged.add("guest-" + i);
        }
        // By its handle: Process.destroyForcibly would also close what it has printed.
        owner.toHandle().destroyForcibly();
        for (int i = 300; i < 600; i++) {
          (i % 2 == 0 ? guest : other).put(Map.of("n", i), "guest-" + i);
          acknowledged.add("guest-" + i);
        }
        for (String line = atOwner.readLine(); line != null; line = atOwner.readLine()) {
          acknowledged.add("owner-" + line);
        }
        for (Hypha handle : List.of(guest, other)) {
          Set<String> present = new HashSet<>();
          handle.map(Map.of()).forEach(node -> present.add(node.id()));
          assertTrue(present.containsAll(acknowledged));
        }
        while (followed.size() < guest.status().nodes()) {
          LiveEvent event = next(events);
          assertTrue(event.action() != LiveEvent.Action.REMOVED);
          followed.put(event.id(), event);
        }
        assertTrue(guest.verify(Progress.NONE).isSound());
      }
    } finally {
      owner.destroyForcibly().waitFor(WAIT_SECONDS, TimeUnit.SECONDS);
    }
  }

  private static void order(Process process, int puts) throws IOException {
    var commands = process.outputWriter(StandardCharsets.UTF_8);
    commands.write(puts + "\n");
    commands.flush();
  }
}
