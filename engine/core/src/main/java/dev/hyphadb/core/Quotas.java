package dev.hyphadb.core;

/**
 * How much of peers' commits a replica takes. Whoever exceeds a rate has to wait; what exceeds a
 * size or an amount is refused for good, and the peer is told. What this replica does itself is not
 * limited.
 *
 * @param nodesMax a commit that makes a new node beyond this is refused
 * @param senderCommitsPerHour of one author; in an open database, of one peer. More are refused
 * @param senderBytesPerHour the same, of commits as they are stored
 * @param peerCommitsPerMinute whatever their author: a peer that sends more is not read from until
 *     its time has come, which loses nothing
 */
public record Quotas(
    long nodesMax, long senderCommitsPerHour, long senderBytesPerHour, long peerCommitsPerMinute) {
  public static final Quotas NONE =
      new Quotas(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);

  public Quotas {
    if (nodesMax < 0
        || senderCommitsPerHour < 1
        || senderBytesPerHour < 1
        || peerCommitsPerMinute < 1) {
      throw new IllegalArgumentException(
          "a quota is at least 1 (nodes: 0), Long.MAX_VALUE for none");
    }
  }
}
