package dev.hyphadb.jvm.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

final class TopicsTest {
  @Test
  void theVectorOfTheProtocolPage() {
    assertEquals(
        "96bdb2f787ea5689002bea8e9bdcaa584ab559a781dcbbac615d947c62a21b7e", Topics.of("myapp"));
  }

  @Test
  void aRoomHasAName() {
    assertThrows(IllegalArgumentException.class, () -> Topics.of(""));
  }
}
