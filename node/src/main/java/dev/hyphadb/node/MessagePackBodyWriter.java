package dev.hyphadb.node;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.util.Map;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessagePacker;

/** Writes answers as MessagePack for those who accept it. */
@Provider
@Produces(Bodies.MESSAGE_PACK)
public class MessagePackBodyWriter implements MessageBodyWriter<Object> {
  private final ObjectMapper mapper;

  MessagePackBodyWriter(ObjectMapper mapper) {
    this.mapper = mapper;
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
    try (MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
      write(mapper.valueToTree(answer), packer);
      output.write(packer.toByteArray());
    }
  }

  private static void write(JsonNode node, MessagePacker packer) throws IOException {
    switch (node.getNodeType()) {
      case OBJECT -> {
        packer.packMapHeader(node.size());
        for (Map.Entry<String, JsonNode> field : node.properties()) {
          packer.packString(field.getKey());
          write(field.getValue(), packer);
        }
      }
      case ARRAY -> {
        packer.packArrayHeader(node.size());
        for (JsonNode item : node) {
          write(item, packer);
        }
      }
      case STRING -> packer.packString(node.textValue());
      case NUMBER -> {
        if (node.isIntegralNumber()) {
          packer.packLong(node.longValue());
        } else {
          packer.packDouble(node.doubleValue());
        }
      }
      case BOOLEAN -> packer.packBoolean(node.booleanValue());
      case BINARY -> {
        byte[] bytes = node.binaryValue();
        packer.packBinaryHeader(bytes.length).writePayload(bytes);
      }
      case NULL, MISSING -> packer.packNil();
      case POJO -> throw new IOException("not data: " + node);
    }
  }
}
