package dev.hyphadb.core.sync;

import dev.hyphadb.core.commit.CommitCodec;
import dev.hyphadb.core.commit.CommitKey;
import dev.hyphadb.core.commit.VerifiedCommit;
import dev.hyphadb.core.store.Keys;
import dev.hyphadb.core.store.Store;
import dev.hyphadb.core.store.Table;
import dev.hyphadb.core.store.WriteBatch;
import dev.hyphadb.core.value.PackReader;
import dev.hyphadb.core.value.PackWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The commits that this replica accepted, in order of arrival, the newest ones in memory. Numbered
 * from 1; capped, the oldest entries go first. Belongs to the owner thread.
 */
public final class CommitLog {
  /**
   * The newest entries are what peers ask for: so many of them are kept decoded. A power of two.
   */
  private static final int RECENT_ENTRIES = 2048;

  /** Larger commits are read again from the store when asked for. */
  private static final int RECENT_BODY_BYTES_MAX = 16 << 10;

  /** Entries that one write cuts off. */
  private static final int CUT_ENTRIES_MAX = 4096;

  private final Store store;
  private final CommitCodec codec;
  private final long entriesMax;
  private final VerifiedCommit[] recent = new VerifiedCommit[RECENT_ENTRIES];
  private final List<VerifiedCommit> unflushed = new ArrayList<>();
  private final Map<CommitKey, VerifiedCommit> unflushedByKey = new HashMap<>();
  private LogPosition end;
  private long start;
  private long flushedEnd;

  /** The last sequence that is too old; 0 for none. */
  private long expired;

  /**
   * @param start the first sequence that the log still has
   * @param end where it ends
   * @param entriesMax how many entries are kept at least
   */
  public CommitLog(Store store, CommitCodec codec, long start, LogPosition end, long entriesMax) {
    this.store = store;
    this.codec = codec;
    this.start = start;
    this.end = end;
    this.flushedEnd = end.sequence();
    this.entriesMax = entriesMax;
  }

  public long start() {
    return start;
  }

  public LogPosition end() {
    return end;
  }

  /** The sequence that the next commit gets. */
  public long nextSequence() {
    return end.sequence() + 1;
  }

  public void append(VerifiedCommit commit) {
    end = LogPosition.of(nextSequence(), commit.key());
    unflushed.add(commit);
    unflushedByKey.put(commit.key(), commit);
    recent[slot(end.sequence())] = commit.body().length <= RECENT_BODY_BYTES_MAX ? commit : null;
  }

  private static int slot(long sequence) {
    return (int) sequence & (RECENT_ENTRIES - 1);
  }

  /**
   * Whether the log can be read on from a position, that is, goes back to it and is the log it was
   * taken from.
   */
  boolean covers(LogPosition position) {
    long sequence = position.sequence();
    if (sequence < start - 1 || sequence > end.sequence()) {
      return false;
    }
    if (sequence == end.sequence()) {
      return position.equals(end);
    }
    // The entry before the first is gone and cannot be checked; nothing from it on has been lost,
    // however.
    return sequence == start - 1 || position.equals(LogPosition.of(sequence, keyAt(sequence)));
  }

  CommitKey keyAt(long sequence) {
    VerifiedCommit commit = recentAt(sequence);
    return commit != null
        ? commit.key()
        : new CommitKey(store.get(Table.LOG, Keys.ofLong(sequence)));
  }

  private VerifiedCommit recentAt(long sequence) {
    if (sequence > flushedEnd) {
      return unflushed.get((int) (sequence - flushedEnd - 1));
    }
    return end.sequence() - sequence < RECENT_ENTRIES ? recent[slot(sequence)] : null;
  }

  /**
   * The live commits among the entries after {@code from}, as many as fit in the byte limit and at
   * least one entry.
   *
   * @param isLive which commits still matter
   */
  Slice read(long from, int bytesMax, Predicate<CommitKey> isLive) {
    List<VerifiedCommit> commits = new ArrayList<>();
    long sequence = from;
    int bytes = 0;
    while (sequence < end.sequence() && bytes < bytesMax) {
      sequence++;
      VerifiedCommit commit = recentAt(sequence);
      CommitKey key = commit != null ? commit.key() : keyAt(sequence);
      if (isLive.test(key)) {
        commit = commit != null ? commit : stored(key);
        commits.add(commit);
        bytes += commit.body().length;
      }
    }
    LogPosition position =
        sequence == end.sequence() ? end : LogPosition.of(sequence, keyAt(sequence));
    return new Slice(commits, position);
  }

  /**
   * @param position where reading goes on
   */
  record Slice(List<VerifiedCommit> commits, LogPosition position) {}

  /** A commit of the store, which holds every live one. */
  VerifiedCommit stored(CommitKey key) {
    byte[] record = store.get(Table.COMMIT, key.bytes());
    return record == null ? null : decode(record);
  }

  /** A commit that is live or in the log; {@code null} when there is none of that key. */
  public VerifiedCommit find(CommitKey key) {
    VerifiedCommit commit = unflushedByKey.get(key);
    return commit != null ? commit : stored(key);
  }

  /** Whether the commit is known, live or not. */
  public boolean holds(CommitKey key) {
    return unflushedByKey.containsKey(key) || store.get(Table.COMMIT, key.bytes()) != null;
  }

  /** The commit in a record of the commit table. */
  public VerifiedCommit decode(byte[] record) {
    PackReader reader = new PackReader(record);
    byte[] signature = reader.tryNil() ? null : reader.bytes();
    return codec.decode(reader.bytes(), signature);
  }

  private static byte[] encode(VerifiedCommit commit) {
    PackWriter writer = new PackWriter(commit.body().length + 80);
    if (commit.signature() == null) {
      writer.nil();
    } else {
      writer.bytes(commit.signature());
    }
    return writer.bytes(commit.body()).toByteArray();
  }

  /** Entries up to there are too old to be kept. */
  public void expire(long sequence) {
    expired = Math.max(expired, sequence);
  }

  /** Whether {@link #flush} has something to cut. */
  public boolean isCutDue() {
    return cutEnd() > start;
  }

  /**
   * The first sequence that is to stay. Entries go in large steps because each step costs a range
   * deletion, but not in steps that keep writers waiting.
   */
  private long cutEnd() {
    long excess = end.sequence() - start + 1 - entriesMax;
    long bySize = excess <= Math.max(64, entriesMax / 4) ? start : start + excess;
    return Math.min(Math.max(bySize, expired + 1), start + CUT_ENTRIES_MAX);
  }

  private void trim(WriteBatch batch, Predicate<CommitKey> isLive) {
    long newStart = cutEnd();
    if (newStart <= start) {
      return;
    }
    byte[] from = Keys.ofLong(start);
    byte[] to = Keys.ofLong(newStart);
    try (Store.Cursor stored = store.scan(Table.LOG, from, to)) {
      while (stored.next()) {
        deleteDead(new CommitKey(stored.value()), isLive, batch);
      }
    }
    for (long sequence = flushedEnd + 1; sequence < newStart; sequence++) {
      deleteDead(keyAt(sequence), isLive, batch);
    }
    batch.deleteRange(Table.LOG, from, to);
    start = newStart;
  }

  private static void deleteDead(CommitKey key, Predicate<CommitKey> isLive, WriteBatch batch) {
    if (!isLive.test(key)) {
      batch.delete(Table.COMMIT, key.bytes());
    }
  }

  /** How many commits wait for {@link #flush}. */
  public int unflushedCount() {
    return unflushed.size();
  }

  /**
   * Adds the appended commits to the batch, and what cuts the log to its size.
   *
   * @param isLive which commits outlive their place in the log
   */
  public void flush(WriteBatch batch, Predicate<CommitKey> isLive) {
    long sequence = flushedEnd;
    for (VerifiedCommit commit : unflushed) {
      sequence++;
      batch.put(Table.COMMIT, commit.key().bytes(), encode(commit));
      batch.put(Table.LOG, Keys.ofLong(sequence), commit.key().bytes());
    }
    // The cut may reach into this round, whose entries the store does not have yet.
    trim(batch, isLive);
    flushedEnd = sequence;
    unflushed.clear();
    unflushedByKey.clear();
  }
}
