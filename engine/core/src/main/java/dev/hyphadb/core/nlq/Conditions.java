package dev.hyphadb.core.nlq;

import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes queries of the language of {@code map}, as short as somebody would write them. */
final class Conditions {
  private Conditions() {}

  static Fields field(String field, Value spec) {
    return Fields.of(field, spec);
  }

  static Fields field(String field, String operator, Value operand) {
    return field(field, Fields.of(operator, operand));
  }

  /** Equal to the value, or to one of several. */
  static Fields equal(String field, List<Value> values) {
    return values.size() == 1
        ? field(field, values.get(0))
        : field(field, "$in", new Value.Items(values));
  }

  /** The operator with each of the values: all of them have to pass, or any. */
  static Fields each(String field, String operator, List<Value> values, boolean isAny) {
    if (values.size() == 1) {
      return field(field, operator, values.get(0));
    }
    List<Value> each = new ArrayList<>();
    values.forEach(value -> each.add(Fields.of(operator, value)));
    return field(field, isAny ? "$or" : "$and", new Value.Items(each));
  }

  static Fields not(Fields condition) {
    if (condition.size() != 1 || condition.nameAt(0).startsWith("$")) {
      return Fields.of("$not", condition);
    }
    String field = condition.nameAt(0);
    Value spec = condition.valueAt(0);
    if (!isOperators(spec)) {
      return field(field, "$ne", spec);
    }
    Fields operators = (Fields) spec;
    if (operators.size() == 1) {
      Value operand = operators.valueAt(0);
      switch (operators.nameAt(0)) {
        case "$ne" -> {
          return field(field, operand);
        }
        case "$not" -> {
          return field(field, operand);
        }
        case "$exists" -> {
          return field(field, "$exists", Value.of(operand.equals(Value.FALSE)));
        }
        default -> {}
      }
    }
    return field(field, "$not", spec);
  }

  static Fields any(List<Fields> conditions) {
    return conditions.size() == 1
        ? conditions.get(0)
        : Fields.of("$or", new Value.Items(List.copyOf(conditions)));
  }

  /** All of the conditions: in one object as far as they name different things. */
  static Fields all(List<Fields> conditions) {
    Map<String, Value> merged = new LinkedHashMap<>();
    List<Value> rest = new ArrayList<>();
    for (Fields condition : conditions) {
      if (!merge(merged, condition)) {
        rest.add(condition);
      }
    }
    if (!rest.isEmpty()) {
      Value and = merged.get("$and");
      if (and instanceof Value.Items items) {
        rest.addAll(0, items.values());
      }
      merged.put("$and", new Value.Items(rest));
    }
    Fields.Builder fields = Fields.builder();
    merged.forEach(fields::put);
    return fields.build();
  }

  private static boolean merge(Map<String, Value> merged, Fields condition) {
    Map<String, Value> added = new LinkedHashMap<>();
    for (int i = 0; i < condition.size(); i++) {
      String name = condition.nameAt(i);
      Value present = merged.get(name);
      Value spec = present == null ? condition.valueAt(i) : union(present, condition.valueAt(i));
      if (spec == null) {
        return false;
      }
      added.put(name, spec);
    }
    merged.putAll(added);
    return true;
  }

  /** Both operator objects in one; {@code null} when they have an operator in common. */
  private static Value union(Value a, Value b) {
    if (!isOperators(a) || !isOperators(b)) {
      return null;
    }
    Fields.Builder both = Fields.builder();
    ((Fields) a).forEach(both::put);
    for (String name : ((Fields) b).names()) {
      if (((Fields) a).has(name)) {
        return null;
      }
      both.put(name, ((Fields) b).get(name));
    }
    return both.build();
  }

  private static boolean isOperators(Value spec) {
    return spec instanceof Fields fields && !fields.isEmpty() && fields.nameAt(0).startsWith("$");
  }
}
