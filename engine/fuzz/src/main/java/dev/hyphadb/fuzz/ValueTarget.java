package dev.hyphadb.fuzz;

import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.PackReader;
import dev.hyphadb.core.value.PackWriter;
import dev.hyphadb.core.value.Value;
import dev.hyphadb.core.value.ValueException;
import java.util.HexFormat;
import java.util.List;

/** Canonical MessagePack: what is read is what would be written. */
final class ValueTarget implements Target {
  @Override
  public void run(byte[] input) {
    Value value;
    try {
      value = PackReader.unpack(input);
    } catch (ValueException e) {
      return;
    }
    Promise.equal(input, PackWriter.pack(value), "a value that was read");
    PackReader skipping = new PackReader(input);
    skipping.skip();
    skipping.requireEnd();
    if (value instanceof Fields fields) {
      Promise.equal(fields, new PackReader(input).fields(), "fields that were read");
    }
  }

  @Override
  public List<byte[]> seeds() {
    HexFormat hex = HexFormat.of();
    return List.of(
        hex.parseHex("80"),
        hex.parseHex("85a16101a162cb3ff8000000000000a163a474657874a164c3a16592c0c403010203"),
        hex.parseHex("81a16181a162d3ffffffff00000000"),
        hex.parseHex("94ccffcdffffceffffffffcfffffffffffffffff".substring(0, 22)));
  }
}
