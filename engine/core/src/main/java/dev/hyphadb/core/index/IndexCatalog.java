package dev.hyphadb.core.index;

import dev.hyphadb.core.store.Store;
import dev.hyphadb.core.store.StoreException;
import dev.hyphadb.core.store.Table;
import dev.hyphadb.core.store.WriteBatch;
import dev.hyphadb.core.value.PackReader;
import dev.hyphadb.core.value.PackWriter;
import dev.hyphadb.core.value.Utf8;
import dev.hyphadb.core.value.ValueException;
import java.util.ArrayList;
import java.util.List;

/**
 * The indexes there are, as a record of the store: written with the entries that it speaks of.
 *
 * @param nextNumber for the next index
 */
record IndexCatalog(int nextNumber, List<IndexRecord> records) {
  static final byte[] KEY = Utf8.encode("indexes");
  private static final int FORMAT = 1;
  static final IndexCatalog EMPTY = new IndexCatalog(1, List.of());

  IndexCatalog {
    records = List.copyOf(records);
  }

  static IndexCatalog load(Store store) {
    byte[] record = store.get(Table.META, KEY);
    return record == null ? EMPTY : decode(record);
  }

  /**
   * @throws StoreException when the record is damaged
   */
  static IndexCatalog decode(byte[] record) {
    try {
      PackReader reader = new PackReader(record);
      reader.integer(FORMAT, FORMAT);
      int nextNumber = reader.integer(1, Integer.MAX_VALUE);
      List<IndexRecord> records = new ArrayList<>();
      while (!reader.atEnd()) {
        records.add(IndexRecord.read(reader));
      }
      return new IndexCatalog(nextNumber, records);
    } catch (ValueException | IllegalArgumentException e) {
      throw new StoreException(
          "The list of the database's indexes is damaged (" + e.getMessage() + "): drop them all",
          e);
    }
  }

  void save(WriteBatch batch) {
    PackWriter writer = new PackWriter(128).integer(FORMAT).integer(nextNumber);
    records.forEach(record -> record.write(writer));
    batch.put(Table.META, KEY, writer.toByteArray());
  }

  /** {@code null} when there is none. */
  IndexRecord find(IndexDefinition definition) {
    for (IndexRecord record : records) {
      if (record.definition().equals(definition)) {
        return record;
      }
    }
    return null;
  }

  /** One that there is. */
  IndexRecord record(int number) {
    for (IndexRecord record : records) {
      if (record.number() == number) {
        return record;
      }
    }
    throw new IllegalArgumentException("there is no index number " + number);
  }

  IndexCatalog with(IndexRecord added) {
    List<IndexRecord> all = new ArrayList<>(records);
    all.add(added);
    return new IndexCatalog(Math.max(nextNumber, added.number() + 1), all);
  }

  IndexCatalog without(int number) {
    return new IndexCatalog(
        nextNumber, records.stream().filter(record -> record.number() != number).toList());
  }

  IndexCatalog replacing(IndexRecord changed) {
    return new IndexCatalog(
        nextNumber,
        records.stream()
            .map(record -> record.number() == changed.number() ? changed : record)
            .toList());
  }
}
