package dev.hyphadb.simulation;

import dev.hyphadb.core.RandomBytes;
import java.util.List;

/**
 * Random numbers from a seed, the same on every platform (SplitMix64: Steele, Lea, Flood, "Fast
 * splittable pseudorandom number generators", 2014).
 */
final class Generator implements RandomBytes {
  private static final long GAMMA = 0x9E3779B97F4A7C15L;

  private long state;

  Generator(long seed) {
    this.state = seed;
  }

  long nextLong() {
    state += GAMMA;
    long z = state;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** From 0 to {@code bound - 1}; the bound is at least 1. */
  int below(int bound) {
    return (int) ((nextLong() >>> 33) % bound);
  }

  /** Both ends included. */
  int between(int low, int high) {
    return low + below(high - low + 1);
  }

  boolean percent(int chance) {
    return below(100) < chance;
  }

  <T> T pick(List<T> from) {
    return from.get(below(from.size()));
  }

  /** A generator whose numbers do not depend on how many are taken from this one later. */
  Generator fork() {
    return new Generator(nextLong());
  }

  @Override
  public byte[] next(int count) {
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      bytes[i] = (byte) (nextLong() >>> 24);
    }
    return bytes;
  }
}
