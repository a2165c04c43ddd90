package dev.hyphadb.node;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
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
 * Reads values from JSON. Made for hostile text: bounded depth, every fault with its path.
 *
 * <p>An object whose only field is {@code $bytes}, with base64 text, stands for bytes. Integers are
 * exact up to 64 bits; larger ones, and numbers beyond a double, are refused rather than rounded.
 */
final class JsonValues {
  /** The field that marks bytes. */
  static final String BYTES_FIELD = "$bytes";

  private static final int NUMBER_DIGITS_MAX = 1_000;

  private final JsonFactory factory;

  /**
   * @param textBytesMax longest text that may come
   */
  JsonValues(int textBytesMax) {
    factory =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(ValueReading.DEPTH_MAX + 2)
                    .maxStringLength(textBytesMax)
                    .maxNameLength(textBytesMax)
                    .maxNumberLength(NUMBER_DIGITS_MAX)
                    .build())
            .build();
  }

  /**
   * @throws ProblemException what is wrong, and where
   */
  Fields readObject(byte[] json) {
    ValueReading reading = new ValueReading();
    try (JsonParser parser = factory.createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw ProblemException.badRequest("not-an-object", "", "The body is a JSON object");
      }
      Value value = value(parser, reading);
      if (parser.nextToken() != null) {
        throw ProblemException.badRequest("bad-json", "", "Something follows the JSON object");
      }
      return ValueReading.requireFields(value);
    } catch (JsonProcessingException e) {
      throw ProblemException.badRequest("bad-json", reading.path(), describe(e));
    } catch (IOException e) {
      throw ProblemException.badRequest(
          "bad-json", reading.path(), "The body is not JSON in UTF-8");
    } catch (ValueException e) {
      throw ProblemException.of(e, reading.path());
    }
  }

  private static String describe(JsonProcessingException failure) {
    if (failure.getLocation() == null) {
      return failure.getOriginalMessage();
    }
    return "Line %d, column %d: %s"
        .formatted(
            failure.getLocation().getLineNr(),
            failure.getLocation().getColumnNr(),
            failure.getOriginalMessage());
  }

  private Value value(JsonParser parser, ValueReading reading) throws IOException {
    return switch (parser.currentToken()) {
      case VALUE_NULL -> Value.NULL;
      case VALUE_TRUE -> Value.TRUE;
      case VALUE_FALSE -> Value.FALSE;
      case VALUE_STRING -> Value.of(parser.getText());
      case VALUE_NUMBER_INT -> integer(parser);
      case VALUE_NUMBER_FLOAT -> decimal(parser);
      case START_ARRAY -> items(parser, reading);
      case START_OBJECT -> object(parser, reading);
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

  private Value items(JsonParser parser, ValueReading reading) throws IOException {
    List<Value> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      reading.enter(Integer.toString(items.size()));
      items.add(value(parser, reading));
      reading.leave();
    }
    return new Value.Items(items);
  }

  private Value object(JsonParser parser, ValueReading reading) throws IOException {
    Fields.Builder builder = Fields.builder();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      reading.enter(name);
      parser.nextToken();
      builder.put(name, value(parser, reading));
      reading.leave();
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
}
