package dev.hyphadb.browser.store;

import dev.hyphadb.core.store.Store;
import dev.hyphadb.core.store.StoreException;
import dev.hyphadb.core.store.Table;
import dev.hyphadb.core.store.WriteBatch;
import java.util.EnumMap;
import java.util.Map;

/**
 * A store on the heap that writes each batch to a {@link Journal} before it takes it in, and makes
 * snapshots from which, with the journal's later records, it comes back.
 *
 * <p>One thread, as a worker has. Whoever owns it keeps the files: the snapshot and the journals
 * that were begun since.
 */
public final class HeapStore implements Store {
  /** Journals smaller than this are read quickly enough. */
  private static final long JOURNAL_BYTES_MIN = 8 << 20;

  private final String place;
  private final Journal journal;
  private final JournalRecord record = new JournalRecord();
  private final Map<Table, Layers> tables = new EnumMap<>(Table.class);
  private long snapshotBytes;
  private long journalBytes;
  private Snapshot.Writer writer;
  private boolean isClosed;

  /**
   * @param place what messages call the place of the database
   * @param snapshot the last one, not to be changed any more; {@code null} for none
   * @throws StoreException when the snapshot is damaged or of another version
   */
  public HeapStore(String place, byte[] snapshot, Journal journal) {
    this.place = place;
    this.journal = journal;
    Map<Table, Run> runs = snapshot == null ? Map.of() : Snapshot.read(snapshot, place);
    for (Table table : Table.values()) {
      tables.put(table, new Layers(runs.getOrDefault(table, Run.EMPTY)));
    }
    snapshotBytes = snapshot == null ? 0 : snapshot.length;
  }

  /**
   * Takes in what a journal holds, up to its end or the first record that is not whole and intact.
   *
   * @return where that is
   * @throws StoreException when a record has what this version does not know
   */
  public int replay(byte[] bytes) {
    int start = 0;
    int end = JournalRecord.end(bytes, start);
    while (end >= 0) {
      WriteBatch batch = JournalRecord.decode(bytes, start, end);
      if (batch == null) {
        throw new StoreException(
            "The journal of " + place + " was written by a newer version: open it with that one");
      }
      apply(batch);
      start = end;
      end = JournalRecord.end(bytes, start);
    }
    journalBytes += start;
    return start;
  }

  @Override
  public byte[] get(Table table, byte[] key) {
    return open(table).get(key);
  }

  @Override
  public Cursor scan(Table table, byte[] from, byte[] to) {
    return open(table).scan(from, to, () -> isClosed, closedMessage());
  }

  @Override
  public Cursor scanReverse(Table table, byte[] from, byte[] to) {
    return open(table).scanReverse(from, to, () -> isClosed, closedMessage());
  }

  @Override
  public void write(WriteBatch batch) {
    requireOpen();
    if (batch.isEmpty()) {
      return;
    }
    int length = record.encode(batch);
    journal.append(record.buffer(), length);
    journalBytes += length;
    apply(batch);
  }

  private void apply(WriteBatch batch) {
    for (WriteBatch.Change change : batch.changes()) {
      Layers table = tables.get(change.table());
      switch (change) {
        case WriteBatch.Put put -> table.put(put.key(), put.value());
        case WriteBatch.Delete delete -> table.delete(delete.key());
        case WriteBatch.DeleteRange range -> table.deleteRange(range.from(), range.to());
      }
    }
  }

  /** Whether the journal has become long enough for a new snapshot. */
  public boolean isSnapshotDue() {
    return writer == null && journalBytes > Math.max(JOURNAL_BYTES_MIN, snapshotBytes / 2);
  }

  /**
   * Begins a snapshot of what is there now: what is written from now on belongs into another
   * journal.
   */
  public void beginSnapshot() {
    tables.values().forEach(Layers::freeze);
    writer = new Snapshot.Writer(tables, snapshotBytes);
    journalBytes = 0;
  }

  /**
   * Goes on with the snapshot.
   *
   * @param entriesMax how many entries to write in this step
   * @return the finished snapshot, not to be changed, or {@code null} when there is more to do
   */
  public byte[] continueSnapshot(int entriesMax) {
    byte[] snapshot = writer.step(entriesMax);
    if (snapshot != null) {
      writer = null;
      snapshotBytes = snapshot.length;
      Snapshot.runs(snapshot).forEach((table, run) -> tables.get(table).rebase(run));
    }
    return snapshot;
  }

  @Override
  public Store snapshot() {
    requireOpen();
    return new View();
  }

  @Override
  public void close() {
    isClosed = true;
  }

  private Layers open(Table table) {
    requireOpen();
    return tables.get(table);
  }

  private void requireOpen() {
    if (isClosed) {
      throw new StoreException(closedMessage());
    }
  }

  private String closedMessage() {
    return "The database in " + place + " is closed: open it again";
  }

  /** The store as it was at {@link #snapshot()}. */
  private final class View implements Store {
    private final Map<Table, Layers> views = new EnumMap<>(Table.class);

    View() {
      tables.forEach((table, layers) -> views.put(table, layers.view()));
    }

    @Override
    public byte[] get(Table table, byte[] key) {
      return views.get(table).get(key);
    }

    @Override
    public Cursor scan(Table table, byte[] from, byte[] to) {
      return views.get(table).scan(from, to, () -> false, "");
    }

    @Override
    public Cursor scanReverse(Table table, byte[] from, byte[] to) {
      return views.get(table).scanReverse(from, to, () -> false, "");
    }

    @Override
    public void write(WriteBatch batch) {
      throw new StoreException("A snapshot of " + place + " cannot be written");
    }

    @Override
    public void close() {
      views.values().forEach(Layers::release);
      views.clear();
    }
  }
}
