package dev.hyphadb.core.index;

import dev.hyphadb.core.graph.GraphReader;
import dev.hyphadb.core.store.Findings;
import dev.hyphadb.core.store.Store;
import dev.hyphadb.core.store.StoreException;
import dev.hyphadb.core.store.Table;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.ValueException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Makes every entry of every index anew and compares: what is missing, what says something else,
 * and by their numbers whether there are more. Belongs to one thread; the store must not change
 * meanwhile.
 */
public final class IndexCheck {
  private static final int NODES_AT_ONCE = 1_024;

  private final Store store;
  private final IndexKeys scratch = new IndexKeys();
  private final Findings findings;
  private final Map<Integer, Long> expected = new HashMap<>();
  private final Map<Integer, Long> found = new HashMap<>();
  private IndexCatalog catalog = IndexCatalog.EMPTY;
  private WordSums sums;

  private IndexCheck(Store store, Findings findings) {
    this.store = store;
    this.findings = findings;
  }

  public static void run(Store store, Findings findings) {
    new IndexCheck(store, findings).run();
  }

  private void run() {
    try {
      catalog = IndexCatalog.load(store);
      makeEntries();
    } catch (StoreException e) {
      findings.add(Table.META, IndexCatalog.KEY, e.getMessage());
      return;
    } catch (RuntimeException e) {
      // A damaged node has a finding of its own; what should follow from it is not known.
      findings.add(Table.INDEX, "it cannot be checked beside damaged nodes: " + e.getMessage());
      return;
    }
    findings.scan(store, Table.INDEX, this::count);
    checkSums();
    expected.forEach((number, entries) -> {
      long there = found.getOrDefault(number, 0L);
      if (there != entries) {
        findings.add(
            Table.INDEX, name(number) + " has " + there + " entries; the nodes make " + entries);
      }
    });
  }

  private void makeEntries() {
    GraphReader reader = new GraphReader(store);
    IndexRecord words = catalog.find(IndexDefinition.words());
    sums = words == null ? null : WordSums.empty(words.number());
    expected.put(OwnIds.NUMBER, 0L);
    catalog.records().forEach(record -> expected.put(record.number(), 0L));
    byte[][] last = {new byte[0]};
    boolean hasMore = true;
    while (hasMore) {
      hasMore =
          reader.forEachValue(
              last[0],
              NODES_AT_ONCE,
              (id, key, value) -> {
                last[0] = key;
                if (value != null) {
                  makeEntries(id, key, value);
                }
              });
    }
  }

  private void makeEntries(String id, byte[] nodeKey, Fields value) {
    if (value.has(OwnIds.FIELD)) {
      require(OwnIds.NUMBER, OwnIds.key(nodeKey), IndexEntries.NOTHING);
    }
    for (IndexRecord record : catalog.records()) {
      if (record.covers(nodeKey)) {
        IndexEntries entries = IndexEntries.of(record, id, nodeKey, value, scratch);
        entries.entries().forEach((key, entry) -> require(record.number(), key, entry));
        if (record.definition().kind() == IndexDefinition.Kind.WORDS) {
          sums.add(entries);
        }
        if (entries.isNewsTo(record)) {
          findings.add(
              Table.META, IndexCatalog.KEY, name(record.number()) + " says too little of " + id);
        }
      }
    }
  }

  private void require(int number, byte[] key, byte[] entry) {
    expected.merge(number, 1L, Long::sum);
    byte[] stored = store.get(Table.INDEX, key);
    if (stored == null) {
      findings.add(Table.INDEX, key, "an entry of " + name(number) + " is missing");
    } else if (!Arrays.equals(stored, entry)) {
      findings.add(Table.INDEX, key, "an entry of " + name(number) + " is not what the node says");
    }
  }

  private void count(byte[] key, byte[] value) {
    int number = key.length < IndexKeys.NUMBER_LENGTH ? -1 : IndexKeys.numberOf(key);
    if (!expected.containsKey(number)) {
      findings.add(Table.INDEX, key, "it belongs to no index");
    } else if (sums == null || !sums.isKey(key)) {
      found.merge(number, 1L, Long::sum);
    }
  }

  private void checkSums() {
    if (sums != null && !hasRightSums()) {
      findings.add(Table.INDEX, "the sums of the index of words are wrong");
    }
  }

  private boolean hasRightSums() {
    try {
      return sums.isSame(WordSums.load(store, sums.number()));
    } catch (ValueException e) {
      return false;
    }
  }

  private String name(int number) {
    for (IndexRecord record : catalog.records()) {
      if (record.number() == number) {
        return "index (" + record.definition().name() + ")";
      }
    }
    return "the list of nodes with a field " + OwnIds.FIELD;
  }
}
