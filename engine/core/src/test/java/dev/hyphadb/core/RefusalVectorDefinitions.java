package dev.hyphadb.core;

import static dev.hyphadb.core.value.ValueVectorDefinitions.entries;
import static dev.hyphadb.core.value.ValueVectorDefinitions.entry;

import dev.hyphadb.core.commit.CommitKey;
import dev.hyphadb.core.commit.Hex;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Defines docs/protocol/vectors/refusals.json. */
final class RefusalVectorDefinitions {
  private static final String OLD = "0102030405060708" + "a5".repeat(16);
  private static final String NEW = "0102030405060709" + "00".repeat(16);
  private static final String NEWER_BY_ID = "0102030405060709" + "00".repeat(15) + "01";

  private RefusalVectorDefinitions() {}

  static Map<String, Object> define() {
    List<Object> records = new ArrayList<>();
    for (String reason :
        List.of("middleware", "quota-nodes", "quota-size", "quota-sender", "too-many-conflicts")) {
      String record = RefusalVectors.record(new CommitKey(Hex.decode(OLD)), reason);
      records.add(entry(reason, "key", OLD, "reason", reason, "record", record));
    }
    List<Object> stores = new ArrayList<>();
    stores.add(entry("nothing refused", "keys", List.of(), "count", 0, "newest", List.of()));
    stores.add(
        entry(
            "the newest first, by stamp and not by when it was refused",
            "keys",
            List.of(NEW, OLD, NEWER_BY_ID),
            "count",
            3,
            "newest",
            List.of(NEWER_BY_ID, NEW, OLD)));
    stores.add(
        entry("refused twice", "keys", List.of(OLD, OLD), "count", 1, "newest", List.of(OLD)));
    return entries("records", records, "stores", stores);
  }
}
