package dev.hyphadb.core.query;

import dev.hyphadb.core.graph.GraphReader;
import dev.hyphadb.core.query.KeyRange.Bound;
import dev.hyphadb.core.value.Value;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** Finds which indexes can name candidates for a condition. */
final class SourceFinder {
  private static final FieldPath ID = FieldPath.of("id");

  private final Indexes indexes;
  private final Function<IdRange, GraphReader.NodeCursor> nodes;
  private final Examined examined;

  /**
   * @param nodes goes through the nodes whose ids are within a range
   */
  SourceFinder(
      Indexes indexes, Function<IdRange, GraphReader.NodeCursor> nodes, Examined examined) {
    this.indexes = indexes;
    this.nodes = nodes;
    this.examined = examined;
  }

  /** Sources of which each has all candidates; none when no index helps. */
  List<IdSource> find(Condition condition) {
    List<Condition> parts = CandidateFinder.parts(condition);
    List<IdSource> sources = new ArrayList<>();
    addIds(parts, sources);
    for (OrderedIndex index : indexes.ordered()) {
      addOrdered(index, parts, sources);
    }
    for (Condition part : parts) {
      addOther(part, sources);
    }
    return sources;
  }

  private void addIds(List<Condition> parts, List<IdSource> sources) {
    FieldBounds bounds = new FieldBounds(ID, parts);
    List<Bound> wanted =
        bounds.isEqual() ? List.of(FieldBounds.point(bounds.equal())) : bounds.bounds(false);
    List<String> others = wanted == null ? null : indexes.nodesWithOwnId();
    if (others == null) {
      return;
    }
    List<String> ids = new ArrayList<>(others);
    List<Supplier<IdStream>> streams = new ArrayList<>();
    streams.add(() -> stream(ids));
    for (Bound bound : wanted) {
      if (bound instanceof Bound.Within within && within.isPoint()) {
        if (within.low() instanceof Value.Text text) {
          ids.add(text.value());
        }
      } else {
        IdRange range = IdRange.of(bound);
        if (range == null) {
          return;
        }
        streams.add(() -> stream(nodes.apply(range)));
      }
    }
    sources.add(source("ids", streams));
  }

  private void addOrdered(OrderedIndex index, List<Condition> parts, List<IdSource> sources) {
    List<Value> equal = new ArrayList<>();
    List<Bound> bounds = null;
    for (FieldPath field : index.fields()) {
      FieldBounds bound = new FieldBounds(field, parts);
      if (!bound.isEqual()) {
        bounds = bound.bounds(index.hasLists());
        break;
      }
      equal.add(bound.equal());
    }
    if (equal.isEmpty() && bounds == null) {
      return;
    }
    List<Supplier<IdStream>> streams = new ArrayList<>();
    for (Bound bound : bounds == null ? List.of(Bound.NONE) : bounds) {
      KeyRange range = new KeyRange(equal, bound);
      streams.add(() -> stream(index.scan(range, false, null)));
    }
    streams.add(() -> stream(index.outsiders()));
    sources.add(source("index (" + index.name() + ")", streams));
  }

  private void addOther(Condition part, List<IdSource> sources) {
    switch (part) {
      case Condition.Any any -> addUnion(any.conditions(), sources);
      case Condition.HasWords hasWords -> addWords(hasWords.words(), sources);
      case Condition.Within within -> addPlaces(within.area(), sources);
      case Condition.OnField onField -> addFieldTest(onField.path(), onField.test(), sources);
      default -> {}
    }
  }

  private void addFieldTest(FieldPath path, FieldTest test, List<IdSource> sources) {
    switch (test) {
      case FieldTest.HasWords hasWords -> addWords(hasWords.words(), sources);
      case FieldTest.Within within -> addPlaces(within.area(), sources);
      case FieldTest.Any any -> {
        List<Condition> alternatives = new ArrayList<>();
        any.tests().forEach(inner -> alternatives.add(new Condition.OnField(path, inner)));
        addUnion(alternatives, sources);
      }
      default -> {}
    }
  }

  /** Of each alternative the first of its sources, which stand with the more likely first. */
  private void addUnion(List<Condition> alternatives, List<IdSource> sources) {
    List<Supplier<IdStream>> streams = new ArrayList<>();
    List<String> descriptions = new ArrayList<>();
    for (Condition alternative : alternatives) {
      List<IdSource> some = find(alternative);
      if (some.isEmpty()) {
        return;
      }
      streams.addAll(some.get(0).streams());
      descriptions.add(some.get(0).description());
    }
    sources.add(source("(" + String.join(" or ", descriptions) + ")", streams));
  }

  private void addWords(WordSet words, List<IdSource> sources) {
    WordIndex index = indexes.words();
    if (index == null) {
      return;
    }
    for (String word : words.words()) {
      sources.add(source("words (" + word + ")", List.of(() -> index.nodesWith(word))));
    }
    if (words.words().isEmpty()) {
      sources.add(source("words ()", List.of()));
    }
  }

  private void addPlaces(GeoArea area, List<IdSource> sources) {
    PlaceIndex index = indexes.places();
    if (index != null) {
      sources.add(source("places", List.of(() -> index.nodesIn(area))));
    }
  }

  private IdSource source(String description, List<Supplier<IdStream>> streams) {
    return new IdSource(description, streams, examined);
  }

  private static IdStream stream(List<String> ids) {
    Iterator<String> iterator = ids.iterator();
    return new IdStream() {
      @Override
      public String next() {
        return iterator.hasNext() ? iterator.next() : null;
      }

      @Override
      public void close() {}
    };
  }

  private static IdStream stream(GraphReader.NodeCursor cursor) {
    return new IdStream() {
      @Override
      public String next() {
        return cursor.next() ? cursor.view().id() : null;
      }

      @Override
      public void close() {
        cursor.close();
      }
    };
  }

  private static IdStream stream(IndexCursor cursor) {
    return new IdStream() {
      @Override
      public String next() {
        return cursor.next() ? cursor.id() : null;
      }

      @Override
      public void close() {
        cursor.close();
      }
    };
  }
}
