package dev.hyphadb.core.query;

import dev.hyphadb.core.graph.Node;
import dev.hyphadb.core.value.Octets;
import dev.hyphadb.core.value.Utf8;
import java.util.List;
import java.util.function.Function;

/**
 * A walk over the nodes that have several words, in the order of their ids: the word that is behind
 * goes on to the one that is ahead, so a rare word does not wait for a common one.
 */
final class WordWalk implements Walk {
  /** A seek costs about as much as so many steps. */
  private static final int STEPS_BEFORE_SEEK = 4;

  private final List<SortedIds> words;

  /** Where each word is. */
  private final byte[][] heads;

  private final Function<String, Node> nodes;
  private final Examined examined;
  private boolean isStarted;
  private int behind;
  private int ahead;

  /** How many steps were made towards the word that is ahead. */
  private int steps;

  /**
   * @param words the nodes of each
   */
  WordWalk(List<SortedIds> words, Function<String, Node> nodes, Examined examined) {
    this.words = words;
    this.heads = new byte[words.size()][];
    this.nodes = nodes;
    this.examined = examined;
  }

  @Override
  public boolean next() {
    if (isStarted) {
      heads[behind] = goOn(words.get(behind));
    } else {
      isStarted = true;
      for (int i = 0; i < heads.length; i++) {
        heads[i] = words.get(i).next();
        examined.entry();
      }
    }
    for (byte[] head : heads) {
      if (head == null) {
        // One of the words has no more nodes, so they have none together.
        return false;
      }
    }
    compare();
    return true;
  }

  private byte[] goOn(SortedIds word) {
    examined.entry();
    if (mayMatch()) {
      // Whoever goes on from here is ahead of the others.
      steps = -1;
    }
    return steps < STEPS_BEFORE_SEEK ? word.next() : word.seek(heads[ahead]);
  }

  private void compare() {
    int least = 0;
    int greatest = 0;
    for (int i = 1; i < heads.length; i++) {
      if (Octets.compare(heads[i], heads[least]) < 0) {
        least = i;
      }
      if (Octets.compare(heads[i], heads[greatest]) > 0) {
        greatest = i;
      }
    }
    steps = greatest == ahead ? steps + 1 : 0;
    behind = least;
    ahead = greatest;
  }

  @Override
  public boolean startsGroup() {
    return false;
  }

  @Override
  public boolean mayMatch() {
    return Octets.compare(heads[behind], heads[ahead]) == 0;
  }

  @Override
  public Node node() {
    return nodes.apply(Utf8.decode(heads[behind], 0, heads[behind].length));
  }

  @Override
  public void close() {
    words.forEach(SortedIds::close);
  }
}
