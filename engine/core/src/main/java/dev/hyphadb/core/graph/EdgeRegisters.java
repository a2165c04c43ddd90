package dev.hyphadb.core.graph;

import dev.hyphadb.core.commit.Stamp;
import dev.hyphadb.core.store.Keys;
import dev.hyphadb.core.store.Store;
import dev.hyphadb.core.store.Table;
import dev.hyphadb.core.store.WriteBatch;
import dev.hyphadb.core.value.Octets;
import dev.hyphadb.core.value.Utf8;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The registers of edges: stored apart from the nodes, so that an edge costs the same on a node
 * with a million of them. Found from both ends. Changes gather in memory until {@link #flush}.
 */
final class EdgeRegisters {
  private static final byte[] NOTHING = {};

  private final Store store;
  private final LiveCommits live;

  /** By (from, to); an edge without state has been dropped. */
  private final NavigableMap<byte[], Change> dirty = new TreeMap<>(Octets::compare);

  private record Change(byte[] from, byte[] to, EdgeState state) {}

  EdgeRegisters(Store store, LiveCommits live) {
    this.store = store;
    this.live = live;
  }

  boolean isLinked(String from, String to) {
    EdgeState state = load(Keys.pair(Utf8.encode(from), Utf8.encode(to)));
    return state != null && state.linked();
  }

  /** Writes if the stamp is later than what is there; returns whether it was. */
  boolean write(String from, String to, EdgeState state) {
    byte[] fromBytes = Utf8.encode(from);
    byte[] toBytes = Utf8.encode(to);
    byte[] key = Keys.pair(fromBytes, toBytes);
    EdgeState before = load(key);
    if (before != null && !state.stamp().isAfter(before.stamp())) {
      return false;
    }
    live.hold(state.stamp().commit());
    if (before != null) {
      live.release(before.stamp().commit());
    }
    dirty.put(key, new Change(fromBytes, toBytes, state));
    return true;
  }

  /**
   * Puts another state in place of the one there is, whatever their stamps; the caller holds what
   * it puts.
   *
   * @param state {@code null} for none
   */
  void replace(String from, String to, EdgeState state) {
    byte[] fromBytes = Utf8.encode(from);
    byte[] toBytes = Utf8.encode(to);
    byte[] key = Keys.pair(fromBytes, toBytes);
    EdgeState before = load(key);
    if (before != null) {
      live.release(before.stamp().commit());
    }
    dirty.put(key, new Change(fromBytes, toBytes, state));
  }

  /** Drops the edges from a node that are not later than its removal. */
  void removeFrom(String id, Stamp removal) {
    byte[] from = Utf8.encode(id);
    byte[] prefix = Keys.pairPrefix(from);
    NavigableMap<byte[], byte[]> targets = new TreeMap<>(Octets::compare);
    collect(Table.EDGE, prefix, from.length, targets);
    for (Map.Entry<byte[], Change> change : dirty.tailMap(prefix, true).entrySet()) {
      if (!startsWith(change.getKey(), prefix)) {
        break;
      }
      targets.put(change.getValue().to(), NOTHING);
    }
    targets.keySet().forEach(to -> dropIfKilled(from, to, removal));
  }

  /**
   * Drops the edges to a node that are not later than its removal; returns where the dropped ones
   * started.
   */
  List<String> removeTo(String id, Stamp removal) {
    byte[] to = Utf8.encode(id);
    NavigableMap<byte[], byte[]> sources = new TreeMap<>(Octets::compare);
    collect(Table.REVERSE_EDGE, Keys.pairPrefix(to), to.length, sources);
    for (Change change : dirty.values()) {
      if (Octets.compare(change.to(), to) == 0) {
        sources.put(change.from(), NOTHING);
      }
    }
    List<String> changed = new ArrayList<>();
    for (byte[] from : sources.keySet()) {
      if (dropIfKilled(from, to, removal)) {
        changed.add(Utf8.decode(from, 0, from.length));
      }
    }
    return changed;
  }

  private void collect(
      Table table, byte[] prefix, int firstLength, NavigableMap<byte[], byte[]> seconds) {
    try (Store.Cursor cursor = store.scan(table, prefix, Keys.afterPrefix(prefix))) {
      while (cursor.next()) {
        seconds.put(Keys.secondOfPair(cursor.key(), firstLength), NOTHING);
      }
    }
  }

  private boolean dropIfKilled(byte[] from, byte[] to, Stamp removal) {
    byte[] key = Keys.pair(from, to);
    EdgeState state = load(key);
    if (state == null || state.stamp().isAfter(removal)) {
      return false;
    }
    live.release(state.stamp().commit());
    dirty.put(key, new Change(from, to, null));
    return true;
  }

  private EdgeState load(byte[] key) {
    Change change = dirty.get(key);
    if (change != null) {
      return change.state();
    }
    byte[] record = store.get(Table.EDGE, key);
    return record == null ? null : EdgeState.decode(record);
  }

  private static boolean startsWith(byte[] key, byte[] prefix) {
    if (key.length < prefix.length) {
      return false;
    }
    for (int i = 0; i < prefix.length; i++) {
      if (key[i] != prefix[i]) {
        return false;
      }
    }
    return true;
  }

  void flush(WriteBatch batch) {
    for (Map.Entry<byte[], Change> entry : dirty.entrySet()) {
      Change change = entry.getValue();
      byte[] reverseKey = Keys.pair(change.to(), change.from());
      if (change.state() == null) {
        batch.delete(Table.EDGE, entry.getKey());
        batch.delete(Table.REVERSE_EDGE, reverseKey);
      } else {
        batch.put(Table.EDGE, entry.getKey(), change.state().encode());
        batch.put(Table.REVERSE_EDGE, reverseKey, NOTHING);
      }
    }
    dirty.clear();
  }
}
