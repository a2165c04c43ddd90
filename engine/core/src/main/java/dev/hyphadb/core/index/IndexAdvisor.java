package dev.hyphadb.core.index;

import dev.hyphadb.core.query.Explanation;
import dev.hyphadb.core.query.Query;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Watches queries and says which indexes should be made for them, and which automatic ones nobody
 * uses any more. What it has seen is forgotten when the database is closed; an index counts as used
 * when it is first heard of. Belongs to one thread at a time.
 */
public final class IndexAdvisor {
  /** So many indexes at most are made without being asked for. */
  static final int AUTOMATIC_MAX = 8;

  /** A query that reads fewer nodes needs no index. */
  static final int NODES_MIN = 1_000;

  /** Nor does one that reads about what it finds. */
  private static final int NODES_PER_RESULT = 16;

  /** So often an index has to be wished for. */
  static final int WISHES_MIN = 8;

  static final long IDLE_MILLIS_MAX = 24 * 60 * 60 * 1000L;

  /** How often idle ones are looked for. */
  private static final long CHECK_MILLIS = 60_000;

  private static final int WISHES_REMEMBERED_MAX = 256;

  private final int wishesMin;
  private final int nodesMin;
  private long checkedMillis;

  private final Map<IndexDefinition, Wished> wishes =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<IndexDefinition, Wished> eldest) {
          return size() > WISHES_REMEMBERED_MAX;
        }
      };

  private static final class Wished {
    private int count;
    private long lastMillis;
  }

  public IndexAdvisor() {
    this(WISHES_MIN, NODES_MIN);
  }

  private IndexAdvisor(int wishesMin, int nodesMin) {
    this.wishesMin = wishesMin;
    this.nodesMin = nodesMin;
  }

  /** One that takes the first query for which an index would do something as a wish for it. */
  public static IndexAdvisor eager() {
    return new IndexAdvisor(1, 1);
  }

  /** Takes note of a query that was answered; returns whether there may be something to do. */
  public boolean note(Query query, Explanation how, long nowMillis) {
    List<String> fields = query.wishedIndex();
    if (fields.isEmpty()) {
      return false;
    }
    Wished wished =
        wishes.computeIfAbsent(
            new IndexDefinition(IndexDefinition.Kind.ORDERED, fields), any -> new Wished());
    wished.lastMillis = nowMillis;
    boolean isCostly =
        how.nodesExamined() >= nodesMin
            && how.nodesExamined() >= (long) NODES_PER_RESULT * how.results();
    wished.count += isCostly ? 1 : 0;
    return isCostly && wished.count >= wishesMin;
  }

  /**
   * Whether it is time to {@link #apply} although nobody wished for anything, and then not for some
   * time. To be asked when something was written: an idle index costs nothing before.
   */
  public boolean isCheckDue(long nowMillis) {
    // A clock that was set back must not put it off.
    boolean isDue = Math.abs(nowMillis - checkedMillis) > CHECK_MILLIS;
    checkedMillis = isDue ? nowMillis : checkedMillis;
    return isDue;
  }

  /** Makes what was wished for often enough, and drops what was made so and is idle. */
  public void apply(IndexWriter indexes, long nowMillis) {
    List<IndexDefinition> automatic = new ArrayList<>();
    for (IndexStatus status : indexes.statuses()) {
      if (status.isAutomatic()) {
        Wished wished =
            wishes.computeIfAbsent(
                status.definition(),
                any -> {
                  Wished used = new Wished();
                  used.lastMillis = nowMillis;
                  return used;
                });
        if (nowMillis - wished.lastMillis > IDLE_MILLIS_MAX) {
          indexes.drop(status.definition());
        } else {
          automatic.add(status.definition());
        }
      }
    }
    int free = Math.min(AUTOMATIC_MAX - automatic.size(), indexes.free());
    for (Map.Entry<IndexDefinition, Wished> wish : wishes.entrySet()) {
      if (wish.getValue().count >= wishesMin) {
        wish.getValue().count = 0;
        if (free > 0 && !indexes.has(wish.getKey())) {
          indexes.create(wish.getKey(), true);
          free--;
        }
      }
    }
  }
}
