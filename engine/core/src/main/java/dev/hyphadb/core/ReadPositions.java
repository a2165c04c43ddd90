package dev.hyphadb.core;

import dev.hyphadb.core.store.Store;
import dev.hyphadb.core.store.Table;
import dev.hyphadb.core.store.WriteBatch;
import dev.hyphadb.core.sync.LogId;
import dev.hyphadb.core.sync.LogPosition;
import dev.hyphadb.core.value.PackReader;
import dev.hyphadb.core.value.PackWriter;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Set;

/**
 * How far other peers' logs were read: those of so many logs, the most recently used. Anybody can
 * invent a log id with each connection; whoever's is forgotten is reconciled with instead, which
 * costs a few kilobytes more.
 */
final class ReadPositions {
  private final int logsMax;

  /** The least recently used first; all of the store's. */
  private final LinkedHashMap<LogId, LogPosition> positions = new LinkedHashMap<>(16, 0.75f, true);

  private final Set<LogId> changed = new HashSet<>();
  private final Set<LogId> forgotten = new HashSet<>();

  ReadPositions(Store store, int logsMax) {
    this.logsMax = logsMax;
    try (Store.Cursor cursor = store.scan(Table.CURSOR, null, null)) {
      while (cursor.next()) {
        positions.put(new LogId(cursor.key()), decode(cursor.value()));
      }
    }
    forgetOldest();
  }

  private static LogPosition decode(byte[] record) {
    PackReader reader = new PackReader(record);
    return new LogPosition(reader.unsigned(), reader.bytes());
  }

  /** {@code null} when the log was never read, or long ago. */
  LogPosition get(LogId log) {
    return positions.get(log);
  }

  void put(LogId log, LogPosition position) {
    positions.put(log, position);
    changed.add(log);
    forgotten.remove(log);
    forgetOldest();
  }

  void clear() {
    forgotten.addAll(positions.keySet());
    positions.clear();
    changed.clear();
  }

  private void forgetOldest() {
    Iterator<LogId> oldestFirst = positions.keySet().iterator();
    while (positions.size() > logsMax) {
      LogId oldest = oldestFirst.next();
      oldestFirst.remove();
      changed.remove(oldest);
      forgotten.add(oldest);
    }
  }

  void flush(WriteBatch batch) {
    for (LogId log : changed) {
      LogPosition position = positions.get(log);
      batch.put(
          Table.CURSOR,
          log.bytes(),
          new PackWriter(24).integer(position.sequence()).bytes(position.check()).toByteArray());
    }
    forgotten.forEach(log -> batch.delete(Table.CURSOR, log.bytes()));
    changed.clear();
    forgotten.clear();
  }
}
