package dev.hyphadb.simulation;

import dev.hyphadb.core.RemoteOperation;
import dev.hyphadb.core.Replica;
import dev.hyphadb.core.Screening;
import dev.hyphadb.core.commit.CommitKey;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The middleware of one peer, which takes its time: drops what is done to some nodes, marks what is
 * done to others, and lets the rest pass. Checks that what it has dropped does not come again.
 */
final class SimulatedMiddleware {
  private static final int DELAY_MILLIS_MAX = 300;
  private static final String MARK = "checked";
  private static final String NODE_PREFIX = "n";

  private final SimulatedPeer peer;
  private final Schedule schedule;
  private final Generator random;
  private final int share;
  private final int dropped;
  private final int marked;

  /** What was dropped and stored as such. */
  private final Set<CommitKey> remembered = new HashSet<>();

  private final Set<CommitKey> undurable = new HashSet<>();
  private boolean replaces = true;

  SimulatedMiddleware(SimulatedPeer peer, Schedule schedule, Generator random) {
    this.peer = peer;
    this.schedule = schedule;
    this.random = random;
    this.share = random.between(2, 8);
    this.dropped = random.below(share);
    this.marked = random.below(share);
  }

  /** The replica asks; the answer comes later, if the replica is still there. */
  void take(Screening screening) {
    Replica asking = peer.replica();
    for (Screening.Proposal proposal : screening.proposals()) {
      if (remembered.contains(proposal.commit())) {
        throw new InvariantViolation(
            "what middleware dropped is not asked for again",
            "peer " + peer.number() + ": " + proposal.operations());
      }
    }
    schedule.after(
        random.below(DELAY_MILLIS_MAX),
        () -> {
          if (peer.replica() == asking) {
            peer.decide(screening.number(), decide(screening));
          }
        });
  }

  /** From now on drops what it would change. */
  void stopReplacing() {
    replaces = false;
  }

  private List<List<RemoteOperation>> decide(Screening screening) {
    List<List<RemoteOperation>> verdicts = new ArrayList<>();
    for (Screening.Proposal proposal : screening.proposals()) {
      List<RemoteOperation> verdict = decide(proposal.operations());
      if (!verdict.equals(proposal.operations())) {
        undurable.add(proposal.commit());
        verdict = replaces ? verdict : List.of();
      }
      verdicts.add(verdict);
    }
    return verdicts;
  }

  private List<RemoteOperation> decide(List<RemoteOperation> operations) {
    List<RemoteOperation> left = new ArrayList<>();
    for (RemoteOperation operation : operations) {
      int part = operation.id().startsWith(NODE_PREFIX) ? operation.id().hashCode() : -1;
      boolean isUpsert = operation.type() == RemoteOperation.Type.UPSERT;
      if (part < 0 || part % share != dropped && part % share != marked) {
        left.add(operation);
      } else if (part % share == marked && part % share != dropped) {
        boolean isUnmarked = isUpsert && !operation.value().has(MARK);
        left.add(isUnmarked ? operation.withValue(withMark(operation.value())) : operation);
      }
    }
    return left;
  }

  private static Fields withMark(Fields value) {
    Fields.Builder marked = Fields.builder();
    value.forEach(marked::put);
    return marked.put(MARK, Value.TRUE).build();
  }

  /** What was decided is durable. */
  void flushed() {
    remembered.addAll(undurable);
    undurable.clear();
  }

  /** The process died, or the disk is another: what was decided may be unknown there. */
  void forget() {
    undurable.clear();
    remembered.clear();
  }
}
