package dev.hyphadb.core.store;

import java.nio.file.Path;

class MemoryStoreTest extends ConcurrentStoreContractTest {
  @Override
  protected Store open(Path directory) {
    return new MemoryStore();
  }
}
