package dev.hyphadb.jvm.transfer;

import dev.hyphadb.core.value.ValueException;
import dev.hyphadb.fuzz.Promise;
import dev.hyphadb.fuzz.Target;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** Lines of files that are imported: refused, or operations that can be asked for. */
public final class LineTarget implements Target {
  @Override
  public void run(byte[] input) {
    NodeLine line;
    try {
      line = NodeLine.parse(input);
    } catch (IOException | ValueException e) {
      return;
    }
    if (line != null) {
      int expected = line.edges().size() + (line.value() == null ? 0 : 1);
      Promise.equal(expected, line.operations().size(), "the operations of a line");
    }
  }

  @Override
  public List<byte[]> seeds() {
    return Stream.of(
            "{\"id\":\"a\",\"value\":{\"name\":\"Alice\",\"b\":{\"$bytes\":\"AQID\"}},\"edges\":[\"b\",\"c\"]}",
            "{\"id\":\"a\"}",
            "")
        .map(text -> text.getBytes(StandardCharsets.UTF_8))
        .toList();
  }
}
