package dev.hyphadb.jvm.sharing;

import dev.hyphadb.core.store.StoreException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The right to have a directory's store open: a lock on a file in it, which ends with its process.
 */
final class OwnerLease implements AutoCloseable {
  private static final String FILE = "owner.lock";

  /**
   * Directories whose lease this process has. Asked first: on POSIX systems, closing a second
   * channel to the locked file would give up the lock that the first one holds.
   */
  private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

  private final Path directory;
  private final FileChannel channel;

  private OwnerLease(Path directory, FileChannel channel) {
    this.directory = directory;
    this.channel = channel;
  }

  /**
   * @return {@code null} when another handle, of this process or another one, has it
   * @throws StoreException when the directory cannot be written
   */
  static OwnerLease tryAcquire(Path directory) {
    OwnerLease lease = null;
    Path real = null;
    try {
      Files.createDirectories(directory);
      real = directory.toRealPath();
      if (!HELD_HERE.add(real)) {
        real = null;
        return null;
      }
      lease = lock(real);
      return lease;
    } catch (IOException e) {
      throw new StoreException(
          "Cannot lock "
              + directory
              + " ("
              + e
              + "): this user may not write there; make it writable, or choose a directory this"
              + " user may write to",
          e);
    } finally {
      if (lease == null && real != null) {
        HELD_HERE.remove(real);
      }
    }
  }

  private static OwnerLease lock(Path directory) throws IOException {
    FileChannel channel =
        FileChannel.open(
            directory.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = null;
    try {
      lock = channel.tryLock();
    } finally {
      if (lock == null) {
        channel.close();
      }
    }
    return lock == null ? null : new OwnerLease(directory, channel);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new StoreException("Cannot unlock " + directory + " (" + e + ")", e);
    } finally {
      HELD_HERE.remove(directory);
    }
  }
}
