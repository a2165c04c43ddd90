package dev.hyphadb.fuzz;

import dev.hyphadb.core.Operation;
import dev.hyphadb.core.Replica;
import dev.hyphadb.core.ReplicaOptions;
import dev.hyphadb.core.index.IndexDefinition;
import dev.hyphadb.core.store.MemoryStore;
import dev.hyphadb.core.store.Store;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A small database with a bit of everything. */
final class SampleStore {
  static final int NODES = 8;

  private static final long NOW_MILLIS = 1_700_000_000_000L;
  private static final List<String> NAMES = List.of("Alice", "Bob", "Alise", "Ännchen");

  private SampleStore() {}

  /** A new one, always the same. */
  static Store store() {
    MemoryStore store = new MemoryStore();
    Replica replica = open(store);
    replica.indexes().create(IndexDefinition.ordered("age"), false);
    replica.indexes().create(IndexDefinition.words(), false);
    replica.indexes().create(IndexDefinition.places(), false);
    for (int i = 0; i < NODES; i++) {
      List<Operation> operations = new ArrayList<>();
      operations.add(new Operation.Put("n" + i, fields(i)));
      operations.add(new Operation.Link("n" + i, "n" + (i + 3) % NODES));
      replica.submit(operations, NOW_MILLIS + i);
      replica.flush(NOW_MILLIS + i);
    }
    List<Operation> later =
        List.of(
            new Operation.Put("n1", fields(5)),
            new Operation.Put("gone", fields(2)),
            new Operation.Unlink("n2", "n5"));
    replica.submit(later, NOW_MILLIS + 100);
    replica.submit(List.of(new Operation.Remove("gone")), NOW_MILLIS + 101);
    while (replica.indexes().isBuilding()) {
      replica.flush(NOW_MILLIS + 102);
    }
    replica.flush(NOW_MILLIS + 103);
    return store;
  }

  static Replica open(Store store) {
    return Replica.open(
        store,
        ReplicaOptions.DEFAULTS,
        Digests.sha256(),
        count -> {
          byte[] bytes = new byte[count];
          Arrays.fill(bytes, (byte) 0x5a);
          return bytes;
        });
  }

  private static Fields fields(int i) {
    Fields city =
        Fields.builder()
            .put("name", Value.of(i % 2 == 0 ? "Rome" : "Paris"))
            .put("latitude", Value.of(41.9 + i))
            .put("longitude", Value.of(12.5 * i))
            .build();
    return Fields.builder()
        .put("name", Value.of(NAMES.get(i % NAMES.size())))
        .put("age", Value.of(i * 11L))
        .put("tags", new Value.Items(List.of(Value.of("red"), Value.of("t" + i))))
        .put("text", Value.of("A peer to peer graph database, number " + i))
        .put("city", city)
        .build();
  }
}
