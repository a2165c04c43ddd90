package dev.hyphadb.core;

import dev.hyphadb.core.access.Authority;
import dev.hyphadb.core.commit.CommitKey;
import dev.hyphadb.core.commit.VerifiedCommit;
import dev.hyphadb.core.graph.GraphWriter;
import dev.hyphadb.core.sync.CommitLog;
import dev.hyphadb.core.time.HybridClock;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The last stages that a commit goes through, the replica's own like others': authority, where the
 * database has roles, then the merge into graph and log. What a commit changes about the authority
 * of others is carried out at once.
 */
final class CommitMerge {
  private final GraphWriter graph;
  private final CommitLog log;
  private final HybridClock clock;

  /** {@code null} in an open database. */
  private final Authority authority;

  private Screener screener;

  CommitMerge(GraphWriter graph, CommitLog log, HybridClock clock, Authority authority) {
    this.graph = graph;
    this.log = log;
    this.clock = clock;
    this.authority = authority;
  }

  boolean hasRoles() {
    return authority != null;
  }

  /** Whether the commit is stored, live or not, or waits for its author's role. */
  boolean knows(VerifiedCommit commit) {
    return authority != null ? authority.knows(commit) : log.holds(commit.key());
  }

  /** How many commits were dropped that had no room to wait for their author's role. */
  long forgotten() {
    return authority == null ? 0 : authority.forgotten();
  }

  /** Whether the commit's author may do what it does, as far as is known now. */
  boolean counts(VerifiedCommit commit) {
    return authority == null || authority.counts(commit);
  }

  /** What waits for its author's role shall pass middleware before it counts. */
  void screenWith(Screener other) {
    screener = other;
    if (authority != null) {
      authority.screenWhile(other::isOn);
    }
  }

  /**
   * Middleware was turned on or off: of what it was deciding about before, nothing is known.
   *
   * @return whether something follows that has to be written
   */
  boolean judgeWaiting() {
    if (authority == null) {
      return false;
    }
    Authority.Changes changes = authority.judgeWaiting();
    carryOut(changes);
    return !changes.isEmpty();
  }

  /** There is a decision about the commit: it waits no longer. */
  void decided(VerifiedCommit commit) {
    if (authority != null) {
      authority.release(commit);
    }
  }

  /** What is made here from now on comes after this commit, which is not merged. */
  void observe(CommitKey key) {
    clock.observe(key.hlc());
  }

  /**
   * Merges a commit that is not known, or lets it wait for its author's role.
   *
   * @return why it is refused; {@code null} when it is not
   */
  String take(VerifiedCommit commit) {
    if (authority != null && !authority.counts(commit)) {
      return authority.keepWaiting(commit);
    }
    decided(commit);
    merge(commit);
    return null;
  }

  /** Merges a commit that is not known and counts. */
  void merge(VerifiedCommit commit) {
    apply(commit);
    if (authority != null) {
      Authority.Changes changes = authority.admit(commit);
      if (!changes.isEmpty()) {
        carryOut(changes);
      }
    }
  }

  /** The policy is another than the one that stored verdicts follow. */
  void judgeAll() {
    carryOut(authority.judgeAll());
  }

  private void apply(VerifiedCommit commit) {
    clock.observe(commit.key().hlc());
    int entries = authority == null ? 0 : authority.entries(commit);
    boolean isLive = graph.apply(commit, log.nextSequence(), entries);
    if (isLive) {
      log.append(commit);
    }
    if (authority != null && (isLive || authority.isStored(commit))) {
      authority.stored(commit);
    }
  }

  private void carryOut(Authority.Changes changes) {
    Map<VerifiedCommit, Integer> entries = new LinkedHashMap<>();
    for (VerifiedCommit commit : changes.retracted()) {
      entries.put(commit, authority.entries(commit));
      authority.retract(commit);
    }
    graph.retract(entries, authority, this::revive);
    for (VerifiedCommit commit : changes.released()) {
      if (authority.isPostponed(commit)) {
        screener.add(commit);
      } else {
        authority.release(commit);
        apply(commit);
      }
    }
  }

  /** A dead commit is live again: it has to reach those who read the log after it had died. */
  private long revive(VerifiedCommit commit) {
    log.append(commit);
    return log.end().sequence();
  }
}
