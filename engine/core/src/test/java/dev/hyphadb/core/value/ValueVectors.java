package dev.hyphadb.core.value;

import dev.hyphadb.core.commit.Hex;
import dev.hyphadb.core.commit.Sha256;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Checks docs/protocol/vectors/values.json. Portable. */
public final class ValueVectors {
  private ValueVectors() {}

  public static List<String> check(Map<String, Object> file, Sha256 sha256) {
    Vectors vectors = new Vectors();
    for (Map<String, Object> vector : Vectors.section(file, "valid")) {
      vectors.check(vector, () -> valid(vector, sha256));
    }
    for (Map<String, Object> vector : Vectors.section(file, "numbers")) {
      vectors.check(
          vector,
          () -> {
            double number = ValueNotation.doubleOf(Vectors.text(vector.get("double")));
            byte[] packed = PackWriter.pack(Value.of(number));
            Vectors.same("bytes", vector.get("hex"), Hex.encode(packed));
          });
    }
    for (Map<String, Object> vector : Vectors.section(file, "refused")) {
      vectors.check(
          vector, () -> Vectors.same("code", vector.get("code"), codeOf(() -> build(vector))));
    }
    for (Map<String, Object> vector : Vectors.section(file, "invalid")) {
      byte[] bytes = Hex.decode(Vectors.text(vector.get("hex")));
      vectors.check(
          vector,
          () -> Vectors.same("code", vector.get("code"), codeOf(() -> PackReader.unpack(bytes))));
    }
    for (Map<String, Object> vector : Vectors.section(file, "order")) {
      vectors.check(vector, () -> order(Vectors.list(vector.get("ascending"))));
    }
    vectors.check(Map.of("name", "texts of every length"), ValueVectors::textsOfEveryLength);
    return vectors.failures();
  }

  private static void valid(Map<String, Object> vector, Sha256 sha256) {
    Value value = ValueNotation.from(vector.get("value"));
    byte[] packed = PackWriter.pack(value);
    String hex = Hex.encode(packed);
    if (vector.get("hex") != null) {
      Vectors.same("bytes", vector.get("hex"), hex);
    } else {
      Vectors.same("length", vector.get("length"), packed.length);
      String head = Vectors.text(vector.get("head"));
      Vectors.same("head", head, hex.substring(0, head.length()));
    }
    Vectors.same("id", vector.get("id"), Hex.encode(sha256.hash(packed)));
    Value read = PackReader.unpack(packed);
    Vectors.same("read", value, read);
    Vectors.same("hash of equal values", value.hashCode(), read.hashCode());
    Vectors.same("written again", hex, Hex.encode(PackWriter.pack(read)));
    Vectors.same("plain", value, PlainValues.from(PlainValues.toPlain(value)));
    for (int length = 0; length < Math.min(packed.length, 40); length++) {
      byte[] cut = Arrays.copyOf(packed, length);
      Vectors.same("cut at " + length, "truncated", codeOf(() -> PackReader.unpack(cut)));
    }
  }

  /** Platforms convert long texts in blocks: no character may get lost where they meet. */
  private static void textsOfEveryLength() {
    for (String hex : new String[] {"c3a9", "e282ac", "f09f8d84"}) {
      byte[] one = Hex.decode(hex);
      String character = Utf8.decode(one, 0, one.length);
      for (int count = 0; count < 3000; count += count < 1100 ? 1 : 97) {
        byte[] expected = new byte[count * one.length + 1];
        for (int i = 0; i < count * one.length; i++) {
          expected[i] = one[i % one.length];
        }
        expected[expected.length - 1] = 'x';
        String text = character.repeat(count) + "x";
        boolean isSame = Arrays.equals(expected, Utf8.encode(text));
        Vectors.same(hex + " encoded " + count, true, isSame);
        String decoded = Utf8.decode(expected, 0, expected.length);
        Vectors.same(hex + " decoded " + count, text, decoded);
      }
    }
  }

  /** Something of a caller that has no value form. */
  private static void build(Map<String, Object> vector) {
    if (vector.get("double") != null) {
      Value.of(ValueNotation.doubleOf(Vectors.text(vector.get("double"))));
    } else if (vector.get("utf16") != null) {
      byte[] units = Hex.decode(Vectors.text(vector.get("utf16")));
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < units.length; i += 2) {
        text.append((char) ((units[i] & 0xff) << 8 | units[i + 1] & 0xff));
      }
      Value.of(text.toString());
    } else {
      PackWriter.pack(nested((Integer) vector.get("depth")));
    }
  }

  private static Value nested(int depth) {
    Value value = Value.NULL;
    for (int i = 0; i < depth; i++) {
      value = i % 2 == 0 ? new Value.Items(List.of(value)) : Fields.of("a", value);
    }
    return value;
  }

  private static void order(List<Object> ascending) {
    for (int i = 0; i < ascending.size(); i++) {
      for (int j = 0; j < ascending.size(); j++) {
        int order = Utf8.compare(Vectors.text(ascending.get(i)), Vectors.text(ascending.get(j)));
        Vectors.same(i + " against " + j, Integer.compare(i, j), Integer.signum(order));
      }
    }
  }

  private static String codeOf(Vectors.Check check) {
    try {
      check.run();
      return "none";
    } catch (ValueException e) {
      return e.code();
    }
  }
}
