package dev.hyphadb.core;

import dev.hyphadb.core.commit.Hex;
import dev.hyphadb.core.commit.Mutation;
import dev.hyphadb.core.commit.VerifiedCommit;
import dev.hyphadb.core.graph.GraphWriter;
import dev.hyphadb.core.sync.PeerId;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Holds the commits of peers against the {@link Quotas}. Amounts are counted by the hour, for so
 * many senders at once; who is pushed out by others starts from nothing again.
 */
final class QuotaMeter {
  private static final long PERIOD_MILLIS = 3_600_000;
  private static final int SENDERS_MAX = 10_000;

  private final GraphWriter graph;
  private final Map<String, Amount> amounts = new LinkedHashMap<>(16, 0.75f, true);
  private Quotas quotas = Quotas.NONE;
  private boolean isFull;

  private static final class Amount {
    final long startMillis;
    long commits;
    long bytes;

    Amount(long startMillis) {
      this.startMillis = startMillis;
    }
  }

  QuotaMeter(GraphWriter graph) {
    this.graph = graph;
  }

  void set(Quotas changed) {
    quotas = changed;
  }

  /** Whether the store has its greatest size: only what removes something is taken. */
  void setFull(boolean full) {
    isFull = full;
  }

  /**
   * Counts a commit that is new here.
   *
   * @return why it is refused; {@code null} when it is within the quotas
   */
  String take(VerifiedCommit commit, PeerId peer, long nowMillis) {
    String excess = exceeded(commit);
    if (excess != null) {
      return excess;
    }
    if (graph.isCrowdedBy(commit)) {
      return "too-many-conflicts";
    }
    boolean isCounted =
        quotas.senderCommitsPerHour() < Long.MAX_VALUE
            || quotas.senderBytesPerHour() < Long.MAX_VALUE;
    if (!isCounted) {
      return null;
    }
    byte[] author = commit.commit().author();
    Amount amount = amountOf(author == null ? peer.hex() : Hex.encode(author), nowMillis);
    amount.commits++;
    amount.bytes += commit.body().length;
    return amount.commits > quotas.senderCommitsPerHour()
            || amount.bytes > quotas.senderBytesPerHour()
        ? "quota-sender"
        : null;
  }

  /**
   * Looks again at a commit that was counted, or waited, and is to be merged now: others may have
   * used up the room.
   *
   * @return why it is refused; {@code null} when there is room
   */
  String exceeded(VerifiedCommit commit) {
    if (isFull && !onlyRemoves(commit)) {
      return "quota-size";
    }
    boolean isExceeded = quotas.nodesMax() < Long.MAX_VALUE && exceedsNodes(commit);
    return isExceeded ? "quota-nodes" : null;
  }

  private Amount amountOf(String sender, long nowMillis) {
    Amount amount = amounts.get(sender);
    if (amount == null || Math.abs(nowMillis - amount.startMillis) >= PERIOD_MILLIS) {
      amount = new Amount(nowMillis);
      amounts.put(sender, amount);
      if (amounts.size() > SENDERS_MAX) {
        amounts.remove(amounts.keySet().iterator().next());
      }
    }
    return amount;
  }

  private static boolean onlyRemoves(VerifiedCommit commit) {
    return commit.commit().mutations().stream()
        .allMatch(
            mutation -> mutation instanceof Mutation.Remove || mutation instanceof Mutation.Unlink);
  }

  private boolean exceedsNodes(VerifiedCommit commit) {
    Set<String> added = new HashSet<>();
    for (Mutation mutation : commit.commit().mutations()) {
      if (mutation instanceof Mutation.Set set && graph.visible(set.node()) == null) {
        added.add(set.node());
      }
    }
    return !added.isEmpty() && graph.nodeCount() + added.size() > quotas.nodesMax();
  }
}
