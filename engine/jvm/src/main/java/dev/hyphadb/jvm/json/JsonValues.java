package dev.hyphadb.jvm.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.Value;
import dev.hyphadb.core.value.ValueException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Reads and writes values as JSON. Made for hostile text: bounded depth, every fault with its path.
 * Integers beyond 64 bits and numbers beyond a double are refused rather than rounded.
 */
public final class JsonValues {
  /** The field that marks bytes. */
  public static final String BYTES_FIELD = "$bytes";

  private static final int NUMBER_DIGITS_MAX = 1_000;

  private JsonValues() {}

  /**
   * Makes parsers whose bounds fit values.
   *
   * @param textBytesMax longest text that may come
   */
  public static JsonFactory factory(int textBytesMax) {
    return JsonFactory.builder()
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(ReadingPath.DEPTH_MAX + 2)
                .maxStringLength(textBytesMax)
                .maxNameLength(textBytesMax)
                .maxNumberLength(NUMBER_DIGITS_MAX)
                .build())
        .build();
  }

  /**
   * Reads the value whose first token is the parser's current one.
   *
   * @param path where the reader stands; after a fault, where it lies
   * @throws ValueException when that is JSON, but no value
   */
  public static Value read(JsonParser parser, ReadingPath path) throws IOException {
    return switch (parser.currentToken()) {
      case VALUE_NULL -> Value.NULL;
      case VALUE_TRUE -> Value.TRUE;
      case VALUE_FALSE -> Value.FALSE;
      case VALUE_STRING -> Value.of(parser.getText());
      case VALUE_NUMBER_INT -> integer(parser);
      case VALUE_NUMBER_FLOAT -> decimal(parser);
      case START_ARRAY -> items(parser, path);
      case START_OBJECT -> object(parser, path);
      default -> throw new ValueException("bad-json", "", "no value starts here");
    };
  }

  private static Value integer(JsonParser parser) throws IOException {
    if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
      throw new ValueException("number-out-of-range", "", "integers have 64 bits with sign");
    }
    return Value.of(parser.getLongValue());
  }

  private static Value decimal(JsonParser parser) throws IOException {
    double number = parser.getDoubleValue();
    if (Double.isInfinite(number) || Double.isNaN(number)) {
      throw new ValueException("number-out-of-range", "", "the number is beyond a 64-bit float");
    }
    return Value.of(number);
  }

  private static Value items(JsonParser parser, ReadingPath path) throws IOException {
    List<Value> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      path.enter(Integer.toString(items.size()));
      items.add(read(parser, path));
      path.leave();
    }
    return new Value.Items(items);
  }

  private static Value object(JsonParser parser, ReadingPath path) throws IOException {
    Fields.Builder builder = Fields.builder();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      path.enter(name);
      parser.nextToken();
      builder.put(name, read(parser, path));
      path.leave();
    }
    Fields fields = builder.build();
    return fields.size() == 1 && fields.get(BYTES_FIELD) instanceof Value.Text base64
        ? bytes(base64.value())
        : fields;
  }

  private static Value bytes(String base64) {
    try {
      return new Value.Bytes(Base64.getDecoder().decode(base64));
    } catch (IllegalArgumentException e) {
      throw new ValueException("bad-bytes", BYTES_FIELD, "$bytes is not base64");
    }
  }

  /** Writes a value; bytes as they are where the generator's format has them. */
  public static void write(Value value, JsonGenerator generator) throws IOException {
    switch (value) {
      case Value.Null nothing -> generator.writeNull();
      case Value.Bool bool -> generator.writeBoolean(bool.value());
      case Value.Int number -> generator.writeNumber(number.value());
      case Value.Float number -> generator.writeNumber(number.value());
      case Value.Text text -> generator.writeString(text.value());
      case Value.Bytes bytes -> writeBytes(bytes.value(), generator);
      case Value.Items items -> {
        generator.writeStartArray(items, items.values().size());
        for (Value item : items.values()) {
          write(item, generator);
        }
        generator.writeEndArray();
      }
      case Fields fields -> {
        generator.writeStartObject(fields, fields.size());
        for (int i = 0; i < fields.size(); i++) {
          generator.writeFieldName(fields.nameAt(i));
          write(fields.valueAt(i), generator);
        }
        generator.writeEndObject();
      }
    }
  }

  private static void writeBytes(byte[] bytes, JsonGenerator generator) throws IOException {
    if (generator.canWriteBinaryNatively()) {
      generator.writeBinary(bytes);
      return;
    }
    generator.writeStartObject();
    generator.writeStringField(BYTES_FIELD, Base64.getEncoder().encodeToString(bytes));
    generator.writeEndObject();
  }
}
