package dev.hyphadb.node;

import dev.hyphadb.core.value.Fields;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response.Status;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads request bodies, JSON or MessagePack by their content type, within their bounds. Any thread.
 */
@ApplicationScoped
class Bodies {
  static final String MESSAGE_PACK = "application/msgpack";
  static final MediaType MESSAGE_PACK_TYPE = new MediaType("application", "msgpack");

  private final NodeConfig config;
  private final JsonBodies json;

  Bodies(NodeConfig config) {
    this.config = config;
    this.json = new JsonBodies(config.batchBytesMax());
  }

  /** A body of ordinary size. */
  Fields read(InputStream body, HttpHeaders headers) {
    return read(body, headers, config.bodyBytesMax());
  }

  Fields readBatch(InputStream body, HttpHeaders headers) {
    return read(body, headers, config.batchBytesMax());
  }

  /** A text of its own, which its transport has bounded. */
  Fields readText(byte[] text) {
    return json.readObject(text);
  }

  private Fields read(InputStream body, HttpHeaders headers, int bytesMax) {
    MediaType type = headers.getMediaType();
    boolean isMessagePack = type != null && MESSAGE_PACK_TYPE.isCompatible(type);
    if (!isMessagePack && (type == null || !MediaType.APPLICATION_JSON_TYPE.isCompatible(type))) {
      throw new ProblemException(
          Status.UNSUPPORTED_MEDIA_TYPE,
          "unsupported-media-type",
          "The body is application/json or " + MESSAGE_PACK + "; say which in Content-Type");
    }
    byte[] bytes = bytes(body, headers.getLength(), bytesMax);
    return isMessagePack ? MessagePackValues.readObject(bytes) : json.readObject(bytes);
  }

  private static byte[] bytes(InputStream body, int announced, int bytesMax) {
    try {
      byte[] bytes = announced > bytesMax ? null : body.readNBytes(bytesMax + 1);
      if (bytes == null || bytes.length > bytesMax) {
        throw new ProblemException(
            Status.REQUEST_ENTITY_TOO_LARGE,
            "body-too-large",
            "The body has more than the " + bytesMax + " bytes that are allowed here");
      }
      return bytes;
    } catch (IOException e) {
      throw ProblemException.badRequest("body-incomplete", "", "The body ended too early");
    }
  }
}
