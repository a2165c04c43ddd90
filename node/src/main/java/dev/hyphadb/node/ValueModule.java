package dev.hyphadb.node;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.Value;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.Base64;

/** Teaches Jackson to write values, to JSON and to MessagePack. */
@Singleton
class ValueModule implements ObjectMapperCustomizer {
  @Override
  public void customize(ObjectMapper mapper) {
    mapper.registerModule(
        new SimpleModule("hypha-values").addSerializer(Fields.class, new FieldsSerializer()));
  }

  private static final class FieldsSerializer extends JsonSerializer<Fields> {
    @Override
    public void serialize(Fields fields, JsonGenerator generator, SerializerProvider provider)
        throws IOException {
      write(fields, generator);
    }

    private static void write(Value value, JsonGenerator generator) throws IOException {
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
      generator.writeStringField(JsonValues.BYTES_FIELD, Base64.getEncoder().encodeToString(bytes));
      generator.writeEndObject();
    }
  }
}
