package dev.hyphadb.jvm.database;

import dev.hyphadb.core.Replica;
import dev.hyphadb.core.index.IndexAdvisor;
import dev.hyphadb.core.query.Explanation;
import dev.hyphadb.core.query.Query;
import java.util.function.Consumer;

/** Has indexes made that queries keep asking for, and dropped again in time. Any thread. */
final class IndexAdvice {
  /** Idle indexes are looked for so often. */
  private static final long ADVICE_MILLIS = 60_000;

  private final Consumer<Consumer<Replica>> later;

  /** {@code null} where only declared indexes are wanted. */
  private volatile IndexAdvisor advisor;

  // Guarded by the advisor.
  private long lastAdviceMillis;

  /**
   * @param later runs an action on the replica soon, unless the database is closed by then
   */
  IndexAdvice(Consumer<Consumer<Replica>> later) {
    this.later = later;
  }

  void start() {
    lastAdviceMillis = System.currentTimeMillis();
    advisor = new IndexAdvisor();
  }

  /** A query was answered in this way. */
  void note(Query query, Explanation how) {
    IndexAdvisor advised = advisor;
    if (advised == null) {
      return;
    }
    long nowMillis = System.currentTimeMillis();
    boolean isDue;
    synchronized (advised) {
      isDue = advised.note(query, how, nowMillis);
      isDue |= nowMillis - lastAdviceMillis > ADVICE_MILLIS;
      lastAdviceMillis = isDue ? nowMillis : lastAdviceMillis;
    }
    if (isDue) {
      later.accept(replica -> {
        synchronized (advised) {
          advised.apply(replica.indexes(), nowMillis);
        }
      });
    }
  }
}
