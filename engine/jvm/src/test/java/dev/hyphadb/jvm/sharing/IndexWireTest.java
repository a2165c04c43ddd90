package dev.hyphadb.jvm.sharing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hyphadb.core.graph.Node;
import dev.hyphadb.core.index.IndexDefinition;
import dev.hyphadb.core.index.IndexStatus;
import dev.hyphadb.core.query.Answer;
import dev.hyphadb.core.query.Explanation;
import dev.hyphadb.core.time.Timestamp;
import dev.hyphadb.core.value.Fields;
import java.util.List;
import org.junit.jupiter.api.Test;

class IndexWireTest {
  @Test
  void everythingComesBackAsItWas() {
    Fields value = Fields.builder().put("a", 1).build();
    Node node = new Node("id", value, List.of("b"), Timestamp.unpack(77));
    Answer answer = new Answer(List.of(node), new Explanation("all nodes", 3, 4, 1, 0.125));
    assertEquals(answer, IndexWire.answer(IndexWire.answer(answer)));
    IndexDefinition ordered = IndexDefinition.ordered("a", "b.c");
    IndexStatus status = new IndexStatus(ordered, true, false, 12);
    assertEquals(status, IndexWire.status(IndexWire.status(status)));
    IndexDefinition words = IndexDefinition.words();
    assertEquals(words, IndexWire.definition(IndexWire.definition(words)));
  }
}
