package dev.hyphadb.fuzz;

import dev.hyphadb.core.Verification;
import dev.hyphadb.core.graph.GraphReader;
import dev.hyphadb.core.store.MemoryStore;
import dev.hyphadb.core.store.Store;
import dev.hyphadb.core.store.StoreException;
import dev.hyphadb.core.store.Table;
import dev.hyphadb.core.store.WriteBatch;
import dev.hyphadb.core.value.ValueException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Records that are not what was written: verification always comes to its end, and finds that
 * something is wrong whenever readers or the replica stumble over it.
 */
final class StoreTarget implements Target {
  private static final int CHANGES_MAX = 8;

  private record Entry(Table table, byte[] key, byte[] value) {}

  private static final List<Entry> ENTRIES = entries(SampleStore.store());

  private static List<Entry> entries(Store store) {
    List<Entry> entries = new ArrayList<>();
    for (Table table : Table.values()) {
      try (Store.Cursor cursor = store.scan(table, null, null)) {
        while (cursor.next()) {
          entries.add(new Entry(table, cursor.key(), cursor.value()));
        }
      }
    }
    return entries;
  }

  @Override
  public void run(byte[] input) {
    Pieces pieces = new Pieces(input);
    WriteBatch batch = new WriteBatch();
    ENTRIES.forEach(entry -> batch.put(entry.table(), entry.key().clone(), entry.value().clone()));
    for (int i = 0; i < CHANGES_MAX && !pieces.isEmpty(); i++) {
      change(batch, pieces);
    }
    MemoryStore store = new MemoryStore();
    store.write(batch);
    Verification.Report report = Verification.run(store, Digests.sha256(), (done, total) -> {});
    GraphReader reader = new GraphReader(store);
    boolean isReadable = reader.forEachReadable(node -> {}) == 0;
    Promise.holds(isReadable || !report.isSound(), "what cannot be read is not sound");
    Promise.holds(opens(store) || !report.isSound(), "what cannot be opened is not sound");
  }

  private static boolean opens(Store store) {
    try {
      SampleStore.open(store).flush(1);
      return true;
    } catch (StoreException | ValueException e) {
      return false;
    }
  }

  private static void change(WriteBatch batch, Pieces pieces) {
    Entry entry = ENTRIES.get(pieces.number() % ENTRIES.size());
    byte[] value = entry.value().clone();
    switch (pieces.octet() % 5) {
      case 0 -> batch.put(entry.table(), entry.key(), pieces.piece());
      case 1 -> {
        if (value.length > 0) {
          value[pieces.number() % value.length] ^= (byte) pieces.octet();
        }
        batch.put(entry.table(), entry.key(), value);
      }
      case 2 -> {
        int length = pieces.number() % (value.length + 1);
        batch.put(entry.table(), entry.key(), Arrays.copyOf(value, length));
      }
      case 3 -> batch.delete(entry.table(), entry.key());
      default -> batch.put(entry.table(), pieces.piece(), value);
    }
  }

  @Override
  public boolean comparesWithNull() {
    return true;
  }

  @Override
  public List<byte[]> seeds() {
    List<byte[]> seeds = new ArrayList<>();
    seeds.add(new byte[0]);
    Table last = null;
    for (int i = 0; i < ENTRIES.size(); i++) {
      Entry entry = ENTRIES.get(i);
      if (entry.table() != last) {
        seeds.add(new Assembly().number(i).octet(0).piece(entry.value()).toByteArray());
        seeds.add(new Assembly().number(i).octet(1).number(1).octet(1).toByteArray());
        seeds.add(new Assembly().number(i).octet(3).toByteArray());
        seeds.add(new Assembly().number(i).octet(4).piece(entry.key()).toByteArray());
      }
      last = entry.table();
    }
    return seeds;
  }
}
