package dev.hyphadb.simulation;

import dev.hyphadb.core.commit.Commit;
import dev.hyphadb.core.commit.CommitKey;
import dev.hyphadb.core.store.Store;
import dev.hyphadb.core.store.Table;
import dev.hyphadb.core.value.Octets;
import dev.hyphadb.core.value.PackReader;
import dev.hyphadb.core.value.Utf8;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * DESIGN.md section 4: a commit is live exactly while a register holds one of its stamps. Counts in
 * the stored tables, with readers of its own: the registers of nodes and edges against the table of
 * live commits and against the oracle; the table of commits against the live ones and the log; the
 * two directions of edges against each other.
 */
final class LiveSetRecount {
  private static final String INVARIANT = "the live set is what the registers hold";
  private static final int ID_REST_BYTES = 16;
  private static final int SUM_BYTES = 32;

  private static final int HAS_TOUCH = 2;
  private static final int IS_WHOLE = 16;
  private static final int HAS_KEPT = 32;
  private static final int FLAGS_MAX = 63;

  private final SimulatedPeer peer;
  private final Map<CommitKey, Integer> held = new TreeMap<>();
  private long nodes;

  private LiveSetRecount(SimulatedPeer peer) {
    this.peer = peer;
  }

  static void check(SimulatedPeer peer, NaiveReplay replay) {
    LiveSetRecount recount = new LiveSetRecount(peer);
    recount.countNodes();
    recount.countEdges();
    recount.countAuthority();
    Map<CommitKey, Integer> live = recount.live();
    recount.requireEqual("registers and the table of live commits", recount.held, live);
    recount.requireEqual("the replay and the table of live commits", replay.holders(), live);
    recount.checkCommits(live.keySet());
    recount.checkBlocks(replay, live.keySet());
    StoredReplica stored = StoredReplica.read(peer.disk());
    if (stored != null) {
      boolean agrees =
          stored.nodeCount() == recount.nodes
              && stored.liveCount() == live.size()
              && Arrays.equals(stored.stateHash(), replay.stateHash(live.keySet()));
      recount.require(agrees, "the replica's own record has another count or hash");
    }
  }

  private void hold(CommitKey commit) {
    held.merge(commit, 1, Integer::sum);
  }

  private void countNodes() {
    try (Store.Cursor nodes = peer.disk().scan(Table.NODE, null, null)) {
      while (nodes.next()) {
        countNode(new PackReader(nodes.value()));
      }
    }
  }

  /** See {@code NodeStateCodec} for the layout. */
  private void countNode(PackReader reader) {
    int flags = reader.integer(0, FLAGS_MAX);
    nodes += (flags & HAS_TOUCH) != 0 ? 1 : 0;
    CommitKey[] commits = new CommitKey[reader.integer(0, Integer.MAX_VALUE)];
    for (int i = 0; i < commits.length; i++) {
      commits[i] = new CommitKey(reader.raw(CommitKey.LENGTH));
    }
    CommitKey touch = null;
    for (int stamp = flags & 3; stamp != 0; stamp &= stamp - 1) {
      touch = commits[reader.integer(0, commits.length - 1)];
      hold(touch);
      reader.unsigned();
    }
    if ((flags & IS_WHOLE) != 0) {
      for (int fields = reader.fields().size(); fields > 0; fields--) {
        hold(touch);
      }
      reader.requireEnd();
      return;
    }
    CommitKey[] newest = new CommitKey[reader.integer(0, Integer.MAX_VALUE)];
    for (int i = 0; i < newest.length; i++) {
      reader.text();
      newest[i] = readWrite(reader, commits);
    }
    // A register with several writes lists them all, the newest once more.
    for (int i = (flags & HAS_KEPT) == 0 ? 0 : reader.integer(1, newest.length); i > 0; i--) {
      newest[reader.integer(0, newest.length - 1)] = null;
      for (int writes = reader.integer(2, Integer.MAX_VALUE); writes > 0; writes--) {
        hold(readWrite(reader, commits));
      }
    }
    for (CommitKey commit : newest) {
      if (commit != null) {
        hold(commit);
      }
    }
    reader.requireEnd();
  }

  private static CommitKey readWrite(PackReader reader, CommitKey[] commits) {
    int position = reader.integer(0, 2 * commits.length - 1);
    reader.unsigned();
    if (position % 2 == 1) {
      reader.value();
    }
    return commits[position / 2];
  }

  private void countEdges() {
    Set<String> there = new TreeSet<>();
    try (Store.Cursor edges = peer.disk().scan(Table.EDGE, null, null)) {
      while (edges.next()) {
        PackReader reader = new PackReader(edges.value());
        hold(new CommitKey(reader.bytes(CommitKey.LENGTH)));
        there.add(pair(edges.key(), false));
      }
    }
    Set<String> back = new TreeSet<>();
    try (Store.Cursor edges = peer.disk().scan(Table.REVERSE_EDGE, null, null)) {
      while (edges.next()) {
        back.add(pair(edges.key(), true));
      }
    }
    require(there.equals(back), "the two directions of edges do not agree");
  }

  private void countAuthority() {
    try (Store.Cursor entries = peer.disk().scan(Table.AUTHORITY, null, null)) {
      while (entries.next()) {
        byte[] key = entries.key();
        hold(new CommitKey(Arrays.copyOfRange(key, Commit.AUTHOR_LENGTH, key.length)));
      }
    }
  }

  private static String pair(byte[] key, boolean reversed) {
    int firstLength = (key[0] & 0xff) << 8 | key[1] & 0xff;
    String first = text(key, 2, firstLength);
    String second = text(key, 2 + firstLength, key.length - 2 - firstLength);
    return reversed ? second + "\n" + first : first + "\n" + second;
  }

  private static String text(byte[] bytes, int offset, int length) {
    return Utf8.decode(bytes, offset, length);
  }

  private Map<CommitKey, Integer> live() {
    Map<CommitKey, Integer> live = new TreeMap<>();
    try (Store.Cursor records = peer.disk().scan(Table.LIVE, null, null)) {
      while (records.next()) {
        PackReader reader = new PackReader(records.value());
        reader.raw(ID_REST_BYTES);
        live.put(new CommitKey(records.key()), reader.integer(1, Integer.MAX_VALUE));
      }
    }
    return live;
  }

  private void checkCommits(Set<CommitKey> live) {
    Set<CommitKey> kept = new TreeSet<>(live);
    StoredReplica stored = StoredReplica.read(peer.disk());
    long sequence = stored == null ? 1 : stored.logStart();
    try (Store.Cursor log = peer.disk().scan(Table.LOG, null, null)) {
      while (log.next()) {
        require(Octets.longAt(log.key(), 0) == sequence, "the log has a gap at " + sequence);
        sequence++;
        kept.add(new CommitKey(log.value()));
      }
    }
    require(stored == null || sequence == stored.logEnd() + 1, "the log ends at " + sequence);
    Set<CommitKey> commits = new TreeSet<>();
    try (Store.Cursor records = peer.disk().scan(Table.COMMIT, null, null)) {
      while (records.next()) {
        commits.add(new CommitKey(records.key()));
      }
    }
    // With roles, one that was in the log twice is gone with its first entry.
    boolean isComplete =
        peer.hasRoles()
            ? commits.containsAll(live) && kept.containsAll(commits)
            : commits.equals(kept);
    if (!isComplete) {
      Set<CommitKey> missing = new TreeSet<>(kept);
      missing.removeAll(commits);
      commits.removeAll(kept);
      require(
          false,
          "commits that are live or in the log but not stored: "
              + missing
              + "; stored in vain: "
              + commits);
    }
  }

  /** Each block but the last, which is open, has the count and sum of the commits it covers. */
  private void checkBlocks(NaiveReplay replay, Set<CommitKey> live) {
    TreeSet<CommitKey> sorted = new TreeSet<>(live);
    CommitKey start = null;
    byte[] record = null;
    try (Store.Cursor blocks = peer.disk().scan(Table.FINGERPRINT, null, null)) {
      while (blocks.next()) {
        CommitKey next = new CommitKey(blocks.key());
        if (record != null) {
          Set<CommitKey> covered = sorted.subSet(start, next);
          PackReader reader = new PackReader(record);
          boolean agrees =
              reader.integer(0, Integer.MAX_VALUE) == covered.size()
                  && Arrays.equals(reader.raw(SUM_BYTES), replay.stateHash(covered));
          require(agrees, "the block of live commits from " + start + " does not add up");
        } else {
          require(sorted.headSet(next).isEmpty() || isFirst(next), "commits before all blocks");
        }
        start = next;
        record = blocks.value();
      }
    }
  }

  private static boolean isFirst(CommitKey start) {
    return Arrays.equals(start.bytes(), new byte[CommitKey.LENGTH]);
  }

  private void requireEqual(
      String what, Map<CommitKey, Integer> expected, Map<CommitKey, Integer> found) {
    if (expected.equals(found)) {
      return;
    }
    for (Map.Entry<CommitKey, Integer> entry : expected.entrySet()) {
      Integer other = found.get(entry.getKey());
      require(
          entry.getValue().equals(other),
          what + " differ about " + entry.getKey() + ": " + entry.getValue() + " and " + other);
    }
    require(false, what + " differ: the latter has more");
  }

  private void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new InvariantViolation(INVARIANT, "peer " + peer.number() + ": " + otherwise);
    }
  }
}
