package dev.hyphadb.core;

/** Randomness as a port: secure on a real peer, seeded in the simulator. */
@FunctionalInterface
public interface RandomBytes {
  byte[] next(int count);
}
