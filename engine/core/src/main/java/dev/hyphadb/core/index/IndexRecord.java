package dev.hyphadb.core.index;

import dev.hyphadb.core.query.FieldPath;
import dev.hyphadb.core.value.Octets;
import dev.hyphadb.core.value.PackReader;
import dev.hyphadb.core.value.PackWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * What the catalogue says of one index.
 *
 * @param number starts its keys; never used again
 * @param paths the fields of the definition, ready for use
 * @param isAutomatic made because queries kept asking, not by anybody's wish
 * @param builtTo the key of the last node that has its entries: nodes behind it have none yet, and
 *     none are kept; empty before the first, {@code null} when all have
 * @param nodesBuilt how many nodes the build has gone through
 * @param hasLists whether an entry may stand for an element of a list
 * @param hasCuts whether a value may be too long to sort by
 * @param hasOutsiders whether a node may have more entries than an index takes
 */
record IndexRecord(
    int number,
    IndexDefinition definition,
    List<FieldPath> paths,
    boolean isAutomatic,
    byte[] builtTo,
    long nodesBuilt,
    boolean hasLists,
    boolean hasCuts,
    boolean hasOutsiders) {
  static final byte[] NOTHING_BUILT = {};

  private static final int AUTOMATIC = 1;
  private static final int LISTS = 2;
  private static final int CUTS = 4;
  private static final int OUTSIDERS = 8;

  static IndexRecord create(int number, IndexDefinition definition, boolean isAutomatic) {
    return new IndexRecord(
        number, definition, paths(definition), isAutomatic, NOTHING_BUILT, 0, false, false, false);
  }

  private static List<FieldPath> paths(IndexDefinition definition) {
    return definition.fields().stream().map(FieldPath::of).toList();
  }

  boolean isReady() {
    return builtTo == null;
  }

  /** Whether the node has its entries, and they are to be kept. */
  boolean covers(byte[] nodeKey) {
    return builtTo == null || Octets.compare(nodeKey, builtTo) <= 0;
  }

  IndexRecord builtTo(byte[] nodeKey, long nodes) {
    return new IndexRecord(
        number,
        definition,
        paths,
        isAutomatic,
        nodeKey,
        nodesBuilt + nodes,
        hasLists,
        hasCuts,
        hasOutsiders);
  }

  IndexRecord noting(boolean lists, boolean cuts, boolean outsiders) {
    return new IndexRecord(
        number,
        definition,
        paths,
        isAutomatic,
        builtTo,
        nodesBuilt,
        hasLists || lists,
        hasCuts || cuts,
        hasOutsiders || outsiders);
  }

  IndexRecord declared() {
    return new IndexRecord(
        number, definition, paths, false, builtTo, nodesBuilt, hasLists, hasCuts, hasOutsiders);
  }

  void write(PackWriter writer) {
    writer.integer(number).integer(definition.kind().ordinal());
    writer.arrayHeader(definition.fields().size());
    definition.fields().forEach(writer::text);
    writer.integer(
        (isAutomatic ? AUTOMATIC : 0)
            | (hasLists ? LISTS : 0)
            | (hasCuts ? CUTS : 0)
            | (hasOutsiders ? OUTSIDERS : 0));
    writer.integer(nodesBuilt);
    if (builtTo == null) {
      writer.nil();
    } else {
      writer.bytes(builtTo);
    }
  }

  static IndexRecord read(PackReader reader) {
    int number = reader.integer(1, Integer.MAX_VALUE);
    IndexDefinition.Kind[] kinds = IndexDefinition.Kind.values();
    IndexDefinition.Kind kind = kinds[reader.integer(0, kinds.length - 1)];
    List<String> fields = new ArrayList<>();
    for (int i = reader.arrayHeader(); i > 0; i--) {
      fields.add(reader.text());
    }
    int flags = reader.integer(0, 15);
    long nodesBuilt = reader.unsigned();
    byte[] builtTo = reader.tryNil() ? null : reader.bytes();
    IndexDefinition definition = new IndexDefinition(kind, fields);
    return new IndexRecord(
        number,
        definition,
        paths(definition),
        (flags & AUTOMATIC) != 0,
        builtTo,
        nodesBuilt,
        (flags & LISTS) != 0,
        (flags & CUTS) != 0,
        (flags & OUTSIDERS) != 0);
  }
}
