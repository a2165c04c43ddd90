package dev.hyphadb.core.access;

import dev.hyphadb.core.commit.CommitCodec;
import dev.hyphadb.core.commit.CommitId;
import dev.hyphadb.core.commit.CommitKey;
import dev.hyphadb.core.commit.ReplicaId;
import dev.hyphadb.core.commit.VerifiedCommit;
import dev.hyphadb.core.graph.CommitsByNode;
import dev.hyphadb.core.store.Store;
import dev.hyphadb.core.store.Table;
import dev.hyphadb.core.store.WriteBatch;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * The authority of one database: judges commits, remembers the authority history, and lets commits
 * wait whose authors have no right to them yet. Changes gather in memory until {@link #flush}.
 */
public final class Authority implements CommitsByNode {
  /** Why a commit is dropped for which there is no room to wait in. */
  private static final String QUARANTINE_FULL = "quarantine-full";

  private final Judge judge;
  private final AuthorityHistory history;
  private final HeldCommits held;
  private final Quarantine quarantine;
  private final Function<CommitKey, VerifiedCommit> stored;
  private final Function<byte[], VerifiedCommit> decoder;
  private final Map<String, Long> dropped = new TreeMap<>();
  private BooleanSupplier isScreening = () -> false;

  /**
   * @param stored finds a commit that is live or in the log
   * @param decoder reads a record of the table of commits
   */
  public Authority(
      Store store,
      AccessPolicy policy,
      QuarantineLimits limits,
      CommitCodec codec,
      Function<CommitKey, VerifiedCommit> stored,
      Function<byte[], VerifiedCommit> decoder) {
    this.history = new AuthorityHistory(store);
    this.judge = new Judge(policy, history);
    this.held = new HeldCommits(store, stored);
    this.quarantine = new Quarantine(store, codec, limits);
    this.stored = stored;
    this.decoder = decoder;
  }

  /**
   * While that holds, a commit that waited and counts now is released without effect: middleware
   * decides about it first, and it goes on waiting until then.
   */
  public void screenWhile(BooleanSupplier condition) {
    isScreening = condition;
  }

  /** Whether middleware has to decide about the commit, which waits, before it counts. */
  public boolean isPostponed(VerifiedCommit commit) {
    // What is stored has passed it before.
    return isScreening.getAsBoolean() && !isStored(commit);
  }

  /** Commits whose verdict has changed, each list in the order of their keys. */
  public record Changes(List<VerifiedCommit> retracted, List<VerifiedCommit> released) {
    public boolean isEmpty() {
      return retracted.isEmpty() && released.isEmpty();
    }
  }

  private static Address author(VerifiedCommit commit) {
    return new Address(commit.commit().author());
  }

  /** Whether the commit is stored already, or waits because it does not count. */
  public boolean knows(VerifiedCommit commit) {
    if (commit.commit().author() == null) {
      return false;
    }
    Address author = author(commit);
    return held.holds(author, commit.key())
        || quarantine.holds(author, commit.key()) && !counts(commit);
  }

  /** Whether the commit counts by what is known now. */
  public boolean counts(VerifiedCommit commit) {
    return judge.of(commit, judge.demands(commit)) == Verdict.COUNTS;
  }

  /**
   * Keeps a commit that does not count until it does. One that cannot be kept is no fault of the
   * peer that sent it, who may know less or have more room: it is only counted.
   *
   * @return what is wrong with the commit, so that nobody should have sent it; {@code null} when
   *     nothing is
   */
  public String keepWaiting(VerifiedCommit commit) {
    CommitDemands demands = judge.demands(commit);
    if (demands.fault() != null) {
      return demands.fault();
    }
    if (judge.of(commit, demands) == Verdict.NEVER) {
      dropped.merge(CommitDemands.HISTORY_CLOSED, 1L, Long::sum);
    } else if (!quarantine.add(author(commit), commit)) {
      dropped.merge(QUARANTINE_FULL, 1L, Long::sum);
    }
    return null;
  }

  /** How many commits could not be kept, by reason, since this object was made. */
  public Map<String, Long> dropped() {
    return dropped;
  }

  /** How many commits were forgotten because they could not be kept, since this object was made. */
  public long forgotten() {
    return quarantine.evicted() + dropped.values().stream().mapToLong(Long::longValue).sum();
  }

  /** How many entries of the authority history the commit makes: so often it is held for good. */
  public int entries(VerifiedCommit commit) {
    return judge.demands(commit).grants().size();
  }

  /** Whether the commit is live or in the log. */
  public boolean isStored(VerifiedCommit commit) {
    return held.holds(author(commit), commit.key());
  }

  /** The commit, which counts, has been stored. */
  public void stored(VerifiedCommit commit) {
    held.add(author(commit), commit);
  }

  /**
   * Takes a commit that counts into the authority history.
   *
   * @return what that changes about others
   */
  public Changes admit(VerifiedCommit commit) {
    Map<Address, Grant> grants = judge.demands(commit).grants();
    if (grants.isEmpty()) {
      return new Changes(List.of(), List.of());
    }
    history.add(commit.key(), grants);
    Rejudging rejudging = rejudging();
    rejudging.changed(commit.key(), grants);
    return changes(rejudging.run());
  }

  /** Judges every stored commit again, because the policy is another than it was. */
  public Changes judgeAll() {
    Rejudging rejudging = rejudging();
    held.authors().forEach(author -> rejudging.judgeAfter(author, null));
    quarantine.authors().forEach(author -> rejudging.judgeAfter(author, null));
    return changes(rejudging.run());
  }

  /** Judges what waits again: of what middleware was deciding about, nothing else is known. */
  public Changes judgeWaiting() {
    Rejudging rejudging = rejudging();
    quarantine.authors().forEach(author -> rejudging.judgeAfter(author, null));
    return changes(rejudging.run());
  }

  private Rejudging rejudging() {
    return new Rejudging(judge, history, held, quarantine, this::isPostponed, stored);
  }

  private static Changes changes(Rejudging.Outcome outcome) {
    return new Changes(outcome.retracted(), outcome.released());
  }

  /** The commit counts no longer; it waits for that to change again. */
  public void retract(VerifiedCommit commit) {
    held.retract(author(commit), commit);
    keepWaiting(commit);
  }

  /** The commit waits no longer. */
  public void release(VerifiedCommit commit) {
    quarantine.remove(author(commit), commit.key());
  }

  @Override
  public List<VerifiedCommit> aboutNode(String id) {
    return held.aboutNode(id);
  }

  @Override
  public List<VerifiedCommit> aboutEdges(String id) {
    return held.aboutEdges(id);
  }

  /** The role of an account at a time, by all that is known. */
  public String roleOf(Address account, long atMillis) {
    return judge.roleOf(account, atMillis);
  }

  /** When the role that the account has at a time ends; {@code null} for never. */
  public Long expiryOf(Address account, long atMillis) {
    return judge.expiryOf(account, atMillis);
  }

  public Set<String> permissionsOf(Address account, long atMillis) {
    return judge.permissionsOf(account, atMillis);
  }

  public boolean isSuperAdmin(Address account) {
    return judge.isSuperAdmin(account);
  }

  /** Whether the account may create its own node, because nothing is known of it. */
  public boolean isUnknown(Address account) {
    return judge.isUnknown(account);
  }

  /**
   * @throws AccessException when the commit, made by this peer's account, does not count
   */
  public void requireCounts(VerifiedCommit commit, long atMillis) {
    CommitDemands demands = judge.demands(commit);
    if (judge.of(commit, demands) == Verdict.COUNTS) {
      return;
    }
    Address author = author(commit);
    if (demands.fault() != null) {
      throw new AccessException(
          "not-permitted", "This write could never count (" + demands.fault() + ")");
    }
    Set<String> missing = demands.missingFrom(permissionsOf(author, atMillis));
    throw new AccessException(
        "not-permitted",
        author
            + " has the role "
            + roleOf(author, atMillis)
            + (missing.isEmpty()
                ? ", which does not permit this"
                : ", which does not permit " + String.join(", ", missing))
            + ": have a role assigned that does");
  }

  /** What this replica holds of the account's commits and lets count, to close its history with. */
  public ClosedHistory historyOf(Address account) {
    Map<ReplicaId, ClosedHistory.Last> last = new HashMap<>();
    for (VerifiedCommit commit : held.authoredBy(account)) {
      ClosedHistory.Last known = last.get(commit.commit().replica());
      if (known == null || known.seq() < commit.commit().seq()) {
        CommitId id = commit.id();
        last.put(commit.commit().replica(), new ClosedHistory.Last(commit.commit().seq(), id));
      }
    }
    return new ClosedHistory(last);
  }

  /** How many commits wait for their authors' roles. */
  public int waiting() {
    return quarantine.size();
  }

  /**
   * Adds the gathered changes to the batch.
   *
   * @param batch has everything else that is written with it: commits that it deletes are forgotten
   */
  public void flush(WriteBatch batch) {
    Map<CommitKey, VerifiedCommit> written = null;
    for (WriteBatch.Change change : List.copyOf(batch.changes())) {
      if (change instanceof WriteBatch.Delete deletion && change.table() == Table.COMMIT) {
        CommitKey key = new CommitKey(deletion.key());
        VerifiedCommit commit = stored.apply(key);
        if (commit == null) {
          // It came, died and left the log within this very batch.
          written = written == null ? writtenIn(batch) : written;
          commit = written.get(key);
        }
        if (commit != null) {
          held.forget(author(commit), commit);
        }
      }
    }
    history.flush(batch);
    held.flush(batch);
    quarantine.flush(batch);
  }

  private Map<CommitKey, VerifiedCommit> writtenIn(WriteBatch batch) {
    Map<CommitKey, VerifiedCommit> written = new HashMap<>();
    for (WriteBatch.Change change : batch.changes()) {
      if (change instanceof WriteBatch.Put put && change.table() == Table.COMMIT) {
        written.put(new CommitKey(put.key()), decoder.apply(put.value()));
      }
    }
    return written;
  }
}
