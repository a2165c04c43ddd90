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
}
