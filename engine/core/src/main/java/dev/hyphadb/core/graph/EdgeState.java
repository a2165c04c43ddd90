package dev.hyphadb.core.graph;

import dev.hyphadb.core.commit.CommitKey;
import dev.hyphadb.core.commit.Stamp;
import dev.hyphadb.core.value.PackReader;
import dev.hyphadb.core.value.PackWriter;

/**
 * The register of one edge. It is dropped as soon as a removal of either end is after its stamp, so
 * what is there has survived both.
 */
record EdgeState(Stamp stamp, boolean linked) {
  byte[] encode() {
    return new PackWriter(40)
        .bytes(stamp.commit().bytes())
        .integer(stamp.index())
        .bool(linked)
        .toByteArray();
  }

  static EdgeState decode(byte[] bytes) {
    PackReader reader = new PackReader(bytes);
    CommitKey commit = new CommitKey(reader.bytes(CommitKey.LENGTH));
    Stamp stamp = new Stamp(commit, reader.integer(0, Integer.MAX_VALUE));
    return new EdgeState(stamp, reader.bool());
  }
}
