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

  private final int number;
  private final byte[] nodeKey;
  private final Map<byte[], byte[]> entries = new TreeMap<>(Octets::compare);
  private boolean hasLists;
  private boolean hasCuts;
  private boolean hasOutsiders;

  private IndexEntries(int number, byte[] nodeKey) {
    this.number = number;
    this.nodeKey = nodeKey;
  }

  /**
   * @param value {@code null} for a node that is not there, which has no entries
   */
  static IndexEntries of(IndexRecord index, String id, byte[] nodeKey, Fields value) {
    IndexEntries entries = new IndexEntries(index.number(), nodeKey);
    if (value != null) {
      switch (index.definition().kind()) {
        case ORDERED -> OrderedEntries.collect(index.paths(), id, value, entries);
        case WORDS -> WordEntries.collect(value, entries);
        case PLACES -> PlaceEntries.collect(value, entries);
      }
    }
    return entries;
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
    add(new IndexKeys().start(number).put(OUTSIDE).put(nodeKey).toBytes(), NOTHING);
  }

  int size() {
    return entries.size();
  }

  Map<byte[], byte[]> entries() {
    return entries;
  }

  IndexRecord note(IndexRecord index) {
    return index.noting(hasLists, hasCuts, hasOutsiders);
  }
}
