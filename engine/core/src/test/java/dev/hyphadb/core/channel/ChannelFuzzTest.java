package dev.hyphadb.core.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Frames of a hostile peer: altered, cut, repeated, out of order, made up. */
@Tag("security")
final class ChannelFuzzTest {
  private static final long BUDGET_BYTES = 1 << 20;

  @Test
  void nothingButRejectionsAndNoMemoryLost() {
    long seed = System.nanoTime();
    System.out.println("ChannelFuzzTest seed " + seed);
    Random random = new Random(seed);
    for (int round = 0; round < 300; round++) {
      ReceiveBudget budget = new ReceiveBudget(BUDGET_BYTES);
      ChannelInbox inbox =
          new ChannelInbox(new ChannelLimits(300_000, 5), budget, name -> random.nextInt(9) > 0);
      List<byte[]> frames = honest(random);
      for (int i = 0; i < 200; i++) {
        byte[] frame = frames.get(random.nextInt(frames.size())).clone();
        switch (random.nextInt(4)) {
          case 0 -> frame[random.nextInt(Math.min(frame.length, 24))] = (byte) random.nextInt();
          case 1 -> frame = java.util.Arrays.copyOf(frame, random.nextInt(frame.length + 1));
          case 2 -> random.nextBytes(frame);
          default -> {
            // As it is, though hardly in its place.
          }
        }
        inbox.receive(frame);
        assertTrue(budget.freeBytes() >= 0);
      }
      inbox.clear();
      assertEquals(BUDGET_BYTES, budget.freeBytes(), "seed " + seed);
    }
  }

  private static List<byte[]> honest(Random random) {
    List<byte[]> frames = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      String name = "c" + random.nextInt(8);
      int length = random.nextInt(200_000);
      boolean isBinary = random.nextBoolean();
      byte[] head = ChannelFrame.head(name, isBinary, length, null);
      frames.add(ChannelFrame.concat(head, new byte[Math.min(length, 1_000)]));
      frames.add(ChannelFrame.part(name, new byte[random.nextInt(60_000)]));
      frames.add(ChannelFrame.abandon(name));
      frames.add(ChannelFrame.ping(i));
      frames.add(ChannelFrame.taken(i));
    }
    return frames;
  }
}
