package dev.hyphadb.core.access;

import dev.hyphadb.core.commit.CommitKey;
import dev.hyphadb.core.commit.VerifiedCommit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Carries a change of the authority history on to every commit whose verdict it changes: those of
 * the accounts concerned that are later than the change, then those of the accounts whose grants
 * fell or rose with them, and so on. Goes through all of them in the order of their stamps, so that
 * each is judged when everything that its verdict rests on is settled.
 */
final class Rejudging {
  private final Judge judge;
  private final AuthorityHistory history;
  private final HeldCommits held;
  private final Quarantine quarantine;
  private final Predicate<VerifiedCommit> isPostponed;
  private final Function<CommitKey, VerifiedCommit> stored;

  /** Which commit of an account is judged next. */
  private final Map<Address, CommitKey> next = new HashMap<>();

  private final NavigableMap<CommitKey, Address> order = new TreeMap<>();
  private final NavigableMap<CommitKey, Changed> changed = new TreeMap<>();

  /** A commit whose verdict is another now than it was before all this. */
  private record Changed(VerifiedCommit commit, boolean counts) {}

  /**
   * Commits whose verdict has changed, each list in the order of their keys.
   *
   * @param retracted counted before
   * @param released count now
   */
  record Outcome(List<VerifiedCommit> retracted, List<VerifiedCommit> released) {}

  /**
   * @param isPostponed whether a commit that counts now is only to be named, since something else
   *     is decided about it first: it changes nothing for others yet
   */
  Rejudging(
      Judge judge,
      AuthorityHistory history,
      HeldCommits held,
      Quarantine quarantine,
      Predicate<VerifiedCommit> isPostponed,
      Function<CommitKey, VerifiedCommit> stored) {
    this.judge = judge;
    this.history = history;
    this.held = held;
    this.quarantine = quarantine;
    this.isPostponed = isPostponed;
    this.stored = stored;
  }

  /** The grants of a commit have been added to the history or removed from it. */
  void changed(CommitKey commit, Map<Address, Grant> grants) {
    grants.forEach((account, grant) ->
        // What closes a history weighs on the commits before it too.
        judgeAfter(account, grant.closing() != null ? null : commit));
  }

  /** All commits of the account after a key, or {@code null} for all, are judged again. */
  void judgeAfter(Address account, CommitKey key) {
    CommitKey first = firstAfter(account, key);
    CommitKey planned = next.get(account);
    if (first != null && (planned == null || first.compareTo(planned) < 0)) {
      if (planned != null) {
        order.remove(planned);
      }
      next.put(account, first);
      order.put(first, account);
    }
  }

  private CommitKey firstAfter(Address account, CommitKey key) {
    CommitKey kept = held.firstAfter(account, key);
    CommitKey waiting = quarantine.firstAfter(account, key);
    return kept == null || waiting != null && waiting.compareTo(kept) < 0 ? waiting : kept;
  }

  Outcome run() {
    while (!order.isEmpty()) {
      Map.Entry<CommitKey, Address> step = order.pollFirstEntry();
      next.remove(step.getValue());
      judge(step.getValue(), step.getKey());
      judgeAfter(step.getValue(), step.getKey());
    }
    List<VerifiedCommit> retracted = new ArrayList<>();
    List<VerifiedCommit> released = new ArrayList<>();
    changed.values().forEach(entry -> (entry.counts ? released : retracted).add(entry.commit));
    return new Outcome(retracted, released);
  }

  private void judge(Address author, CommitKey key) {
    Changed before = changed.get(key);
    VerifiedCommit commit = before != null ? before.commit : find(author, key);
    boolean counted = before != null ? before.counts : held.counts(author, key);
    CommitDemands demands = judge.demands(commit);
    boolean counts = judge.of(commit, demands) == Verdict.COUNTS;
    if (counted == counts) {
      return;
    }
    if (before == null) {
      changed.put(key, new Changed(commit, counts));
    } else {
      // Back to what it was.
      changed.remove(key);
    }
    if (isPostponed.test(commit)) {
      return;
    }
    if (counts) {
      history.add(key, demands.grants());
    } else {
      history.remove(key, demands.grants());
    }
    changed(key, demands.grants());
  }

  private VerifiedCommit find(Address author, CommitKey key) {
    VerifiedCommit waiting = quarantine.get(author, key);
    return waiting != null ? waiting : stored.apply(key);
  }
}
