package dev.hyphadb.core;

import dev.hyphadb.core.commit.Commit;
import dev.hyphadb.core.commit.CommitKey;
import dev.hyphadb.core.commit.Hex;
import dev.hyphadb.core.commit.Mutation;
import dev.hyphadb.core.commit.Stamp;
import dev.hyphadb.core.commit.VerifiedCommit;
import dev.hyphadb.core.graph.GraphReader;
import dev.hyphadb.core.graph.GraphWriter;
import dev.hyphadb.core.graph.Node;
import dev.hyphadb.core.graph.Preview;
import dev.hyphadb.core.time.Timestamp;
import dev.hyphadb.core.value.Fields;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Holds back the commits of peers until middleware has decided about them, in the order of their
 * arrival. What is held back is bounded by its sources: a session stops at one message that waits,
 * and the commits from the future have their own bound.
 */
final class Screener {
  /** Commits of one screening. */
  private static final int COMMITS_MAX = 256;

  private final GraphWriter graph;
  private final GraphReader reader;
  private final Map<CommitKey, VerifiedCommit> undecided = new LinkedHashMap<>();
  private boolean isOn;
  private long lastNumber;

  /** What middleware is looking at; {@code null} when it is idle. */
  private Screening out;

  private List<VerifiedCommit> outCommits = List.of();

  /**
   * @param operations what is to be done in its place, when it is not accepted; may be none
   */
  record Decision(VerifiedCommit commit, boolean isAccepted, List<RemoteOperation> operations) {}

  Screener(GraphWriter graph, GraphReader reader) {
    this.graph = graph;
    this.reader = reader;
  }

  boolean isOn() {
    return isOn;
  }

  /** Nobody decides any more: returns what was held back. */
  List<VerifiedCommit> turn(boolean on) {
    isOn = on;
    if (on) {
      return List.of();
    }
    List<VerifiedCommit> released = new ArrayList<>(undecided.values());
    undecided.clear();
    out = null;
    outCommits = List.of();
    return released;
  }

  boolean holds(CommitKey key) {
    return undecided.containsKey(key);
  }

  void add(VerifiedCommit commit) {
    undecided.putIfAbsent(commit.key(), commit);
  }

  /** There is a decision about the commit. */
  void remove(CommitKey key) {
    undecided.remove(key);
  }

  /**
   * What middleware has to decide next; {@code null} when there is nothing, or it has not yet
   * answered. Call it when the store has everything that was merged.
   */
  Screening next() {
    if (out != null || undecided.isEmpty()) {
      return null;
    }
    outCommits = new ArrayList<>();
    Set<String> nodes = new HashSet<>();
    Iterator<VerifiedCommit> waiting = undecided.values().iterator();
    while (waiting.hasNext() && outCommits.size() < COMMITS_MAX) {
      VerifiedCommit commit = waiting.next();
      Set<String> own = new HashSet<>();
      commit.commit().mutations().forEach(mutation -> own.add(mutation.node()));
      if (own.stream().anyMatch(nodes::contains)) {
        break;
      }
      nodes.addAll(own);
      outCommits.add(commit);
    }
    out = new Screening(++lastNumber, outCommits.stream().map(this::proposal).toList());
    return out;
  }

  private Screening.Proposal proposal(VerifiedCommit verified) {
    Commit commit = verified.commit();
    Timestamp timestamp = Timestamp.unpack(commit.hlc());
    String author = commit.author() == null ? null : "0x" + Hex.encode(commit.author());
    Map<String, Node> previous = new HashMap<>();
    Preview preview = graph.preview();
    List<RemoteOperation> operations = new ArrayList<>();
    for (int i = 0; i < commit.mutations().size(); i++) {
      Mutation mutation = commit.mutations().get(i);
      String id = mutation.node();
      Node node = previous.containsKey(id) ? null : reader.get(id);
      if (node != null) {
        previous.put(id, node);
      }
      switch (mutation) {
        case Mutation.Set set -> {
          Fields after = preview.set(set, new Stamp(verified.key(), i));
          if (!isCompleted(commit.mutations(), i)) {
            operations.add(
                new RemoteOperation(
                    RemoteOperation.Type.UPSERT, id, after, null, timestamp, author));
          }
        }
        case Mutation.Remove remove -> {
          preview.remove(id, new Stamp(verified.key(), i));
          operations.add(
              new RemoteOperation(RemoteOperation.Type.REMOVE, id, null, null, timestamp, author));
        }
        case Mutation.Link link ->
            operations.add(
                new RemoteOperation(
                    RemoteOperation.Type.LINK, id, null, link.to(), timestamp, author));
        case Mutation.Unlink unlink ->
            operations.add(
                new RemoteOperation(
                    RemoteOperation.Type.UNLINK, id, null, unlink.to(), timestamp, author));
      }
    }
    return new Screening.Proposal(verified.key(), operations, previous);
  }

  /**
   * Whether the next mutation writes the node too: a put that takes something from a field with a
   * resolver removes and writes it, in this order.
   */
  private static boolean isCompleted(List<Mutation> mutations, int position) {
    return mutations.get(position) instanceof Mutation.Set set
        && set.fields().isEmpty()
        && position + 1 < mutations.size()
        && mutations.get(position + 1) instanceof Mutation.Set next
        && next.node().equals(set.node());
  }

  /**
   * The verdicts on what is out, in its order: the operations of each proposal as they were, others
   * in their place, or none ({@code null} or empty). Each commit is held until its turn has come
   * ({@link #remove}): what is done about one may call for a decision about the next.
   *
   * @return nothing when that screening is not out any more
   */
  List<Decision> decide(long number, List<List<RemoteOperation>> verdicts) {
    if (out == null || out.number() != number) {
      return List.of();
    }
    if (verdicts.size() != outCommits.size()) {
      throw new IllegalArgumentException(
          "a screening of " + outCommits.size() + " commits got " + verdicts.size() + " verdicts");
    }
    List<Decision> decisions = new ArrayList<>();
    for (int i = 0; i < verdicts.size(); i++) {
      VerifiedCommit commit = outCommits.get(i);
      List<RemoteOperation> verdict = verdicts.get(i) == null ? List.of() : verdicts.get(i);
      boolean isAccepted = verdict.equals(out.proposals().get(i).operations());
      decisions.add(new Decision(commit, isAccepted, isAccepted ? List.of() : verdict));
    }
    out = null;
    outCommits = List.of();
    return decisions;
  }
}
