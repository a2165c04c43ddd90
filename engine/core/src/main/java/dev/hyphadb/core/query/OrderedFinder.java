package dev.hyphadb.core.query;

import dev.hyphadb.core.graph.GraphReader;
import dev.hyphadb.core.graph.Node;
import dev.hyphadb.core.query.KeyRange.Bound;
import dev.hyphadb.core.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Finds a way through the nodes in the order of a query's results. */
final class OrderedFinder {
  private static final FieldPath ID_FIELD = FieldPath.of("id");

  private final GraphReader reader;
  private final Function<String, Node> nodes;
  private final Indexes indexes;
  private final Examined examined;

  OrderedFinder(
      GraphReader reader, Function<String, Node> nodes, Indexes indexes, Examined examined) {
    this.reader = reader;
    this.nodes = nodes;
    this.indexes = indexes;
    this.examined = examined;
  }

  /**
   * A walk, not opened yet.
   *
   * @param isInOrder whether nodes that are equal but for their ids are in order too
   * @param isNarrowed whether it goes only through nodes that fulfil a part of the condition
   * @param rest what candidates may be looked for by instead
   */
  record Way(
      Opener opener, boolean isInOrder, boolean isNarrowed, Condition rest, String description) {
    Walk open() {
      return opener.open();
    }

    interface Opener {
      Walk open();
    }
  }

  /**
   * @return {@code null} when there is none
   */
  Way find(Query query, OrderedPage page) {
    ResultOrder order = query.order();
    if (order.centre() != null || order.words() != null) {
      return null;
    }
    List<Condition> parts = CandidateFinder.parts(query.condition());
    boolean isById = order.isById() || isNodeId(order.field());
    Candidate best = null;
    for (OrderedIndex index : indexes.ordered()) {
      Candidate candidate =
          isById ? Candidate.byId(index, parts) : Candidate.byField(index, order.field(), parts);
      if (candidate != null && (best == null || candidate.score > best.score)) {
        best = candidate;
      }
    }
    if (best != null) {
      return way(best, page, query.condition(), parts, order);
    }
    Way words = isById ? words(parts, page) : null;
    return words != null || !isById ? words : allNodes(page, query.condition(), parts);
  }

  /** Nodes that have the words, where nothing else is known to be better. */
  private Way words(List<Condition> parts, OrderedPage page) {
    WordIndex index = indexes.words();
    if (index == null || !index.isInOrder() || page.isDescending()) {
      return null;
    }
    Set<String> words = new LinkedHashSet<>();
    List<Condition> others = new ArrayList<>();
    for (Condition part : parts) {
      if (part instanceof Condition.HasWords hasWords) {
        words.addAll(hasWords.words().words());
      } else if (part instanceof Condition.OnField onField
          && onField.test() instanceof FieldTest.HasWords hasWords) {
        words.addAll(hasWords.words().words());
      } else {
        others.add(part);
      }
    }
    if (words.isEmpty()) {
      return null;
    }
    String from = page.from() == null ? null : page.from().id();
    return new Way(
        () ->
            new WordWalk(
                words.stream().map(word -> index.sorted(word, from)).toList(), nodes, examined),
        true,
        true,
        // The walk itself goes by the rarest of the words.
        new Condition.All(others),
        "words (" + String.join(" ", words) + ") in order of id");
  }

  private boolean isNodeId(FieldPath field) {
    List<String> others = field.equals(ID_FIELD) ? indexes.nodesWithOwnId() : null;
    return others != null && others.isEmpty();
  }

  private Way allNodes(OrderedPage page, Condition condition, List<Condition> parts) {
    String from = page.from() == null ? null : page.from().id();
    IdRange bound = idRange(parts);
    IdRange range = bound.behind(from, page.isDescending());
    return new Way(
        () ->
            range.isEmpty()
                ? Walk.EMPTY
                : new NodeWalk(
                    reader.walk(range.from(), range.to(), page.isDescending()),
                    condition,
                    examined),
        true,
        !bound.isEverything(),
        condition,
        bound.isEverything() ? "all nodes in order of id" : "ids in order");
  }

  /** Of the first condition that says something of ids, where no value has a field of that name. */
  private IdRange idRange(List<Condition> parts) {
    List<Bound> bounds = new FieldBounds(ID_FIELD, parts).bounds(false);
    IdRange range = bounds == null || bounds.size() != 1 ? null : IdRange.of(bounds.get(0));
    return range != null && isNodeId(ID_FIELD) ? range : IdRange.ALL;
  }

  private Way way(
      Candidate best,
      OrderedPage page,
      Condition condition,
      List<Condition> parts,
      ResultOrder order) {
    OrderedIndex index = best.index;
    boolean isSorted = best.sortField < index.fields().size();
    boolean isInOrder =
        !index.hasLists() && (!isSorted || best.sortField == index.fields().size() - 1);
    boolean isTurned = isSorted && isInOrder && page.isDescending() != page.isBackwards();
    OrderedIndex.Position from =
        page.from() == null
            ? null
            : new OrderedIndex.Position(page.from().key(), isInOrder ? page.from().id() : null);
    return new Way(
        () ->
            new IndexWalk(
                index,
                isTurned
                    ? index.scanGroups(best.range, page.isDescending(), from)
                    : index.scan(best.range, page.isDescending(), from),
                best.sortField,
                isSorted,
                parts,
                nodes,
                examined),
        isInOrder,
        best.score > 0,
        condition,
        "index (" + index.name() + ") in order of " + order);
  }

  /**
   * An index that has the order.
   *
   * @param sortField which of its fields; one past the last for the order of ids
   */
  private record Candidate(OrderedIndex index, KeyRange range, int sortField, int score) {
    private static final int BOUND_FIELD = 100;
    private static final int BOUND_RANGE = 50;

    /** Entries that are equal but for the id. */
    static Candidate byId(OrderedIndex index, List<Condition> parts) {
      int count = index.fields().size();
      List<Value> equal = equal(index, count, parts);
      return equal == null || index.hasLists()
          ? null
          : new Candidate(index, new KeyRange(equal, Bound.NONE), count, BOUND_FIELD * count);
    }

    static Candidate byField(OrderedIndex index, FieldPath field, List<Condition> parts) {
      int sortField = index.fields().indexOf(field);
      List<Value> equal = sortField < 0 ? null : equal(index, sortField, parts);
      if (equal == null) {
        return null;
      }
      Bound bound = bound(index, field, parts);
      int score =
          BOUND_FIELD * sortField
              + (bound instanceof Bound.Any ? 0 : BOUND_RANGE)
              + IndexWalk.filterCount(index, sortField, parts);
      return new Candidate(index, new KeyRange(equal, bound), sortField, score);
    }

    private static List<Value> equal(OrderedIndex index, int count, List<Condition> parts) {
      List<Value> equal = new ArrayList<>();
      for (int i = 0; i < count && index.isExact(); i++) {
        FieldBounds bounds = new FieldBounds(index.fields().get(i), parts);
        if (!bounds.isEqual()) {
          return null;
        }
        equal.add(bounds.equal());
      }
      return index.isExact() ? equal : null;
    }

    /** A list sorts by itself and passes by an element: where there are some, nothing is bound. */
    private static Bound bound(OrderedIndex index, FieldPath field, List<Condition> parts) {
      if (index.hasLists()) {
        return Bound.NONE;
      }
      FieldBounds bounds = new FieldBounds(field, parts);
      if (bounds.isEqual()) {
        return FieldBounds.point(bounds.equal());
      }
      List<Bound> several = bounds.bounds(false);
      return several != null && several.size() == 1 ? several.get(0) : Bound.NONE;
    }
  }
}
