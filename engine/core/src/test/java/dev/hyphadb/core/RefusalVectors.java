package dev.hyphadb.core;

import dev.hyphadb.core.commit.CommitKey;
import dev.hyphadb.core.commit.Hex;
import dev.hyphadb.core.store.MemoryStore;
import dev.hyphadb.core.store.Store;
import dev.hyphadb.core.store.Table;
import dev.hyphadb.core.store.WriteBatch;
import dev.hyphadb.core.value.Vectors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Checks docs/protocol/vectors/refusals.json. Portable. */
public final class RefusalVectors {
  private static final int MANY = 100;

  private RefusalVectors() {}

  public static List<String> check(Map<String, Object> file) {
    Vectors vectors = new Vectors();
    for (Map<String, Object> vector : Vectors.section(file, "records")) {
      CommitKey key = key(vector.get("key"));
      vectors.check(
          vector,
          () -> {
            String record = record(key, Vectors.text(vector.get("reason")));
            Vectors.same("record", vector.get("record"), record);
            Store store = new MemoryStore();
            put(store, key, record);
            Vectors.same("is refused", true, new Refusals(store, MANY).contains(key));
          });
    }
    for (Map<String, Object> vector : Vectors.section(file, "stores")) {
      vectors.check(vector, () -> checkStore(vector));
    }
    return vectors.failures();
  }

  private static void checkStore(Map<String, Object> vector) {
    Store store = new MemoryStore();
    Vectors.list(vector.get("keys")).forEach(key -> put(store, key(key), ""));
    Refusals refusals = new Refusals(store, MANY);
    Vectors.same("count", ((Number) vector.get("count")).longValue(), refusals.count());
    List<Object> newest = new ArrayList<>();
    refusals.newest(MANY).forEach(key -> newest.add(Hex.encode(key.bytes())));
    Vectors.same("newest", vector.get("newest"), newest);
  }

  private static CommitKey key(Object hex) {
    return new CommitKey(Hex.decode(Vectors.text(hex)));
  }

  private static void put(Store store, CommitKey key, String record) {
    WriteBatch batch = new WriteBatch();
    batch.put(Table.REFUSED, key.bytes(), Hex.decode(record));
    store.write(batch);
  }

  /** What is stored of a refusal. */
  static String record(CommitKey key, String reason) {
    Store store = new MemoryStore();
    Refusals refusals = new Refusals(store, MANY);
    refusals.add(key, reason);
    WriteBatch batch = new WriteBatch();
    refusals.flush(batch);
    store.write(batch);
    return Hex.encode(store.get(Table.REFUSED, key.bytes()));
  }
}
