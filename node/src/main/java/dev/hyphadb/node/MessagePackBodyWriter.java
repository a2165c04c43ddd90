package dev.hyphadb.node;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyWriter;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import org.msgpack.jackson.dataformat.MessagePackFactory;

/** Writes answers as MessagePack for those who accept it. */
@Provider
@Produces(Bodies.MESSAGE_PACK)
public class MessagePackBodyWriter implements MessageBodyWriter<Object> {
  private final ObjectMapper mapper = new ObjectMapper(new MessagePackFactory());

  MessagePackBodyWriter(ValueModule values) {
    values.customize(mapper);
  }

  @Override
  public boolean isWriteable(
      Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
    return type.isRecord();
  }

  @Override
  public void writeTo(
      Object answer,
      Class<?> type,
      Type genericType,
      Annotation[] annotations,
      MediaType mediaType,
      MultivaluedMap<String, Object> headers,
      OutputStream output)
      throws IOException {
    output.write(mapper.writeValueAsBytes(answer));
  }
}
