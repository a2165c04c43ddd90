package dev.hyphadb.core.index;

import dev.hyphadb.core.commit.Hex;
import dev.hyphadb.core.query.GeoPoint;
import dev.hyphadb.core.store.Keys;
import dev.hyphadb.core.value.Octets;
import dev.hyphadb.core.value.Value;
import dev.hyphadb.core.value.ValueNotation;
import dev.hyphadb.core.value.Vectors;
import java.util.List;
import java.util.Map;

/** Checks docs/protocol/vectors/indexes.json. Portable. */
public final class IndexVectors {
  private IndexVectors() {}

  public static List<String> check(Map<String, Object> file) {
    Vectors vectors = new Vectors();
    byte[][] before = new byte[1][];
    for (Map<String, Object> vector : Vectors.section(file, "values")) {
      Value value = vector.containsKey("value") ? ValueNotation.from(vector.get("value")) : null;
      vectors.check(
          vector,
          () -> {
            byte[] key = key(value);
            Vectors.same("key", vector.get("key"), Hex.encode(key));
            boolean isAfter = before[0] == null || Octets.compare(before[0], key) < 0;
            Vectors.same("comes after the one before", true, isAfter);
            before[0] = key;
          });
    }
    for (Map<String, Object> vector : Vectors.section(file, "cells")) {
      double latitude = ValueNotation.doubleOf(Vectors.text(vector.get("latitude")));
      double longitude = ValueNotation.doubleOf(Vectors.text(vector.get("longitude")));
      vectors.check(
          vector, () -> Vectors.same("cell", vector.get("cell"), cell(latitude, longitude)));
    }
    return vectors.failures();
  }

  /**
   * @param value {@code null} for an absent field
   */
  static byte[] key(Value value) {
    IndexKeys keys = new IndexKeys();
    ValueKey.write(value, keys);
    return keys.toBytes();
  }

  static String cell(double latitude, double longitude) {
    return Hex.encode(Keys.ofLong(Cell.of(new GeoPoint(latitude, longitude)).code()));
  }
}
