package dev.hyphadb;

import dev.hyphadb.core.sync.PeerId;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/**
 * A process that answers: what comes on {@code chat} goes back as it is, of what comes on {@code
 * file} the SHA-256, on {@code chat} too. Ends with its input.
 */
final class ChannelPeerProcess {
  private ChannelPeerProcess() {}

  public static void main(String[] arguments) throws IOException {
    Options options =
        Options.rtc()
            .inMemory()
            .withSignalingUrl(URI.create(arguments[0]))
            .withAdvertisedAddress("127.0.0.1");
    try (Hypha db = Hypha.open("channels", options)) {
      Channel chat = db.room().channel("chat");
      chat.onMessage(message -> chat.send(message.data(), Sending.to(message.peer())));
      db.room()
          .channel("file")
          .onMessage(message -> answer(chat, message.peer(), (byte[]) message.data()));
      System.out.println("open");
      while (System.in.read() >= 0) {}
    }
  }

  private static void answer(Channel chat, PeerId peer, byte[] data) {
    chat.send(Map.of("sha256", sha256(data)), Sending.to(peer));
  }

  static String sha256(byte[] data) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(data));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static Process start(URI signalingUrl, String heap) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx" + heap,
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            ChannelPeerProcess.class.getName(),
            signalingUrl.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }
}
