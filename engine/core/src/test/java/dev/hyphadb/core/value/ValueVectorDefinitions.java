package dev.hyphadb.core.value;

import dev.hyphadb.core.commit.Hex;
import dev.hyphadb.core.commit.Sha256;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What docs/protocol/vectors/values.json is written from. */
public final class ValueVectorDefinitions {
  private static final int HEX_BYTES_MAX = 400;
  private static final String ASTRAL = "\uD83C\uDF44";

  private final Sha256 sha256;
  private final List<Object> valid = new ArrayList<>();
  private final List<Object> numbers = new ArrayList<>();
  private final List<Object> refused = new ArrayList<>();
  private final List<Object> invalid = new ArrayList<>();

  private ValueVectorDefinitions(Sha256 sha256) {
    this.sha256 = sha256;
  }

  public static Map<String, Object> define(Sha256 sha256) {
    ValueVectorDefinitions all = new ValueVectorDefinitions(sha256);
    all.scalars();
    all.lengths();
    all.maps();
    all.numbers();
    all.refused();
    all.nonCanonical();
    all.malformed();
    Map<String, Object> order =
        entry("by code point, not by UTF-16 unit", "ascending", ascendingTexts());
    return entries(
        "valid",
        all.valid,
        "numbers",
        all.numbers,
        "refused",
        all.refused,
        "invalid",
        all.invalid,
        "order",
        List.of(order));
  }

  public static Map<String, Object> entry(String name, Object... rest) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("name", name);
    entry.putAll(entries(rest));
    return entry;
  }

  public static Map<String, Object> entries(Object... namesAndValues) {
    Map<String, Object> entries = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      entries.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return entries;
  }

  private void valid(String name, Object notation) {
    byte[] packed = PackWriter.pack(ValueNotation.from(notation));
    String hex = Hex.encode(packed);
    Map<String, Object> entry = entry(name, "value", notation);
    if (packed.length <= HEX_BYTES_MAX) {
      entry.put("hex", hex);
    } else {
      entry.put("head", hex.substring(0, 32));
      entry.put("length", packed.length);
    }
    entry.put("id", Hex.encode(sha256.hash(packed)));
    valid.add(entry);
  }

  private static Map<String, Object> integer(long number) {
    return entries("int", Long.toString(number));
  }

  private static Map<String, Object> repeat(Object element, int count) {
    return entries("repeat", element, "count", count);
  }

  private void scalars() {
    valid("null", null);
    valid("false", false);
    valid("true", true);
    long exact = 1L << 53;
    long[] boundaries = {
      0,
      1,
      127,
      128,
      255,
      256,
      65_535,
      65_536,
      4_294_967_295L,
      4_294_967_296L,
      exact - 1,
      exact,
      exact + 1,
      Long.MAX_VALUE,
      -1,
      -32,
      -33,
      -128,
      -129,
      -32_768,
      -32_769,
      Integer.MIN_VALUE,
      Integer.MIN_VALUE - 1L,
      -exact + 1,
      -exact,
      -exact - 1,
      Long.MIN_VALUE
    };
    for (long number : boundaries) {
      valid("integer " + number, integer(number));
    }
    double[] floats = {
      0.1,
      -1.5,
      Math.PI,
      0.5,
      1e300,
      -1e300,
      exact + 2.0,
      -exact - 2.0,
      0x1p63,
      -0x1p63,
      Double.MIN_VALUE,
      -Double.MIN_VALUE,
      Double.MIN_NORMAL,
      0x0.fffffffffffffp-1022,
      Double.MAX_VALUE
    };
    for (double number : floats) {
      valid("float " + number, entries("float", ValueNotation.bits(number)));
    }
    valid("empty text", "");
    valid("text of two-, three- and four-byte characters", "é€" + ASTRAL);
    valid("text with control characters", "\u0000\n\u007f\u0080");
    valid("last code points", "\uFFFF\uDBFF\uDFFF");
    valid("decomposed text stays as it is", "e\u0301");
    valid("no bytes", entries("bytes", ""));
    valid("bytes", entries("bytes", "00ff7f80"));
    valid("empty list", List.of());
    valid("empty map", entries("map", List.of()));
  }

  private void lengths() {
    for (int length : new int[] {31, 32, 255, 256, 65_535, 65_536}) {
      valid("text of " + length + " bytes", repeat("a", length));
      valid("bytes of length " + length, repeat(entries("bytes", "5a"), length));
    }
    valid("text of 32 bytes in 16 characters", repeat("é", 16));
    for (String character : List.of("é", "€", ASTRAL, "a€", "ab" + ASTRAL)) {
      for (int count : new int[] {341, 1023, 4097, 20_000}) {
        valid("long text of " + count + " times " + character, repeat(character, count));
      }
    }
    for (int size : new int[] {15, 16, 65_535, 65_536}) {
      valid("list of " + size, repeat(integer(7), size));
      valid("map of " + size, repeat(entries("map", List.of(pair("f", true))), size));
    }
    Object deep = null;
    for (int i = 0; i < PackWriter.DEPTH_MAX; i++) {
      deep = i % 2 == 0 ? Arrays.asList(deep) : entries("map", List.of(pair("a", deep)));
    }
    valid("nested " + PackWriter.DEPTH_MAX + " deep", deep);
  }

  private static List<Object> pair(String name, Object value) {
    return Arrays.asList(name, value);
  }

  private void maps() {
    List<Object> pairs = new ArrayList<>();
    List<String> texts = ascendingTexts();
    for (int i = texts.size() - 1; i >= 0; i--) {
      pairs.add(pair(texts.get(i), integer(i)));
    }
    valid("names in UTF-8 byte order, whatever the order they came in", entries("map", pairs));
    Object address = entries("map", List.of(pair("city", "Zürich"), pair("zip", integer(8001))));
    valid(
        "a node's value",
        entries(
            "map",
            List.of(
                pair("name", "Alice"),
                pair("age", integer(31)),
                pair("score", entries("float", ValueNotation.bits(0.75))),
                pair("tags", List.of("admin", "écrivain")),
                pair("address", address),
                pair("photo", entries("bytes", "89504e47")),
                pair("left", null),
                pair("active", true))));
  }

  private static List<String> ascendingTexts() {
    return List.of(
        "",
        "A",
        "Z",
        "a",
        "aa",
        "ab",
        "b",
        "\u007f",
        "\u0080",
        "é",
        "\u07ff",
        "\u0800",
        "€",
        "\uD7FF",
        "\uE000",
        "\uFB01",
        "\uFFFD",
        "\uFFFF",
        "\uD800\uDC00",
        ASTRAL,
        ASTRAL + "a",
        "\uDBFF\uDFFF");
  }

  private void numbers() {
    double[] doubles = {
      0.0,
      -0.0,
      1.0,
      -1.0,
      -32.0,
      255.0,
      0x1p31,
      0x1p53,
      -0x1p53,
      0x1p53 + 2,
      -0x1p53 - 2,
      0.1,
      1e300,
      Double.MIN_VALUE
    };
    for (double number : doubles) {
      String hex = Hex.encode(PackWriter.pack(Value.of(number)));
      numbers.add(entry("double " + number, "double", ValueNotation.bits(number), "hex", hex));
    }
  }

  private void refused() {
    refused.add(entry("NaN", "double", ValueNotation.bits(Double.NaN), "code", "not-a-number"));
    refused.add(entry("NaN with a payload", "double", "fff8000000000001", "code", "not-a-number"));
    refused.add(entry("infinity", "double", "7ff0000000000000", "code", "not-a-number"));
    refused.add(entry("minus infinity", "double", "fff0000000000000", "code", "not-a-number"));
    refused.add(entry("high surrogate at the end", "utf16", "0061d83c", "code", "lone-surrogate"));
    refused.add(
        entry("high surrogate before a letter", "utf16", "d83c0061", "code", "lone-surrogate"));
    refused.add(entry("low surrogate first", "utf16", "df44d83c", "code", "lone-surrogate"));
    refused.add(entry("nested 65 deep", "depth", 65, "code", "too-deep"));
  }

  private void invalid(String name, String hex, String code) {
    invalid.add(entry(name, "hex", hex, "code", code));
  }

  private void nonCanonical() {
    String code = "not-canonical";
    invalid("127 as uint8", "cc7f", code);
    invalid("255 as uint16", "cd00ff", code);
    invalid("65535 as uint32", "ce0000ffff", code);
    invalid("2^32 - 1 as uint64", "cf00000000ffffffff", code);
    invalid("2^63 as uint64", "cf8000000000000000", "integer-out-of-range");
    invalid("2^64 - 1 as uint64", "cfffffffffffffffff", "integer-out-of-range");
    invalid("1 as int8", "d001", code);
    invalid("-32 as int8", "d0e0", code);
    invalid("-128 as int16", "d1ff80", code);
    invalid("1 as int16", "d10001", code);
    invalid("-32768 as int32", "d2ffff8000", code);
    invalid("-2^31 as int64", "d3ffffffff80000000", code);
    invalid("2^40 as int64", "d30000010000000000", code);
    invalid("1.0 as float64", "cb3ff0000000000000", code);
    invalid("0.0 as float64", "cb0000000000000000", code);
    invalid("-0.0 as float64", "cb8000000000000000", code);
    invalid("2^53 as float64", "cb4340000000000000", code);
    invalid("NaN", "cb7ff8000000000000", "not-a-number");
    invalid("signalling NaN", "cbfff0000000000001", "not-a-number");
    invalid("infinity", "cb7ff0000000000000", "not-a-number");
    invalid("minus infinity", "cbfff0000000000000", "not-a-number");
    invalid("0.5 as float32", "ca3f000000", "unknown-type");
    invalid("text of 1 as str8", "d90161", code);
    invalid("text of 1 as str16", "da000161", code);
    invalid("text of 1 as str32", "db0000000161", code);
    invalid("bytes of 1 as bin16", "c5000161", code);
    invalid("bytes of 1 as bin32", "c60000000161", code);
    invalid("empty list as array16", "dc0000", code);
    invalid("list of 1 as array32", "dd00000001c0", code);
    invalid("empty map as map16", "de0000", code);
    invalid("empty map as map32", "df00000000", code);
    invalid("names out of order", "82a16201a16102", "unsorted-fields");
    invalid("names in UTF-16 order", "82a4f09f8d8401a3efbfbf02", "unsorted-fields");
    invalid("name twice", "82a16101a16102", "unsorted-fields");
    invalid("nested names out of order", "81a16182a16201a16102", "unsorted-fields");
  }

  private void malformed() {
    invalid("nothing", "", "truncated");
    invalid("bytes after the value", "c0c0", "trailing-bytes");
    invalid("reserved byte", "c1", "unknown-type");
    invalid("extension type", "d40100", "unknown-type");
    invalid("timestamp extension", "d6ff00000000", "unknown-type");
    invalid("integer as name", "810102", "unexpected-type");
    invalid("nil as name", "81c002", "unexpected-type");
    invalid("bytes as name", "81c4016102", "unexpected-type");
    invalid("text shorter than its length", "a36162", "truncated");
    invalid("length of text missing", "da01", "truncated");
    invalid("bytes of 4 GiB announced", "c6ffffffff", "truncated");
    invalid("text of 2 GiB announced", "db80000000", "truncated");
    invalid("list of 4 Gi announced", "ddffffffff", "truncated");
    invalid("map of 2 Gi announced", "df7fffffff", "truncated");
    invalid("map without its last value", "81a161", "truncated");
    invalid("float cut", "cb3ff8", "truncated");
    invalid("nested 65 lists deep", "91".repeat(65) + "c0", "too-deep");
    invalid("nested 65 maps deep", "81a161".repeat(65) + "c0", "too-deep");
    String code = "malformed-text";
    invalid("lone surrogate (CESU-8)", "a3eda080", code);
    invalid("surrogate pair (CESU-8)", "a6eda0bcedbd84", code);
    invalid("overlong NUL (modified UTF-8)", "a2c080", code);
    invalid("overlong two bytes", "a2c1bf", code);
    invalid("overlong three bytes", "a3e09fbf", code);
    invalid("overlong four bytes", "a4f08fbfbf", code);
    invalid("beyond U+10FFFF", "a4f4908080", code);
    invalid("lead byte F5", "a4f5808080", code);
    invalid("continuation byte alone", "a180", code);
    invalid("character cut by the end of the text", "a2e282", code);
    invalid("character not continued", "a3e28261", code);
    invalid("byte FF", "a1ff", code);
    invalid("name that is not UTF-8", "81a1ffc0", code);
  }
}
