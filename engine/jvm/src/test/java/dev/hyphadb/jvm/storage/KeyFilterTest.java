package dev.hyphadb.jvm.storage;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hyphadb.core.value.Utf8;
import org.junit.jupiter.api.Test;

class KeyFilterTest {
  private static byte[] key(int number) {
    return Utf8.encode("node-" + number);
  }

  @Test
  void noKeyThatWasAddedIsExcludedAndFewOthersAreNot() {
    KeyFilter filter = new KeyFilter(0);
    filter.complete();
    int keys = 1_000_000;
    for (int number = 0; number < keys; number++) {
      filter.add(key(number));
    }
    int taken = 0;
    for (int number = 0; number < keys; number++) {
      assertFalse(filter.excludes(key(number)), "key " + number);
      taken += filter.excludes(key(keys + number)) ? 0 : 1;
    }
    assertTrue(taken < keys / 20, taken + " keys that are not there were not excluded");
  }

  @Test
  void nothingIsExcludedBeforeAllKeysWereAdded() {
    KeyFilter filter = new KeyFilter(10);
    filter.add(key(1));
    assertFalse(filter.excludes(key(2)));
    filter.complete();
    assertTrue(filter.excludes(key(2)));
  }

  @Test
  void moreKeysThanFitAreNotFiltered() {
    KeyFilter filter = new KeyFilter(KeyFilter.KEYS_MAX + 1);
    filter.complete();
    assertTrue(filter.isFull());
    assertFalse(filter.excludes(key(1)));
  }
}
