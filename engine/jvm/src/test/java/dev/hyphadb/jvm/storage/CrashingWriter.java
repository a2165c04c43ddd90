package dev.hyphadb.jvm.storage;

import dev.hyphadb.core.store.Keys;
import dev.hyphadb.core.store.Store;
import dev.hyphadb.core.store.Table;
import dev.hyphadb.core.store.WriteBatch;
import dev.hyphadb.core.value.Octets;
import java.nio.file.Path;

/**
 * The process {@link StoreCrashIT} kills: writes numbered batches and prints the number of each
 * that returned.
 */
final class CrashingWriter {
  /** One put in each of these; a batch counts as whole when all have it. */
  static final Table[] TABLES = {Table.NODE, Table.COMMIT, Table.LIVE, Table.LOG};

  private CrashingWriter() {}

  public static void main(String[] arguments) {
    StorageOptions options =
        StorageOptions.defaults().withEngine(StorageEngine.valueOf(arguments[1]));
    long first = Long.parseLong(arguments[2]);
    try (Store store = Storage.open(Path.of(arguments[0]), options)) {
      System.out.println("open");
      for (long number = first; number < first + 50_000_000; number++) {
        store.write(batch(number));
        // println on System.out flushes each line to the pipe: it outlives the process.
        System.out.println(number);
      }
    }
  }

  /** META holds the newest number; LOG keeps the last 1,000. */
  static WriteBatch batch(long number) {
    WriteBatch batch = new WriteBatch();
    for (Table table : TABLES) {
      batch.put(table, Keys.ofLong(number), value(table, number));
    }
    batch.put(Table.META, Keys.ofLong(0), Keys.ofLong(number));
    if (number >= 1000) {
      batch.deleteRange(Table.LOG, Keys.ofLong(0), Keys.ofLong(number - 999));
    }
    return batch;
  }

  static byte[] value(Table table, long number) {
    byte[] value = new byte[16 + 50 * table.ordinal()];
    Octets.putLong(value, 0, number);
    Octets.putLong(value, value.length - 8, number * 31 + table.ordinal());
    return value;
  }
}
