package dev.hyphadb.core.query;

import dev.hyphadb.core.graph.Node;
import dev.hyphadb.core.value.ValueOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Fills a page from a walk in the order of the results, and ends when the page is full.
 *
 * <p>A page before a cursor is filled backwards, from the cursor on.
 */
final class OrderedPage {
  /** How much a walk may look at for each result before others are asked whether they can less. */
  private static final int ENTRIES_PER_RESULT = 16;

  private static final int ENTRIES_ALWAYS = 64;

  private final Query query;
  private final boolean isBackwards;
  private final Comparator<Row> order;
  private final int limit;

  /** {@code null} to begin at the end. */
  private final Row from;

  /** {@code null} to go to the end. */
  private final Row to;

  private final Examined examined;
  private final List<Row> rows = new ArrayList<>();
  private long entries;

  /**
   * @param after where the page begins; {@code null} without such a cursor
   * @param before where the page ends; {@code null} without such a cursor
   */
  OrderedPage(Query query, Row after, Row before, Examined examined) {
    this.query = query;
    this.isBackwards = before != null;
    this.order = isBackwards ? Collections.reverseOrder(query.order()) : query.order();
    this.limit = query.page().limit();
    this.from = isBackwards ? before : after;
    this.to = isBackwards ? after : null;
    this.examined = examined;
  }

  boolean isBackwards() {
    return isBackwards;
  }

  Row from() {
    return from;
  }

  /** Whether values go down along the walk that fills the page. */
  boolean isDescending() {
    return query.order().isDescending() != isBackwards;
  }

  /**
   * Fills the page.
   *
   * @param isInOrder whether the walk orders the nodes of a group too
   * @param alternative asked once when the page takes long, for how many candidates another way may
   *     have at most to be better; if it then has such a way, this one is given up
   * @return {@code null} when it was given up
   */
  List<Row> fill(Walk walk, boolean isInOrder, Alternative alternative) {
    PriorityQueue<Row> group = new PriorityQueue<>(Collections.reverseOrder(order));
    boolean hasAsked = false;
    while (walk.next()) {
      entries++;
      if (walk.startsGroup()) {
        take(group);
      }
      if (rows.size() >= limit) {
        break;
      }
      Row row = walk.mayMatch() ? row(walk.node()) : null;
      if (row != null && isBehindStart(row)) {
        if (isAtEnd(row)) {
          if (isInOrder || ValueOrder.INSTANCE.compare(row.key(), to.key()) != 0) {
            break;
          }
        } else if (isInOrder) {
          rows.add(row);
        } else {
          group.add(row);
          if (group.size() > limit - rows.size()) {
            group.remove();
          }
        }
      }
      if (isInOrder && rows.size() == limit) {
        break;
      }
      if (!hasAsked && entries > ENTRIES_ALWAYS + (long) ENTRIES_PER_RESULT * limit) {
        hasAsked = true;
        if (alternative.hasFewer(expectedEntries(rows.size() + group.size()))) {
          return null;
        }
      }
    }
    take(group);
    if (isBackwards) {
      Collections.reverse(rows);
    }
    return rows;
  }

  private Row row(Node node) {
    if (node == null) {
      return null;
    }
    examined.node();
    return query.condition().matches(node) ? query.order().row(node) : null;
  }

  private boolean isBehindStart(Row row) {
    return from == null || order.compare(row, from) > 0;
  }

  private boolean isAtEnd(Row row) {
    return to != null && order.compare(row, to) >= 0;
  }

  private void take(PriorityQueue<Row> group) {
    List<Row> taken = new ArrayList<>(group);
    group.clear();
    taken.sort(order);
    rows.addAll(taken);
  }

  /** How many entries are likely to be looked at until the page is full. */
  private long expectedEntries(int found) {
    return found == 0 ? Long.MAX_VALUE : entries * (limit / found + 1L);
  }

  /** Another way to the results. */
  interface Alternative {
    /** Whether it looks at fewer, and was prepared. */
    boolean hasFewer(long entries);
  }
}
