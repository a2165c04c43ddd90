package dev.hyphadb.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hyphadb.core.store.Finding;
import dev.hyphadb.core.store.MemoryStore;
import dev.hyphadb.core.store.Progress;
import dev.hyphadb.core.store.Store;
import dev.hyphadb.core.store.Table;
import dev.hyphadb.core.store.WriteBatch;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VerificationTest {
  private static final ReplicaOptions SHORT_LOG = new ReplicaOptions(40, 1000);

  private static Verification.Report verify(Store store) {
    return Verification.run(store, TestNetwork.SHA_256, Progress.NONE);
  }

  private static Operation operation(Random random) {
    String id = "n" + random.nextInt(25);
    String other = "ü" + random.nextInt(25);
    return switch (random.nextInt(8)) {
      case 0 -> new Operation.Remove(random.nextBoolean() ? id : other);
      case 1, 2 -> new Operation.Link(id, other);
      case 3 -> new Operation.Unlink(id, other);
      default ->
          new Operation.Put(
              random.nextBoolean() ? id : other,
              Fields.builder()
                  .put("f" + random.nextInt(3), random.nextInt(100))
                  .put("text", "t" + random.nextInt(5))
                  .put("bytes", new Value.Bytes(new byte[random.nextInt(5)]))
                  .build());
    };
  }

  /** Two peers that write, part and meet, with logs that were cut many times. */
  private static Store workedOn(long seed) {
    TestNetwork network = new TestNetwork(seed);
    TestNetwork.Peer a = network.join(new MemoryStore(), SHORT_LOG);
    TestNetwork.Peer b = network.join(new MemoryStore(), SHORT_LOG);
    for (int round = 0; round < 6; round++) {
      for (int i = 0; i < 40; i++) {
        network.nowMillis += network.random.nextInt(5);
        Operation[] operations = new Operation[1 + network.random.nextInt(4)];
        Arrays.setAll(operations, position -> operation(network.random));
        (network.random.nextBoolean() ? a : b).submit(operations);
      }
      network.connect(a, b);
      network.settle();
      network.disconnect(a, b);
    }
    assertEquals(a.stateHash(), b.stateHash(), "seed " + seed);
    return a.store;
  }

  @Test
  void whatReplicasWriteIsSound() {
    long seed = System.nanoTime();
    System.out.println("VerificationTest seed " + seed);
    for (int run = 0; run < 20; run++) {
      Verification.Report report = verify(workedOn(seed + run));
      assertTrue(report.isSound(), () -> "seed " + seed + ": " + report.findings());
      assertTrue(report.nodes() > 5 && report.edges() > 5 && report.commits() > 40);
      assertEquals(0, report.ownForks());
    }
  }

  @Test
  void anEmptyStoreIsSound() {
    assertTrue(verify(new MemoryStore()).isSound());
  }

  private record Entry(byte[] key, byte[] value) {}

  private static List<Entry> entries(Store store, Table table) {
    List<Entry> entries = new ArrayList<>();
    try (Store.Cursor cursor = store.scan(table, null, null)) {
      while (cursor.next()) {
        entries.add(new Entry(cursor.key(), cursor.value()));
      }
    }
    return entries;
  }

  private static Entry any(Store store, Table table, Random random) {
    List<Entry> entries = entries(store, table);
    return entries.get(random.nextInt(entries.size()));
  }

  private static byte[] flipped(byte[] bytes, int position, int bit) {
    byte[] copy = bytes.clone();
    copy[position] ^= (byte) (1 << bit);
    return copy;
  }

  private static void put(Store store, Table table, byte[] key, byte[] value) {
    WriteBatch batch = new WriteBatch();
    batch.put(table, key, value);
    store.write(batch);
  }

  private static Store copy(Store store) {
    MemoryStore copy = new MemoryStore();
    WriteBatch batch = new WriteBatch();
    for (Table table : Table.values()) {
      entries(store, table).forEach(entry -> batch.put(table, entry.key(), entry.value()));
    }
    copy.write(batch);
    return copy;
  }

  private static void delete(Store store, Table table, byte[] key) {
    WriteBatch batch = new WriteBatch();
    batch.delete(table, key);
    store.write(batch);
  }

  private static Set<Table> tables(Verification.Report report) {
    Set<Table> tables = EnumSet.noneOf(Table.class);
    for (Finding finding : report.findings()) {
      tables.add(finding.table());
    }
    return tables;
  }

  /**
   * Every bit of a record counts, but for the hints of a node, which may say too much, and for a
   * place in the part of the log that has been forgotten.
   */
  @ParameterizedTest
  @EnumSource(
      value = Table.class,
      names = {"NODE", "EDGE", "COMMIT", "LIVE", "LOG"})
  void aFlippedBitIsFoundAndItsTableNamed(Table table) {
    long seed = System.nanoTime();
    System.out.println("VerificationTest flips in " + table + ", seed " + seed);
    Random random = new Random(seed);
    Store sound = workedOn(seed);
    for (int flip = 0; flip < 150; flip++) {
      Store store = copy(sound);
      Entry entry = any(store, table, random);
      int first = table == Table.NODE ? 1 : 0;
      int position =
          first + random.nextInt((table == Table.LIVE ? 17 : entry.value().length) - first);
      int bit = random.nextInt(8);
      put(store, table, entry.key(), flipped(entry.value(), position, bit));
      Verification.Report report = verify(store);
      String where = "seed " + seed + ", flip " + flip + " at " + position + "." + bit;
      assertFalse(report.isSound(), where);
      assertTrue(tables(report).contains(table), () -> where + ": " + report.findings());
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Table.class,
      names = {"EDGE", "REVERSE_EDGE", "COMMIT", "LIVE", "LOG", "META"})
  void aMissingRecordIsFound(Table table) {
    long seed = System.nanoTime();
    System.out.println("VerificationTest deletions in " + table + ", seed " + seed);
    Random random = new Random(seed);
    Store sound = workedOn(seed);
    for (int run = 0; run < 20; run++) {
      Store store = copy(sound);
      delete(store, table, any(store, table, random).key());
      Verification.Report report = verify(store);
      assertFalse(report.isSound(), "seed " + seed + ", run " + run);
    }
  }

  /**
   * So many commits that there are blocks, some of them cut and joined by changes in the middle.
   */
  private static Store withBlocks(Random random) {
    TestNetwork network = new TestNetwork(random.nextLong());
    TestNetwork.Peer peer = network.join(new MemoryStore(), SHORT_LOG);
    for (int i = 0; i < 2000; i++) {
      network.nowMillis++;
      String id = "n" + (i < 1000 || random.nextInt(3) > 0 ? i : random.nextInt(1000));
      peer.put(id, Fields.of("number", Value.of(i)));
    }
    return peer.store;
  }

  @Test
  void everyBitOfTheBlocksOfLiveCommitsCounts() {
    long seed = System.nanoTime();
    System.out.println("VerificationTest blocks, seed " + seed);
    Random random = new Random(seed);
    Store sound = withBlocks(random);
    assertTrue(verify(sound).isSound(), () -> "seed " + seed + ": " + verify(sound).findings());
    List<Entry> blocks = entries(sound, Table.FINGERPRINT);
    assertTrue(blocks.size() > 4, "seed " + seed + ": " + blocks.size() + " blocks");
    for (int run = 0; run < 60; run++) {
      Store store = copy(sound);
      // What the last one says is not used: it is open.
      Entry block = blocks.get(random.nextInt(blocks.size() - 1));
      if (run % 3 == 0) {
        delete(store, Table.FINGERPRINT, block.key());
      } else {
        byte[] value = block.value();
        value = flipped(value, random.nextInt(value.length), random.nextInt(8));
        put(store, Table.FINGERPRINT, block.key(), value);
      }
      Verification.Report report = verify(store);
      assertEquals(Set.of(Table.FINGERPRINT), tables(report), "seed " + seed + ", run " + run);
    }
  }

  @Test
  void aMissingNodeIsNamed() {
    TestNetwork network = new TestNetwork(1);
    TestNetwork.Peer peer = network.join();
    peer.put("alice", Fields.of("name", Value.of("Alice")));
    byte[] key = entries(peer.store, Table.NODE).get(0).key();
    delete(peer.store, Table.NODE, key);
    Finding first = verify(peer.store).findings().get(0);
    assertEquals(Table.NODE, first.table());
    assertEquals("alice", first.key());
  }

  @Test
  void anOrphanIsFoundInEveryTable() {
    Store sound = workedOn(3);
    Random random = new Random(3);
    for (Table table :
        List.of(Table.NODE, Table.EDGE, Table.REVERSE_EDGE, Table.COMMIT, Table.LIVE, Table.LOG)) {
      Store store = copy(sound);
      Entry entry = any(store, table, random);
      put(store, table, flipped(entry.key(), entry.key().length - 1, 1), entry.value());
      Verification.Report report = verify(store);
      assertTrue(tables(report).contains(table), () -> table + ": " + report.findings());
    }
  }

  @Test
  void theReplicasOwnRecordIsHeldAgainstTheTables() {
    Store sound = workedOn(4);
    byte[] key = entries(sound, Table.META).get(0).key();
    byte[] record = entries(sound, Table.META).get(0).value();
    Store store = copy(sound);
    put(store, Table.META, key, flipped(record, record.length - 1, 0));
    assertEquals(Set.of(Table.META), tables(verify(store)));
    put(store, Table.META, key, Arrays.copyOf(record, record.length - 5));
    assertEquals(Table.META, verify(store).findings().get(0).table());
  }

  @Test
  void noDamageMakesItThrowOrListWithoutBound() {
    long seed = System.nanoTime();
    System.out.println("VerificationTest rubble, seed " + seed);
    Random random = new Random(seed);
    for (int run = 0; run < 30; run++) {
      Store store = workedOn(seed + run);
      for (Table table : Table.values()) {
        for (Entry entry : entries(store, table)) {
          if (random.nextInt(4) == 0) {
            byte[] noise = new byte[random.nextInt(40)];
            random.nextBytes(noise);
            boolean inKey = random.nextBoolean();
            put(store, table, inKey ? noise : entry.key(), inKey ? entry.value() : noise);
          }
        }
      }
      Verification.Report report = verify(store);
      assertFalse(report.isSound(), "seed " + seed);
      assertTrue(report.findings().size() <= 1000 && report.findingCount() > 50);
    }
  }
}
