package dev.hyphadb.core.sync.range;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Writes a message. Skipped ranges become one, and nothing where they would be the last. */
final class RangeWriter {
  private byte[] bytes = new byte[512];
  private int length;
  private long lastTimestamp;
  private RangeBound skippedTo;
  private boolean isEmpty = true;
  private final List<RangeItem> listed = new ArrayList<>();

  /** A state to return to. */
  record Mark(
      int length, long lastTimestamp, RangeBound skippedTo, boolean isEmpty, int listedCount) {}

  RangeWriter() {
    octet(RangeMessage.VERSION);
  }

  int length() {
    return length;
  }

  /** Whether nothing but skipped ranges was written. */
  boolean isEmpty() {
    return isEmpty;
  }

  /** The items whose ids were written, in order. */
  List<RangeItem> listed() {
    return listed;
  }

  byte[] toByteArray() {
    return Arrays.copyOf(bytes, length);
  }

  Mark mark() {
    return new Mark(length, lastTimestamp, skippedTo, isEmpty, listed.size());
  }

  void rewind(Mark mark) {
    length = mark.length;
    lastTimestamp = mark.lastTimestamp;
    skippedTo = mark.skippedTo;
    isEmpty = mark.isEmpty;
    listed.subList(mark.listedCount, listed.size()).clear();
  }

  void skip(RangeBound end) {
    skippedTo = end;
  }

  void fingerprint(RangeBound end, byte[] fingerprint) {
    start(end, RangeMessage.MODE_FINGERPRINT);
    raw(fingerprint, fingerprint.length);
  }

  void idList(RangeBound end, List<RangeItem> items) {
    start(end, RangeMessage.MODE_ID_LIST);
    varint(items.size());
    items.forEach(item -> raw(item.id(), RangeItem.ID_LENGTH));
    listed.addAll(items);
  }

  private void start(RangeBound end, int mode) {
    if (skippedTo != null) {
      bound(skippedTo);
      varint(RangeMessage.MODE_SKIP);
      skippedTo = null;
    }
    bound(end);
    varint(mode);
    isEmpty = false;
  }

  private void bound(RangeBound bound) {
    if (bound.isInfinity()) {
      varint(0);
    } else {
      varint(bound.timestamp() - lastTimestamp + 1);
      lastTimestamp = bound.timestamp();
    }
    varint(bound.idPrefix().length);
    raw(bound.idPrefix(), bound.idPrefix().length);
  }

  private void varint(long number) {
    if (number >>> 7 == 0) {
      octet((int) number);
    } else {
      byte[] octets = varintOf(number);
      raw(octets, octets.length);
    }
  }

  /** The number as a varint, on its own. */
  static byte[] varintOf(long number) {
    byte[] target = new byte[10];
    int at = target.length;
    int more = 0;
    do {
      target[--at] = (byte) (number & 0x7f | more);
      more = 0x80;
      number >>>= 7;
    } while (number != 0);
    return Arrays.copyOfRange(target, at, target.length);
  }

  private void octet(int octet) {
    require(1);
    bytes[length++] = (byte) octet;
  }

  private void raw(byte[] source, int count) {
    require(count);
    System.arraycopy(source, 0, bytes, length, count);
    length += count;
  }

  private void require(int count) {
    if (count > bytes.length - length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + count));
    }
  }
}
