package dev.hyphadb.core.value;

import dev.hyphadb.core.commit.Hex;
import dev.hyphadb.core.store.Keys;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Values as the vector files write them (docs/protocol/values.md): JSON's null, booleans, strings
 * and arrays stand for themselves, everything else is an object that names its type. Portable.
 */
public final class ValueNotation {
  private ValueNotation() {}

  public static Value from(Object json) {
    if (json == null) {
      return Value.NULL;
    }
    if (json instanceof Boolean bool) {
      return Value.of(bool.booleanValue());
    }
    if (json instanceof String text) {
      return Value.of(text);
    }
    if (json instanceof List<?> items) {
      List<Value> values = new ArrayList<>();
      items.forEach(item -> values.add(from(item)));
      return new Value.Items(values);
    }
    return typed(Vectors.map(json));
  }

  private static Value typed(Map<String, Object> json) {
    String type = json.keySet().iterator().next();
    Object content = json.get(type);
    return switch (type) {
      case "int" -> Value.of(Long.parseLong((String) content));
      case "float" -> Value.of(doubleOf((String) content));
      case "bytes" -> new Value.Bytes(Hex.decode((String) content));
      case "map" -> fields(content);
      case "repeat" -> repeated(content, (Integer) json.get("count"));
      default -> throw new IllegalArgumentException("no notation " + type);
    };
  }

  /** A map is a list of pairs, in any order. */
  public static Fields fields(Object json) {
    Fields.Builder fields = Fields.builder();
    for (Object pair : Vectors.list(json)) {
      List<Object> entry = Vectors.list(pair);
      fields.put((String) entry.get(0), from(entry.get(1)));
    }
    return fields.build();
  }

  public static double doubleOf(String bits) {
    return Double.longBitsToDouble(Octets.longAt(Hex.decode(bits), 0));
  }

  /**
   * Long values by what they repeat: text, bytes, a field ({@code map} of one) or, as a list,
   * anything else.
   */
  private static Value repeated(Object element, int count) {
    Value value = from(element);
    switch (value) {
      case Value.Text text -> {
        return Value.of(text.value().repeat(count));
      }
      case Value.Bytes bytes -> {
        byte[] all = new byte[count];
        Arrays.fill(all, bytes.value()[0]);
        return new Value.Bytes(all);
      }
      case Fields field -> {
        Fields.Builder fields = Fields.builder();
        for (int i = 0; i < count; i++) {
          fields.put(field.nameAt(0) + (100_000 + i), field.valueAt(0));
        }
        return fields.build();
      }
      default -> {
        List<Value> items = new ArrayList<>();
        for (int i = 0; i < count; i++) {
          items.add(value);
        }
        return new Value.Items(items);
      }
    }
  }

  public static Object to(Value value) {
    return switch (value) {
      case Value.Null nothing -> null;
      case Value.Bool bool -> bool.value();
      case Value.Int number -> typed("int", Long.toString(number.value()));
      case Value.Float number -> typed("float", bits(number.value()));
      case Value.Text text -> text.value();
      case Value.Bytes bytes -> typed("bytes", Hex.encode(bytes.value()));
      case Value.Items items -> {
        List<Object> json = new ArrayList<>();
        items.values().forEach(item -> json.add(to(item)));
        yield json;
      }
      case Fields fields -> typed("map", pairs(fields));
    };
  }

  public static List<Object> pairs(Fields fields) {
    List<Object> pairs = new ArrayList<>();
    fields.forEach((name, value) -> pairs.add(Arrays.asList(name, to(value))));
    return pairs;
  }

  public static String bits(double number) {
    return Hex.encode(Keys.ofLong(Double.doubleToRawLongBits(number)));
  }

  private static Map<String, Object> typed(String type, Object content) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put(type, content);
    return json;
  }
}
