package dev.hyphadb.core.graph;

import dev.hyphadb.core.commit.NodeId;
import dev.hyphadb.core.store.Keys;
import dev.hyphadb.core.value.Utf8;

/** The two ends in a key of an edge table. */
record EdgeKey(String first, String second) {
  static EdgeKey of(byte[] key) {
    if (key.length < 2) {
      throw new IllegalArgumentException("the key ends too early");
    }
    int length = (key[0] & 0xff) << 8 | key[1] & 0xff;
    if (length > key.length - 2) {
      throw new IllegalArgumentException("the key ends too early");
    }
    String first = Utf8.decode(key, 2, length);
    String second = Utf8.decode(key, 2 + length, key.length - 2 - length);
    return new EdgeKey(NodeId.require(first), NodeId.require(second));
  }

  byte[] reversed() {
    return Keys.pair(Utf8.encode(second), Utf8.encode(first));
  }
}
