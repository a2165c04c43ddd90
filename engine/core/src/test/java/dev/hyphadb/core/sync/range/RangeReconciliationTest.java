package dev.hyphadb.core.sync.range;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class RangeReconciliationTest {
  private static final int ROUNDS_MAX = 10_000;

  /** What a reconciliation came to. */
  private static final class Outcome {
    final Set<String> have = new TreeSet<>();
    final Set<String> need = new TreeSet<>();
    int rounds;
    int largestMessage;
    int bytes;
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static RangeReconciliation side(RangeSet set, int frameBytesMax) {
    return new RangeReconciliation(set, RangeReconciliationTest::sha256, frameBytesMax);
  }

  private static String hex(byte[] id) {
    return HexFormat.of().formatHex(id);
  }

  private static Outcome reconcile(
      RangeSet ours, RangeSet theirs, int limit, int responderLimit, boolean sharing) {
    RangeReconciliation initiator = side(ours, limit);
    RangeReconciliation responder = side(theirs, responderLimit);
    Outcome outcome = new Outcome();
    byte[] message = initiator.initiate();
    while (message != null) {
      assertTrue(outcome.rounds++ < ROUNDS_MAX, "does not end");
      assertTrue(limit == 0 || message.length <= limit, message.length + " bytes");
      outcome.largestMessage = Math.max(outcome.largestMessage, message.length);
      byte[] answer;
      if (sharing) {
        RangeReconciliation.Step step = responder.answerSharing(RangeMessage.decode(message));
        answer = step.message();
        step.listed().forEach(range -> collect(range, theirs, outcome.need, new TreeSet<>()));
      } else {
        answer = responder.answer(message);
      }
      assertTrue(responderLimit == 0 || answer.length <= responderLimit, answer.length + " bytes");
      outcome.bytes += message.length + answer.length;
      RangeReconciliation.Step step = initiator.advance(RangeMessage.decode(answer));
      step.listed().forEach(range -> collect(range, ours, outcome.have, outcome.need));
      message = step.message();
    }
    return outcome;
  }

  private static void collect(
      ListedRange range, RangeSet set, Set<String> lackedByPeer, Set<String> missing) {
    Set<RangeItem> shared = new HashSet<>(range.shared());
    int counted = 0;
    int end = range.to().isInfinity() ? set.size() : set.lowerBound(range.to(), 0);
    for (int i = set.lowerBound(range.from(), 0); i < end; i++) {
      if (!shared.contains(set.item(i))) {
        lackedByPeer.add(hex(set.item(i).id()));
        counted++;
      }
    }
    assertEquals(counted, range.lackedByPeer());
    assertEquals(range.missing().size(), range.missingPositions().size());
    range.missing().forEach(id -> missing.add(hex(id)));
  }

  private static RangeItem item(Random random, int timestamps) {
    byte[] id = new byte[RangeItem.ID_LENGTH];
    random.nextBytes(id);
    if (random.nextInt(4) == 0) {
      // Ids with a long common start, so that bounds need long prefixes.
      java.util.Arrays.fill(id, 0, random.nextInt(32), (byte) 7);
    }
    return new RangeItem(1_000_000L + random.nextInt(timestamps), id);
  }

  private static Set<String> minus(Collection<RangeItem> a, Collection<RangeItem> b) {
    Set<RangeItem> rest = new HashSet<>(a);
    rest.removeAll(new HashSet<>(b));
    Set<String> ids = new TreeSet<>();
    rest.forEach(item -> ids.add(hex(item.id())));
    return ids;
  }

  @Test
  void randomSetsAreReconciledUnderEveryLimit() {
    for (long seed = 0; seed < 400; seed++) {
      Random random = new Random(seed);
      int size = random.nextInt(4) == 0 ? random.nextInt(40) : random.nextInt(3000);
      int timestamps = 1 + random.nextInt(random.nextBoolean() ? 3 : 100_000);
      int percentDifferent = random.nextInt(3) == 0 ? 100 : random.nextInt(20);
      Set<RangeItem> ours = new TreeSet<>();
      Set<RangeItem> theirs = new TreeSet<>();
      for (int i = 0; i < size; i++) {
        RangeItem item = item(random, timestamps);
        boolean differs = random.nextInt(100) < percentDifferent;
        boolean isOurs = !differs || random.nextBoolean();
        if (isOurs) {
          ours.add(item);
        }
        if (!differs || !isOurs) {
          theirs.add(item);
        }
      }
      int[] limits = {0, 4096, 4096 + random.nextInt(20_000)};
      for (boolean sharing : new boolean[] {false, true}) {
        int limit = limits[random.nextInt(3)];
        int responderLimit = limits[random.nextInt(3)];
        String message = "seed " + seed + " limits " + limit + " " + responderLimit;
        Outcome outcome =
            reconcile(
                new ListRangeSet(ours), new ListRangeSet(theirs), limit, responderLimit, sharing);
        assertEquals(minus(ours, theirs), outcome.have, message);
        assertEquals(minus(theirs, ours), outcome.need, message);
      }
    }
  }

  @Test
  void equalSetsAndEmptySets() {
    Random random = new Random(1);
    List<RangeItem> some = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      some.add(item(random, 500));
    }
    ListRangeSet full = new ListRangeSet(some);
    ListRangeSet empty = new ListRangeSet(List.of());
    Outcome equal = reconcile(full, new ListRangeSet(some), 0, 0, false);
    assertEquals(1, equal.rounds);
    assertEquals(Set.of(), equal.have);
    assertTrue(equal.bytes < 500, equal.bytes + " bytes");
    assertEquals(1000, reconcile(full, empty, 0, 0, false).have.size());
    assertEquals(1000, reconcile(empty, full, 0, 0, false).need.size());
    assertEquals(1000, reconcile(empty, full, 4096, 4096, false).need.size());
    Outcome shared = reconcile(empty, full, 0, 0, true);
    assertEquals(1000, shared.need.size());
    assertTrue(shared.bytes < 50, "what the peer is sent anyway is not listed");
    assertEquals(0, reconcile(empty, empty, 0, 0, false).have.size());
  }

  @Test
  void oneItemInALargeSetCostsLittle() {
    Random random = new Random(2);
    List<RangeItem> items = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      items.add(item(random, 1 << 30));
    }
    ListRangeSet ours = new ListRangeSet(items);
    List<RangeItem> less = new ArrayList<>(items);
    RangeItem gone = less.remove(random.nextInt(less.size()));
    ListRangeSet theirs = new ListRangeSet(less);
    for (int i = 0; i < 2; i++) {
      Outcome outcome = reconcile(i == 0 ? ours : theirs, i == 0 ? theirs : ours, 0, 0, i == 0);
      assertEquals(Set.of(hex(gone.id())), i == 0 ? outcome.have : outcome.need);
      assertTrue(outcome.rounds <= 3, outcome.rounds + " rounds");
      assertTrue(outcome.bytes < 4000, outcome.bytes + " bytes");
    }
  }

  @Test
  void theNewestItemsAlone() {
    Random random = new Random(3);
    List<RangeItem> items = new ArrayList<>();
    for (int i = 0; i < 5000; i++) {
      items.add(item(random, 1 << 30));
    }
    ListRangeSet ours = new ListRangeSet(items);
    ListRangeSet theirs = new ListRangeSet(List.of());
    byte[] answer = side(theirs, 0).answer(side(ours, 0).initiate(4000));
    RangeReconciliation.Step step = side(ours, 0).advance(RangeMessage.decode(answer));
    assertNull(step.message());
    assertEquals(1000, step.listed().stream().mapToInt(ListedRange::lackedByPeer).sum());
  }

  @Test
  void anotherVersionIsAnsweredWithThisOne() {
    RangeReconciliation responder = side(new ListRangeSet(List.of()), 0);
    assertArrayEquals(new byte[] {0x61}, responder.answer(new byte[] {0x62, 1, 2}));
  }

  @Test
  void hostileBytesAreRefusedAndNothingElseHappens() {
    int accepted = 0;
    for (long seed = 0; seed < 20_000; seed++) {
      Random random = new Random(seed);
      byte[] bytes = hostile(random);
      List<RangeItem> items = new ArrayList<>();
      for (int i = random.nextInt(60); i > 0; i--) {
        items.add(item(random, 50));
      }
      RangeReconciliation side = side(new ListRangeSet(items), 4096);
      try {
        RangeMessage message = RangeMessage.decode(bytes);
        assertTrue(side.answerSharing(message).message().length <= 4096, "seed " + seed);
        side.advance(message);
        side.answer(bytes);
        accepted++;
      } catch (RangeException e) {
        assertTrue(!e.getMessage().isEmpty(), "seed " + seed);
      }
    }
    assertTrue(accepted > 500, accepted + " accepted");
  }

  private static byte[] hostile(Random random) {
    byte[] bytes;
    if (random.nextBoolean()) {
      bytes = new byte[random.nextInt(100)];
      random.nextBytes(bytes);
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] &= random.nextInt(3) == 0 ? (byte) 0xff : 3;
      }
    } else {
      List<RangeItem> items = new ArrayList<>();
      for (int i = random.nextInt(100); i > 0; i--) {
        items.add(item(random, 50));
      }
      bytes = side(new ListRangeSet(items), 0).initiate();
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    if (bytes.length > 0) {
      bytes[0] = RangeMessage.VERSION;
    }
    return bytes;
  }
}
