package dev.hyphadb.browser.store;

import dev.hyphadb.core.store.Keys;
import dev.hyphadb.core.store.Store;
import dev.hyphadb.core.store.StoreException;
import dev.hyphadb.core.value.Octets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * One table: what changed lately above what is being written to a snapshot, if anything, above the
 * last snapshot.
 */
final class Layers {
  private Blocks changes = new Blocks();

  /** {@code null} when no snapshot is being made. */
  private Blocks frozen;

  private Run base;

  Layers(Run base) {
    this.base = base;
  }

  byte[] get(byte[] key) {
    byte[] value = changes.get(key);
    if (value == null && frozen != null) {
      value = frozen.get(key);
    }
    if (value == null) {
      value = base.get(key);
    }
    return isDeleted(value) ? null : value;
  }

  @SuppressWarnings("ReferenceEquality") // an empty value is not a deletion
  private static boolean isDeleted(byte[] value) {
    return value == Entries.DELETED;
  }

  void put(byte[] key, byte[] value) {
    writable().put(key, value);
  }

  void delete(byte[] key) {
    if (frozen == null && base.size() == 0) {
      writable().remove(key);
    } else if (get(key) != null) {
      writable().put(key, Entries.DELETED);
    }
  }

  void deleteRange(byte[] from, byte[] to) {
    List<byte[]> keys = new ArrayList<>();
    try (Store.Cursor cursor = scan(from, to, () -> false, "")) {
      while (cursor.next()) {
        keys.add(cursor.key());
      }
    }
    keys.forEach(this::delete);
  }

  /** Cursors keep what they look at; whoever writes then goes on with a copy. */
  private Blocks writable() {
    if (changes.readers > 0) {
      changes = changes.copy();
    }
    return changes;
  }

  /** What changes from now on is kept apart from what is there. */
  void freeze() {
    frozen = changes;
    changes = new Blocks();
  }

  /** Beneath what changed since {@link #freeze}. */
  void rebase(Run snapshot) {
    base = snapshot;
    frozen = null;
  }

  /** The table as it was at {@link #freeze}; the layers are never changed again. */
  List<Entries> frozenLayers() {
    return List.of(frozen, base);
  }

  /** What a snapshot of this table takes at most. */
  long frozenBytes() {
    return frozen.bytes() + 2L * frozen.size();
  }

  int frozenEntries() {
    return frozen.size() + base.size();
  }

  /** This table as it is now, to be read only. */
  Layers view() {
    Layers view = new Layers(base);
    view.changes = changes;
    view.frozen = frozen;
    changes.readers++;
    return view;
  }

  /** Ends a {@link #view}. */
  void release() {
    changes.readers--;
  }

  Store.Cursor scan(byte[] from, byte[] to, BooleanSupplier isClosed, String closedMessage) {
    return new ScanCursor(true, from, to, isClosed, closedMessage);
  }

  Store.Cursor scanReverse(byte[] from, byte[] to, BooleanSupplier isClosed, String closedMessage) {
    return new ScanCursor(false, from, to, isClosed, closedMessage);
  }

  private final class ScanCursor implements Store.Cursor {
    private final List<Entries> layers;
    private final boolean isForward;
    private final byte[] begin;
    private final byte[] end;
    private final Blocks seen;
    private final BooleanSupplier isClosed;
    private final String closedMessage;
    private boolean isReleased;
    private Merge merge;
    private byte[] key;
    private byte[] value;

    ScanCursor(
        boolean isForward, byte[] from, byte[] to, BooleanSupplier isClosed, String closedMessage) {
      this.isForward = isForward;
      this.begin = isForward ? from : to;
      this.end = isForward ? to : from;
      this.seen = changes;
      this.isClosed = isClosed;
      this.closedMessage = closedMessage;
      seen.readers++;
      this.layers = frozen == null ? List.of(changes, base) : List.of(changes, frozen, base);
      this.merge = new Merge(layers, isForward, begin);
    }

    @Override
    public boolean next() {
      if (isClosed.getAsBoolean()) {
        throw new StoreException(closedMessage);
      }
      key = merge.next();
      if (key == null || isBeyondEnd(key)) {
        key = null;
        merge.finish();
        return false;
      }
      value = merge.value();
      return true;
    }

    @Override
    public void seek(byte[] from) {
      merge = new Merge(layers, isForward, Keys.seekStart(from, begin, !isForward));
    }

    private boolean isBeyondEnd(byte[] candidate) {
      if (end == null) {
        return false;
      }
      int order = Octets.compare(candidate, end);
      return isForward ? order >= 0 : order < 0;
    }

    @Override
    public byte[] key() {
      return key;
    }

    @Override
    public byte[] value() {
      return value;
    }

    @Override
    public void close() {
      if (!isReleased) {
        isReleased = true;
        seen.readers--;
      }
    }
  }

  /** Several layers as one sequence, newest first: what is deleted in one is not there. */
  static final class Merge {
    private final Entries.Walk[] walks;

    /** Where each walk stands; {@code null} at its end. */
    private final byte[][] keys;

    private final boolean isForward;
    private byte[] value;

    Merge(List<Entries> layers, boolean isForward, byte[] start) {
      this.isForward = isForward;
      this.walks = new Entries.Walk[layers.size()];
      this.keys = new byte[walks.length][];
      for (int i = 0; i < walks.length; i++) {
        Entries layer = layers.get(i);
        walks[i] = isForward ? layer.from(start) : layer.before(start);
        keys[i] = walks[i].key();
      }
    }

    /** The next key; {@code null} at the end. */
    byte[] next() {
      while (true) {
        int first = -1;
        for (int i = 0; i < keys.length; i++) {
          if (keys[i] != null && (first < 0 || isSooner(keys[i], keys[first]))) {
            first = i;
          }
        }
        if (first < 0) {
          return null;
        }
        byte[] key = keys[first];
        value = walks[first].value();
        // Among equal keys the first is the newest; older layers pass it over.
        for (int i = first + 1; i < keys.length; i++) {
          if (keys[i] != null && Octets.compare(keys[i], key) == 0) {
            move(i);
          }
        }
        move(first);
        if (!isDeleted(value)) {
          return key;
        }
      }
    }

    private boolean isSooner(byte[] candidate, byte[] key) {
      int order = Octets.compare(candidate, key);
      return isForward ? order < 0 : order > 0;
    }

    private void move(int layer) {
      Entries.Walk walk = walks[layer];
      if (isForward) {
        walk.forward();
      } else {
        walk.back();
      }
      keys[layer] = walk.key();
    }

    /** Belongs to the key that {@link #next} returned. */
    byte[] value() {
      return value;
    }

    void finish() {
      Arrays.fill(keys, null);
    }
  }
}
