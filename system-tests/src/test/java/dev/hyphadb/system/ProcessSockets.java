package dev.hyphadb.system;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The internet sockets of a process, as the kernel lists them (proc(5)). */
final class ProcessSockets {
  private ProcessSockets() {}

  /** A socket: what it is bound to and, if it is, connected to. */
  record Endpoint(String protocol, InetAddress local, InetAddress remote) {
    /**
     * Connected to this machine only; TCP also bound to it. WebRTC binds UDP to any address and
     * names the other side in each packet: what leaves is the namespace test's to see.
     */
    boolean staysOnThisMachine() {
      boolean connectsHere = remote.isAnyLocalAddress() || remote.isLoopbackAddress();
      return connectsHere && (protocol.startsWith("udp") || local.isLoopbackAddress());
    }
  }

  static List<Endpoint> of(long pid) throws IOException {
    Set<String> inodes = inodes(pid);
    List<Endpoint> endpoints = new ArrayList<>();
    for (String protocol : List.of("tcp", "tcp6", "udp", "udp6")) {
      List<String> lines = Files.readAllLines(Path.of("/proc/" + pid + "/net/" + protocol));
      for (String line : lines.subList(1, lines.size())) {
        String[] fields = line.trim().split(" +");
        if (inodes.contains(fields[9])) {
          endpoints.add(new Endpoint(protocol, address(fields[1]), address(fields[2])));
        }
      }
    }
    return endpoints;
  }

  private static Set<String> inodes(long pid) throws IOException {
    Set<String> inodes = new HashSet<>();
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/" + pid + "/fd"))) {
      for (Path descriptor : descriptors.toList()) {
        try {
          String target = Files.readSymbolicLink(descriptor).toString();
          if (target.startsWith("socket:[")) {
            inodes.add(target.substring(8, target.length() - 1));
          }
        } catch (NoSuchFileException e) {
          // Closed meanwhile.
        }
      }
    }
    return inodes;
  }

  /** {@code 0100007F:1BC6}: words of four bytes, each in the order of the machine. */
  private static InetAddress address(String text) throws IOException {
    byte[] bytes = HexFormat.of().parseHex(text.substring(0, text.indexOf(':')));
    if (java.nio.ByteOrder.nativeOrder() == java.nio.ByteOrder.LITTLE_ENDIAN) {
      for (int word = 0; word < bytes.length; word += 4) {
        for (int i = 0; i < 2; i++) {
          byte swapped = bytes[word + i];
          bytes[word + i] = bytes[word + 3 - i];
          bytes[word + 3 - i] = swapped;
        }
      }
    }
    return InetAddress.getByAddress(bytes);
  }
}
