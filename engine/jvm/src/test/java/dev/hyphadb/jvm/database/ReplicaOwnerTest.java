package dev.hyphadb.jvm.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hyphadb.core.Replica;
import dev.hyphadb.core.ReplicaOptions;
import dev.hyphadb.core.store.MemoryStore;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ReplicaOwnerTest {
  private static ReplicaOwner owner() {
    return new ReplicaOwner(
        "test",
        () ->
            Replica.open(
                new MemoryStore(),
                ReplicaOptions.DEFAULTS,
                null,
                bytes -> digest().digest(bytes),
                byte[]::new),
        effects -> {},
        replaced -> {},
        new WriteEpoch(),
        System::currentTimeMillis);
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /** Threads that nobody waits for come late: what they have to say does not matter any more. */
  @Test
  void whatIsPostedAfterClosingIsNotDoneAndNoError() {
    ReplicaOwner owner = owner();
    AtomicInteger done = new AtomicInteger();
    assertTrue(owner.post(replica -> done.incrementAndGet()));
    owner.close();
    assertFalse(owner.post(replica -> done.incrementAndGet()));
    assertEquals(1, done.get());
    IllegalStateException failure =
        assertThrows(IllegalStateException.class, () -> owner.call(Replica::status));
    assertEquals("the database is closed", failure.getMessage());
  }

  @Test
  void whatIsPostedHereRunsHereUnlessAnotherIsAtIt() {
    try (ReplicaOwner owner = owner()) {
      List<Thread> done = new ArrayList<>();
      // The owner's own thread may be at it now and then.
      for (int i = 0; i < 20; i++) {
        assertTrue(owner.postHere(replica -> done.add(Thread.currentThread())));
      }
      owner.call(Replica::status);
      assertEquals(20, done.size());
      assertTrue(done.contains(Thread.currentThread()));

      done.clear();
      CountDownLatch isAtIt = new CountDownLatch(1);
      CountDownLatch isPosted = new CountDownLatch(1);
      owner.post(replica -> {
        isAtIt.countDown();
        await(isPosted);
      });
      await(isAtIt);
      assertTrue(owner.postHere(replica -> done.add(Thread.currentThread())));
      isPosted.countDown();
      owner.call(Replica::status);
      assertEquals(1, done.size());
      assertFalse(done.contains(Thread.currentThread()));
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(10, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Virtual threads cannot help themselves: whoever is left in the queue would wait for ever. */
  @Test
  void whoeverCallsWhileItClosesIsAnswered() throws InterruptedException {
    for (int round = 0; round < 300; round++) {
      ReplicaOwner owner = owner();
      AtomicInteger answered = new AtomicInteger();
      List<Thread> callers = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        callers.add(
            Thread.startVirtualThread(() -> {
              try {
                while (true) {
                  owner.call(Replica::status);
                }
              } catch (IllegalStateException e) {
                answered.incrementAndGet();
              }
            }));
      }
      owner.close();
      for (Thread caller : callers) {
        assertTrue(caller.join(Duration.ofSeconds(20)), "still waiting in round " + round);
      }
      assertEquals(8, answered.get());
    }
  }
}
