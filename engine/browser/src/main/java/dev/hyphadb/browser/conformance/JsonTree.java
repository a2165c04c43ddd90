package dev.hyphadb.browser.conformance;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSArrayReader;
import org.teavm.jso.core.JSMapLike;
import org.teavm.jso.core.JSNumber;
import org.teavm.jso.core.JSObjects;
import org.teavm.jso.core.JSString;

/** What {@code JSON.parse} returns, as the Java objects that the vector checks read. */
final class JsonTree {
  private JsonTree() {}

  static Map<String, Object> object(JSObject object) {
    JSMapLike<JSObject> members = object.cast();
    Map<String, Object> map = new LinkedHashMap<>();
    for (String name : JSObjects.keys(object)) {
      map.put(name, from(members.get(name)));
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
      default -> isArray(json) ? array(json.cast()) : object(json);
    };
  }

  private static List<Object> array(JSArrayReader<JSObject> array) {
    List<Object> list = new ArrayList<>(array.getLength());
    for (int i = 0; i < array.getLength(); i++) {
      list.add(from(array.get(i)));
    }
    return list;
  }

  @JSBody(params = "json", script = "return json === true;")
  private static native boolean isTrue(JSObject json);

  @JSBody(params = "json", script = "return Array.isArray(json);")
  private static native boolean isArray(JSObject json);
}
