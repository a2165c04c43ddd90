package dev.hyphadb.jvm.sharing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Where the owner of a directory listens: beside the data or, as the names of sockets are short
 * (unix(7): 108 bytes), in a private temporary folder that a file beside the data names.
 */
record SocketPath(Path socket) {
  private static final int NAME_BYTES_MAX = 100;
  private static final String SOCKET = "owner.sock";
  private static final String POINTER = "owner.path";

  /** For a new owner, who holds the lease: whatever an earlier one left is removed. */
  static SocketPath create(Path directory) throws IOException {
    Path beside = directory.toRealPath().resolve(SOCKET);
    Path pointer = directory.resolve(POINTER);
    if (beside.toString().getBytes(StandardCharsets.UTF_8).length <= NAME_BYTES_MAX) {
      Files.deleteIfExists(beside);
      Files.deleteIfExists(pointer);
      return new SocketPath(beside);
    }
    Path elsewhere = Files.createTempDirectory("hypha").resolve(SOCKET);
    Path written = directory.resolve(POINTER + ".new");
    Files.writeString(written, elsewhere.toString());
    Files.move(written, pointer, StandardCopyOption.ATOMIC_MOVE);
    return new SocketPath(elsewhere);
  }

  /** For a guest; there may be nobody listening yet, or any more. */
  static SocketPath find(Path directory) throws IOException {
    try {
      return new SocketPath(Path.of(Files.readString(directory.resolve(POINTER))));
    } catch (NoSuchFileException e) {
      return new SocketPath(directory.toRealPath().resolve(SOCKET));
    }
  }
}
