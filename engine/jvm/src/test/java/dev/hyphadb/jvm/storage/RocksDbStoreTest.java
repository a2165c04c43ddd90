package dev.hyphadb.jvm.storage;

import dev.hyphadb.core.store.DurableStoreContractTest;
import dev.hyphadb.core.store.Store;
import java.nio.file.Path;

class RocksDbStoreTest extends DurableStoreContractTest {
  @Override
  protected Store open(Path directory) {
    return RocksDbStore.open(directory, StorageOptions.defaults());
  }
}
