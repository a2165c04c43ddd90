package dev.hyphadb.node;

import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.Utf8;
import dev.hyphadb.core.value.Value;
import dev.hyphadb.core.value.ValueException;
import dev.hyphadb.jvm.json.ReadingPath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessagePackException;
import org.msgpack.core.MessageUnpacker;
import org.msgpack.value.ValueType;

/**
 * Reads values from MessagePack in any of its forms, canonical or not. Made for hostile bytes:
 * announced lengths are held against what is left, depth is bounded, every fault has its path.
 */
final class MessagePackValues {
  private MessagePackValues() {}

  /**
   * @throws ProblemException what is wrong, and where
   */
  static Fields readObject(byte[] bytes) {
    ReadingPath reading = new ReadingPath();
    try (MessageUnpacker unpacker = MessagePack.newDefaultUnpacker(bytes)) {
      Value value = new Source(unpacker, bytes.length, reading).value();
      if (unpacker.getTotalReadBytes() != bytes.length) {
        throw ProblemException.badRequest("bad-msgpack", "", "Bytes follow the MessagePack map");
      }
      return ValueReading.requireFields(value);
    } catch (MessagePackException | IOException e) {
      throw ProblemException.badRequest(
          "bad-msgpack", reading.path(), "The body is not MessagePack, or ends too early");
    } catch (ValueException e) {
      throw ProblemException.of(e, reading.path());
    }
  }

  private record Source(MessageUnpacker unpacker, long length, ReadingPath reading) {
    Value value() throws IOException {
      ValueType type = unpacker.getNextFormat().getValueType();
      return switch (type) {
        case NIL -> {
          unpacker.unpackNil();
          yield Value.NULL;
        }
        case BOOLEAN -> Value.of(unpacker.unpackBoolean());
        case INTEGER -> integer();
        case FLOAT -> decimal();
        case STRING -> Value.of(text());
        case BINARY -> new Value.Bytes(payload(unpacker.unpackBinaryHeader()));
        case ARRAY -> items();
        case MAP -> map();
        case EXTENSION ->
            throw new ValueException("unsupported-type", "", "extension types have no value form");
      };
    }

    private Value integer() throws IOException {
      try {
        return Value.of(unpacker.unpackLong());
      } catch (org.msgpack.core.MessageIntegerOverflowException e) {
        throw new ValueException("number-out-of-range", "", "integers have 64 bits with sign");
      }
    }

    private Value decimal() throws IOException {
      double number = unpacker.unpackDouble();
      if (Double.isNaN(number) || Double.isInfinite(number)) {
        throw new ValueException("not-a-number", "", "NaN and infinities cannot be stored");
      }
      return Value.of(number);
    }

    private String text() throws IOException {
      byte[] utf8 = payload(unpacker.unpackRawStringHeader());
      return Utf8.decode(utf8, 0, utf8.length);
    }

    private byte[] payload(int size) throws IOException {
      requireLeft(size);
      return unpacker.readPayload(size);
    }

    private void requireLeft(long bytes) {
      if (bytes > length - unpacker.getTotalReadBytes()) {
        throw new ValueException("bad-msgpack", "", "a length goes beyond the end of the body");
      }
    }

    private Value items() throws IOException {
      int size = unpacker.unpackArrayHeader();
      requireLeft(size);
      List<Value> items = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        reading.enter(Integer.toString(i));
        items.add(value());
        reading.leave();
      }
      return new Value.Items(items);
    }

    private Value map() throws IOException {
      int size = unpacker.unpackMapHeader();
      requireLeft(2L * size);
      Fields.Builder fields = Fields.builder();
      for (int i = 0; i < size; i++) {
        if (unpacker.getNextFormat().getValueType() != ValueType.STRING) {
          throw new ValueException("bad-field-name", "", "field names are strings");
        }
        String name = text();
        reading.enter(name);
        fields.put(name, value());
        reading.leave();
      }
      return fields.build();
    }
  }
}
