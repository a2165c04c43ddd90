package dev.hyphadb.core.sync.range;

import dev.hyphadb.core.commit.CommitId;
import dev.hyphadb.core.commit.Sha256;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Both sides of range reconciliation over one set, as it is now (negentropy protocol version 1,
 * docs/protocol/ranges.md). The initiator sends {@link #initiate} and then what {@link #advance}
 * makes of each answer until nothing is left; the responder sends what {@link #answer} makes of
 * each message. Ranges whose fingerprints differ are split until they are small enough to list.
 */
public final class RangeReconciliation {
  /** The least frame limit: a range that was split must fit. */
  public static final int FRAME_BYTES_MIN = 4096;

  private static final int BUCKETS = 16;
  private static final int LISTED_BELOW = 2 * BUCKETS;

  /** Room for the range that stands for all that did not fit. */
  private static final int FRAME_RESERVE_BYTES = 200;

  /** The bounds and numbers around a list of ids, in ids. */
  private static final int LIST_OVERHEAD_IDS = 4;

  private final RangeSet set;
  private final Sha256 sha256;
  private final int frameBytesMax;

  /**
   * @param frameBytesMax no message becomes larger; what does not fit comes with later ones. At
   *     least {@link #FRAME_BYTES_MIN}, or 0 for no limit
   */
  public RangeReconciliation(RangeSet set, Sha256 sha256, int frameBytesMax) {
    if (frameBytesMax != 0 && frameBytesMax < FRAME_BYTES_MIN) {
      throw new IllegalArgumentException("the frame limit is below " + FRAME_BYTES_MIN);
    }
    this.set = set;
    this.sha256 = sha256;
    this.frameBytesMax = frameBytesMax == 0 ? Integer.MAX_VALUE : frameBytesMax;
  }

  /**
   * What to send next, and what is known by now.
   *
   * @param message {@code null} when nothing is left to ask
   * @param listed ranges that are settled
   * @param openRanges how many ranges differ and are asked about further
   * @param offered the items whose ids the message lists, in order
   */
  public record Step(
      byte[] message, List<ListedRange> listed, int openRanges, List<RangeItem> offered) {}

  /** The message that opens a reconciliation of everything. */
  public byte[] initiate() {
    return initiate(0);
  }

  /**
   * The message that opens a reconciliation of the newest items.
   *
   * @param from position of the oldest of them; what is before is skipped
   */
  public byte[] initiate(int from) {
    RangeWriter writer = new RangeWriter();
    if (from > 0) {
      writer.skip(boundAt(from));
    }
    split(writer, from, set.size(), RangeBound.INFINITY);
    return writer.toByteArray();
  }

  private RangeBound boundAt(int position) {
    return RangeBound.between(set.item(position - 1), set.item(position));
  }

  /** The initiator's next step after an answer. */
  public Step advance(RangeMessage answer) {
    Pass pass = new Pass(true, false);
    RangeWriter writer = pass.run(answer.ranges());
    byte[] message = writer.isEmpty() ? null : writer.toByteArray();
    return new Step(message, pass.listed, pass.openRanges, writer.listed());
  }

  /**
   * The responder's answer to any peer: ranges that the initiator lists are listed in return.
   *
   * @return the single byte of this version when the message is of another one
   * @throws RangeException when the message is malformed
   */
  public byte[] answer(byte[] message) {
    if (message.length > 0 && message[0] != RangeMessage.VERSION && (message[0] & 0xf0) == 0x60) {
      return new byte[] {RangeMessage.VERSION};
    }
    return new Pass(false, false).run(RangeMessage.decode(message).ranges()).toByteArray();
  }

  /**
   * The responder's answer to a peer that is sent the items it lacks anyway: of the ranges that the
   * initiator lists only the shared ids are listed in return, which tells what is missing here, and
   * nothing where that is nothing.
   */
  public Step answerSharing(RangeMessage message) {
    Pass pass = new Pass(false, true);
    RangeWriter writer = pass.run(message.ranges());
    return new Step(writer.toByteArray(), pass.listed, pass.openRanges, writer.listed());
  }

  private void split(RangeWriter writer, int lower, int upper, RangeBound end) {
    int count = upper - lower;
    if (count < LISTED_BELOW) {
      writer.idList(end, items(lower, upper));
      return;
    }
    int position = lower;
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
      int next = position + count / BUCKETS + (bucket < count % BUCKETS ? 1 : 0);
      writer.fingerprint(next == upper ? end : boundAt(next), fingerprint(position, next));
      position = next;
    }
  }

  private List<RangeItem> items(int lower, int upper) {
    List<RangeItem> items = new ArrayList<>(upper - lower);
    for (int i = lower; i < upper; i++) {
      items.add(set.item(i));
    }
    return items;
  }

  private byte[] fingerprint(int lower, int upper) {
    byte[] sum = set.sum(lower, upper);
    byte[] count = RangeWriter.varintOf(upper - lower);
    byte[] hashed = Arrays.copyOf(sum, sum.length + count.length);
    System.arraycopy(count, 0, hashed, sum.length, count.length);
    return Arrays.copyOf(sha256.hash(hashed), RangeMessage.FINGERPRINT_LENGTH);
  }

  /** One message read, one written. */
  private final class Pass {
    private final boolean isInitiator;
    private final boolean sharing;
    private final RangeWriter writer = new RangeWriter();
    private final List<ListedRange> listed = new ArrayList<>();
    private int openRanges;
    private int idsRead;

    Pass(boolean isInitiator, boolean sharing) {
      this.isInitiator = isInitiator;
      this.sharing = sharing;
    }

    RangeWriter run(List<Range> ranges) {
      RangeBound start = RangeBound.ZERO;
      int lower = 0;
      for (Range range : ranges) {
        int upper = range.end().isInfinity() ? set.size() : set.lowerBound(range.end(), lower);
        RangeWriter.Mark mark = writer.mark();
        int done = process(range, start, lower, upper);
        if (done < upper || !fits()) {
          if (done == lower || !fits()) {
            writer.rewind(mark);
            done = lower;
          }
          writer.fingerprint(RangeBound.INFINITY, fingerprint(done, set.size()));
          openRanges++;
          return writer;
        }
        start = range.end();
        lower = upper;
      }
      return writer;
    }

    private boolean fits() {
      return writer.length() <= frameBytesMax - FRAME_RESERVE_BYTES;
    }

    /**
     * @return position up to which the range is dealt with
     */
    private int process(Range range, RangeBound start, int lower, int upper) {
      return switch (range) {
        case Range.Skip skip -> {
          writer.skip(skip.end());
          yield upper;
        }
        case Range.Fingerprint theirs -> {
          compare(theirs, lower, upper);
          yield upper;
        }
        case Range.IdList theirs -> {
          if (!isInitiator && !sharing) {
            yield listInReturn(theirs, lower, upper);
          }
          settle(theirs, start, lower, upper);
          yield upper;
        }
      };
    }

    private void compare(Range.Fingerprint theirs, int lower, int upper) {
      if (Arrays.equals(theirs.fingerprint(), fingerprint(lower, upper))) {
        writer.skip(theirs.end());
      } else {
        split(writer, lower, upper, theirs.end());
        openRanges++;
      }
    }

    /** As many of the own ids as fit. */
    private int listInReturn(Range.IdList theirs, int lower, int upper) {
      int bytesLeft = frameBytesMax - FRAME_RESERVE_BYTES - writer.length();
      int room = Math.max(0, bytesLeft / RangeItem.ID_LENGTH - LIST_OVERHEAD_IDS);
      if (upper - lower <= room) {
        writer.idList(theirs.end(), items(lower, upper));
        return upper;
      }
      if (room > 0) {
        writer.idList(boundAt(lower + room), items(lower, lower + room));
      }
      return lower + room;
    }

    private void settle(Range.IdList theirs, RangeBound start, int lower, int upper) {
      Map<CommitId, Integer> unmatched = new LinkedHashMap<>();
      for (byte[] id : theirs.ids()) {
        unmatched.putIfAbsent(new CommitId(id), idsRead++);
      }
      List<RangeItem> shared = new ArrayList<>();
      for (int i = lower; i < upper && !unmatched.isEmpty(); i++) {
        RangeItem item = set.item(i);
        if (unmatched.remove(new CommitId(item.id())) != null) {
          shared.add(item);
        }
      }
      if (isInitiator || unmatched.isEmpty()) {
        writer.skip(theirs.end());
      } else {
        writer.idList(theirs.end(), shared);
      }
      if (fits()) {
        List<byte[]> missing = unmatched.keySet().stream().map(CommitId::bytes).toList();
        int lacked = upper - lower - shared.size();
        List<Integer> positions = List.copyOf(unmatched.values());
        listed.add(new ListedRange(start, theirs.end(), shared, lacked, missing, positions));
      }
    }
  }
}
