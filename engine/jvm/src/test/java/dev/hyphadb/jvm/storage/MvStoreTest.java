package dev.hyphadb.jvm.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hyphadb.core.store.DurableStoreContractTest;
import dev.hyphadb.core.store.Keys;
import dev.hyphadb.core.store.Store;
import dev.hyphadb.core.store.StoreException;
import dev.hyphadb.core.store.Table;
import dev.hyphadb.core.store.WriteBatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class MvStoreTest extends DurableStoreContractTest {
  @Override
  protected Store open(Path directory) {
    return MvStore.open(directory, StorageOptions.defaults());
  }

  @Test
  void tornTailOfTheJournalIsCutAndTheRestReplayed() throws IOException {
    byte[] first = record("a");
    byte[] second = record("b");
    for (int kept = 0; kept < second.length; kept++) {
      Path copy = Files.createDirectory(directory.resolve("torn" + kept));
      Files.write(copy.resolve("journal-3"), concat(first, Arrays.copyOf(second, kept)));
      assertReplayed(copy, List.of("a"));
    }
    byte[] flipped = second.clone();
    flipped[flipped.length - 1] ^= 1;
    Path copy = Files.createDirectory(directory.resolve("flipped"));
    Files.write(copy.resolve("journal-3"), concat(first, flipped));
    assertReplayed(copy, List.of("a"));
  }

  @Test
  void journalsAreReplayedInOrderOfTheirNumbers() throws IOException {
    Path copy = Files.createDirectory(directory.resolve("several"));
    Files.write(copy.resolve("journal-10"), record("later"));
    Files.write(copy.resolve("journal-9"), record("earlier"));
    assertReplayed(copy, List.of("later"));
  }

  @Test
  void damageBelowANewerJournalIsRefused() throws IOException {
    Path copy = Files.createDirectory(directory.resolve("damaged"));
    Files.write(copy.resolve("journal-1"), new byte[20]);
    Files.write(copy.resolve("journal-2"), record("a"));
    String message = assertThrows(StoreException.class, () -> open(copy)).getMessage();
    assertTrue(message.contains("journal-1") && message.contains("damaged"), message);
  }

  private void assertReplayed(Path copy, List<String> expected) {
    try (Store reopened = open(copy)) {
      assertEquals(expected.getLast(), new String(reopened.get(Table.META, Keys.ofLong(1)), UTF_8));
      WriteBatch more = new WriteBatch();
      more.put(Table.META, Keys.ofLong(2), bytes("after"));
      reopened.write(more);
    }
    try (Store again = open(copy)) {
      assertEquals(expected.getLast(), new String(again.get(Table.META, Keys.ofLong(1)), UTF_8));
      assertEquals("after", new String(again.get(Table.META, Keys.ofLong(2)), UTF_8));
    }
  }

  private static byte[] record(String value) {
    WriteBatch batch = new WriteBatch();
    batch.put(Table.META, Keys.ofLong(1), bytes(value));
    return JournalRecord.encode(batch.changes());
  }

  private static byte[] concat(byte[] a, byte[] b) {
    byte[] both = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }
}
