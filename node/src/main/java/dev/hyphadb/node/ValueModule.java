package dev.hyphadb.node;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.jvm.json.JsonValues;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.inject.Singleton;
import java.io.IOException;

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
      JsonValues.write(fields, generator);
    }
  }
}
