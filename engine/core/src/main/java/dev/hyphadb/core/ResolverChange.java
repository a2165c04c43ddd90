package dev.hyphadb.core;

import dev.hyphadb.core.access.UserNode;
import dev.hyphadb.core.commit.CommitKey;
import dev.hyphadb.core.commit.VerifiedCommit;
import dev.hyphadb.core.graph.GraphWriter;
import dev.hyphadb.core.graph.Resolver;
import dev.hyphadb.core.graph.Resolvers;
import dev.hyphadb.core.store.Keys;
import dev.hyphadb.core.store.Store;
import dev.hyphadb.core.store.StoreException;
import dev.hyphadb.core.store.Table;
import dev.hyphadb.core.store.WriteBatch;
import dev.hyphadb.core.sync.CommitLog;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.Octets;
import dev.hyphadb.core.value.PackReader;
import dev.hyphadb.core.value.PackWriter;
import dev.hyphadb.core.value.Utf8;
import dev.hyphadb.core.value.Value;
import java.util.Arrays;
import java.util.List;

/**
 * Makes a store follow other resolvers than those that it was written with: the registers hold from
 * then on what these let them hold, of all commits that are stored. Goes through the whole store
 * once, in steps that may be cut off and begun anew: a mark says that it is not done.
 *
 * <p>Names and fields are recorded in the store: the map of them, or a list of it while they come
 * into force.
 */
final class ResolverChange {
  private static final byte[] KEY = Utf8.encode("resolvers");
  private static final int STEP_RECORDS = 1_000;

  private final Store store;
  private final GraphWriter graph;
  private final CommitLog log;
  private final CommitMerge merge;

  /** Writes what the graph has gathered. */
  private final Runnable write;

  ResolverChange(Store store, GraphWriter graph, CommitLog log, CommitMerge merge, Runnable write) {
    this.store = store;
    this.graph = graph;
    this.log = log;
    this.merge = merge;
    this.write = write;
  }

  /**
   * Does nothing where the store follows the graph's resolvers already.
   *
   * @throws IllegalArgumentException when one is for a field that roles rest on
   */
  void carryOut() {
    for (String field : UserNode.GUARDED_FIELDS) {
      if (merge.hasRoles() && graph.resolvers().of(field) != null) {
        throw new IllegalArgumentException(
            "In a database with roles, field " + field + " belongs to them: name another one");
      }
    }
    byte[] before = store.get(Table.META, KEY);
    if (before == null && graph.resolvers().isEmpty()) {
      return;
    }
    Fields declaration = graph.resolvers().declaration();
    byte[] declared = PackWriter.pack(declaration);
    if (Arrays.equals(before, declared)) {
      return;
    }
    if (!isEmpty()) {
      record(PackWriter.pack(new Value.Items(List.of(declaration))));
      run();
    }
    record(declared);
  }

  /**
   * The resolvers that a store is to follow: those that are given, or, where none are, those that
   * it follows already, so that tools need not know them.
   *
   * @throws StoreException when it follows some that did not come with the engine, and none are
   *     given
   */
  static Resolvers of(Store store, Resolvers given) {
    byte[] record = store.get(Table.META, KEY);
    if (record == null || !given.isEmpty()) {
      return given;
    }
    Value stored = new PackReader(record).value();
    Fields names =
        (Fields) (stored instanceof Value.Items marked ? marked.values().get(0) : stored);
    Resolvers resolvers = Resolvers.NONE;
    for (int i = 0; i < names.size(); i++) {
      String name = ((Value.Text) names.valueAt(i)).value();
      try {
        resolvers = resolvers.with(names.nameAt(i), Resolver.named(name));
      } catch (IllegalArgumentException e) {
        throw new StoreException(
            "Field "
                + names.nameAt(i)
                + " of the database is resolved by "
                + name
                + ": open it with that resolver",
            e);
      }
    }
    return resolvers;
  }

  private boolean isEmpty() {
    try (Store.Cursor commits = store.scan(Table.COMMIT, null, null)) {
      return !commits.next();
    }
  }

  private void run() {
    step(Table.NODE, false, (key, record) -> graph.resolveAnew(Utf8.decode(key, 0, key.length)));
    step(
        Table.COMMIT,
        false,
        (key, record) -> {
          if (graph.isLive(new CommitKey(key))) {
            resolve(log.decode(record), 0);
          }
        });
    // The dead ones; backwards, since one that lived twice counts where it stands last.
    step(
        Table.LOG,
        true,
        (key, record) -> {
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

  private void record(byte[] value) {
    WriteBatch batch = new WriteBatch();
    batch.put(Table.META, KEY, value);
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
