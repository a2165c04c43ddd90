package dev.hyphadb.core.graph;

import dev.hyphadb.core.commit.CommitId;
import dev.hyphadb.core.commit.CommitKey;
import dev.hyphadb.core.store.Store;
import dev.hyphadb.core.store.Table;
import dev.hyphadb.core.store.WriteBatch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Adds up the live commits in blocks of neighbours, so that a sum over any range of keys costs the
 * blocks in it and not the commits.
 *
 * <p>A block covers the keys from its start to the next one's. It is stored with its count and sum;
 * except the last, which grows with every new commit: its record only says where it starts, and it
 * is added up again after opening. So a commit that comes in order costs no write of its own. The
 * directory of all blocks, about one for {@link #BLOCK_COMMITS} commits, is read into memory when a
 * change or a question first needs it.
 */
final class LiveBlocks {
  /** Commits of a block that is closed in order. */
  static final int BLOCK_COMMITS = 256;

  /** A larger block is cut, when it is next changed. */
  private static final int CUT_ABOVE = 2 * BLOCK_COMMITS;

  /** A smaller block joins the one before, if that has room. */
  private static final int JOIN_BELOW = BLOCK_COMMITS / 4;

  private final Store store;
  private final List<Change> changes = new ArrayList<>();
  private final Map<CommitKey, LiveBlock> touched = new LinkedHashMap<>();

  /** {@code null} until needed. */
  private NavigableMap<CommitKey, LiveBlock> directory;

  /** The last block; {@code null} until needed. */
  private LiveBlock tail;

  /** Not before any live commit. */
  private CommitKey lastKey;

  private LiveRanges ranges;

  private record Change(CommitKey key, CommitId id, boolean isAddition) {}

  LiveBlocks(Store store) {
    this.store = store;
  }

  /** The commit becomes live with the next {@link #flush}. */
  void add(CommitKey key, CommitId id) {
    changes.add(new Change(key, id, true));
  }

  void remove(CommitKey key, CommitId id) {
    changes.add(new Change(key, id, false));
  }

  void flush(WriteBatch batch) {
    if (changes.isEmpty()) {
      return;
    }
    loadTail();
    ranges = null;
    changes.sort(Comparator.comparing(Change::key));
    for (Change change : changes) {
      if (change.isAddition && change.key.compareTo(lastKey) > 0) {
        append(change, batch);
      } else {
        change(change, batch);
      }
    }
    changes.clear();
    touched.remove(tail.start());
    touched.values().forEach(block -> block.save(batch));
    touched.clear();
  }

  private void append(Change change, WriteBatch batch) {
    if (tail.count() >= BLOCK_COMMITS) {
      touched.put(tail.start(), tail);
      tail = new LiveBlock(LiveBlock.startBetween(lastKey, change.key));
      tail.save(batch);
      if (directory != null) {
        directory.put(tail.start(), tail);
      }
    }
    // What is added here is not in the store yet: a cut now would lose it.
    touched.put(tail.start(), tail);
    tail.add(change.id);
    lastKey = change.key;
  }

  private void change(Change change, WriteBatch batch) {
    LiveBlock block = find(change.key);
    if (!touched.containsKey(block.start()) && block.count() > CUT_ABOVE) {
      cut(block, batch);
      block = find(change.key);
    }
    touched.put(block.start(), block);
    if (change.isAddition) {
      block.add(change.id);
    } else {
      block.subtract(change.id);
      if (block.count() < JOIN_BELOW && block != tail) {
        join(block, batch);
      }
    }
  }

  private LiveBlock find(CommitKey key) {
    return key.compareTo(tail.start()) >= 0 ? tail : directory().floorEntry(key).getValue();
  }

  /** Needs a block that is as in the store. */
  private void cut(LiveBlock block, WriteBatch batch) {
    CommitKey end = directory().higherKey(block.start());
    directory.remove(block.start());
    LiveBlock part = new LiveBlock(block.start());
    CommitKey before = null;
    try (Store.Cursor live = scan(block.start(), end)) {
      while (live.next()) {
        CommitKey key = new CommitKey(live.key());
        if (part.count() == BLOCK_COMMITS) {
          put(part);
          part = new LiveBlock(LiveBlock.startBetween(before, key));
        }
        part.add(LiveCommits.idOf(key, live.value()));
        before = key;
      }
    }
    put(part);
    if (block == tail) {
      tail = part;
      tail.save(batch);
    }
  }

  private void put(LiveBlock block) {
    directory.put(block.start(), block);
    touched.put(block.start(), block);
  }

  private void join(LiveBlock block, WriteBatch batch) {
    Map.Entry<CommitKey, LiveBlock> entry = directory().lowerEntry(block.start());
    if (entry == null || entry.getValue().count() + block.count() > BLOCK_COMMITS) {
      return;
    }
    LiveBlock before = entry.getValue();
    before.add(block);
    touched.put(before.start(), before);
    directory.remove(block.start());
    touched.remove(block.start());
    block.delete(batch);
  }

  private NavigableMap<CommitKey, LiveBlock> directory() {
    loadTail();
    if (directory == null) {
      directory = new TreeMap<>();
      directory.put(LiveBlock.FIRST_START, new LiveBlock(LiveBlock.FIRST_START));
      try (Store.Cursor blocks = store.scan(Table.FINGERPRINT, null, tail.start().bytes())) {
        while (blocks.next()) {
          LiveBlock block = LiveBlock.decode(new CommitKey(blocks.key()), blocks.value());
          directory.put(block.start(), block);
        }
      }
      // What was changed but is not in the store yet.
      directory.putAll(touched);
      directory.put(tail.start(), tail);
    }
    return directory;
  }

  private void loadTail() {
    if (tail != null) {
      return;
    }
    CommitKey start = LiveBlock.FIRST_START;
    try (Store.Cursor blocks = store.scanReverse(Table.FINGERPRINT, null, null)) {
      if (blocks.next()) {
        start = new CommitKey(blocks.key());
      }
    }
    tail = new LiveBlock(start);
    lastKey = start;
    try (Store.Cursor live = scan(start, null)) {
      while (live.next()) {
        lastKey = new CommitKey(live.key());
        tail.add(LiveCommits.idOf(lastKey, live.value()));
      }
    }
  }

  private Store.Cursor scan(CommitKey from, CommitKey to) {
    return store.scan(Table.LIVE, from.bytes(), to == null ? null : to.bytes());
  }

  /** The live commits as they are in the store; valid until the next {@link #flush}. */
  LiveRanges ranges() {
    if (ranges == null) {
      ranges = new LiveRanges(store, List.copyOf(directory().values()));
    }
    return ranges;
  }

  /** Adds the live commits up anew, from a store whose blocks are missing or damaged. */
  static void rebuild(Store store) {
    WriteBatch batch = new WriteBatch();
    byte[] first = LiveBlock.FIRST_START.bytes();
    try (Store.Cursor blocks = store.scan(Table.FINGERPRINT, null, null)) {
      while (blocks.next()) {
        batch.delete(Table.FINGERPRINT, blocks.key());
      }
    }
    LiveBlock block = new LiveBlock(new CommitKey(first));
    CommitKey before = null;
    try (Store.Cursor live = store.scanWhole(Table.LIVE)) {
      while (live.next()) {
        CommitKey key = new CommitKey(live.key());
        if (block.count() == BLOCK_COMMITS) {
          block.save(batch);
          block = new LiveBlock(LiveBlock.startBetween(before, key));
        }
        block.add(LiveCommits.idOf(key, live.value()));
        before = key;
      }
    }
    block.save(batch);
    store.write(batch);
  }
}
