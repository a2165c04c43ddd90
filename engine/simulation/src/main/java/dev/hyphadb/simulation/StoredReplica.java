package dev.hyphadb.simulation;

import dev.hyphadb.core.commit.CommitId;
import dev.hyphadb.core.commit.ReplicaId;
import dev.hyphadb.core.store.Store;
import dev.hyphadb.core.store.Table;
import dev.hyphadb.core.sync.LogId;
import dev.hyphadb.core.value.PackReader;
import dev.hyphadb.core.value.Utf8;

/** What a store says of its replica, read without the engine's own code. */
record StoredReplica(
    ReplicaId replica,
    long seq,
    CommitId lastCommit,
    long hlc,
    LogId logId,
    long logStart,
    long logEnd,
    long nodeCount,
    long liveCount,
    byte[] stateHash) {
  private static final byte[] KEY = Utf8.encode("replica");
  private static final int FORMAT = 2;
  private static final int CHECK_BYTES = 8;

  /** {@code null} for an empty store. */
  static StoredReplica read(Store store) {
    byte[] record = store.get(Table.META, KEY);
    if (record == null) {
      return null;
    }
    PackReader reader = new PackReader(record);
    reader.integer(FORMAT, FORMAT);
    ReplicaId replica = new ReplicaId(reader.bytes(ReplicaId.LENGTH));
    long seq = reader.unsigned();
    CommitId last = reader.tryNil() ? null : new CommitId(reader.bytes(CommitId.LENGTH));
    long hlc = reader.unsigned();
    LogId logId = new LogId(reader.bytes(LogId.LENGTH));
    long logStart = reader.unsigned();
    long logEnd = reader.unsigned();
    reader.bytes(CHECK_BYTES);
    return new StoredReplica(
        replica,
        seq,
        last,
        hlc,
        logId,
        logStart,
        logEnd,
        reader.unsigned(),
        reader.unsigned(),
        reader.bytes(CommitId.LENGTH));
  }
}
