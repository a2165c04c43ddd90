package dev.hyphadb.benchmarks;

import dev.hyphadb.core.store.Keys;
import dev.hyphadb.core.store.Table;
import dev.hyphadb.core.store.WriteBatch;
import dev.hyphadb.core.value.Octets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * The keys and values one graph put stores: NODE 250 B, COMMIT 300 B, LIVE 24 B key and 25 B value,
 * LOG 8 B key and 24 B value, META 100 B. Node, commit and live keys are spread as hashes are;
 * values are half random, as encoded text is.
 */
final class GraphWrites {
  private static final Table[] TABLES = {
    Table.NODE, Table.COMMIT, Table.LIVE, Table.LOG, Table.META
  };
  private static final int[] VALUE_BYTES = {250, 300, 25, 24, 100};
  private static final int COMMIT_HEADER_BYTES = 100;
  private static final int MUTATION_BYTES = 200;
  private static final int VARIANTS = 64;
  private static final byte[] META_KEY = {1};

  private long number;
  private final byte[][][] values = new byte[TABLES.length][VARIANTS][];

  GraphWrites() {
    Random random = new Random(5);
    for (int table = 0; table < TABLES.length; table++) {
      for (int variant = 0; variant < VARIANTS; variant++) {
        byte[] value = new byte[VALUE_BYTES[table]];
        random.nextBytes(value);
        Arrays.fill(value, 0, value.length / 2, (byte) 'a');
        values[table][variant] = value;
      }
    }
  }

  /** That many graph puts, so many to a batch, continuing from those asked for before. */
  List<WriteBatch> next(int puts, int perBatch) {
    byte[] commit = commit(perBatch);
    List<WriteBatch> batches = new ArrayList<>(puts / perBatch);
    for (int done = 0; done < puts; done += perBatch) {
      WriteBatch batch = new WriteBatch();
      for (int i = 0; i < perBatch; i++, number++) {
        batch.put(Table.NODE, key(0, number), value(0, number));
      }
      batch.put(Table.COMMIT, key(1, number), commit);
      for (int table = 2; table < TABLES.length; table++) {
        batch.put(TABLES[table], key(table, number), value(table, number));
      }
      batches.add(batch);
    }
    return batches;
  }

  byte[] key(int table, long number) {
    return switch (TABLES[table]) {
      case LOG -> Keys.ofLong(number);
      case META -> META_KEY;
      default -> spread(number);
    };
  }

  private byte[] value(int table, long number) {
    return values[table][(int) (number % VARIANTS)];
  }

  private static byte[] spread(long number) {
    byte[] key = new byte[24];
    Octets.putLong(key, 0, number * 0x9e3779b97f4a7c15L);
    Octets.putLong(key, 8, number);
    return key;
  }

  /** The bytes of a commit of that many puts. */
  private static byte[] commit(int puts) {
    byte[] bytes = new byte[COMMIT_HEADER_BYTES + puts * MUTATION_BYTES];
    new Random(puts).nextBytes(bytes);
    return bytes;
  }
}
