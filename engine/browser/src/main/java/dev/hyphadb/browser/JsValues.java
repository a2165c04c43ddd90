package dev.hyphadb.browser;

import dev.hyphadb.core.graph.Node;
import dev.hyphadb.core.query.Explanation;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.PackWriter;
import dev.hyphadb.core.value.Value;
import dev.hyphadb.core.value.ValueException;
import java.util.ArrayList;
import java.util.List;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSArray;
import org.teavm.jso.core.JSObjects;

/**
 * Values from and to JavaScript: {@code null}, booleans, numbers, {@code bigint} beyond 2^53,
 * strings, {@code Uint8Array} for bytes, arrays and plain objects. Dates become ISO strings, {@code
 * undefined} is absent.
 */
final class JsValues {
  private JsValues() {}

  /**
   * @throws ValueException when it is no plain object, or something in it has no value form
   */
  static Fields fields(JSObject object) {
    if (kind(object) != 'o') {
      throw new ValueException("not-a-map", "", "a node's value is a plain object");
    }
    return fields(object, 0);
  }

  private static Fields fields(JSObject object, int depth) {
    Fields.Builder fields = Fields.builder();
    for (String name : JSObjects.keys(object)) {
      JSObject member = member(object, name);
      if (kind(member) != 'u') {
        fields.put(name, value(member, depth + 1, name));
      }
    }
    return fields.build();
  }

  /**
   * @throws ValueException when it, or something in it, has no value form
   */
  static Value value(JSObject js) {
    return value(js, 0);
  }

  /** What {@link #value(JSObject)} reads. */
  static JSObject toJs(Value value) {
    return js(value);
  }

  private static Value value(JSObject js, int depth, String name) {
    try {
      return value(js, depth);
    } catch (ValueException e) {
      throw e.within(name);
    }
  }

  private static Value value(JSObject js, int depth) {
    if (depth > PackWriter.DEPTH_MAX) {
      throw new ValueException(
          "too-deep", "", "values nest at most " + PackWriter.DEPTH_MAX + " deep");
    }
    return switch (kind(js)) {
      case 'u', 'z' -> Value.NULL;
      case 'b' -> Value.of(isTrue(js));
      case 'i' -> Value.of((long) toInt(js));
      case 'n' -> Value.of(toDouble(js));
      case 's' -> Value.of(toText(js));
      case 'l' -> Value.of(Long.parseLong(toText(js)));
      case 'y' -> new Value.Bytes(JsBytes.toJava(js).clone());
      case 'a' -> items(js, depth);
      case 'o' -> fields(js, depth);
      case 'r' ->
          throw new ValueException(
              "integer-out-of-range", "", "an integer has at most 64 bits, not: " + toText(js));
      default -> throw new ValueException("unsupported-type", "", "cannot store a " + type(js));
    };
  }

  private static Value items(JSObject array, int depth) {
    int length = length(array);
    List<Value> values = new ArrayList<>(length);
    for (int i = 0; i < length; i++) {
      try {
        values.add(value(item(array, i), depth + 1));
      } catch (ValueException e) {
        throw e.within(Integer.toString(i));
      }
    }
    return new Value.Items(values);
  }

  /** {@code {id, value, edges, timestamp}}; {@code null} for no node. */
  static JSObject node(Node node) {
    if (node == null) {
      return null;
    }
    JSArray<JSObject> edges = new JSArray<>();
    node.edges().forEach(edge -> edges.push(text(edge)));
    return node(
        node.id(),
        object(node.value()),
        edges,
        (double) node.timestamp().physical(),
        node.timestamp().logical());
  }

  static JSArray<JSObject> nodes(List<Node> nodes) {
    JSArray<JSObject> array = new JSArray<>();
    nodes.forEach(node -> array.push(node(node)));
    return array;
  }

  /**
   * {@code {results, explanation, understood}}.
   *
   * @param how {@code null} to leave the explanation out
   * @param understood {@code null} to leave it out
   */
  static JSObject answer(List<Node> results, Explanation how, Fields understood) {
    JSObject answer = newObject();
    define(answer, "results", nodes(results));
    if (how != null) {
      define(
          answer,
          "explanation",
          explanation(
              how.plan(),
              (double) how.entriesExamined(),
              (double) how.nodesExamined(),
              how.results(),
              how.millis()));
    }
    if (understood != null) {
      define(answer, "understood", object(understood));
    }
    return answer;
  }

  static JSArray<JSObject> objects(List<Fields> all) {
    JSArray<JSObject> array = new JSArray<>();
    all.forEach(fields -> array.push(object(fields)));
    return array;
  }

  private static JSObject object(Fields fields) {
    JSObject object = newObject();
    for (int i = 0; i < fields.size(); i++) {
      define(object, fields.nameAt(i), js(fields.valueAt(i)));
    }
    return object;
  }

  private static JSObject js(Value value) {
    return switch (value) {
      case Value.Null nothing -> null;
      case Value.Bool bool -> bool(bool.value());
      case Value.Int number -> integer(number.value());
      case Value.Float number -> number(number.value());
      case Value.Text text -> text(text.value());
      case Value.Bytes bytes -> JsBytes.toJs(bytes.value().clone());
      case Value.Items items -> {
        JSArray<JSObject> array = new JSArray<>();
        items.values().forEach(item -> array.push(js(item)));
        yield array;
      }
      case Fields fields -> object(fields);
    };
  }

  private static JSObject integer(long number) {
    if (number >= Integer.MIN_VALUE && number <= Integer.MAX_VALUE) {
      return number((int) number);
    }
    boolean isExact = number >= -Value.EXACT_INTEGER_MAX && number <= Value.EXACT_INTEGER_MAX;
    return isExact ? number((double) number) : bigInt(Long.toString(number));
  }

  /** One letter for what something is; {@code x} for what has no value form. */
  @JSBody(
      params = "js",
      script =
          "switch (typeof js) {"
              + " case 'undefined': return 117;"
              + " case 'string': return 115;"
              + " case 'number': return (js | 0) === js ? 105 : 110;"
              + " case 'boolean': return 98;"
              + " case 'bigint': return BigInt.asIntN(64, js) === js ? 108 : 114;"
              + " case 'object': break;"
              + " default: return 120; }"
              + " if (js === null) return 122;"
              + " if (Array.isArray(js)) return 97;"
              + " if (ArrayBuffer.isView(js) || js instanceof ArrayBuffer) return 121;"
              + " var shape = Object.prototype.toString.call(js);"
              + " if (shape === '[object Date]') return isNaN(js) ? 120 : 115;"
              + " return shape === '[object Object]' ? 111 : 120;")
  private static native int kind(JSObject js);

  @JSBody(params = "js", script = "return Object.prototype.toString.call(js).slice(8, -1);")
  private static native String type(JSObject js);

  @JSBody(
      params = {"object", "name"},
      script = "return object[name];")
  private static native JSObject member(JSObject object, String name);

  @JSBody(params = "array", script = "return array.length;")
  private static native int length(JSObject array);

  @JSBody(
      params = {"array", "position"},
      script = "return array[position];")
  private static native JSObject item(JSObject array, int position);

  @JSBody(params = "js", script = "return js;")
  private static native boolean isTrue(JSObject js);

  @JSBody(params = "js", script = "return js;")
  private static native int toInt(JSObject js);

  @JSBody(params = "js", script = "return js;")
  private static native double toDouble(JSObject js);

  @JSBody(params = "js", script = "return typeof js === 'object' ? js.toISOString() : String(js);")
  private static native String toText(JSObject js);

  @JSBody(script = "return {};")
  private static native JSObject newObject();

  // A field may have any name, also __proto__.
  @JSBody(
      params = {"object", "name", "value"},
      script =
          "if (name === '__proto__') Object.defineProperty(object, name,"
              + " {value: value, enumerable: true, configurable: true, writable: true});"
              + " else object[name] = value;")
  private static native void define(JSObject object, String name, JSObject value);

  @JSBody(
      params = {"plan", "entries", "nodes", "results", "millis"},
      script =
          "return {plan: plan, entriesExamined: entries, nodesExamined: nodes, results: results,"
              + " millis: millis};")
  private static native JSObject explanation(
      String plan, double entries, double nodes, int results, double millis);

  @JSBody(params = "value", script = "return value;")
  private static native JSObject bool(boolean value);

  @JSBody(params = "value", script = "return value;")
  private static native JSObject number(double value);

  @JSBody(params = "value", script = "return BigInt(value);")
  private static native JSObject bigInt(String value);

  @JSBody(params = "value", script = "return value;")
  static native JSObject text(String value);

  @JSBody(
      params = {"id", "value", "edges", "physical", "logical"},
      script =
          "return {id: id, value: value, edges: edges,"
              + " timestamp: {physical: physical, logical: logical}};")
  private static native JSObject node(
      String id, JSObject value, JSObject edges, double physical, int logical);
}
