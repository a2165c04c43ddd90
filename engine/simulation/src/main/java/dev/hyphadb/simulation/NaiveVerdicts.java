package dev.hyphadb.simulation;

import dev.hyphadb.core.access.Address;
import dev.hyphadb.core.access.UserNode;
import dev.hyphadb.core.commit.CommitKey;
import dev.hyphadb.core.commit.Mutation;
import dev.hyphadb.core.commit.VerifiedCommit;
import dev.hyphadb.core.time.Timestamp;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The oracle of authority: which of a set of commits count, found by judging one after the other in
 * the order of their stamps by what those before it did. Knows nothing of late arrivals.
 */
final class NaiveVerdicts {
  private static final List<String> RANKS =
      List.of("guest", "user", "manager", "admin", "superadmin");
  private static final String ROLE = "role";
  private static final String EXPIRES_AT = "expiresAt";
  private static final String LAST_COMMITS = "lastCommits";

  private final SimulatedAccounts accounts;
  private final Collection<VerifiedCommit> all;
  private final List<VerifiedCommit> counting = new ArrayList<>();
  private final Map<CommitKey, Integer> entries = new TreeMap<>();

  /** What the nodes of accounts show; an account is known once it is among these. */
  private final Map<Address, Map<String, Value>> users = new HashMap<>();

  private NaiveVerdicts(Collection<VerifiedCommit> all, SimulatedAccounts accounts) {
    this.all = all;
    this.accounts = accounts;
  }

  /** Takes the commits in the order of their keys. */
  static NaiveVerdicts of(Collection<VerifiedCommit> ordered, SimulatedAccounts accounts) {
    NaiveVerdicts verdicts = new NaiveVerdicts(ordered, accounts);
    ordered.forEach(verdicts::judge);
    return verdicts;
  }

  /** In the order of their keys. */
  List<VerifiedCommit> counting() {
    return counting;
  }

  /** How many accounts' roles a commit that counts is about. */
  Map<CommitKey, Integer> entries() {
    return entries;
  }

  String role(Address account, long atMillis) {
    if (account.equals(accounts.superAdmin().id())) {
      return "superadmin";
    }
    Map<String, Value> user = users.getOrDefault(account, Map.of());
    boolean isOver = user.get(EXPIRES_AT) instanceof Value.Int expiry && expiry.value() <= atMillis;
    return user.get(ROLE) instanceof Value.Text role && !isOver ? role.value() : "guest";
  }

  private void judge(VerifiedCommit commit) {
    Address author = new Address(commit.commit().author());
    boolean counts =
        author.equals(accounts.superAdmin().id())
            || !isClosedOut(commit, author)
                && (isWelcome(commit, author) || isPermitted(commit, author));
    if (counts) {
      counting.add(commit);
      Set<Address> changed = new LinkedHashSet<>();
      commit.commit().mutations().forEach(mutation -> apply(mutation, changed));
      if (!changed.isEmpty()) {
        entries.put(commit.key(), changed.size());
      }
    }
  }

  private boolean isPermitted(VerifiedCommit commit, Address author) {
    long atMillis = Timestamp.unpack(commit.key().hlc()).physical();
    int rank = RANKS.indexOf(role(author, atMillis));
    return commit.commit().mutations().stream().allMatch(mutation -> isPermitted(mutation, rank));
  }

  private boolean isPermitted(Mutation mutation, int rank) {
    boolean grants = rank == 4 || rank >= 2 && accounts.managersGrant();
    return switch (mutation) {
      case Mutation.Set set when touchesRole(set) ->
          grants
              && !set.fields().has(LAST_COMMITS)
              && (!(set.fields().get(ROLE) instanceof Value.Text role)
                  || RANKS.indexOf(role.value()) <= rank);
      case Mutation.Remove remove -> UserNode.isUserNode(remove.node()) ? grants : rank >= 3;
      default -> rank >= 1;
    };
  }

  private boolean isWelcome(VerifiedCommit commit, Address author) {
    return !users.containsKey(author)
        && commit.commit().mutations().size() == 1
        && commit.commit().mutations().get(0) instanceof Mutation.Set set
        && set.node().equals(author.userNode())
        && Value.of("guest").equals(set.fields().get(ROLE))
        && !touches(set, EXPIRES_AT)
        && !touches(set, LAST_COMMITS);
  }

  private boolean isClosedOut(VerifiedCommit commit, Address author) {
    for (VerifiedCommit later : all) {
      boolean closes =
          later.key().compareTo(commit.key()) > 0
              && accounts.superAdmin().id().equals(new Address(later.commit().author()));
      if (!closes) {
        continue;
      }
      for (Mutation mutation : later.commit().mutations()) {
        if (mutation instanceof Mutation.Set set
            && set.node().equals(author.userNode())
            && set.fields().get(LAST_COMMITS) instanceof Fields last
            && !isLeftOpen(commit, last)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isLeftOpen(VerifiedCommit commit, Fields last) {
    if (!(last.get(commit.commit().replica().toString()) instanceof Value.Items end)) {
      return false;
    }
    long seq = ((Value.Int) end.values().get(0)).value();
    boolean isLast = end.values().get(1).equals(new Value.Bytes(commit.id().bytes()));
    return commit.commit().seq() < seq || commit.commit().seq() == seq && isLast;
  }

  private static boolean touches(Mutation.Set set, String field) {
    return set.fields().has(field) || set.unset().contains(field);
  }

  private static boolean touchesRole(Mutation.Set set) {
    return UserNode.isUserNode(set.node())
        && (touches(set, ROLE) || touches(set, EXPIRES_AT) || touches(set, LAST_COMMITS));
  }

  private void apply(Mutation mutation, Set<Address> changed) {
    Address account = UserNode.account(mutation.node());
    if (account == null) {
      return;
    }
    if (mutation instanceof Mutation.Remove) {
      users.put(account, new HashMap<>());
      changed.add(account);
    } else if (mutation instanceof Mutation.Set set && touchesRole(set)) {
      Map<String, Value> user = users.computeIfAbsent(account, id -> new HashMap<>());
      set.fields().forEach(user::put);
      set.unset().forEach(user::remove);
      changed.add(account);
    }
  }
}
