package dev.hyphadb.core.value;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;

/**
 * A map from field name to value, ordered by the UTF-8 bytes of the names: a node's value, or a map
 * within one. Immutable.
 *
 * <p>Two sorted arrays rather than a tree or a hash table: the maps are small, their canonical form
 * needs this order, and nothing is allocated to read them.
 */
public final class Fields implements Value {
  public static final Fields EMPTY = new Fields(new String[0], new Value[0]);

  private final String[] names;
  private final Value[] values;

  private Fields(String[] names, Value[] values) {
    this.names = names;
    this.values = values;
  }

  /** A map with one field. */
  public static Fields of(String name, Value value) {
    Utf8.requireWellFormed(name);
    return new Fields(new String[] {name}, new Value[] {value});
  }

  public static Builder builder() {
    return new Builder();
  }

  public int size() {
    return names.length;
  }

  public boolean isEmpty() {
    return names.length == 0;
  }

  public String nameAt(int position) {
    return names[position];
  }

  public Value valueAt(int position) {
    return values[position];
  }

  /** The value of the field, or {@code null} when there is no such field. */
  public Value get(String name) {
    int low = 0;
    int high = names.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = Utf8.compare(names[middle], name);
      if (order == 0) {
        return values[middle];
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return null;
  }

  public boolean has(String name) {
    return get(name) != null;
  }

  /** Visits the fields in order. */
  public void forEach(BiConsumer<String, Value> visitor) {
    for (int i = 0; i < names.length; i++) {
      visitor.accept(names[i], values[i]);
    }
  }

  public List<String> names() {
    return List.of(names);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Fields fields
        && Arrays.equals(names, fields.names)
        && Arrays.equals(values, fields.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(names) * 31 + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("{");
    forEach((name, value) ->
        text.append(text.length() > 1 ? ", " : "").append(name).append('=').append(value));
    return text.append('}').toString();
  }

  /** Collects fields in any order. */
  public static final class Builder {
    private final List<String> names = new ArrayList<>();
    private final List<Value> values = new ArrayList<>();
    private boolean sorted = true;

    private Builder() {}

    /**
     * @throws ValueException from {@link #build()} when a name comes twice
     */
    public Builder put(String name, Value value) {
      Objects.requireNonNull(value, "value");
      Utf8.requireWellFormed(name);
      if (sorted && !names.isEmpty() && Utf8.compare(names.get(names.size() - 1), name) >= 0) {
        sorted = false;
      }
      names.add(name);
      values.add(value);
      return this;
    }

    public Builder put(String name, String value) {
      return put(name, Value.of(value));
    }

    public Builder put(String name, long value) {
      return put(name, Value.of(value));
    }

    public Builder put(String name, boolean value) {
      return put(name, Value.of(value));
    }

    public Fields build() {
      if (names.isEmpty()) {
        return EMPTY;
      }
      String[] sortedNames = names.toArray(new String[0]);
      Value[] sortedValues = values.toArray(new Value[0]);
      if (!sorted) {
        sort(sortedNames, sortedValues);
      }
      return new Fields(sortedNames, sortedValues);
    }

    private void sort(String[] sortedNames, Value[] sortedValues) {
      Integer[] order = new Integer[sortedNames.length];
      Arrays.setAll(order, i -> i);
      Arrays.sort(order, (a, b) -> Utf8.compare(names.get(a), names.get(b)));
      for (int i = 0; i < order.length; i++) {
        sortedNames[i] = names.get(order[i]);
        sortedValues[i] = values.get(order[i]);
        if (i > 0 && sortedNames[i].equals(sortedNames[i - 1])) {
          throw new ValueException("duplicate-field", sortedNames[i], "the field comes twice");
        }
      }
    }
  }
}
