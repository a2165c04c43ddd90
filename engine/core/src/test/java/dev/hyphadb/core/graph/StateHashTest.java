package dev.hyphadb.core.graph;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hyphadb.core.commit.CommitId;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StateHashTest {
  private static final BigInteger MODULUS = BigInteger.ONE.shiftLeft(256);

  @Test
  void isTheSumOfIdsModulo2To256() {
    for (long seed = 0; seed < 2000; seed++) {
      Random random = new Random(seed);
      StateHash hash = new StateHash();
      BigInteger sum = BigInteger.ZERO;
      for (int i = random.nextInt(30); i > 0; i--) {
        byte[] id = new byte[CommitId.LENGTH];
        random.nextBytes(id);
        // Whole words of ones and zeros, where carries go wrong first.
        int from = random.nextInt(33);
        Arrays.fill(id, from, Math.min(32, from + random.nextInt(32)), (byte) -random.nextInt(2));
        boolean adds = random.nextBoolean();
        sum = adds ? sum.add(number(id)) : sum.subtract(number(id));
        if (adds) {
          hash.add(new CommitId(id));
        } else {
          hash.subtract(new CommitId(id));
        }
        assertEquals(sum.mod(MODULUS), number(hash.toBytes()), "seed " + seed);
      }
      assertArrayEquals(hash.toBytes(), new StateHash(hash.toBytes()).toBytes());
    }
  }

  private static BigInteger number(byte[] littleEndian) {
    byte[] bigEndian = new byte[littleEndian.length];
    for (int i = 0; i < bigEndian.length; i++) {
      bigEndian[i] = littleEndian[bigEndian.length - 1 - i];
    }
    return new BigInteger(1, bigEndian);
  }
}
