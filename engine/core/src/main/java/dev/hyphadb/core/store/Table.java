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
  FINGERPRINT,
  /** (account, commit key) → how that commit changes the account's role; see {@code access}. */
  AUTHORITY,
  /** (author, commit key) of each commit in {@link #COMMIT} → whether it counts. */
  AUTHORED,
  /** (node id, commit key) → in what way that commit, which counts, is about the node. */
  NODE_COMMIT,
  /** (author, commit key) → body and signature of a commit that waits for its author's role. */
  QUARANTINE,
  /** Commit key → why this replica refused the commit for good. */
  REFUSED,
  /** Number of an index, what it orders by, node id → what the index knows beside. */
  INDEX,
  /** Commit key → id, signature and body of a commit from the future, which waits for its time. */
  FUTURE
}
