package dev.hyphadb.simulation;

import dev.hyphadb.core.store.Store;
import dev.hyphadb.core.store.Table;
import dev.hyphadb.core.store.WriteBatch;

/** A layer that loses every so many of the changes that it is about, as a bug in the engine would. */
final class PlantedFault implements Store {
  /** What goes wrong. */
  enum Kind {
    /** A commit that no register holds any more stays live. */
    KEEPS_DEAD_COMMIT,
    /** The state of a node is merged but not kept. */
    LOSES_NODE,
    /** An edge is found from one end only. */
    LOSES_REVERSE_EDGE,
    /** Half of a batch becomes durable on its own. */
    TEARS_BATCH,
    /** A commit is taken for received that was not. */
    LOSES_COMMIT
  }

  private static final int EVERY = 50;

  private final Store disk;
  private final Kind kind;
  private int matches;

  PlantedFault(Store disk, Kind kind) {
    this.disk = disk;
    this.kind = kind;
  }

  @Override
  public void write(WriteBatch batch) {
    if (kind == Kind.TEARS_BATCH) {
      tear(batch);
      return;
    }
    WriteBatch kept = new WriteBatch();
    for (WriteBatch.Change change : batch.changes()) {
      if (!isLost(change)) {
        add(kept, change);
      }
    }
    disk.write(kept);
  }

  private boolean isLost(WriteBatch.Change change) {
    boolean matchesKind =
        switch (kind) {
          case KEEPS_DEAD_COMMIT ->
              change instanceof WriteBatch.Delete && change.table() == Table.LIVE;
          case LOSES_NODE -> change.table() == Table.NODE;
          case LOSES_REVERSE_EDGE -> change.table() == Table.REVERSE_EDGE;
          case LOSES_COMMIT -> change.table() == Table.COMMIT;
          case TEARS_BATCH -> false;
        };
    return matchesKind && ++matches % EVERY == 0;
  }

  private void tear(WriteBatch batch) {
    WriteBatch first = new WriteBatch();
    WriteBatch second = new WriteBatch();
    for (WriteBatch.Change change : batch.changes()) {
      add(change.table().ordinal() < Table.COMMIT.ordinal() ? first : second, change);
    }
    disk.write(first);
    disk.write(second);
  }

  private static void add(WriteBatch batch, WriteBatch.Change change) {
    switch (change) {
      case WriteBatch.Put put -> batch.put(put.table(), put.key(), put.value());
      case WriteBatch.Delete delete -> batch.delete(delete.table(), delete.key());
      case WriteBatch.DeleteRange range ->
          batch.deleteRange(range.table(), range.from(), range.to());
    }
  }

  @Override
  public byte[] get(Table table, byte[] key) {
    return disk.get(table, key);
  }

  @Override
  public Cursor scan(Table table, byte[] from, byte[] to) {
    return disk.scan(table, from, to);
  }

  @Override
  public Cursor scanReverse(Table table, byte[] from, byte[] to) {
    return disk.scanReverse(table, from, to);
  }

  @Override
  public void close() {
    disk.close();
  }
}
