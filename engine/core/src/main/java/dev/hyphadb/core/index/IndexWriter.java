package dev.hyphadb.core.index;

import dev.hyphadb.core.graph.GraphReader;
import dev.hyphadb.core.graph.NodeChange;
import dev.hyphadb.core.graph.NodeChanges;
import dev.hyphadb.core.store.Store;
import dev.hyphadb.core.store.Table;
import dev.hyphadb.core.store.WriteBatch;
import dev.hyphadb.core.value.Fields;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Keeps the indexes: the entries of every changed node go into the batch that changes it, and new
 * indexes are built a step at a time between batches. Belongs to the owner thread.
 *
 * <p>A build goes through the nodes in the order of their keys. Nodes that it has passed are kept
 * like those of a finished index; the others have no entries, and whatever changes them meanwhile
 * is seen when the build comes to them. How far it is, is written with each step.
 *
 * <p>If a write fails, the object is worth nothing and must be made anew from the store.
 */
public final class IndexWriter implements NodeChanges {
  /** How many nodes a step of a build goes through. */
  static final int STEP_NODES = 256;

  /** So many indexes a database can have. */
  public static final int INDEXES_MAX = 64;

  private final Store store;
  private final GraphReader reader;
  private final OwnIds ownIds = new OwnIds();
  private final IndexKeys scratch = new IndexKeys();
  private final List<Integer> dropped = new ArrayList<>();
  private IndexCatalog catalog;
  private WordSums sums;
  private boolean isChanged;

  public IndexWriter(Store store) {
    this.store = store;
    this.reader = new GraphReader(store);
    this.catalog = IndexCatalog.load(store);
    this.sums = wordSums();
  }

  /** {@code null} without an index of words. */
  private WordSums wordSums() {
    IndexRecord words = catalog.find(IndexDefinition.words());
    return words == null ? null : WordSums.load(store, words.number());
  }

  @Override
  public void add(NodeChange change, WriteBatch batch) {
    boolean mayHaveOwnId = change.names(OwnIds.FIELD);
    if (!mayHaveOwnId && catalog.records().isEmpty()) {
      return;
    }
    Fields before = change.before();
    Fields after = change.after();
    if (mayHaveOwnId) {
      ownIds.update(change.key(), before, after, batch);
    }
    for (IndexRecord index : catalog.records()) {
      if (index.covers(change.key()) && differs(index, change.id(), before, after)) {
        replace(index, change.id(), change.key(), before, after, batch);
      }
    }
  }

  /** Whether the entries may not be the same: cheaper than to make them. */
  private static boolean differs(IndexRecord index, String id, Fields before, Fields after) {
    if (before == null || after == null) {
      return before != null || after != null;
    }
    return index.definition().kind() != IndexDefinition.Kind.ORDERED
        || OrderedEntries.differ(index.paths(), id, before, after);
  }

  private void replace(
      IndexRecord index, String id, byte[] nodeKey, Fields before, Fields after, WriteBatch batch) {
    IndexEntries old = IndexEntries.of(index, id, nodeKey, before, scratch);
    IndexEntries now = IndexEntries.of(index, id, nodeKey, after, scratch);
    for (byte[] key : old.entries().keySet()) {
      if (!now.entries().containsKey(key)) {
        batch.delete(Table.INDEX, key);
      }
    }
    for (Map.Entry<byte[], byte[]> entry : now.entries().entrySet()) {
      byte[] stored = old.entries().get(entry.getKey());
      if (stored == null || !Arrays.equals(stored, entry.getValue())) {
        batch.put(Table.INDEX, entry.getKey(), entry.getValue());
      }
    }
    if (index.definition().kind() == IndexDefinition.Kind.WORDS) {
      sums.replace(old, now);
    }
    if (now.isNewsTo(index)) {
      save(now.note(index));
    }
  }

  /** Only what says something new is written. */
  private void save(IndexRecord record) {
    if (!record.equals(catalog.record(record.number()))) {
      catalog = catalog.replacing(record);
      isChanged = true;
    }
  }

  /**
   * Makes an index, which is then built; one that is there stays.
   *
   * @param isAutomatic whether nobody has asked for it
   * @throws IllegalArgumentException when there are {@link #INDEXES_MAX}
   */
  public void create(IndexDefinition definition, boolean isAutomatic) {
    IndexRecord known = catalog.find(definition);
    if (known != null) {
      save(isAutomatic ? known : known.declared());
      return;
    }
    if (catalog.records().size() == INDEXES_MAX) {
      throw new IllegalArgumentException(
          "the database has " + INDEXES_MAX + " indexes already: drop one first");
    }
    catalog = catalog.with(IndexRecord.create(catalog.nextNumber(), definition, isAutomatic));
    sums = wordSums();
    isChanged = true;
  }

  /** Removes an index; returns whether there was one. */
  public boolean drop(IndexDefinition definition) {
    IndexRecord known = catalog.find(definition);
    if (known == null) {
      return false;
    }
    dropped.add(known.number());
    catalog = catalog.without(known.number());
    sums = wordSums();
    isChanged = true;
    return true;
  }

  /** Drops and makes anew what is there: for entries that are damaged. */
  public void rebuild() {
    for (IndexRecord record : catalog.records()) {
      drop(record.definition());
      create(record.definition(), record.isAutomatic());
    }
  }

  /** Whether there is such an index, ready or not. */
  boolean has(IndexDefinition definition) {
    return catalog.find(definition) != null;
  }

  /** How many more there can be. */
  int free() {
    return INDEXES_MAX - catalog.records().size();
  }

  public List<IndexStatus> statuses() {
    return catalog.records().stream().map(IndexStatus::of).toList();
  }

  /** Adds what is known of the indexes to the batch; call it after the last change. */
  public void flush(WriteBatch batch) {
    if (isChanged) {
      for (int number : dropped) {
        batch.deleteRange(Table.INDEX, IndexKeys.prefix(number), IndexKeys.end(number));
      }
      dropped.clear();
      catalog.save(batch);
      isChanged = false;
    }
    if (sums != null) {
      sums.flush(batch);
    }
  }

  /** Whether {@link #flush} has something to write although no node changed. */
  public boolean isDirty() {
    return isChanged;
  }

  public boolean isBuilding() {
    return catalog.records().stream().anyMatch(record -> !record.isReady());
  }

  /**
   * Goes on with building, through a bounded number of nodes, as they are in the store. What has
   * changed in memory meanwhile is told by {@link #add} afterwards.
   *
   * @return what to write before that; {@code null} when there is nothing to build
   */
  public WriteBatch buildStep() {
    List<IndexRecord> unfinished =
        catalog.records().stream().filter(record -> !record.isReady()).toList();
    if (unfinished.isEmpty()) {
      return null;
    }
    byte[] from = unfinished.get(0).builtTo();
    List<IndexRecord> together =
        unfinished.stream().filter(record -> Arrays.equals(record.builtTo(), from)).toList();
    WriteBatch batch = new WriteBatch();
    BuildStep step = new BuildStep(together, batch);
    boolean hasMore = reader.forEachValue(from, STEP_NODES, step);
    for (IndexRecord index : together) {
      IndexRecord now = catalog.record(index.number());
      save(now.builtTo(hasMore ? step.last : null, step.nodes));
    }
    flush(batch);
    return batch;
  }

  private final class BuildStep implements GraphReader.ValueVisitor {
    private final List<IndexRecord> indexes;
    private final WriteBatch batch;
    private byte[] last;
    private int nodes;

    BuildStep(List<IndexRecord> indexes, WriteBatch batch) {
      this.indexes = indexes;
      this.batch = batch;
    }

    @Override
    public void visit(String id, byte[] key, Fields value) {
      last = key;
      if (value == null) {
        return;
      }
      nodes++;
      for (IndexRecord index : indexes) {
        // As it is by now: the nodes before this one may have said something new of it.
        replace(catalog.record(index.number()), id, key, null, value, batch);
      }
    }
  }
}
