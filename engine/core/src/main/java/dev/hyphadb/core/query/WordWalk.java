package dev.hyphadb.core.query;

import dev.hyphadb.core.graph.Node;
import dev.hyphadb.core.value.Utf8;
import java.util.List;
import java.util.function.Function;

/** A walk over the nodes that have several words, in the order of their ids. */
final class WordWalk implements Walk {
  private final List<IdStream> streams;
  private final String[] heads;
  private final Function<String, Node> nodes;
  private final Examined examined;

  /** The stream that has the least id; the one to read on. */
  private int least;

  private boolean isStarted;

  /**
   * @param streams of each word, in order
   */
  WordWalk(List<IdStream> streams, Function<String, Node> nodes, Examined examined) {
    this.streams = streams;
    this.heads = new String[streams.size()];
    this.nodes = nodes;
    this.examined = examined;
  }

  @Override
  public boolean next() {
    if (!isStarted) {
      isStarted = true;
      for (int i = 0; i < heads.length; i++) {
        if (!read(i)) {
          return false;
        }
      }
    } else if (!read(least)) {
      // One of the words has no more nodes, so they have none together.
      return false;
    }
    least = 0;
    for (int i = 1; i < heads.length; i++) {
      if (Utf8.compare(heads[i], heads[least]) < 0) {
        least = i;
      }
    }
    return true;
  }

  private boolean read(int stream) {
    heads[stream] = streams.get(stream).next();
    examined.entry();
    return heads[stream] != null;
  }

  @Override
  public boolean startsGroup() {
    return false;
  }

  @Override
  public boolean mayMatch() {
    for (String head : heads) {
      if (!head.equals(heads[0])) {
        return false;
      }
    }
    return true;
  }

  @Override
  public Node node() {
    return nodes.apply(heads[0]);
  }

  @Override
  public void close() {
    streams.forEach(IdStream::close);
  }
}
