package dev.hyphadb.benchmarks;

import dev.hyphadb.core.store.Keys;
import dev.hyphadb.core.store.Table;
import dev.hyphadb.core.value.Octets;
import java.util.Arrays;
import java.util.Random;

/**
 * The keys and values one graph put stores: NODE 250 B, COMMIT 300 B, LIVE 24 B key and 25 B value,
 * LOG 8 B key and 24 B value, META 100 B. Node, commit and live keys are spread as hashes are;
 * values are half random, as encoded text is.
 */
final class GraphWrites {
  static final Table[] TABLES = {Table.NODE, Table.COMMIT, Table.LIVE, Table.LOG, Table.META};
  private static final int[] VALUE_BYTES = {250, 300, 25, 24, 100};
  private static final int COMMIT_HEADER_BYTES = 100;
  private static final int MUTATION_BYTES = 200;
  private static final int VARIANTS = 64;
  private static final byte[] META_KEY = {1};

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

  byte[] key(int table, long number) {
    return switch (TABLES[table]) {
      case LOG -> Keys.ofLong(number);
      case META -> META_KEY;
      default -> spread(number);
    };
  }

  byte[] value(int table, long number) {
    return values[table][(int) (number % VARIANTS)];
  }

  private static byte[] spread(long number) {
    byte[] key = new byte[24];
    Octets.putLong(key, 0, number * 0x9e3779b97f4a7c15L);
    Octets.putLong(key, 8, number);
    return key;
  }

  /** The bytes of a commit of that many puts. */
  static byte[] commit(int puts) {
    byte[] bytes = new byte[COMMIT_HEADER_BYTES + puts * MUTATION_BYTES];
    new Random(puts).nextBytes(bytes);
    return bytes;
  }
}
