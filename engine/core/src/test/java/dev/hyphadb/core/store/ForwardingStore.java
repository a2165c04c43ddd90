package dev.hyphadb.core.store;

/** Another store, for tests that change one thing about it. */
public abstract class ForwardingStore implements Store {
  protected final Store below;

  protected ForwardingStore(Store below) {
    this.below = below;
  }

  @Override
  public byte[] get(Table table, byte[] key) {
    return below.get(table, key);
  }

  @Override
  public Cursor scan(Table table, byte[] from, byte[] to) {
    return below.scan(table, from, to);
  }

  @Override
  public Cursor scanReverse(Table table, byte[] from, byte[] to) {
    return below.scanReverse(table, from, to);
  }

  @Override
  public void write(WriteBatch batch) {
    below.write(batch);
  }

  @Override
  public void close() {
    below.close();
  }
}
