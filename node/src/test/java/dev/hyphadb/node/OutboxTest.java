package dev.hyphadb.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutboxTest {
  private final List<String> sent = new ArrayList<>();
  private final Deque<Runnable> untaken = new ArrayDeque<>();
  private boolean isTooSlow;

  private final Outbox outbox =
      new Outbox(
          new Outbox.Link() {
            @Override
            public void send(String text, Runnable taken) {
              sent.add(text);
              untaken.add(taken);
            }

            @Override
            public void tooSlow() {
              isTooSlow = true;
            }
          },
          3,
          10);

  @Test
  void sendsWhatTheSocketHasRoomFor() {
    for (int i = 0; i < 5; i++) {
      String text = "text" + i;
      outbox.offer(() -> text);
    }
    assertEquals(List.of("text0", "text1"), sent);
    untaken.remove().run();
    assertEquals(List.of("text0", "text1", "text2"), sent);
    assertFalse(isTooSlow);
  }

  @Test
  void aReaderWhoLeavesTooManyChangesIsTooSlow() {
    outbox.offer(() -> "0123456789");
    for (int i = 0; i < 3; i++) {
      outbox.offer(() -> "waits");
      assertFalse(isTooSlow);
    }
    outbox.offer(() -> "one too many");
    assertTrue(isTooSlow);
    untaken.remove().run();
    assertEquals(List.of("0123456789"), sent);
  }

  @Test
  void initialResultsMayWaitInAnyNumber() {
    for (int i = 0; i < 100; i++) {
      outbox.offerInitial(() -> "0123456789");
    }
    outbox.offer(() -> "change");
    while (!untaken.isEmpty()) {
      untaken.remove().run();
    }
    assertFalse(isTooSlow);
    assertEquals(101, sent.size());
    assertEquals("change", sent.get(100));
  }
}
