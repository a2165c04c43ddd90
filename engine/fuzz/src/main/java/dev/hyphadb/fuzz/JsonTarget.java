package dev.hyphadb.fuzz;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import dev.hyphadb.core.value.PackReader;
import dev.hyphadb.core.value.PackWriter;
import dev.hyphadb.core.value.Value;
import dev.hyphadb.core.value.ValueException;
import dev.hyphadb.jvm.json.JsonValues;
import dev.hyphadb.jvm.json.ReadingPath;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** Values in JSON: what is read is written as JSON that reads the same. */
final class JsonTarget implements Target {
  private static final JsonFactory FACTORY = JsonValues.factory(1 << 20);

  @Override
  public void run(byte[] input) {
    Value value = read(input);
    byte[] packed;
    try {
      packed = value == null ? null : PackWriter.pack(value);
    } catch (ValueException e) {
      // Such as half of a surrogate pair: JSON, but no value that can be stored.
      return;
    }
    if (packed != null) {
      Promise.equal(value, PackReader.unpack(packed), "a value from JSON, packed");
      Promise.equal(value, read(write(value)), "a value from JSON, written");
    }
  }

  /** {@code null} when the text is not JSON, or none that stands for a value. */
  static Value read(byte[] text) {
    try (JsonParser parser = FACTORY.createParser(text)) {
      return parser.nextToken() == null ? null : JsonValues.read(parser, new ReadingPath());
    } catch (IOException | ValueException e) {
      return null;
    }
  }

  private static byte[] write(Value value) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try (JsonGenerator generator = FACTORY.createGenerator(text)) {
      JsonValues.write(value, generator);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toByteArray();
  }

  @Override
  public List<byte[]> seeds() {
    return Stream.of(
            "{\"name\":\"Alice\",\"n\":[1,-2.5e3,true,null],\"deep\":{\"b\":{\"$bytes\":\"AQID\"}}}",
            "[9223372036854775807,-9223372036854775808,1e400,0.1,\"\\u00e9\\ud83d\\ude00\"]")
        .map(text -> text.getBytes(StandardCharsets.UTF_8))
        .toList();
  }
}
