package dev.hyphadb.jvm.database;

import dev.hyphadb.core.Replica;
import dev.hyphadb.core.index.IndexAdvisor;
import dev.hyphadb.core.query.Explanation;
import dev.hyphadb.core.query.Query;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Has indexes made that queries keep asking for, and dropped again in time. Any thread. */
final class IndexAdvice {
  private final Consumer<Consumer<Replica>> later;
  private final LongSupplier clockMillis;

  /** {@code null} where only declared indexes are wanted. */
  private volatile IndexAdvisor advisor;

  /**
   * @param later runs an action on the replica soon, unless the database is closed by then
   */
  IndexAdvice(Consumer<Consumer<Replica>> later, LongSupplier clockMillis) {
    this.later = later;
    this.clockMillis = clockMillis;
  }

  void start() {
    advisor = new IndexAdvisor();
  }

  /** A query was answered in this way. */
  void note(Query query, Explanation how) {
    IndexAdvisor advised = advisor;
    if (advised != null) {
      synchronized (advised) {
        applyIf(advised.note(query, how, clockMillis.getAsLong()), advised);
      }
    }
  }

  /** Something was written, the indexes with it. */
  void written() {
    IndexAdvisor advised = advisor;
    if (advised != null) {
      synchronized (advised) {
        applyIf(advised.isCheckDue(clockMillis.getAsLong()), advised);
      }
    }
  }

  private void applyIf(boolean isDue, IndexAdvisor advised) {
    if (isDue) {
      later.accept(replica -> {
        synchronized (advised) {
          advised.apply(replica.indexes(), clockMillis.getAsLong());
        }
      });
    }
  }
}
