package dev.hyphadb.jvm.transfer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.hyphadb.core.Operation;
import dev.hyphadb.core.commit.NodeId;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.ValueException;
import dev.hyphadb.jvm.json.JsonValues;
import dev.hyphadb.jvm.json.ReadingPath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A line, read. What a line may not say is a fault and not passed over: a misspelt name would lose
 * what stands under it.
 *
 * @param value {@code null} where the line only adds edges
 */
record NodeLine(String id, Fields value, List<String> edges) {
  private static final JsonFactory FACTORY =
      JsonValues.factory(Integer.MAX_VALUE).enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

  /** {@code null} for an empty line. */
  static NodeLine parse(byte[] text) throws IOException {
    try (JsonParser parser = FACTORY.createParser(text)) {
      JsonToken first = parser.nextToken();
      if (first == null) {
        return null;
      }
      if (first != JsonToken.START_OBJECT) {
        throw new ValueException("bad-line", "", "it is not a JSON object");
      }
      NodeLine line = read(parser);
      if (parser.nextToken() != null) {
        throw new ValueException("bad-line", "", "something follows the JSON object");
      }
      return line;
    }
  }

  private static NodeLine read(JsonParser parser) throws IOException {
    String id = null;
    Fields value = null;
    List<String> edges = List.of();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      switch (name) {
        case "id" -> id = id(parser);
        case "value" -> value = fields(parser);
        case "edges" -> edges = ids(parser);
        default ->
            throw new ValueException(
                "bad-line", "", "'" + name + "' is neither id, value nor edges");
      }
    }
    if (id == null) {
      throw new ValueException("bad-line", "", "it has no id");
    }
    return new NodeLine(id, value, edges);
  }

  private static String id(JsonParser parser) throws IOException {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      throw new ValueException("bad-id", "", "an id is a string");
    }
    return NodeId.require(parser.getText());
  }

  private static Fields fields(JsonParser parser) throws IOException {
    ReadingPath path = new ReadingPath();
    path.enter("value");
    try {
      if (JsonValues.read(parser, path) instanceof Fields fields) {
        return fields;
      }
    } catch (ValueException e) {
      throw new ValueException(e.code(), "", e.getMessage() + " (at " + path.path() + ")");
    }
    throw new ValueException("bad-line", "", "a value is an object");
  }

  private static List<String> ids(JsonParser parser) throws IOException {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw new ValueException("bad-line", "", "edges are a list of ids");
    }
    List<String> ids = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      ids.add(id(parser));
    }
    return ids;
  }

  /** What the line asks for. */
  List<Operation> operations() {
    List<Operation> operations = new ArrayList<>();
    if (value != null) {
      operations.add(new Operation.Put(id, value));
    }
    edges.forEach(edge -> operations.add(new Operation.Link(id, edge)));
    return operations;
  }
}
