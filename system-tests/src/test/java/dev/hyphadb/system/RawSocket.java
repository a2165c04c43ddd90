package dev.hyphadb.system;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;

/** A TCP connection to a service that need not be polite. Every read is bounded. */
final class RawSocket implements AutoCloseable {
  private static final int READ_MILLIS_MAX = 2_000;
  private static final int ANSWER_BYTES_MAX = 1 << 20;
  private static final String NEVER = "\u0000 never said \u0000";
  private final Socket socket = new Socket();

  RawSocket(int port) throws IOException {
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), READ_MILLIS_MAX);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(READ_MILLIS_MAX);
  }

  /** A connection that has become a WebSocket. */
  static RawSocket webSocket(int port, String path) throws IOException {
    RawSocket raw = new RawSocket(port);
    String request =
        "GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                .formatted(path)
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n";
    raw.send(request.getBytes(StandardCharsets.US_ASCII));
    String head = raw.readHead();
    if (!head.startsWith("HTTP/1.1 101")) {
      throw new IOException("no WebSocket at " + path + ": " + head);
    }
    return raw;
  }

  /** Sends; a connection that the other side has ended is no error. */
  void send(byte[] bytes) throws IOException {
    try {
      socket.getOutputStream().write(bytes);
      socket.getOutputStream().flush();
    } catch (SocketException e) {
      // It would not hear more.
    }
  }

  void send(String text) throws IOException {
    send(text.getBytes(StandardCharsets.UTF_8));
  }

  void sendText(String text) throws IOException {
    sendFrame(0x81, text.getBytes(StandardCharsets.UTF_8));
  }

  void sendFrame(int firstByte, byte[] payload) throws IOException {
    send(frame(firstByte, true, payload.length, payload));
  }

  /** A frame of RFC 6455, section 5.2, as wrong as asked for; the mask is zero. */
  static byte[] frame(int firstByte, boolean masked, long statedLength, byte[] payload) {
    ByteBuffer buffer = ByteBuffer.allocate(14 + payload.length);
    int mask = masked ? 0x80 : 0;
    buffer.put((byte) firstByte);
    if (statedLength >= 0 && statedLength < 126) {
      buffer.put((byte) (mask | (int) statedLength));
    } else if (statedLength >= 0 && statedLength <= 0xFFFF) {
      buffer.put((byte) (mask | 126)).putShort((short) statedLength);
    } else {
      buffer.put((byte) (mask | 127)).putLong(statedLength);
    }
    if (masked) {
      buffer.putInt(0);
    }
    buffer.put(payload);
    byte[] frame = new byte[buffer.position()];
    buffer.flip().get(frame);
    return frame;
  }

  private String readHead() throws IOException {
    StringBuilder head = new StringBuilder();
    InputStream in = socket.getInputStream();
    while (head.indexOf("\r\n\r\n") < 0 && head.length() < 16_384) {
      int next = in.read();
      if (next < 0) {
        break;
      }
      head.append((char) next);
    }
    return head.toString();
  }

  /** Says that nothing more comes, and returns all that the service says. */
  String answer() throws IOException {
    try {
      socket.shutdownOutput();
    } catch (SocketException e) {
      // It is over already.
    }
    return readUntil(NEVER);
  }

  /** What the service says up to this, or until it ends the connection or falls silent. */
  private String readUntil(String end) throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    byte[] buffer = new byte[8_192];
    try {
      InputStream in = socket.getInputStream();
      for (int n; answer.size() < ANSWER_BYTES_MAX && (n = in.read(buffer)) >= 0; ) {
        answer.write(buffer, 0, n);
        if (answer.toString(StandardCharsets.ISO_8859_1).contains(end)) {
          break;
        }
      }
    } catch (SocketTimeoutException | SocketException e) {
      // Silence, or a reset: what was said so far is the answer.
    }
    return answer.toString(StandardCharsets.ISO_8859_1);
  }

  /**
   * Whether the service answers with a refusal (4xx) or ends the connection, and when not, what.
   */
  Optional<String> whyNotRefused() throws IOException {
    String head = readUntil("\r\n\r\n");
    if (head.isEmpty()) {
      return isEnded() ? Optional.empty() : Optional.of("silence");
    }
    boolean isRefusal = head.matches("(?s)HTTP/\\d\\.\\d (4\\d\\d|501|505) .*");
    return isRefusal ? Optional.empty() : Optional.of(head);
  }

  private boolean isEnded() throws IOException {
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (SocketException e) {
      return true;
    }
  }

  /** Whether the service says, as a WebSocket, that it closes for a policy's sake (1008). */
  boolean isClosedForPolicy() throws IOException {
    return readUntil("\u0003\u00f0").contains("\u0003\u00f0");
  }

  static byte[] randomBytes(Random random, int lengthMax) {
    byte[] bytes = new byte[1 + random.nextInt(lengthMax)];
    random.nextBytes(bytes);
    return bytes;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
