package dev.hyphadb.core;

import dev.hyphadb.core.access.Address;
import dev.hyphadb.core.access.UserNode;
import dev.hyphadb.core.commit.CommitKey;
import dev.hyphadb.core.commit.Hex;
import dev.hyphadb.core.commit.Mutation;
import dev.hyphadb.core.commit.Stamp;
import dev.hyphadb.core.commit.VerifiedCommit;
import dev.hyphadb.core.graph.StateHash;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.Value;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a set of commits means where there are roles, said as simply as possible: in the order of
 * stamps, judge each by those before it, and do it if it counts. Knows the default roles, and, when
 * managers grant, managers who may assign roles.
 */
final class AuthorityOracle {
  private static final List<String> RANKS =
      List.of("guest", "user", "manager", "admin", "superadmin");

  private final Set<Address> roots;
  private final boolean managersGrant;
  private final Map<Address, String> roles = new HashMap<>();
  private final Map<Address, Long> expiries = new HashMap<>();
  private final Set<Address> known = new HashSet<>();
  private final Map<String, Stamp> tombstones = new HashMap<>();
  private final Map<String, Stamp> touches = new TreeMap<>();
  private final Map<String, Map<String, Stamp>> fieldStamps = new HashMap<>();
  private final Map<String, Map<String, Value>> values = new TreeMap<>();
  private final Map<String, Map<String, Stamp>> edgeStamps = new HashMap<>();
  private final Map<String, Set<String>> edges = new TreeMap<>();
  private final Set<VerifiedCommit> live = new HashSet<>();
  private final Set<CommitKey> authority = new HashSet<>();
  private final Collection<VerifiedCommit> all;

  private AuthorityOracle(
      Collection<VerifiedCommit> all, Set<Address> roots, boolean managersGrant) {
    this.all = all;
    this.roots = roots;
    this.managersGrant = managersGrant;
  }

  static AuthorityOracle of(
      Collection<VerifiedCommit> commits, Set<Address> roots, boolean managersGrant) {
    AuthorityOracle oracle = new AuthorityOracle(commits, roots, managersGrant);
    TreeMap<CommitKey, VerifiedCommit> ordered = new TreeMap<>();
    commits.forEach(commit -> ordered.put(commit.key(), commit));
    ordered.values().forEach(oracle::judge);
    Set<CommitKey> held = new HashSet<>(oracle.authority);
    oracle.tombstones.values().forEach(stamp -> held.add(stamp.commit()));
    oracle.touches.values().forEach(stamp -> held.add(stamp.commit()));
    oracle.fieldStamps.values().forEach(m -> m.values().forEach(s -> held.add(s.commit())));
    oracle.edgeStamps.values().forEach(m -> m.values().forEach(s -> held.add(s.commit())));
    held.forEach(key -> oracle.live.add(ordered.get(key)));
    return oracle;
  }

  private void judge(VerifiedCommit commit) {
    Address author = new Address(commit.commit().author());
    boolean isRoot = roots.contains(author);
    boolean isWelcome = isWelcome(commit, author);
    if (!isRoot && isClosedOut(commit, author)) {
      return;
    }
    long now = commit.key().hlc() >>> 16;
    if (!isRoot && !isWelcome) {
      for (Mutation mutation : commit.commit().mutations()) {
        if (!may(author, mutation, now)) {
          return;
        }
      }
    }
    List<Mutation> mutations = commit.commit().mutations();
    for (int i = 0; i < mutations.size(); i++) {
      apply(mutations.get(i), new Stamp(commit.key(), i));
    }
  }

  private boolean isWelcome(VerifiedCommit commit, Address author) {
    return !known.contains(author)
        && commit.commit().mutations().size() == 1
        && commit.commit().mutations().get(0) instanceof Mutation.Set set
        && set.node().equals(author.userNode())
        && Value.of("guest").equals(set.fields().get("role"))
        && !set.fields().has("expiresAt")
        && !set.fields().has("lastCommits")
        && !set.unset().contains("expiresAt")
        && !set.unset().contains("lastCommits");
  }

  private boolean isClosedOut(VerifiedCommit commit, Address author) {
    for (VerifiedCommit later : all) {
      if (later.key().compareTo(commit.key()) > 0
          && roots.contains(new Address(later.commit().author()))) {
        for (Mutation mutation : later.commit().mutations()) {
          if (mutation instanceof Mutation.Set set
              && set.node().equals(author.userNode())
              && set.fields().get("lastCommits") instanceof Fields last
              && !permits(last, commit)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private static boolean permits(Fields last, VerifiedCommit commit) {
    if (!(last.get(commit.commit().replica().toString()) instanceof Value.Items end)) {
      return false;
    }
    long seq = ((Value.Int) end.values().get(0)).value();
    return commit.commit().seq() < seq
        || commit.commit().seq() == seq
            && end.values().get(1).equals(new Value.Bytes(commit.id().bytes()));
  }

  String role(Address account, long nowMillis) {
    if (roots.contains(account)) {
      return "superadmin";
    }
    Long expiry = expiries.get(account);
    String role = roles.get(account);
    return role == null || expiry != null && expiry <= nowMillis ? "guest" : role;
  }

  private boolean may(Address author, Mutation mutation, long now) {
    int rank = RANKS.indexOf(role(author, now));
    boolean grants = rank == 4 || managersGrant && rank >= 2;
    return switch (mutation) {
      case Mutation.Set set when touchesRole(set) ->
          grants
              && !set.fields().has("lastCommits")
              && (!(set.fields().get("role") instanceof Value.Text role)
                  || RANKS.indexOf(role.value()) <= rank);
      case Mutation.Remove remove when UserNode.isUserNode(remove.node()) -> grants;
      case Mutation.Remove remove -> rank >= 3;
      default -> rank >= 1;
    };
  }

  private static boolean touchesRole(Mutation.Set set) {
    return UserNode.isUserNode(set.node())
        && UserNode.GUARDED_FIELDS.stream()
            .anyMatch(name -> set.fields().has(name) || set.unset().contains(name));
  }

  private void apply(Mutation mutation, Stamp stamp) {
    String node = mutation.node();
    Address account = UserNode.account(node);
    switch (mutation) {
      case Mutation.Set set -> {
        touches.put(node, stamp);
        Map<String, Stamp> stamps = fieldStamps.computeIfAbsent(node, id -> new HashMap<>());
        Map<String, Value> shown = values.computeIfAbsent(node, id -> new TreeMap<>());
        set.fields()
            .forEach((name, value) -> {
              stamps.put(name, stamp);
              shown.put(name, value);
            });
        set.unset()
            .forEach(name -> {
              stamps.put(name, stamp);
              shown.remove(name);
            });
        if (account != null && touchesRole(set)) {
          authority.add(stamp.commit());
          known.add(account);
          readRole(account, shown);
        }
      }
      case Mutation.Remove remove -> {
        tombstones.put(node, stamp);
        touches.remove(node);
        fieldStamps.remove(node);
        values.remove(node);
        edgeStamps.remove(node);
        edges.remove(node);
        edgeStamps.values().forEach(targets -> targets.remove(node));
        edges.values().forEach(targets -> targets.remove(node));
        if (account != null) {
          authority.add(stamp.commit());
          known.add(account);
          readRole(account, Map.of());
        }
      }
      case Mutation.Link link -> edge(node, link.to(), stamp, true);
      case Mutation.Unlink unlink -> edge(node, unlink.to(), stamp, false);
    }
  }

  private void readRole(Address account, Map<String, Value> shown) {
    roles.put(account, shown.get("role") instanceof Value.Text role ? role.value() : null);
    expiries.put(
        account, shown.get("expiresAt") instanceof Value.Int expiry ? (Long) expiry.value() : null);
  }

  private void edge(String from, String to, Stamp stamp, boolean linked) {
    edgeStamps.computeIfAbsent(from, id -> new HashMap<>()).put(to, stamp);
    Set<String> targets = edges.computeIfAbsent(from, id -> new TreeSet<>());
    if (linked) {
      targets.add(to);
    } else {
      targets.remove(to);
    }
  }

  Set<VerifiedCommit> live() {
    return live;
  }

  String stateHash() {
    StateHash sum = new StateHash();
    live.forEach(commit -> sum.add(commit.id()));
    return Hex.encode(sum.toBytes());
  }

  /** Nodes as text, by id. */
  Map<String, String> nodes() {
    Map<String, String> nodes = new TreeMap<>();
    touches
        .keySet()
        .forEach(id -> nodes.put(id, values.get(id) + " " + edges.getOrDefault(id, Set.of())));
    return nodes;
  }
}
