package dev.hyphadb.jvm.sharing;

import static dev.hyphadb.jvm.sharing.Wire.flag;
import static dev.hyphadb.jvm.sharing.Wire.list;
import static dev.hyphadb.jvm.sharing.Wire.number;
import static dev.hyphadb.jvm.sharing.Wire.text;

import dev.hyphadb.core.index.IndexDefinition;
import dev.hyphadb.core.index.IndexStatus;
import dev.hyphadb.core.query.Answer;
import dev.hyphadb.core.query.Explanation;
import dev.hyphadb.core.value.Value;
import java.util.List;

/** The part of {@link Wire} about answers and indexes. */
final class IndexWire {
  private IndexWire() {}

  static Value answer(Answer answer) {
    Explanation how = answer.explanation();
    return list(
        list(answer.nodes(), Wire::node),
        text(how.plan()),
        number(how.entriesExamined()),
        number(how.nodesExamined()),
        // In microseconds, as long as the owner took.
        number(Math.round(how.millis() * 1e3)));
  }

  static Answer answer(Value value) {
    List<Value> parts = list(value);
    var nodes = list(parts.get(0), Wire::node);
    return new Answer(
        nodes,
        new Explanation(
            text(parts.get(1)),
            number(parts.get(2)),
            number(parts.get(3)),
            nodes.size(),
            number(parts.get(4)) / 1e3));
  }

  static Value definition(IndexDefinition definition) {
    return list(text(definition.kind().name()), list(definition.fields(), Wire::text));
  }

  static IndexDefinition definition(Value value) {
    List<Value> parts = list(value);
    return new IndexDefinition(
        IndexDefinition.Kind.valueOf(text(parts.get(0))), list(parts.get(1), Wire::text));
  }

  static Value status(IndexStatus status) {
    return list(
        definition(status.definition()),
        Value.of(status.isAutomatic()),
        Value.of(status.isReady()),
        number(status.nodesBuilt()));
  }

  static IndexStatus status(Value value) {
    List<Value> parts = list(value);
    return new IndexStatus(
        definition(parts.get(0)), flag(parts.get(1)), flag(parts.get(2)), number(parts.get(3)));
  }
}
