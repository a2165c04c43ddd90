package dev.hyphadb.jvm.sharing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

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
    Files.write(written, List.of(directory.toRealPath().toString(), elsewhere.toString()));
    Files.move(written, pointer, StandardCopyOption.ATOMIC_MOVE);
    return new SocketPath(elsewhere);
  }

  /** For a guest; there may be nobody listening yet, or any more. */
  static SocketPath find(Path directory) throws IOException {
    Path real = directory.toRealPath();
    try {
      List<String> lines = Files.readAllLines(directory.resolve(POINTER));
      // A copy of a directory has a copy of the pointer, which names the original's owner.
      if (lines.size() == 2 && lines.get(0).equals(real.toString())) {
        return new SocketPath(Path.of(lines.get(1)));
      }
    } catch (NoSuchFileException e) {
      // The usual case: the socket is beside the data.
    }
    return new SocketPath(real.resolve(SOCKET));
  }
}
