package dev.hyphadb.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SubscriptionIndexTest {
  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);

  private Set<String> some(String prefix) {
    if (random.nextInt(3) > 0) {
      return null;
    }
    Set<String> values = new HashSet<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      values.add(prefix + random.nextInt(5));
    }
    return values;
  }

  private Filter filter() {
    Set<Integer> kinds = null;
    if (random.nextBoolean()) {
      kinds =
          new HashSet<>(
              List.of(20_000 + random.nextInt(4), 20_000 + random.nextInt(4)).stream().toList());
    }
    Map<Character, Set<String>> tags = new HashMap<>();
    for (char letter : new char[] {'t', 'p'}) {
      Set<String> values = some("v");
      if (values != null) {
        tags.put(letter, values);
      }
    }
    return new Filter(
        some("id"), some("author"), kinds, tags, random.nextInt(20), 10 + random.nextInt(90));
  }

  private Event event() {
    List<List<String>> tags = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      tags.add(List.of(random.nextBoolean() ? "t" : "p", "v" + random.nextInt(5)));
    }
    tags.add(List.of("t"));
    return new Event(
        "id" + random.nextInt(5),
        "author" + random.nextInt(5),
        random.nextInt(100),
        20_000 + random.nextInt(4),
        tags,
        "",
        "");
  }

  /** The oracle asks every subscription. */
  @Test
  void findsExactlyWhatAskingEverySubscriptionFinds() {
    SubscriptionIndex index = new SubscriptionIndex();
    List<SubscriptionIndex.Subscription> all = new ArrayList<>();
    int found = 0;
    for (int step = 0; step < 3_000; step++) {
      if (!all.isEmpty() && random.nextInt(3) == 0) {
        index.remove(all.remove(random.nextInt(all.size())));
      } else {
        List<Filter> filters = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
          filters.add(filter());
        }
        all.add(new SubscriptionIndex.Subscription("s" + step, filters, text -> {}));
        index.add(all.get(all.size() - 1));
      }
      Event event = event();
      Set<SubscriptionIndex.Subscription> expected = new HashSet<>(all);
      expected.removeIf(subscription -> !subscription.matches(event));
      assertEquals(
          expected, new HashSet<>(index.matching(event)), "seed " + seed + " step " + step);
      found += expected.size();
    }
    assertEquals(true, found > 1_000, "the test must find something; seed " + seed);
    all.forEach(index::remove);
    assertEquals(0, index.size(), "nothing may be left behind");
  }
}
