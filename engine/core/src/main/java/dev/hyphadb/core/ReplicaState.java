package dev.hyphadb.core;

import dev.hyphadb.core.commit.CommitId;
import dev.hyphadb.core.commit.ReplicaId;
import dev.hyphadb.core.store.Store;
import dev.hyphadb.core.store.StoreException;
import dev.hyphadb.core.store.Table;
import dev.hyphadb.core.store.WriteBatch;
import dev.hyphadb.core.sync.LogId;
import dev.hyphadb.core.sync.LogPosition;
import dev.hyphadb.core.value.PackReader;
import dev.hyphadb.core.value.PackWriter;
import dev.hyphadb.core.value.Utf8;
import dev.hyphadb.core.value.ValueException;

/**
 * What a replica must know of itself to go on after it was closed or killed; written in every write
 * batch.
 *
 * @param seq number of its last commit, 0 when it made none
 * @param lastCommit id of that commit; {@code null} when it made none
 * @param hlc greatest timestamp it made or observed
 * @param logId names its log
 * @param logStart first sequence that the log still has
 * @param stateHash 32 bytes
 */
record ReplicaState(
    ReplicaId replica,
    long seq,
    CommitId lastCommit,
    long hlc,
    LogId logId,
    long logStart,
    LogPosition logEnd,
    long nodeCount,
    long liveCount,
    byte[] stateHash) {
  private static final int FORMAT = 2;
  private static final byte[] KEY = Utf8.encode("replica");

  static ReplicaState create(ReplicaId replica, LogId logId) {
    LogPosition empty = LogPosition.START;
    return new ReplicaState(replica, 0, null, 0, logId, 1, empty, 0, 0, new byte[CommitId.LENGTH]);
  }

  /**
   * @return {@code null} for an empty store
   * @throws StoreException when the record is damaged or of a format that this version does not
   *     know
   */
  static ReplicaState load(Store store) {
    byte[] record = store.get(Table.META, KEY);
    if (record == null) {
      return null;
    }
    try {
      return decode(new PackReader(record));
    } catch (ValueException e) {
      throw new StoreException(
          "The database's own record is damaged (" + e.getMessage() + "): restore it from a backup",
          e);
    }
  }

  private static ReplicaState decode(PackReader reader) {
    int format = reader.integer(0, Integer.MAX_VALUE);
    if (format != FORMAT) {
      throw new StoreException(
          "The database has format "
              + format
              + ", this version reads format "
              + FORMAT
              + ": use the version that wrote it");
    }
    return new ReplicaState(
        new ReplicaId(reader.bytes(ReplicaId.LENGTH)),
        reader.unsigned(),
        reader.tryNil() ? null : new CommitId(reader.bytes(CommitId.LENGTH)),
        reader.unsigned(),
        new LogId(reader.bytes(LogId.LENGTH)),
        reader.unsigned(),
        new LogPosition(reader.unsigned(), reader.bytes(8)),
        reader.unsigned(),
        reader.unsigned(),
        reader.bytes(CommitId.LENGTH));
  }

  void save(WriteBatch batch) {
    PackWriter writer = new PackWriter(192).integer(FORMAT).bytes(replica.bytes()).integer(seq);
    if (lastCommit == null) {
      writer.nil();
    } else {
      writer.bytes(lastCommit.bytes());
    }
    writer.integer(hlc).bytes(logId.bytes()).integer(logStart);
    writer.integer(logEnd.sequence()).bytes(logEnd.check());
    writer.integer(nodeCount).integer(liveCount).bytes(stateHash);
    batch.put(Table.META, KEY, writer.toByteArray());
  }
}
