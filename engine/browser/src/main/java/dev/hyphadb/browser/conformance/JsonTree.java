package dev.hyphadb.browser.conformance;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSNumber;
import org.teavm.jso.core.JSObjects;
import org.teavm.jso.core.JSString;

/** What {@code JSON.parse} returns, as the Java objects that the vector checks read. */
final class JsonTree {
  private JsonTree() {}

  static Map<String, Object> object(JSObject object) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (String name : JSObjects.keys(object)) {
      map.put(name, from(member(object, name)));
    }
    return map;
  }

  private static Object from(JSObject json) {
    if (json == null) {
      return null;
    }
    return switch (JSObjects.typeOf(json)) {
      case "string" -> ((JSString) json).stringValue();
      case "number" -> ((JSNumber) json).intValue();
      case "boolean" -> isTrue(json);
      default -> isArray(json) ? array(json) : object(json);
    };
  }

  private static List<Object> array(JSObject array) {
    List<Object> list = new ArrayList<>();
    for (int i = 0; i < length(array); i++) {
      list.add(from(item(array, i)));
    }
    return list;
  }

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

  @JSBody(params = "json", script = "return json === true;")
  private static native boolean isTrue(JSObject json);

  @JSBody(params = "json", script = "return Array.isArray(json);")
  private static native boolean isArray(JSObject json);
}
