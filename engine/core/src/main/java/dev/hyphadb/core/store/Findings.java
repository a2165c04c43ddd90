package dev.hyphadb.core.store;

import dev.hyphadb.core.commit.Hex;
import dev.hyphadb.core.commit.NodeId;
import dev.hyphadb.core.value.Octets;
import dev.hyphadb.core.value.Utf8;
import dev.hyphadb.core.value.ValueException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Collects what is wrong with a store: the first findings as they are, all of them as a number, so
 * that a store full of damage does not fill the heap. Belongs to one thread.
 */
public final class Findings {
  private static final int KEY_CHARACTERS_MAX = 120;

  private final int listMax;
  private final List<Finding> list = new ArrayList<>();
  private long count;

  public Findings(int listMax) {
    this.listMax = listMax;
  }

  /** The first of them. */
  public List<Finding> list() {
    return List.copyOf(list);
  }

  /** All of them. */
  public long count() {
    return count;
  }

  /** Something is wrong with a record. */
  public void add(Table table, byte[] key, String problem) {
    count++;
    if (list.size() < listMax) {
      list.add(new Finding(table, describe(table, key), problem));
    }
  }

  /** Something is wrong with a table as a whole. */
  public void add(Table table, String problem) {
    add(table, null, problem);
  }

  /**
   * Visits every record of a table. What the visitor or the store throws becomes a finding; the
   * former does not end the scan.
   */
  public void scan(Store store, Table table, BiConsumer<byte[], byte[]> visitor) {
    byte[] key = null;
    try (Store.Cursor cursor = store.scanWhole(table)) {
      while (cursor.next()) {
        key = cursor.key();
        visit(table, key, cursor.value(), visitor);
      }
    } catch (StoreException e) {
      add(table, key, "what follows cannot be read: " + e.getMessage());
    }
  }

  private void visit(Table table, byte[] key, byte[] value, BiConsumer<byte[], byte[]> visitor) {
    try {
      visitor.accept(key, value);
    } catch (RuntimeException e) {
      // Damaged bytes may break whatever reads them; that is what is being looked for.
      add(table, key, "the record is damaged: " + e.getMessage());
    }
  }

  private static String describe(Table table, byte[] key) {
    if (key == null) {
      return "";
    }
    String text =
        switch (table) {
          case NODE, META -> text(key, 0, key.length);
          case EDGE, REVERSE_EDGE -> pair(key);
          case LOG -> key.length == 8 ? Long.toString(Octets.longAt(key, 0)) : null;
          case COMMIT,
              LIVE,
              CURSOR,
              FINGERPRINT,
              AUTHORITY,
              AUTHORED,
              NODE_COMMIT,
              QUARANTINE,
              REFUSED,
              INDEX,
              FUTURE ->
              null;
        };
    String shown = text == null ? Hex.encode(key) : text;
    return shown.length() <= KEY_CHARACTERS_MAX
        ? shown
        : shown.substring(0, KEY_CHARACTERS_MAX) + "…";
  }

  private static String pair(byte[] key) {
    int first = key.length < 2 ? key.length : (key[0] & 0xff) << 8 | key[1] & 0xff;
    if (first > key.length - 2 || first > NodeId.BYTES_MAX) {
      return null;
    }
    String from = text(key, 2, first);
    String to = text(key, 2 + first, key.length - 2 - first);
    return from == null || to == null ? null : from + " → " + to;
  }

  /** {@code null} where the bytes are not text that can be shown. */
  private static String text(byte[] bytes, int offset, int length) {
    try {
      String text = Utf8.decode(bytes, offset, length);
      return text.chars().anyMatch(Character::isISOControl) ? null : text;
    } catch (ValueException e) {
      return null;
    }
  }
}
