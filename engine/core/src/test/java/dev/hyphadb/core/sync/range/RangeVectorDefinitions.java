package dev.hyphadb.core.sync.range;

import static dev.hyphadb.core.value.ValueVectorDefinitions.entries;
import static dev.hyphadb.core.value.ValueVectorDefinitions.entry;

import dev.hyphadb.core.commit.Sha256;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What docs/protocol/vectors/ranges.json is written from. */
public final class RangeVectorDefinitions {
  private RangeVectorDefinitions() {}

  public static Map<String, Object> define(Sha256 sha256) {
    List<Object> runs = new ArrayList<>();
    Object few = numbers(0, 20, 1, 1);
    Object many = numbers(0, 200, 1, 1);
    Object more = numbers(200, 210, 1, 1);
    Object third = numbers(0, 200, 3, 1);
    Object crowd = numbers(0, 150, 1, 50);
    Object crowdPart = numbers(0, 150, 2, 50);
    runs.add(RangeVectors.define("empty sets", List.of(), List.of(), 0, sha256));
    runs.add(RangeVectors.define("few against none", List.of(few), List.of(), 0, sha256));
    runs.add(RangeVectors.define("none against few", List.of(), List.of(few), 0, sha256));
    runs.add(RangeVectors.define("equal sets", List.of(many), List.of(many), 0, sha256));
    runs.add(RangeVectors.define("ten newer", List.of(many), List.of(many, more), 0, sha256));
    runs.add(RangeVectors.define("every third", List.of(many), List.of(third), 0, sha256));
    runs.add(
        RangeVectors.define("equal timestamps", List.of(crowdPart), List.of(crowd), 0, sha256));
    runs.add(RangeVectors.define("frames of 4,096 bytes", List.of(), List.of(many), 4096, sha256));
    List<Object> invalid = new ArrayList<>();
    invalid.add(entry("nothing", "hex", ""));
    invalid.add(entry("version 2", "hex", "62"));
    invalid.add(entry("bound without a mode", "hex", "610000"));
    invalid.add(entry("unknown mode", "hex", "61000003"));
    invalid.add(entry("fingerprint cut", "hex", "61000001" + "00".repeat(15)));
    invalid.add(entry("list cut", "hex", "6100000202" + "00".repeat(32)));
    invalid.add(entry("list of 2^62 ids", "hex", "61000002" + "c080808080808080" + "00"));
    invalid.add(entry("number not shortest", "hex", "61800000"));
    invalid.add(entry("number beyond 64 bits", "hex", "61" + "ff".repeat(10) + "7f0000"));
    invalid.add(entry("timestamp 2^64 - 1", "hex", "6182" + "80".repeat(8) + "000000"));
    invalid.add(entry("id prefix of 33 bytes", "hex", "610521" + "00".repeat(33) + "00"));
    invalid.add(entry("ranges out of order", "hex", "61050102000101" + "01" + "00"));
    invalid.add(entry("more after infinity", "hex", "61000000000000"));
    return entries("reconciliations", runs, "invalid", invalid);
  }

  private static Map<String, Object> numbers(int from, int to, int step, int perTimestamp) {
    Map<String, Object> numbers = new LinkedHashMap<>();
    numbers.put("from", from);
    numbers.put("to", to);
    numbers.put("step", step);
    numbers.put("perTimestamp", perTimestamp);
    return numbers;
  }
}
