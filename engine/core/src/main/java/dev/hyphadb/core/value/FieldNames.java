package dev.hyphadb.core.value;

import java.util.Collection;

/** Names of a few fields, as they are looked for in packed maps. Immutable. */
public final class FieldNames {
  private final String[] names;
  private final byte[][] packed;

  public FieldNames(Collection<String> names) {
    this.names = names.toArray(new String[0]);
    this.packed = new byte[this.names.length][];
    for (int i = 0; i < packed.length; i++) {
      packed[i] = Utf8.encode(this.names[i]);
    }
  }

  /** The one that stands there in UTF-8; {@code null} when it is none of them. */
  String at(byte[] bytes, int offset, int length) {
    for (int i = 0; i < packed.length; i++) {
      if (packed[i].length == length && isAt(packed[i], bytes, offset)) {
        return names[i];
      }
    }
    return null;
  }

  private static boolean isAt(byte[] name, byte[] bytes, int offset) {
    for (int i = 0; i < name.length; i++) {
      if (name[i] != bytes[offset + i]) {
        return false;
      }
    }
    return true;
  }
}
