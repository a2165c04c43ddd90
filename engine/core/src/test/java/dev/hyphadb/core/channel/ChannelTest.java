package dev.hyphadb.core.channel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hyphadb.core.value.PackWriter;
import dev.hyphadb.core.value.PlainValues;
import dev.hyphadb.core.value.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** An outbox and an inbox face to face. */
final class ChannelTest {
  private static final int BUDGET_BYTES = 8 << 20;

  private final ReceiveBudget budget = new ReceiveBudget(BUDGET_BYTES);
  private final ChannelOutbox outbox = new ChannelOutbox();
  private final ChannelInbox inbox =
      new ChannelInbox(new ChannelLimits(4 << 20, 4), budget, name -> !name.equals("unheard"));
  private final List<ChannelEvent> events = new ArrayList<>();

  /** An array, given in pieces no larger than asked for, or broken off. */
  private static final class ArraySource implements ChannelSource {
    final byte[] bytes;
    int position;
    boolean isReady = true;
    boolean isBroken;

    ArraySource(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public long length() {
      return bytes.length;
    }

    @Override
    public byte[] next(int max) {
      if (isBroken) {
        return new byte[0];
      }
      if (!isReady) {
        return null;
      }
      byte[] piece = Arrays.copyOfRange(bytes, position, position + max);
      position += max;
      return piece;
    }
  }

  private static ArraySource random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return new ArraySource(bytes);
  }

  private static ArraySource value(Object plain) {
    return new ArraySource(PackWriter.pack(PlainValues.from(plain)));
  }

  /** Moves frames until none is left, with reports going back. */
  private void exchange() {
    for (ChannelOutbox.Outgoing next; (next = outbox.poll()) != null; ) {
      deliver(next.frame());
    }
  }

  private void deliver(byte[] frame) {
    assertTrue(frame.length <= ChannelFrame.BYTES_MAX, frame.length + " bytes");
    for (ChannelEvent event : inbox.receive(frame)) {
      if (event instanceof ChannelEvent.Reply reply) {
        inboxOfSender.receive(reply.frame()).forEach(this::report);
      } else if (!(event instanceof ChannelEvent.Progress)) {
        events.add(event);
      }
    }
  }

  private final ChannelInbox inboxOfSender =
      new ChannelInbox(ChannelLimits.DEFAULTS, new ReceiveBudget(0), name -> false);

  private void report(ChannelEvent event) {
    assertTrue(outbox.taken(((ChannelEvent.Taken) event).bytes()));
  }

  private byte[] bytes(int index) {
    return ((ChannelEvent.BinaryMessage) events.get(index)).bytes();
  }

  @Test
  void messagesOfEverySizeArriveWhole() {
    int[] sizes = {0, 1, 61_000, 61_424, 61_425, 61_426, 61_440, 65_536, 122_880, 3_000_001};
    for (int size : sizes) {
      assertTrue(outbox.send("file", true, random(size), null));
    }
    exchange();
    for (int i = 0; i < sizes.length; i++) {
      assertArrayEquals(random(sizes[i]).bytes, bytes(i), sizes[i] + " bytes");
    }
    assertEquals(BUDGET_BYTES, budget.freeBytes());
    assertTrue(outbox.isEmpty());
  }

  @Test
  void aShortMessageOvertakesALongOneOfAnotherChannelOnly() {
    outbox.send("file", true, random(2_000_000), null);
    outbox.send("file", true, random(1), null);
    for (int i = 0; i < 3; i++) {
      deliver(outbox.poll().frame());
    }
    outbox.send("chat", false, value("hello"), null);
    deliver(outbox.poll().frame());
    deliver(outbox.poll().frame());
    assertEquals(List.of(new ChannelEvent.ValueMessage("chat", Value.of("hello"))), events);
    exchange();
    assertEquals(2_000_000, bytes(1).length);
    assertEquals(1, bytes(2).length);
  }

  @Test
  void theSenderWaitsForTheReceiver() {
    ArraySource source = random(4 << 20);
    outbox.send("file", true, source, null);
    outbox.send("file", true, random(4 << 20), null);
    List<byte[]> frames = new ArrayList<>();
    for (ChannelOutbox.Outgoing next; (next = outbox.poll()) != null; ) {
      frames.add(next.frame());
    }
    long sent = frames.stream().mapToLong(frame -> frame.length).sum();
    assertTrue(sent <= ChannelOutbox.WINDOW_BYTES, sent + " bytes");
    assertTrue(sent > ChannelOutbox.WINDOW_BYTES - ChannelFrame.BYTES_MAX, sent + " bytes");
    outbox.control(ChannelFrame.ping(1));
    assertArrayEquals(ChannelFrame.ping(1), outbox.poll().frame());
    frames.forEach(this::deliver);
    exchange();
    assertEquals(2, events.size());
  }

  @Test
  void reportsThatCannotBeAreRefused() {
    outbox.send("file", true, random(100), null);
    int sent = outbox.poll().frame().length;
    assertFalse(outbox.taken(sent + 1));
    assertTrue(outbox.taken(sent));
    assertFalse(outbox.taken(sent - 1));
  }

  @Test
  void aSourceThatIsNotReadyHoldsUpNobodyAndOneThatBreaksIsAbandoned() {
    ArraySource slow = random(200_000);
    outbox.send("file", true, slow, null);
    deliver(outbox.poll().frame());
    slow.isReady = false;
    assertNull(outbox.poll());
    outbox.send("chat", false, value(1), null);
    exchange();
    assertEquals(1, events.size());
    slow.isBroken = true;
    ChannelOutbox.Outgoing last = outbox.poll();
    assertEquals(ChannelOutbox.End.BROKEN, last.end());
    assertSame(slow, last.source());
    deliver(last.frame());
    assertEquals(BUDGET_BYTES, budget.freeBytes());
    assertTrue(outbox.isEmpty());
    outbox.send("file", true, random(10), null);
    exchange();
    assertEquals(10, bytes(1).length);
  }

  @Test
  void metaGoesWithBinaryDataOnly() {
    Value meta = PlainValues.from(Map.of("name", "a.txt"));
    assertThrows(
        IllegalArgumentException.class, () -> outbox.send("chat", false, value("x"), meta));
    assertThrows(
        IllegalArgumentException.class, () -> outbox.send("too long a name", true, value(1), null));
    outbox.send("file", true, random(3), meta);
    exchange();
    assertEquals(meta, ((ChannelEvent.BinaryMessage) events.get(0)).meta());
  }

  @Test
  void memoryIsTakenForWhatArrivesNotForWhatIsPromised() {
    for (int i = 0; i < 4; i++) {
      inbox.receive(ChannelFrame.head("c" + i, true, 4 << 20, null));
    }
    assertEquals(BUDGET_BYTES - 4 * (64 << 10), budget.freeBytes());
    inbox.receive(ChannelFrame.head("c4", true, 10, null));
    assertEquals(1, inbox.rejected(ChannelRejection.TOO_MANY));
    inbox.clear();
    assertEquals(BUDGET_BYTES, budget.freeBytes());
  }

  @Test
  void whatIsTooLargeUnheardOrWithoutMemoryIsSkippedWithoutHarm() {
    outbox.send("large", true, random((4 << 20) + 1), null);
    outbox.send("unheard", true, random(100_000), null);
    exchange();
    assertEquals(1, inbox.rejected(ChannelRejection.TOO_LARGE));
    assertEquals(1, inbox.rejected(ChannelRejection.NO_LISTENER));
    assertTrue(budget.take(BUDGET_BYTES - (100 << 10)));
    outbox.send("file", true, random(1 << 20), null);
    exchange();
    assertEquals(1, inbox.rejected(ChannelRejection.MEMORY_FULL));
    assertEquals(100 << 10, budget.freeBytes());
    outbox.send("file", true, random(1_000), null);
    exchange();
    assertEquals(1, events.size());
    assertFalse(inbox.isOffended());
  }

  @Test
  void partsWithoutAHeadAndPartsTooManyAreCountedUntilThePeerHasGoneTooFar() {
    inbox.receive(ChannelFrame.part("file", new byte[10]));
    inbox.receive(ChannelFrame.head("file", true, 5, null));
    inbox.receive(ChannelFrame.part("file", new byte[6]));
    assertEquals(2, inbox.rejected(ChannelRejection.UNEXPECTED));
    assertEquals(BUDGET_BYTES, budget.freeBytes());
    inbox.receive(ChannelFrame.concat(ChannelFrame.head("v", false, 1, null), new byte[] {-63}));
    assertEquals(1, inbox.rejected(ChannelRejection.BAD_VALUE));
    assertFalse(inbox.isOffended());
    for (int i = 0; i < 32; i++) {
      inbox.receive(new byte[] {0x7f});
    }
    assertEquals(32, inbox.rejected(ChannelRejection.MALFORMED));
    assertTrue(inbox.isOffended());
  }

  @Test
  void tooManyWaitingMessagesAreRefused() {
    while (outbox.send("chat", false, value(1), null)) {}
    assertEquals(4_096, outbox.clear().size());
    assertNull(outbox.poll());
    assertTrue(outbox.send("chat", false, value(1), null));
  }
}
