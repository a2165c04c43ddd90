package dev.hyphadb.core.store;

/**
 * The ordered key spaces of a database. Each is independent: a key in one never meets a key in
 * another. Adapters map them to what their engine offers (RocksDB: a column family each).
 *
 * <p>The order of the constants is part of the stored format: append, never reorder.
 */
public enum Table {
  /** A few small records about the replica itself; see {@code ReplicaState}. */
  META,
  /** Node id → the node's registers. */
  NODE,
  /** (from, to) → the register of the edge. */
  EDGE,
  /** (to, from) → nothing; finds the edges that end at a node. */
  REVERSE_EDGE,
  /** Commit key → body and signature of every commit that is live or still in the log. */
  COMMIT,
  /** Commit key → how many registers hold its stamps; present only while the commit is live. */
  LIVE,
  /** Local sequence → commit key, in order of arrival. */
  LOG,
  /** Log id of another replica → how far this replica has read that log. */
  CURSOR,
  /** Start of a block of live commits → how many they are and the sum of their ids. */
  FINGERPRINT
}
