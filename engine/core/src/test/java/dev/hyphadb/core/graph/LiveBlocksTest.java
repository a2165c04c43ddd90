package dev.hyphadb.core.graph;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hyphadb.core.commit.CommitId;
import dev.hyphadb.core.commit.CommitKey;
import dev.hyphadb.core.store.MemoryStore;
import dev.hyphadb.core.store.Store;
import dev.hyphadb.core.store.Table;
import dev.hyphadb.core.store.WriteBatch;
import dev.hyphadb.core.value.Octets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LiveBlocksTest {
  /** Live commits as a plain map, and the same in a store with blocks. */
  private static final class Model {
    final Random random;
    final MemoryStore store = new MemoryStore();
    final TreeMap<CommitKey, CommitId> live = new TreeMap<>();
    LiveBlocks blocks = new LiveBlocks(store);
    WriteBatch batch = new WriteBatch();
    long clock = 1000;

    Model(long seed) {
      random = new Random(seed);
    }

    void add(long hlc) {
      byte[] id = new byte[CommitId.LENGTH];
      random.nextBytes(id);
      byte[] key = new byte[CommitKey.LENGTH];
      Octets.putLong(key, 0, hlc);
      System.arraycopy(id, 0, key, 8, 16);
      live.put(new CommitKey(key), new CommitId(id));
      batch.put(Table.LIVE, key, Arrays.copyOfRange(id, 16, 32));
      blocks.add(new CommitKey(key), new CommitId(id));
    }

    void remove(CommitKey key) {
      CommitId id = live.remove(key);
      batch.delete(Table.LIVE, key.bytes());
      blocks.remove(key, id);
    }

    void flush() {
      blocks.flush(batch);
      store.write(batch);
      batch = new WriteBatch();
    }

    void check(String message) {
      LiveRanges ranges = blocks.ranges();
      assertEquals(live.size(), ranges.size(), message);
      List<Map.Entry<CommitKey, CommitId>> all = new ArrayList<>(live.entrySet());
      StateHash sum = new StateHash();
      all.forEach(entry -> sum.add(entry.getValue()));
      assertEquals(sum, ranges.sum(), message);
      for (int i = 0; i < 5; i++) {
        int from = random.nextInt(all.size() + 1);
        int to = from + random.nextInt(all.size() - from + 1);
        StateHash part = new StateHash();
        all.subList(from, to).forEach(entry -> part.add(entry.getValue()));
        assertEquals(part, ranges.sum(from, to), message);
        if (from < all.size()) {
          assertEquals(all.get(from).getKey(), ranges.at(from).key(), message);
          assertEquals(all.get(from).getValue(), ranges.at(from).id(), message);
          int[] around = ranges.around(all.get(from).getKey());
          assertTrue(around[0] <= from && from < around[1], message);
        }
      }
    }

    int storedBlocks() {
      int count = 0;
      try (Store.Cursor cursor = store.scan(Table.FINGERPRINT, null, null)) {
        while (cursor.next()) {
          count++;
        }
      }
      return count;
    }
  }

  @Test
  void sumsFollowEveryChange() {
    for (long seed = 0; seed < 30; seed++) {
      Model model = new Model(seed);
      Random random = model.random;
      int phase = 0;
      for (int round = 0; round < 150; round++) {
        phase = random.nextInt(10) == 0 ? random.nextInt(4) : phase;
        int changes = random.nextInt(8) == 0 ? random.nextInt(1500) : random.nextInt(20);
        List<CommitKey> present = new ArrayList<>(model.live.keySet());
        for (int i = 0; i < changes; i++) {
          if (phase == 0 || present.isEmpty()) {
            model.clock += random.nextInt(3);
            model.add(model.clock);
          } else if (phase == 1) {
            model.add(random.nextInt((int) model.clock + 1));
          } else {
            CommitKey victim = present.get(random.nextInt(present.size()));
            if (model.live.containsKey(victim)) {
              model.remove(victim);
            }
            if (phase == 2) {
              model.add(++model.clock);
            }
          }
        }
        model.flush();
        if (random.nextInt(5) == 0) {
          model.blocks = new LiveBlocks(model.store);
        }
        if (random.nextInt(3) == 0) {
          model.check("seed " + seed + " round " + round);
        }
      }
      model.check("seed " + seed);
    }
  }

  @Test
  void commitsInOrderCostAlmostNoWrites() {
    Model model = new Model(1);
    int writes = 0;
    for (int i = 0; i < 10_000; i++) {
      model.add(++model.clock);
      int before = model.batch.changes().size();
      model.blocks.flush(model.batch);
      writes += model.batch.changes().size() - before;
      model.store.write(model.batch);
      model.batch = new WriteBatch();
    }
    assertTrue(writes < 10_000 / 100, writes + " writes");
    assertEquals(10_000 / LiveBlocks.BLOCK_COMMITS + 1, model.storedBlocks());
  }

  @Test
  void emptiedBlocksAreJoined() {
    Model model = new Model(2);
    for (int i = 0; i < 20_000; i++) {
      model.add(++model.clock);
    }
    model.flush();
    List<CommitKey> all = new ArrayList<>(model.live.keySet());
    for (int i = 0; i < all.size() - 100; i++) {
      model.remove(all.get(i));
      if (i % 50 == 0) {
        model.flush();
      }
    }
    model.flush();
    model.check("emptied");
    assertTrue(model.storedBlocks() <= 3, model.storedBlocks() + " blocks");
  }

  @Test
  void blocksCanBeMadeAnew() {
    Model model = new Model(3);
    for (int i = 0; i < 3000; i++) {
      model.add(++model.clock);
    }
    model.flush();
    WriteBatch damage = new WriteBatch();
    damage.put(Table.FINGERPRINT, LiveBlock.FIRST_START.bytes(), new byte[33]);
    model.store.write(damage);
    LiveRanges.rebuild(model.store);
    model.blocks = new LiveBlocks(model.store);
    model.check("rebuilt");
    byte[] record = model.store.get(Table.FINGERPRINT, LiveBlock.FIRST_START.bytes());
    LiveRanges.rebuild(model.store);
    assertArrayEquals(record, model.store.get(Table.FINGERPRINT, LiveBlock.FIRST_START.bytes()));
  }
}
