package dev.hyphadb.relay;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Finds the subscriptions an event may match without looking at the others: each filter is entered
 * under one of its narrowest members (ids, else one tag with its kinds, else authors, else kinds,
 * else everything), and an event looks under what it carries.
 *
 * <p>Any thread. An event published while a subscription is being added or removed may or may not
 * reach it.
 */
final class SubscriptionIndex {
  /** Beyond this many combinations a filter is entered under its tag values alone. */
  private static final int COMBINATIONS_MAX = 256;

  private static final int ANY_KIND = -1;

  private sealed interface Key {
    record Id(String id) implements Key {}

    record Tag(int kind, char letter, String value) implements Key {}

    record Author(String pubkey) implements Key {}

    record Kind(int kind) implements Key {}

    record Everything() implements Key {}
  }

  /** A session's REQ under a name the client chose. Identity is what the index compares. */
  static final class Subscription {
    private final String name;
    private final List<Filter> filters;
    private final Consumer<String> out;

    Subscription(String name, List<Filter> filters, Consumer<String> out) {
      this.name = name;
      this.filters = List.copyOf(filters);
      this.out = out;
    }

    boolean matches(Event event) {
      return filters.stream().anyMatch(filter -> filter.matches(event));
    }

    void deliver(String eventJson) {
      out.accept(MessageCodec.event(name, eventJson));
    }
  }

  private final Map<Key, Set<Subscription>> entries = new ConcurrentHashMap<>();

  void add(Subscription subscription) {
    for (Filter filter : subscription.filters) {
      for (Key key : keys(filter)) {
        entries.compute(
            key,
            (k, present) -> {
              Set<Subscription> set = present == null ? ConcurrentHashMap.newKeySet() : present;
              set.add(subscription);
              return set;
            });
      }
    }
  }

  void remove(Subscription subscription) {
    for (Filter filter : subscription.filters) {
      for (Key key : keys(filter)) {
        entries.computeIfPresent(
            key,
            (k, present) -> {
              present.remove(subscription);
              return present.isEmpty() ? null : present;
            });
      }
    }
  }

  /** The subscriptions with a filter that matches, each once. */
  Collection<Subscription> matching(Event event) {
    Set<Subscription> matching = new LinkedHashSet<>();
    collect(new Key.Id(event.id()), event, matching);
    collect(new Key.Author(event.pubkey()), event, matching);
    collect(new Key.Kind(event.kind()), event, matching);
    collect(new Key.Everything(), event, matching);
    for (List<String> tag : event.tags()) {
      if (tag.size() > 1 && tag.get(0).length() == 1) {
        char letter = tag.get(0).charAt(0);
        collect(new Key.Tag(event.kind(), letter, tag.get(1)), event, matching);
        collect(new Key.Tag(ANY_KIND, letter, tag.get(1)), event, matching);
      }
    }
    return matching;
  }

  private void collect(Key key, Event event, Set<Subscription> into) {
    for (Subscription subscription : entries.getOrDefault(key, Set.of())) {
      if (subscription.matches(event)) {
        into.add(subscription);
      }
    }
  }

  private static List<Key> keys(Filter filter) {
    List<Key> keys = new ArrayList<>();
    if (filter.ids() != null) {
      filter.ids().forEach(id -> keys.add(new Key.Id(id)));
    } else if (!filter.tags().isEmpty()) {
      Map.Entry<Character, Set<String>> tag =
          filter.tags().entrySet().stream()
              .min(
                  Map.Entry.<Character, Set<String>>comparingByValue(
                          (a, b) -> Integer.compare(a.size(), b.size()))
                      .thenComparing(Map.Entry.comparingByKey()))
              .orElseThrow();
      Set<Integer> kinds = filter.kinds();
      boolean combine = kinds != null && kinds.size() * tag.getValue().size() <= COMBINATIONS_MAX;
      for (String value : tag.getValue()) {
        for (int kind : combine ? kinds : Set.of(ANY_KIND)) {
          keys.add(new Key.Tag(kind, tag.getKey(), value));
        }
      }
    } else if (filter.authors() != null) {
      filter.authors().forEach(author -> keys.add(new Key.Author(author)));
    } else if (filter.kinds() != null) {
      filter.kinds().forEach(kind -> keys.add(new Key.Kind(kind)));
    } else {
      keys.add(new Key.Everything());
    }
    return keys;
  }

  /** Keys in use, for tests that nothing is left behind. */
  int size() {
    return entries.size();
  }
}
