package dev.hyphadb.core.value;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Values from and to the plain objects of Java: {@code null}, {@code Boolean}, {@code Number},
 * {@code String}, {@code byte[]}, {@code Iterable}, arrays of objects, and {@code Map} with text
 * keys.
 */
public final class PlainValues {
  private PlainValues() {}

  /**
   * @throws ValueException when the object, or something in it, has no value form; the path names
   *     it
   */
  public static Value from(Object plain) {
    return from(plain, 0);
  }

  /** Like {@link #from(Object)} for a map. */
  public static Fields fromMap(Map<String, ?> plain) {
    return map(plain, 0);
  }

  private static Value from(Object plain, int depth) {
    if (depth > PackWriter.DEPTH_MAX) {
      throw new ValueException(
          "too-deep", "", "values nest at most " + PackWriter.DEPTH_MAX + " deep");
    }
    return switch (plain) {
      case null -> Value.NULL;
      case Value value -> value;
      case Boolean bool -> Value.of(bool.booleanValue());
      case String text -> Value.of(text);
      case Double number -> Value.of(number.doubleValue());
      case Float number -> Value.of(number.doubleValue());
      case Long number -> Value.of(number.longValue());
      case Integer number -> Value.of(number.longValue());
      case Short number -> Value.of(number.longValue());
      case Byte number -> Value.of(number.longValue());
      case byte[] bytes -> new Value.Bytes(bytes.clone());
      case Map<?, ?> map -> map(map, depth);
      case Iterable<?> items -> items(items, depth);
      case Object[] items -> items(Arrays.asList(items), depth);
      case Enum<?> constant -> Value.of(constant.name());
      default ->
          throw new ValueException(
              "unsupported-type", "", "cannot store a " + plain.getClass().getName());
    };
  }

  private static Fields map(Map<?, ?> map, int depth) {
    Fields.Builder fields = Fields.builder();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      if (!(entry.getKey() instanceof String name)) {
        throw new ValueException("bad-field-name", "", "field names are strings");
      }
      try {
        fields.put(name, from(entry.getValue(), depth + 1));
      } catch (ValueException e) {
        throw e.within(name);
      }
    }
    return fields.build();
  }

  private static Value items(Iterable<?> items, int depth) {
    List<Value> values = new ArrayList<>();
    for (Object item : items) {
      try {
        values.add(from(item, depth + 1));
      } catch (ValueException e) {
        throw e.within(Integer.toString(values.size()));
      }
    }
    return new Value.Items(values);
  }

  /**
   * The plain object of a value: integers become {@code Long}, maps keep the order of their names.
   */
  public static Object toPlain(Value value) {
    return switch (value) {
      case Value.Null nothing -> null;
      case Value.Bool bool -> bool.value();
      case Value.Int number -> number.value();
      case Value.Float number -> number.value();
      case Value.Text text -> text.value();
      case Value.Bytes bytes -> bytes.value().clone();
      case Value.Items items -> {
        List<Object> plain = new ArrayList<>(items.values().size());
        items.values().forEach(item -> plain.add(toPlain(item)));
        yield Collections.unmodifiableList(plain);
      }
      case Fields fields -> toPlainMap(fields);
    };
  }

  /** Like {@link #toPlain(Value)} for a map. */
  public static Map<String, Object> toPlainMap(Fields fields) {
    Map<String, Object> plain = new LinkedHashMap<>();
    fields.forEach((name, value) -> plain.put(name, toPlain(value)));
    return Collections.unmodifiableMap(plain);
  }
}
