package dev.hyphadb.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
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
              synchronized (sent) {
                sent.add(text);
                untaken.add(taken);
              }
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
  void aClientWhoAsksAndDoesNotListenIsTooSlow() {
    outbox.offer(() -> "0123456789");
    for (int i = 0; i < 6; i++) {
      outbox.offer(() -> "waits");
      assertFalse(isTooSlow);
    }
    outbox.offer(() -> "one too many");
    assertTrue(isTooSlow);
    untaken.remove().run();
    assertEquals(List.of("0123456789"), sent);
  }

  @Test
  void whoeverBringsAnEventWaitsForRoom() throws InterruptedException {
    CountDownLatch brought = new CountDownLatch(50);
    Thread subscription =
        Thread.startVirtualThread(() -> {
          for (int i = 0; i < 50; i++) {
            outbox.offerEvent(() -> "0123456789");
            brought.countDown();
          }
        });
    while (brought.getCount() > 46) {
      Thread.onSpinWait();
    }
    assertFalse(subscription.join(Duration.ofMillis(50)), "one sent, three wait, the fifth cannot");
    assertEquals(46, brought.getCount());
    while (sent() < 50) {
      take();
    }
    assertTrue(subscription.join(Duration.ofSeconds(10)));
    assertFalse(isTooSlow);
  }

  @Test
  void closingLetsGoOfWhoWaits() throws InterruptedException {
    Thread subscription =
        Thread.startVirtualThread(() -> {
          for (int i = 0; i < 50; i++) {
            outbox.offerEvent(() -> "0123456789");
          }
        });
    outbox.close();
    assertTrue(subscription.join(Duration.ofSeconds(10)));
  }

  private int sent() {
    synchronized (sent) {
      return sent.size();
    }
  }

  private void take() {
    Runnable taken;
    synchronized (sent) {
      taken = untaken.poll();
    }
    if (taken != null) {
      taken.run();
    }
  }
}
