package dev.hyphadb.jvm.network;

import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

final class TopicsTest {
  @Test
  void aRoomHasAName() {
    assertThrows(IllegalArgumentException.class, () -> Topics.of(""));
  }
}
