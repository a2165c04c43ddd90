package dev.hyphadb.cli.shell;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.Value;
import dev.hyphadb.jvm.json.JsonValues;
import dev.hyphadb.jvm.json.ReadingPath;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** JSON as people type it: names without quotation marks, single ones too. */
final class Json {
  private static final int TEXT_MAX = 1 << 20;

  private static final JsonFactory FACTORY =
      JsonValues.factory(TEXT_MAX)
          .configure(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES.mappedFeature(), true)
          .configure(JsonReadFeature.ALLOW_SINGLE_QUOTES.mappedFeature(), true);

  private Json() {}

  /**
   * What was read, and what stands behind it.
   *
   * @param rest without space around it
   */
  record Read(Fields fields, String rest) {}

  /**
   * Reads the object that a text begins with.
   *
   * @throws ShellException when there is none; says where it ends to be one
   */
  static Read object(String text) {
    if (!text.startsWith("{")) {
      throw new ShellException("a value is an object, such as {name: \"Alice\"}");
    }
    try (JsonParser parser = FACTORY.createParser(text)) {
      parser.nextToken();
      Fields fields = (Fields) JsonValues.read(parser, new ReadingPath());
      int end = (int) parser.currentLocation().getCharOffset();
      return new Read(fields, text.substring(end).strip());
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      String where = at == null ? "" : " at character " + at.getColumnNr();
      throw new ShellException("not JSON" + where + ": " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String text(Value value) {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = FACTORY.createGenerator(text)) {
      JsonValues.write(value, generator);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
