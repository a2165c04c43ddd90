package dev.hyphadb.core;

import dev.hyphadb.core.commit.CommitKey;
import dev.hyphadb.core.store.Store;
import dev.hyphadb.core.store.Table;
import dev.hyphadb.core.store.WriteBatch;
import dev.hyphadb.core.value.Utf8;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Which commits this replica has refused for good, and why: they are not asked for again, and a
 * peer that sends one nevertheless is told. So many are remembered; of more, the oldest by stamp
 * are forgotten, which costs a new verdict should they come again.
 */
final class Refusals {
  private final Store store;
  private final int refusalsMax;

  /** Not in the store yet. */
  private final NavigableMap<CommitKey, String> fresh = new TreeMap<>();

  /** Of the store's. */
  private long storedCount;

  private boolean isCleared;

  Refusals(Store store, int refusalsMax) {
    this.store = store;
    this.refusalsMax = refusalsMax;
    try (Store.Cursor cursor = store.scan(Table.REFUSED, null, null)) {
      while (cursor.next()) {
        storedCount++;
      }
    }
  }

  long count() {
    return storedCount + fresh.size();
  }

  boolean contains(CommitKey key) {
    return fresh.containsKey(key)
        || storedCount > 0 && store.get(Table.REFUSED, key.bytes()) != null;
  }

  void add(CommitKey key, String reason) {
    if (!contains(key)) {
      fresh.put(key, reason);
    }
  }

  /** The newest by stamp, as far as they are in the store. */
  List<CommitKey> newest(int max) {
    List<CommitKey> keys = new ArrayList<>();
    if (storedCount > 0) {
      try (Store.Cursor cursor = store.scanReverse(Table.REFUSED, null, null)) {
        while (keys.size() < max && cursor.next()) {
          keys.add(new CommitKey(cursor.key()));
        }
      }
    }
    return keys;
  }

  void flush(WriteBatch batch) {
    if (isCleared) {
      isCleared = false;
      deleteAll(batch);
    }
    if (fresh.isEmpty()) {
      return;
    }
    fresh.forEach((key, reason) -> batch.put(Table.REFUSED, key.bytes(), Utf8.encode(reason)));
    storedCount += fresh.size();
    fresh.clear();
    forgetOldest(batch);
  }

  private void deleteAll(WriteBatch batch) {
    try (Store.Cursor cursor = store.scan(Table.REFUSED, null, null)) {
      while (cursor.next()) {
        batch.delete(Table.REFUSED, cursor.key());
      }
    }
  }

  private void forgetOldest(WriteBatch batch) {
    if (storedCount <= refusalsMax) {
      return;
    }
    // In steps: a deletion leaves a mark behind that scans from the start have to pass.
    long excess = storedCount - refusalsMax + refusalsMax / 10;
    try (Store.Cursor cursor = store.scan(Table.REFUSED, null, null)) {
      while (excess > 0 && cursor.next()) {
        batch.delete(Table.REFUSED, cursor.key());
        storedCount--;
        excess--;
      }
    }
  }

  /** Nothing is refused any more. */
  void clear() {
    fresh.clear();
    storedCount = 0;
    isCleared = true;
  }
}
