package dev.hyphadb.core.graph;

import dev.hyphadb.core.commit.CommitId;
import dev.hyphadb.core.commit.CommitKey;
import dev.hyphadb.core.store.Table;
import dev.hyphadb.core.store.WriteBatch;
import dev.hyphadb.core.value.PackReader;
import dev.hyphadb.core.value.PackWriter;

/** How many live commits there are from one key to the next block's, and the sum of their ids. */
final class LiveBlock {
  /** Not after any key. */
  static final CommitKey FIRST_START = new CommitKey(new byte[CommitKey.LENGTH]);

  private static final int TIMESTAMP_BYTES = 8;

  private final CommitKey start;
  private final StateHash sum;
  private int count;

  LiveBlock(CommitKey start) {
    this(start, 0, new StateHash());
  }

  private LiveBlock(CommitKey start, int count, StateHash sum) {
    this.start = start;
    this.count = count;
    this.sum = sum;
  }

  /** The shortest key, before the zeros at its end, that is after one and not after the other. */
  static CommitKey startBetween(CommitKey before, CommitKey after) {
    byte[] start = new byte[CommitKey.LENGTH];
    int differing = 0;
    while (before.bytes()[differing] == after.bytes()[differing]) {
      differing++;
    }
    int length = Math.max(TIMESTAMP_BYTES, differing + 1);
    System.arraycopy(after.bytes(), 0, start, 0, length);
    return new CommitKey(start);
  }

  CommitKey start() {
    return start;
  }

  int count() {
    return count;
  }

  /** Not to be changed. */
  StateHash sum() {
    return sum;
  }

  void add(CommitId id) {
    sum.add(id);
    count++;
  }

  void subtract(CommitId id) {
    sum.subtract(id);
    count--;
  }

  void add(LiveBlock next) {
    sum.add(next.sum);
    count += next.count;
  }

  static LiveBlock decode(CommitKey start, byte[] record) {
    PackReader reader = new PackReader(record);
    int count = reader.integer(0, Integer.MAX_VALUE);
    StateHash sum = new StateHash(reader.raw(CommitId.LENGTH));
    reader.requireEnd();
    return new LiveBlock(start, count, sum);
  }

  void save(WriteBatch batch) {
    byte[] record =
        new PackWriter(40).integer(count).raw(sum.toBytes(), 0, CommitId.LENGTH).toByteArray();
    batch.put(Table.FINGERPRINT, start.bytes(), record);
  }

  void delete(WriteBatch batch) {
    batch.delete(Table.FINGERPRINT, start.bytes());
  }
}
