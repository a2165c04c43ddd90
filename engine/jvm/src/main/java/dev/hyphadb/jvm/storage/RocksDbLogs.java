package dev.hyphadb.jvm.storage;

import dev.hyphadb.core.store.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * Tells a write-ahead log whose end is missing, which a killed process or a power cut leaves, from
 * one with damage before its end. RocksDB checks every record that it comes to, but takes a damaged
 * length near the end for a missing end, and zeros for nothing at all; what follows would be lost
 * without a word. So: where the records stop, none may follow, neither there nor in a newer log.
 *
 * <p>Source: RocksDB's log_format.h and log_reader.cc. A log is blocks of 32 KiB; records do not
 * cross them. A record is a checksum over all that follows its length (CRC32C, masked), the length,
 * a type, and so many bytes.
 */
final class RocksDbLogs {
  private static final int BLOCK_BYTES = 32 << 10;
  private static final int HEADER_BYTES = 7;
  private static final int LENGTH_AT = 4;
  private static final int TYPE_AT = 6;
  private static final int MASK = 0xa282ead8;

  private RocksDbLogs() {}

  /**
   * @throws StoreException when records follow on damage; the message names the file and the place
   */
  static void requireWhole(Path directory) {
    String stop = null;
    for (Path log : logs(directory)) {
      try {
        ByteBuffer bytes = map(log);
        if (stop != null && isRecord(bytes, 0)) {
          throw damaged(directory, stop + ", with a newer log after it");
        }
        int end = end(bytes);
        if (end < bytes.limit()) {
          stop = log + " at byte " + end;
          int next = recordAfter(bytes, end);
          if (next >= 0) {
            throw damaged(directory, stop + ", with an intact record at byte " + next);
          }
        }
      } catch (NoSuchFileException e) {
        // A writer beside this reader has just dropped it.
      } catch (IOException e) {
        throw new StoreException("Cannot read " + log + " (" + e + "): check its permissions", e);
      }
    }
  }

  private static List<Path> logs(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.getFileName().toString().matches("\\d{1,18}\\.log"))
          .sorted(Comparator.comparingLong(RocksDbLogs::number))
          .toList();
    } catch (IOException e) {
      // There is no store yet, or whoever opens it is told why it cannot be read.
      return List.of();
    }
  }

  private static long number(Path log) {
    String name = log.getFileName().toString();
    return Long.parseLong(name.substring(0, name.indexOf('.')));
  }

  private static ByteBuffer map(Path log) throws IOException {
    try (FileChannel channel = FileChannel.open(log, StandardOpenOption.READ)) {
      // Logs are far below 2 GiB: see RocksDbTuning.
      long size = Math.min(channel.size(), Integer.MAX_VALUE);
      return channel.map(FileChannel.MapMode.READ_ONLY, 0, size).order(ByteOrder.LITTLE_ENDIAN);
    }
  }

  /** Where the records stop, going by their lengths; checksums are RocksDB's affair. */
  private static int end(ByteBuffer log) {
    int position = 0;
    while (position < log.limit()) {
      int left = blockEnd(log, position) - position;
      if (left < HEADER_BYTES) {
        position += left;
        continue;
      }
      int bytes = HEADER_BYTES + length(log, position);
      if (bytes > left || log.get(position + TYPE_AT) == 0) {
        return position;
      }
      position += bytes;
    }
    return position;
  }

  private static int blockEnd(ByteBuffer log, int position) {
    return Math.min(log.limit(), (position / BLOCK_BYTES + 1) * BLOCK_BYTES);
  }

  private static int length(ByteBuffer log, int position) {
    return Short.toUnsignedInt(log.getShort(position + LENGTH_AT));
  }

  /** Where an intact record is after that position; -1 for nowhere. */
  private static int recordAfter(ByteBuffer log, int position) {
    int end = blockEnd(log, position);
    for (int next = position + 1; next < end; next++) {
      if (isRecord(log, next)) {
        return next;
      }
    }
    for (int block = end; block < log.limit(); block += BLOCK_BYTES) {
      if (isRecord(log, block)) {
        return block;
      }
    }
    return -1;
  }

  private static boolean isRecord(ByteBuffer log, int position) {
    int left = blockEnd(log, position) - position;
    if (left < HEADER_BYTES || log.get(position + TYPE_AT) == 0) {
      return false;
    }
    int length = length(log, position);
    if (HEADER_BYTES + length > left) {
      return false;
    }
    CRC32C crc = new CRC32C();
    crc.update(log.slice(position + TYPE_AT, 1 + length));
    int plain = (int) crc.getValue();
    return (plain >>> 15 | plain << 17) + MASK == log.getInt(position);
  }

  private static StoreException damaged(Path directory, String where) {
    return new StoreException(
        "The write-ahead log of the RocksDB store in "
            + directory
            + " is damaged: "
            + where
            + ". Opening it would lose acknowledged writes: restore the directory from a backup, or"
            + " move it away and let it resync from a peer; './hypha db salvage' writes what can"
            + " still be read");
  }
}
