package dev.hyphadb.core.query;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The candidates that one index names for a condition, read as far as they are asked for: so the
 * shortest of several can be found at a cost that follows its own length.
 */
final class IdSource implements AutoCloseable {
  private final String description;
  private final List<Supplier<IdStream>> streams;
  private final Examined examined;
  private final Set<String> ids = new LinkedHashSet<>();
  private int nextStream;
  private IdStream open;
  private int entries;

  /**
   * @param streams one after the other they have all candidates
   */
  IdSource(String description, List<Supplier<IdStream>> streams, Examined examined) {
    this.description = description;
    this.streams = streams;
    this.examined = examined;
  }

  String description() {
    return description;
  }

  /** To be read by somebody else instead. */
  List<Supplier<IdStream>> streams() {
    return streams;
  }

  /** Reads on until so many entries were read; returns whether that was all. */
  boolean readTo(long entriesMax) {
    while (entries < entriesMax) {
      if (open == null) {
        if (nextStream == streams.size()) {
          return true;
        }
        open = streams.get(nextStream++).get();
      }
      String id = open.next();
      if (id == null) {
        open.close();
        open = null;
      } else {
        entries++;
        examined.entry();
        ids.add(id);
      }
    }
    return false;
  }

  /** What was read, each once. */
  Set<String> ids() {
    return ids;
  }

  @Override
  public void close() {
    if (open != null) {
      open.close();
      open = null;
    }
  }
}
