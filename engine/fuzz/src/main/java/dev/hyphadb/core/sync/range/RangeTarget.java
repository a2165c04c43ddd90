package dev.hyphadb.core.sync.range;

import dev.hyphadb.fuzz.Digests;
import dev.hyphadb.fuzz.Promise;
import dev.hyphadb.fuzz.Target;
import java.util.ArrayList;
import java.util.List;

/** Messages about ranges: refused, or answered within the frame limit and in a few rounds. */
public final class RangeTarget implements Target {
  private static final int FRAME_BYTES = RangeReconciliation.FRAME_BYTES_MIN;
  private static final int ROUNDS_MAX = 50;

  private final RangeReconciliation few = over(new ListRangeSet(items(20, 3)));
  private final RangeReconciliation many = over(new ListRangeSet(items(600, 1)));

  private static RangeReconciliation over(RangeSet set) {
    return new RangeReconciliation(set, Digests.sha256(), FRAME_BYTES);
  }

  private static List<RangeItem> items(int count, int step) {
    List<RangeItem> items = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] id = new byte[RangeItem.ID_LENGTH];
      id[0] = (byte) (i * step);
      id[1] = (byte) (i * step >> 8);
      items.add(new RangeItem(1000L + i * step / 2, id));
    }
    return items;
  }

  @Override
  public void run(byte[] input) {
    RangeMessage message;
    try {
      message = RangeMessage.decode(input);
    } catch (RangeException e) {
      return;
    }
    take(few, many, input, message);
    take(many, few, input, message);
  }

  private static void take(
      RangeReconciliation one, RangeReconciliation other, byte[] input, RangeMessage message) {
    Promise.holds(one.answer(input).length <= FRAME_BYTES, "an answer within its limit");
    RangeReconciliation.Step shared = one.answerSharing(message);
    Promise.holds(shared.message().length <= FRAME_BYTES, "an answer within its limit");
    RangeReconciliation.Step step = one.advance(message);
    int rounds = 0;
    while (step.message() != null) {
      Promise.holds(++rounds <= ROUNDS_MAX, "an exchange comes to its end");
      step = one.advance(RangeMessage.decode(other.answer(step.message())));
    }
  }

  @Override
  public List<byte[]> seeds() {
    byte[] start = many.initiate();
    return List.of(
        start, few.answer(start), few.initiate(), many.answer(few.initiate()), new byte[] {0x61});
  }
}
