package dev.hyphadb.node;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.Value;
import dev.hyphadb.core.value.ValueException;
import dev.hyphadb.jvm.json.JsonValues;
import dev.hyphadb.jvm.json.ReadingPath;
import java.io.IOException;

/** Reads bodies of JSON. Made for hostile text: every fault with its path. */
final class JsonBodies {
  private final JsonFactory factory;

  /**
   * @param textBytesMax longest text that may come
   */
  JsonBodies(int textBytesMax) {
    factory = JsonValues.factory(textBytesMax);
  }

  /**
   * @throws ProblemException what is wrong, and where
   */
  Fields readObject(byte[] json) {
    ReadingPath reading = new ReadingPath();
    try (JsonParser parser = factory.createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw ProblemException.badRequest("not-an-object", "", "The body is a JSON object");
      }
      Value value = JsonValues.read(parser, reading);
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
}
