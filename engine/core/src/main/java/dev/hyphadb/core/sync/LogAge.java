package dev.hyphadb.core.sync;

import dev.hyphadb.core.store.Store;
import dev.hyphadb.core.store.Table;
import dev.hyphadb.core.store.WriteBatch;
import dev.hyphadb.core.value.PackReader;
import dev.hyphadb.core.value.PackWriter;
import dev.hyphadb.core.value.Utf8;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Knows up to where the log's entries are older than they may become: at times it notes where the
 * log ends, and what was there then is older than the note. The notes are few, a sixteenth of the
 * age apart, so that an entry goes at most that much too late, or too early after the replica was
 * closed.
 *
 * <p>Stored as a list of notes, the oldest first: milliseconds, sequence. Belongs to the owner
 * thread.
 */
public final class LogAge {
  /** No limit. */
  public static final long UNLIMITED = Long.MAX_VALUE;

  private static final byte[] KEY = Utf8.encode("log-age");
  private static final int NOTES_FOR_AGE = 16;
  private static final int NOTES_MAX = 2 * NOTES_FOR_AGE;

  private final long millisMax;
  private final long betweenNotes;
  private final Deque<Note> notes = new ArrayDeque<>();
  private boolean isChanged;
  private boolean isWriteDue;

  /** All entries up to the sequence were there at that time. */
  private record Note(long millis, long sequence) {}

  /**
   * @param millisMax how old entries may become; {@link #UNLIMITED} for any age
   * @param lastMillis when the log's last entry was written, or about then
   * @param end the sequence of that entry
   */
  public LogAge(Store store, long millisMax, long lastMillis, long end) {
    this.millisMax = millisMax;
    this.betweenNotes = Math.max(1, millisMax / NOTES_FOR_AGE);
    byte[] record = store.get(Table.META, KEY);
    if (record != null) {
      PackReader reader = new PackReader(record);
      for (int count = reader.integer(0, NOTES_MAX); count > 0; count--) {
        notes.add(new Note(reader.unsigned(), reader.unsigned()));
      }
    }
    if (millisMax != UNLIMITED) {
      noteClosing(lastMillis, end);
    }
  }

  /** What came after the last note has aged while the replica was closed. */
  private void noteClosing(long lastMillis, long end) {
    Note last = notes.peekLast();
    if (end == 0 || last != null && last.sequence == end) {
      return;
    }
    boolean isSoonAfter = last != null && lastMillis - last.millis < betweenNotes;
    if (isSoonAfter) {
      notes.removeLast();
    }
    notes.add(new Note(isSoonAfter ? last.millis : lastMillis, end));
    isChanged = true;
  }

  /**
   * Looks at the clock.
   *
   * @param start the sequence of the log's first entry
   * @param end the sequence of its last entry
   * @return the sequence of the last entry that is too old; 0 for none
   */
  public long expired(long nowMillis, long start, long end) {
    if (millisMax == UNLIMITED) {
      return 0;
    }
    setBack(nowMillis);
    while (!notes.isEmpty() && notes.getFirst().sequence < start) {
      notes.removeFirst();
    }
    long expired = 0;
    for (Note note : notes) {
      expired = nowMillis - note.millis >= millisMax ? note.sequence : expired;
    }
    Note last = notes.peekLast();
    boolean isNew = end > (last == null ? start - 1 : last.sequence);
    if (isNew && (last == null || nowMillis - last.millis >= betweenNotes)) {
      notes.add(new Note(nowMillis, end));
      isChanged = true;
      isWriteDue = true;
    }
    return expired;
  }

  /** The clock was ahead when something was noted: it is noted as of now, and stays longer. */
  private void setBack(long nowMillis) {
    if (!notes.isEmpty() && notes.getLast().millis > nowMillis) {
      Deque<Note> before = new ArrayDeque<>(notes);
      notes.clear();
      before.forEach(note -> notes.add(new Note(Math.min(note.millis, nowMillis), note.sequence)));
      isChanged = true;
      isWriteDue = true;
    }
  }

  /**
   * Whether there is something to write that does not wait for the next commit. What was noted at
   * opening does: opening again would note the same, and a store that cannot be written is read.
   */
  public boolean isWriteDue() {
    return isWriteDue;
  }

  /**
   * When to look again even if nothing happens; {@code Long.MAX_VALUE} for never.
   *
   * @param start see {@link #expired}
   * @param end see {@link #expired}
   */
  public long deadlineMillis(long start, long end) {
    Note last = notes.peekLast();
    if (millisMax == UNLIMITED || last == null) {
      return Long.MAX_VALUE;
    }
    long deadline = last.sequence == end ? Long.MAX_VALUE : last.millis + betweenNotes;
    for (Note note : notes) {
      if (note.sequence >= start) {
        deadline = Math.min(deadline, note.millis + millisMax);
      }
    }
    return deadline;
  }

  public void flush(WriteBatch batch) {
    if (isChanged) {
      PackWriter writer = new PackWriter().integer(notes.size());
      notes.forEach(note -> writer.integer(note.millis).integer(note.sequence));
      batch.put(Table.META, KEY, writer.toByteArray());
      isChanged = false;
      isWriteDue = false;
    }
  }
}
