package dev.hyphadb.core.value;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessageUnpacker;

class PackTest {
  @Test
  void writesWhatMessagePackWrites() throws IOException {
    for (long seed = 0; seed < 2000; seed++) {
      Value value = new RandomValues(new Random(seed)).next();
      MessageBufferPacker packer = MessagePack.newDefaultBufferPacker();
      pack(packer, value);
      byte[] packed = PackWriter.pack(value);
      assertArrayEquals(packer.toByteArray(), packed, "seed " + seed);
      assertEquals(value, PackReader.unpack(packed), "seed " + seed);
      try (MessageUnpacker unpacker = MessagePack.newDefaultUnpacker(packed)) {
        unpacker.skipValue();
        assertEquals(packed.length, unpacker.getTotalReadBytes(), "seed " + seed);
      }
    }
  }

  private static void pack(MessageBufferPacker packer, Value value) throws IOException {
    switch (value) {
      case Value.Null nothing -> packer.packNil();
      case Value.Bool bool -> packer.packBoolean(bool.value());
      case Value.Int number -> packer.packLong(number.value());
      case Value.Float number -> packer.packDouble(number.value());
      case Value.Text text -> packer.packString(text.value());
      case Value.Bytes bytes ->
          packer.packBinaryHeader(bytes.value().length).addPayload(bytes.value());
      case Value.Items items -> {
        packer.packArrayHeader(items.values().size());
        for (Value item : items.values()) {
          pack(packer, item);
        }
      }
      case Fields fields -> {
        packer.packMapHeader(fields.size());
        for (int i = 0; i < fields.size(); i++) {
          packer.packString(fields.nameAt(i));
          pack(packer, fields.valueAt(i));
        }
      }
    }
  }

  /** Whatever bytes come: a value with exactly these bytes, or the one documented exception. */
  @Test
  void readsRandomBytesAsCanonicalOrNotAtAll() {
    for (long seed = 0; seed < 200_000; seed++) {
      Random random = new Random(seed);
      byte[] bytes = new byte[random.nextInt(24)];
      random.nextBytes(bytes);
      readsOrRefuses(bytes, seed);
    }
  }

  @Test
  void readsDamagedValuesAsCanonicalOrNotAtAll() {
    for (long seed = 0; seed < 20_000; seed++) {
      Random random = new Random(seed);
      byte[] bytes = PackWriter.pack(new RandomValues(random).fields());
      for (int i = 1 + random.nextInt(3); i > 0; i--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      readsOrRefuses(bytes, seed);
    }
  }

  private static void readsOrRefuses(byte[] bytes, long seed) {
    try {
      assertArrayEquals(bytes, PackWriter.pack(PackReader.unpack(bytes)), "seed " + seed);
    } catch (ValueException e) {
      assertEquals(false, e.code().isEmpty(), "seed " + seed);
    }
  }

  @Test
  void textIsReadAsThePlatformReadsIt() {
    for (long seed = 0; seed < 50_000; seed++) {
      Random random = new Random(seed);
      byte[] bytes =
          new RandomValues(random).text(random.nextInt(12)).getBytes(StandardCharsets.UTF_8);
      if (bytes.length > 0 && random.nextBoolean()) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      String lenient = new String(bytes, StandardCharsets.UTF_8);
      boolean isWellFormed = Arrays.equals(bytes, lenient.getBytes(StandardCharsets.UTF_8));
      if (isWellFormed) {
        assertEquals(lenient, Utf8.decode(bytes, 0, bytes.length), "seed " + seed);
      } else {
        ValueException e =
            assertThrows(ValueException.class, () -> Utf8.decode(bytes, 0, bytes.length));
        assertEquals("malformed-text", e.code(), "seed " + seed);
      }
    }
  }

  @Test
  void textsAreOrderedAsTheirBytes() {
    for (long seed = 0; seed < 50_000; seed++) {
      Random random = new Random(seed);
      RandomValues values = new RandomValues(random);
      String a = values.text(random.nextInt(4));
      String b = values.text(random.nextInt(4));
      int bytes = Arrays.compareUnsigned(Utf8.encode(a), Utf8.encode(b));
      assertEquals(
          Integer.signum(bytes),
          Integer.signum(Utf8.compare(a, b)),
          a + " and " + b + ", seed " + seed);
    }
  }

  @Test
  void fieldsAreFoundWhateverOrderTheyCameIn() {
    for (long seed = 0; seed < 2000; seed++) {
      Fields fields = new RandomValues(new Random(seed)).fields();
      List<String> names = new ArrayList<>(fields.names());
      Collections.shuffle(names, new Random(seed));
      Fields.Builder shuffled = Fields.builder();
      names.forEach(name -> shuffled.put(name, fields.get(name)));
      assertEquals(fields, shuffled.build(), "seed " + seed);
      assertEquals(fields.hashCode(), shuffled.build().hashCode());
      assertEquals(false, fields.has("not there"));
    }
    Fields.Builder twice = Fields.builder().put("b", 1).put("a", 1).put("b", 2);
    assertEquals("duplicate-field", assertThrows(ValueException.class, twice::build).code());
  }

  @Test
  void plainObjectsComeBack() {
    for (long seed = 0; seed < 2000; seed++) {
      Value value = new RandomValues(new Random(seed)).next();
      assertEquals(value, PlainValues.from(PlainValues.toPlain(value)), "seed " + seed);
    }
  }

  @Test
  void plainObjectsOfEveryKind() {
    Object[] items = {null, 1, (short) 1, (byte) 1, 1.0, 1.0f, 1L};
    Value.Items read = (Value.Items) PlainValues.from(items);
    assertEquals(Value.NULL, read.values().get(0));
    assertEquals(Collections.nCopies(6, Value.of(1)), read.values().subList(1, 7));
  }

  @Test
  void faultsNameTheirPlace() {
    Map<String, Object> plain = new HashMap<>();
    plain.put("a", Map.of("b", List.of(1, new Object())));
    ValueException e = assertThrows(ValueException.class, () -> PlainValues.fromMap(plain));
    assertEquals("unsupported-type", e.code());
    assertEquals("a.b.1", e.path());
    Map<String, Object> itself = new HashMap<>();
    itself.put("me", itself);
    assertEquals(
        "too-deep", assertThrows(ValueException.class, () -> PlainValues.fromMap(itself)).code());
  }

  @Test
  void oneFieldIsReadAsAllAre() {
    for (long seed = 0; seed < 2_000; seed++) {
      RandomValues random = new RandomValues(new Random(seed));
      Fields.Builder builder = Fields.builder();
      for (String name : List.of("", "a", "b", "bb", "ñ", "z")) {
        builder.put(name, random.next());
      }
      Fields all = builder.build();
      byte[] packed = PackWriter.pack(all);
      for (String name : List.of("", "a", "b", "ba", "bb", "bbb", "ñ", "zz")) {
        PackReader reader = new PackReader(packed);
        boolean isThere = reader.seekField(new PackedText(name));
        assertEquals(all.get(name), isThere ? reader.value() : null, name + " of seed " + seed);
      }
      PackReader skipping = new PackReader(packed);
      skipping.skip();
      skipping.requireEnd();
      byte[] cut = Arrays.copyOf(packed, new Random(seed).nextInt(packed.length));
      assertThrows(ValueException.class, () -> new PackReader(cut).skip());
    }
  }
}
