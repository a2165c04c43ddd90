package dev.hyphadb.core.query;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.Function;

/**
 * What waits for a subscriber. In order and complete as long as it is short; once it is longer, it
 * keeps one entry for each thing it is about, until it has been taken empty: a slow subscriber
 * misses steps, never the outcome, and costs no more than what it differs from the present.
 *
 * <p>Not thread-safe: callers guard it.
 */
public final class Backlog<T> {
  /** So many entries wait one by one. */
  public static final int ENTRIES_MAX = 1_024;

  private final Function<T, String> subject;
  private final BinaryOperator<T> merging;
  private final int entriesMax;
  private final Deque<T> single = new ArrayDeque<>();

  /** By what they are about; {@code null} while the entries are single. */
  private Map<String, T> merged;

  /**
   * @param subject what an entry is about
   * @param merging of an entry and a later one about the same; {@code null} when both together say
   *     nothing
   */
  public Backlog(Function<T, String> subject, BinaryOperator<T> merging, int entriesMax) {
    this.subject = subject;
    this.merging = merging;
    this.entriesMax = entriesMax;
  }

  /** For the events of one query. */
  public static Backlog<LiveEvent> ofEvents() {
    return new Backlog<>(LiveEvent::id, LiveEvent::merge, ENTRIES_MAX);
  }

  /** For the states of one thing, of which the latest counts. */
  public static <T> Backlog<T> ofStates() {
    return new Backlog<>(state -> "", (earlier, later) -> later, ENTRIES_MAX);
  }

  public void add(T entry) {
    if (merged == null && single.size() < entriesMax) {
      single.addLast(entry);
      return;
    }
    if (merged == null) {
      merged = new LinkedHashMap<>();
      single.forEach(this::merge);
      single.clear();
    }
    merge(entry);
  }

  private void merge(T entry) {
    String about = subject.apply(entry);
    T earlier = merged.get(about);
    T both = earlier == null ? entry : merging.apply(earlier, entry);
    if (both == null) {
      merged.remove(about);
    } else {
      merged.put(about, both);
    }
  }

  /** Takes the next entry; {@code null} when there is none. */
  public T poll() {
    if (merged == null) {
      return single.pollFirst();
    }
    Iterator<T> entries = merged.values().iterator();
    if (!entries.hasNext()) {
      merged = null;
      return null;
    }
    T next = entries.next();
    entries.remove();
    if (merged.isEmpty()) {
      merged = null;
    }
    return next;
  }

  public int size() {
    return merged == null ? single.size() : merged.size();
  }
}
