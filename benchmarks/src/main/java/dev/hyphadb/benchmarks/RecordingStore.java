package dev.hyphadb.benchmarks;

import dev.hyphadb.core.store.MemoryStore;
import dev.hyphadb.core.store.Store;
import dev.hyphadb.core.store.Table;
import dev.hyphadb.core.store.WriteBatch;
import java.util.ArrayList;
import java.util.List;

/** A store on the heap that keeps the batches written to it, for a baseline to repeat. */
final class RecordingStore implements Store {
  private final MemoryStore memory = new MemoryStore();
  private List<WriteBatch> written = new ArrayList<>();

  /** The batches since the last call. */
  List<WriteBatch> take() {
    List<WriteBatch> taken = written;
    written = new ArrayList<>();
    return taken;
  }

  @Override
  public byte[] get(Table table, byte[] key) {
    return memory.get(table, key);
  }

  @Override
  public Cursor scan(Table table, byte[] from, byte[] to) {
    return memory.scan(table, from, to);
  }

  @Override
  public Cursor scanReverse(Table table, byte[] from, byte[] to) {
    return memory.scanReverse(table, from, to);
  }

  @Override
  public void write(WriteBatch batch) {
    memory.write(batch);
    written.add(batch);
  }

  @Override
  public void close() {
    memory.close();
  }
}
