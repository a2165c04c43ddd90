package dev.hyphadb.core;

import dev.hyphadb.core.commit.CommitKey;
import dev.hyphadb.core.commit.VerifiedCommit;
import dev.hyphadb.core.graph.GraphWriter;
import dev.hyphadb.core.store.Keys;
import dev.hyphadb.core.store.Store;
import dev.hyphadb.core.store.Table;
import dev.hyphadb.core.store.WriteBatch;
import dev.hyphadb.core.sync.CommitLog;
import dev.hyphadb.core.value.Octets;
import dev.hyphadb.core.value.PackWriter;
import dev.hyphadb.core.value.Utf8;
import java.util.Arrays;

/**
 * Makes a store follow other resolvers than those that it was written with: the registers hold from
 * then on what these let them hold, of all commits that are stored. Goes through the whole store
 * once, in steps that may be cut off and begun anew: a mark says that it is not done.
 */
final class ResolverChange {
  private static final byte[] KEY = Utf8.encode("resolvers");
  private static final byte[] MARK = new PackWriter(8).nil().toByteArray();
  private static final int STEP_RECORDS = 1_000;

  private final Store store;
  private final GraphWriter graph;
  private final CommitLog log;
  private final CommitMerge merge;

  /** Writes what the graph has gathered. */
  private final Runnable write;

  ResolverChange(
      Store store, GraphWriter graph, CommitLog log, CommitMerge merge, Runnable write) {
    this.store = store;
    this.graph = graph;
    this.log = log;
    this.merge = merge;
    this.write = write;
  }

  /** Does nothing where the store follows the graph's resolvers already. */
  void carryOut() {
    byte[] declared = graph.resolvers().isEmpty() ? null : declaration();
    byte[] before = store.get(Table.META, KEY);
    if (Arrays.equals(before, declared)) {
      return;
    }
    if (!isEmpty()) {
      record(MARK);
      run();
    }
    record(declared);
  }

  private boolean isEmpty() {
    try (Store.Cursor commits = store.scan(Table.COMMIT, null, null)) {
      return !commits.next();
    }
  }

  private void run() {
    step(Table.NODE, false, (key, record) ->
        graph.resolveAnew(Utf8.decode(key, 0, key.length)));
    step(Table.COMMIT, false, (key, record) -> {
      if (graph.isLive(new CommitKey(key))) {
        resolve(log.decode(record), 0);
      }
    });
    // The dead ones; backwards, since one that lived twice counts where it stands last.
    step(Table.LOG, true, (key, record) -> {
      CommitKey commit = new CommitKey(record);
      VerifiedCommit dead = graph.isLive(commit) ? null : log.find(commit);
      if (dead != null) {
        resolve(dead, Octets.longAt(key, 0));
      }
    });
  }

  private void resolve(VerifiedCommit commit, long logSequence) {
    if (merge.counts(commit)) {
      graph.resolveAnew(commit, logSequence);
    }
  }

  private byte[] declaration() {
    return PackWriter.pack(graph.resolvers().declaration());
  }

  /**
   * @param value {@code null} to delete it
   */
  private void record(byte[] value) {
    WriteBatch batch = new WriteBatch();
    if (value == null) {
      batch.delete(Table.META, KEY);
    } else {
      batch.put(Table.META, KEY, value);
    }
    store.write(batch);
  }

  @FunctionalInterface
  private interface Visitor {
    void visit(byte[] key, byte[] record);
  }

  /** Visits a table, so many records at a time, and writes after each time. */
  private void step(Table table, boolean isReverse, Visitor visitor) {
    byte[] last = null;
    boolean goOn = true;
    while (goOn) {
      goOn = false;
      try (Store.Cursor cursor = scan(table, isReverse, last)) {
        for (int i = 0; i < STEP_RECORDS && cursor.next(); i++) {
          last = cursor.key();
          visitor.visit(last, cursor.value());
          goOn = true;
        }
      }
      write.run();
    }
  }

  private Store.Cursor scan(Table table, boolean isReverse, byte[] last) {
    return isReverse
        ? store.scanReverse(table, null, last)
        : store.scan(table, last == null ? null : Keys.after(last), null);
  }
}
