package dev.hyphadb.jvm.storage;

import dev.hyphadb.core.store.StoreException;
import dev.hyphadb.core.store.WriteBatch;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Batches that are acknowledged but perhaps not yet in the {@link MvStore}'s own file: numbered
 * append-only files {@code journal-N}. Replaying all of them, oldest first, is always right:
 * changes are absolute, so repeating some that the store already holds ends in the same state.
 *
 * <p>Called by one thread at a time. Writes with {@link RandomAccessFile}, because an interrupted
 * thread would close a channel.
 */
final class Journal implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Journal.class.getName());
  private static final String PREFIX = "journal-";

  private final Path directory;
  private final boolean sync;
  private long number;
  private RandomAccessFile file;
  private long bytes;
  private boolean broken;

  private Journal(Path directory, boolean sync) {
    this.directory = directory;
    this.sync = sync;
  }

  /**
   * Feeds every whole record to the consumer, cuts a torn tail off the newest file, and appends
   * after it.
   */
  static Journal open(Path directory, boolean sync, Consumer<WriteBatch> replay) {
    Journal journal = new Journal(directory, sync);
    try {
      List<Path> files = files(directory);
      long end = 0;
      for (int i = 0; i < files.size(); i++) {
        end = replay(files.get(i), i == files.size() - 1, replay);
      }
      journal.number = files.isEmpty() ? 1 : number(files.getLast());
      journal.file = journal.openAt(journal.number, end);
      journal.bytes = end;
      return journal;
    } catch (IOException e) {
      throw journal.failure("read", e);
    }
  }

  /** Returns where the last whole record ends. */
  private static long replay(Path path, boolean newest, Consumer<WriteBatch> consumer)
      throws IOException {
    long size = Files.size(path);
    long position = 0;
    try (InputStream raw = Files.newInputStream(path);
        DataInputStream in = new DataInputStream(new BufferedInputStream(raw, 1 << 16))) {
      byte[] record = next(in, size - position);
      while (record != null) {
        consumer.accept(JournalRecord.decode(record));
        position += record.length;
        record = next(in, size - position);
      }
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new StoreException(
          "The journal " + path + " was written by a newer version: open it with that version", e);
    }
    if (position < size && !newest) {
      throw new StoreException(
          path
              + " is damaged at byte "
              + position
              + ", with newer journals after it: restore the directory from a backup or let it"
              + " resync from a peer");
    }
    if (position < size) {
      LOG.log(
          System.Logger.Level.WARNING,
          "Cutting {0} unfinished bytes off the end of {1}: the process ended within a write",
          size - position,
          path);
    }
    return position;
  }

  /** The next whole, intact record, or null. */
  private static byte[] next(DataInputStream in, long remaining) throws IOException {
    if (remaining < JournalRecord.HEADER_BYTES) {
      return null;
    }
    byte[] header = in.readNBytes(JournalRecord.HEADER_BYTES);
    int length = JournalRecord.length(header);
    if (length <= 0 || length > remaining - JournalRecord.HEADER_BYTES) {
      return null;
    }
    byte[] record = new byte[JournalRecord.HEADER_BYTES + length];
    System.arraycopy(header, 0, record, 0, header.length);
    in.readFully(record, header.length, length);
    return JournalRecord.intact(record) ? record : null;
  }

  private RandomAccessFile openAt(long fileNumber, long length) throws IOException {
    RandomAccessFile opened = new RandomAccessFile(path(fileNumber).toFile(), "rw");
    opened.setLength(length);
    opened.seek(length);
    return opened;
  }

  /** When this returns the batch survives a killed process; when it throws nothing of it stays. */
  void append(byte[] record) {
    if (broken) {
      throw new StoreException(
          "The journal in "
              + directory
              + " failed before: close the database, free space, open it again");
    }
    try {
      file.write(record);
      if (sync) {
        file.getFD().sync();
      }
      bytes += record.length;
    } catch (IOException e) {
      cutTail();
      throw failure("write", e);
    }
  }

  private void cutTail() {
    try {
      file.setLength(bytes);
      file.seek(bytes);
    } catch (IOException e) {
      broken = true;
    }
  }

  long bytes() {
    return bytes;
  }

  /**
   * Starts a new file; returns the number below which files can go once the store's own file has
   * their changes.
   */
  long rotate() {
    try {
      // Only the newest file may have a torn tail, also after a power cut.
      file.getFD().sync();
      RandomAccessFile old = file;
      file = openAt(number + 1, 0);
      number++;
      bytes = 0;
      old.close();
      return number;
    } catch (IOException e) {
      throw failure("rotate", e);
    }
  }

  /** Oldest first: what a crash leaves is then still a gapless tail. */
  void deleteBelow(long keep) {
    try {
      for (Path path : files(directory)) {
        if (number(path) < keep) {
          Files.deleteIfExists(path);
        }
      }
    } catch (IOException e) {
      throw failure("delete old files of", e);
    }
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, failure("close", e).getMessage());
    }
  }

  private Path path(long fileNumber) {
    return directory.resolve(PREFIX + fileNumber);
  }

  private static long number(Path path) {
    return Long.parseLong(path.getFileName().toString().substring(PREFIX.length()));
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      List<Path> files =
          new ArrayList<>(
              entries
                  .filter(p -> p.getFileName().toString().matches(PREFIX + "\\d{1,18}"))
                  .toList());
      files.sort(Comparator.comparingLong(Journal::number));
      return files;
    }
  }

  private StoreException failure(String action, IOException e) {
    return new StoreException(
        "Cannot "
            + action
            + " the journal in "
            + directory
            + " ("
            + e.getMessage()
            + "): check free space and permissions there; what is stored stays readable",
        e);
  }
}
