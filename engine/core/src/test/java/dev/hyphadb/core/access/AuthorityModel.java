package dev.hyphadb.core.access;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A model of commits, grants and compaction small enough to read in five minutes, and the reason
 * for one rule of DESIGN.md section 4.
 *
 * <p>Four peers make commits (some without the right, some back-dated), exchange live commits in
 * pairs, and forget dead or unauthorised commits at random. Afterwards they exchange until nothing
 * moves. Do all end with the same live set, values and roles? That depends on what counts as live.
 */
final class AuthorityModel {
  /** What is live beside what registers hold. */
  enum Rule {
    /** Of each user the latest grant. */
    LATEST_GRANT,
    /** Every authorised grant. */
    EVERY_GRANT,
    /** Every authorised grant and every welcome write: all that a verdict may rest on. */
    AUTHORITY_HISTORY
  }

  private static final int PEERS = 4;
  private static final int SETTLING_ROUNDS = 12;
  private static final String ADMIN = "A";
  private static final List<String> GRANTERS = List.of("manager", "super");
  private static final List<String> WRITERS = List.of("user", "manager", "super");

  private enum Kind {
    SET,
    REMOVE,
    GRANT
  }

  private record Stamp(int time, int replica, int counter) implements Comparable<Stamp> {
    private static final Comparator<Stamp> ORDER =
        Comparator.comparingInt(Stamp::time)
            .thenComparingInt(Stamp::replica)
            .thenComparingInt(Stamp::counter);

    @Override
    public int compareTo(Stamp other) {
      return ORDER.compare(this, other);
    }
  }

  private record Commit(
      Stamp stamp, String author, Kind kind, String target, String field, String value) {}

  private record State(Set<Commit> live, Map<String, String> values, List<String> roles) {}

  private static final class Peer {
    final int name;
    final Rule rule;
    Set<Commit> commits = new HashSet<>();
    int counter;

    Peer(int name, Rule rule) {
      this.name = name;
      this.rule = rule;
    }

    String roleAt(String user, Stamp stamp) {
      if (user.equals(ADMIN)) {
        return "super";
      }
      return commits.stream()
          .filter(commit -> commit.kind == Kind.GRANT && commit.target.equals(user))
          .filter(commit -> commit.stamp.compareTo(stamp) < 0 && mayGrant(commit))
          .max(Comparator.comparing(Commit::stamp))
          .map(Commit::value)
          .orElse("guest");
    }

    private boolean mayGrant(Commit commit) {
      return GRANTERS.contains(roleAt(commit.author, commit.stamp));
    }

    private static boolean isAboutItself(Commit commit) {
      return commit.kind == Kind.SET && commit.target.equals("user:" + commit.author);
    }

    private boolean isWelcome(Commit commit) {
      return isAboutItself(commit)
          && commits.stream()
              .noneMatch(other ->
                  isAboutItself(other)
                      && other.author.equals(commit.author)
                      && other.stamp.compareTo(commit.stamp) < 0);
    }

    private boolean isAuthorised(Commit commit) {
      return commit.kind == Kind.GRANT
          ? mayGrant(commit)
          : WRITERS.contains(roleAt(commit.author, commit.stamp)) || isWelcome(commit);
    }

    State state() {
      List<Commit> good = commits.stream().filter(this::isAuthorised).toList();
      Map<String, Commit> tombstones = new HashMap<>();
      Map<String, Commit> registers = new HashMap<>();
      Map<String, Commit> latestGrants = new HashMap<>();
      good.stream()
          .filter(commit -> commit.kind == Kind.REMOVE)
          .forEach(commit -> tombstones.merge(commit.target, commit, Peer::later));
      for (Commit commit : good) {
        Commit tombstone = tombstones.get(commit.target);
        boolean isKilled = tombstone != null && commit.stamp.compareTo(tombstone.stamp) < 0;
        if (commit.kind == Kind.SET && !isKilled) {
          registers.merge(commit.target + "." + commit.field, commit, Peer::later);
        }
        if (commit.kind == Kind.GRANT) {
          latestGrants.merge(commit.target, commit, Peer::later);
        }
      }
      Set<Commit> live = new HashSet<>(tombstones.values());
      live.addAll(registers.values());
      if (rule == Rule.LATEST_GRANT) {
        live.addAll(latestGrants.values());
      } else {
        good.stream().filter(commit -> commit.kind == Kind.GRANT).forEach(live::add);
      }
      if (rule == Rule.AUTHORITY_HISTORY) {
        good.stream().filter(this::isWelcome).forEach(live::add);
      }
      Map<String, String> values = new HashMap<>();
      registers.forEach((register, commit) -> values.put(register, commit.value));
      Stamp end = new Stamp(Integer.MAX_VALUE, 0, 0);
      List<String> roles = List.of(roleAt("B", end), roleAt("C", end), roleAt("D", end));
      return new State(live, values, roles);
    }

    private static Commit later(Commit a, Commit b) {
      return a.stamp.compareTo(b.stamp) > 0 ? a : b;
    }

    boolean exchange(Peer other) {
      Set<Commit> mine = state().live;
      Set<Commit> theirs = other.state().live;
      commits.addAll(theirs);
      other.commits.addAll(mine);
      return !mine.equals(theirs);
    }

    void forget(Random random) {
      Set<Commit> live = state().live;
      // In an order that a hash does not decide, so that a seed repeats.
      commits =
          commits.stream()
              .sorted(Comparator.comparing(Commit::stamp))
              .filter(commit -> live.contains(commit) || random.nextBoolean())
              .collect(Collectors.toSet());
    }
  }

  private AuthorityModel() {}

  private static <T> T pick(Random random, List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private static void make(Peer peer, Random random, int now, int dice) {
    int time = random.nextInt(10) < 8 ? now : 1 + random.nextInt(now - 1);
    peer.counter++;
    Stamp stamp = new Stamp(time, peer.name, peer.counter);
    String author = pick(random, List.of("A", "B", "C", "D"));
    if (dice < 50) {
      String target =
          random.nextInt(10) < 6 ? pick(random, List.of("x", "y", "z")) : "user:" + author;
      String field = pick(random, List.of("f", "g"));
      peer.commits.add(new Commit(stamp, author, Kind.SET, target, field, "" + now));
    } else if (dice < 60) {
      String target = pick(random, List.of("x", "y", "z", "user:B", "user:C"));
      peer.commits.add(new Commit(stamp, author, Kind.REMOVE, target, "", ""));
    } else {
      String granter = pick(random, List.of("A", "A", "B", "C", "D"));
      String user = pick(random, List.of("B", "C", "D"));
      String role = pick(random, List.of("guest", "user", "manager"));
      peer.commits.add(new Commit(stamp, granter, Kind.GRANT, user, "", role));
    }
  }

  /** Whether all peers of a run end alike, and come to an end. */
  static boolean converges(long seed, Rule rule) {
    Random random = new Random(seed);
    List<Peer> peers = new ArrayList<>();
    for (int i = 0; i < PEERS; i++) {
      peers.add(new Peer(i, rule));
    }
    for (int now = 2; now < 122; now++) {
      Peer peer = pick(random, peers);
      int dice = random.nextInt(100);
      if (dice < 75) {
        make(peer, random, now, dice);
      } else if (dice < 90) {
        peer.exchange(pick(random, peers));
      } else {
        peer.forget(random);
      }
    }
    for (int round = 0; round < SETTLING_ROUNDS; round++) {
      boolean moved = false;
      for (Peer one : peers) {
        for (Peer other : peers) {
          moved |= one != other && one.exchange(other);
        }
      }
      if (!moved) {
        return peers.stream().map(Peer::state).distinct().count() == 1;
      }
    }
    return false;
  }
}
