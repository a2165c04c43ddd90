package dev.hyphadb.jvm.database;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hyphadb.core.Operation;
import dev.hyphadb.core.Replica;
import dev.hyphadb.core.ReplicaOptions;
import dev.hyphadb.core.index.IndexDefinition;
import dev.hyphadb.core.store.MemoryStore;
import dev.hyphadb.core.value.Fields;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class IndexAdviceTest {
  private final Replica replica =
      Replica.open(
          new MemoryStore(), ReplicaOptions.DEFAULTS, null, bytes -> new byte[32], byte[]::new);

  private final Queue<Consumer<Replica>> posted = new ArrayDeque<>();
  private long nowMillis = 1_800_000_000_000L;

  /** A write, and what follows from it. */
  private void write(IndexAdvice advice) {
    Fields value = Fields.builder().put("at", nowMillis).build();
    replica.submit(List.of(new Operation.Put("a", value)), nowMillis);
    replica.flush(nowMillis);
    advice.written();
    while (!posted.isEmpty()) {
      posted.remove().accept(replica);
    }
  }

  @Test
  void writesDropAnIndexThatNobodyAsksAnyMore() {
    replica.indexes().create(IndexDefinition.ordered("city"), true);
    replica.indexes().create(IndexDefinition.ordered("email"), false);
    IndexAdvice advice = new IndexAdvice(posted::add, () -> nowMillis);
    write(advice);
    assertEquals(2, replica.indexes().statuses().size(), "not started");
    advice.start();
    write(advice);
    nowMillis += Duration.ofDays(1).toMillis();
    write(advice);
    assertEquals(2, replica.indexes().statuses().size());
    nowMillis += Duration.ofMinutes(2).toMillis();
    write(advice);
    assertEquals(1, replica.indexes().statuses().size());
    assertEquals("email", replica.indexes().statuses().get(0).definition().name());
  }
}
