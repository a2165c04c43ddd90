package dev.hyphadb.core.index;

import dev.hyphadb.core.commit.Hex;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.Value;
import dev.hyphadb.core.value.ValueNotation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Defines docs/protocol/vectors/indexes.json. */
public final class IndexVectorDefinitions {
  private IndexVectorDefinitions() {}

  public static Map<String, Object> define() {
    List<Object> values = new ArrayList<>();
    // In their order.
    value(values, "absent", null);
    value(values, "null", Value.NULL);
    value(values, "false", Value.FALSE);
    value(values, "true", Value.TRUE);
    value(values, "the least integer", Value.of(Long.MIN_VALUE));
    value(values, "one more", Value.of(Long.MIN_VALUE + 1));
    value(values, "-1", Value.of(-1L));
    value(values, "-0.5", Value.of(-0.5));
    value(values, "0", Value.of(0L));
    value(values, "the least double above 0", Value.of(Double.MIN_VALUE));
    value(values, "1", Value.of(1L));
    value(values, "2^53", Value.of(1L << 53));
    value(values, "2^53 + 1", Value.of((1L << 53) + 1));
    value(values, "the greatest integer", Value.of(Long.MAX_VALUE));
    value(values, "2^63", Value.of(0x1p63));
    value(values, "no text", Value.of(""));
    value(values, "a zero character", Value.of("\u0000"));
    value(values, "a", Value.of("a"));
    value(values, "a and a zero character", Value.of("a\u0000"));
    value(values, "a mushroom", Value.of("\uD83C\uDF44"));
    value(values, "no bytes", new Value.Bytes(new byte[0]));
    value(values, "bytes", new Value.Bytes(new byte[] {0, 1, -1}));
    value(values, "an empty list", new Value.Items(List.of()));
    value(values, "a list", new Value.Items(List.of(Value.NULL, Value.of("a"))));
    value(values, "an empty map", Fields.EMPTY);
    value(
        values, "a map", Fields.builder().put("a", Value.of(1L)).put("b", Value.of(true)).build());
    value(values, "a map with a later value", Fields.of("a", Value.of("x")));
    List<Object> cells = new ArrayList<>();
    cell(cells, "the south pole", -90, -180);
    cell(cells, "the gulf of Guinea", 0, 0);
    cell(cells, "Rome", 41.9028, 12.4964);
    cell(cells, "the antimeridian, eastern", 0, 180);
    cell(cells, "the antimeridian, western", 0, -180);
    cell(cells, "the north pole", 90, 179.999);
    Map<String, Object> file = new LinkedHashMap<>();
    file.put("values", values);
    file.put("cells", cells);
    return file;
  }

  private static void value(List<Object> values, String name, Value value) {
    Map<String, Object> vector = new LinkedHashMap<>();
    vector.put("name", name);
    if (value != null) {
      vector.put("value", ValueNotation.to(value));
    }
    vector.put("key", Hex.encode(IndexVectors.key(value)));
    values.add(vector);
  }

  private static void cell(List<Object> cells, String name, double latitude, double longitude) {
    Map<String, Object> vector = new LinkedHashMap<>();
    vector.put("name", name);
    vector.put("latitude", ValueNotation.bits(latitude));
    vector.put("longitude", ValueNotation.bits(longitude));
    vector.put("cell", IndexVectors.cell(latitude, longitude));
    cells.add(vector);
  }
}
