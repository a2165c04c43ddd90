package dev.hyphadb.core.index;

import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.Octets;
import java.util.Map;
import java.util.TreeMap;

/** The entries of one node in one index: a function of its value. */
final class IndexEntries {
  /** A node that would have more stands outside: it is a candidate for every question. */
  static final int ENTRIES_MAX = 4_096;

  /** Starts the keys of outsiders; everything else in an index starts with less. */
  static final int OUTSIDE = 0xfe;

  static final byte[] NOTHING = {};

  /** Those of a node that is not there. */
  private static final IndexEntries NONE = new IndexEntries(0, NOTHING, new IndexKeys());

  private final int number;
  private final byte[] nodeKey;
  private final IndexKeys scratch;
  private final Map<byte[], byte[]> entries = new TreeMap<>(Octets::compare);
  private boolean hasLists;
  private boolean hasCuts;
  private boolean hasOutsiders;

  private IndexEntries(int number, byte[] nodeKey, IndexKeys scratch) {
    this.number = number;
    this.nodeKey = nodeKey;
    this.scratch = scratch;
  }

  /**
   * @param value {@code null} for a node that is not there, which has no entries
   * @param scratch to compose keys with
   */
  static IndexEntries of(
      IndexRecord index, String id, byte[] nodeKey, Fields value, IndexKeys scratch) {
    if (value == null) {
      return NONE;
    }
    IndexEntries entries = new IndexEntries(index.number(), nodeKey, scratch);
    switch (index.definition().kind()) {
      case ORDERED -> OrderedEntries.collect(index.paths(), id, value, entries);
      case WORDS -> WordEntries.collect(value, entries);
      case PLACES -> PlaceEntries.collect(value, entries);
    }
    return entries;
  }

  /** Starts a key of the index; the one composed before is not needed any more. */
  IndexKeys startKey() {
    return scratch.start(number);
  }

  int number() {
    return number;
  }

  byte[] nodeKey() {
    return nodeKey;
  }

  void add(byte[] key, byte[] value) {
    entries.put(key, value);
  }

  void noteList() {
    hasLists = true;
  }

  void noteCut() {
    hasCuts = true;
  }

  /** The node has too many. */
  void addOutside() {
    hasOutsiders = true;
    add(startKey().put(OUTSIDE).put(nodeKey).toBytes(), NOTHING);
  }

  int size() {
    return entries.size();
  }

  Map<byte[], byte[]> entries() {
    return entries;
  }

  /** Whether the index has had nothing like them. */
  boolean isNewsTo(IndexRecord index) {
    return hasLists && !index.hasLists()
        || hasCuts && !index.hasCuts()
        || hasOutsiders && !index.hasOutsiders();
  }

  IndexRecord note(IndexRecord index) {
    return index.noting(hasLists, hasCuts, hasOutsiders);
  }
}
