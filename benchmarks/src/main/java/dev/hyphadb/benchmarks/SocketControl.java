package dev.hyphadb.benchmarks;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * What the machine allows at this moment: the time a stamp takes from a thread of one process over
 * a bare TCP connection to a waiting thread of another. A busy machine shows here as it does in
 * what is measured beside it.
 */
final class SocketControl {
  private final ServerSocket server;
  private final long[] takenNanos;
  private final Thread reader;

  SocketControl(int count) throws IOException {
    takenNanos = new long[count];
    server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    reader = Thread.ofPlatform().daemon().start(this::read);
  }

  int port() {
    return server.getLocalPort();
  }

  private void read() {
    try (server;
        Socket socket = server.accept();
        DataInputStream stamps = new DataInputStream(socket.getInputStream())) {
      for (int i = 0; i < takenNanos.length; i++) {
        long sentNanos = stamps.readLong();
        takenNanos[i] = System.nanoTime() - sentNanos;
      }
    } catch (IOException e) {
      throw new IllegalStateException("The control's connection broke", e);
    }
  }

  static void send(int port, int count, int perSecond) throws IOException {
    Pace pace = new Pace(perSecond);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        DataOutputStream stamps = new DataOutputStream(socket.getOutputStream())) {
      socket.setTcpNoDelay(true);
      for (int i = 0; i < count; i++) {
        pace.await();
        stamps.writeLong(System.nanoTime());
      }
    }
  }

  /** The times, once all have arrived. */
  long[] takenNanos() throws InterruptedException {
    reader.join(10_000);
    return takenNanos;
  }
}
