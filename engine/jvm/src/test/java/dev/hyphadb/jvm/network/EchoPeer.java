package dev.hyphadb.jvm.network;

import dev.hyphadb.core.sync.PeerId;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** A process of its own that sends back every frame, until it is killed. */
final class EchoPeer {
  private EchoPeer() {}

  static Process launch(URI coordinator) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            EchoPeer.class.getName(),
            coordinator.toString())
        .inheritIO()
        .start();
  }

  public static void main(String[] arguments) throws InterruptedException {
    NetworkOptions options = PeerNetworkIT.LOOPBACK.withSignalingUrl(URI.create(arguments[0]));
    AtomicReference<Room> room = new AtomicReference<>();
    try (PeerNetwork network = PeerNetwork.open(options)) {
      room.set(network.join("myapp", new Echo(room)));
      boolean ended = new CountDownLatch(1).await(50, TimeUnit.SECONDS);
      System.err.println("nobody killed the echo peer: " + ended);
    }
  }

  private record Echo(AtomicReference<Room> room) implements RoomListener {
    @Override
    public void peerJoined(PeerId peer, String kind) {}

    @Override
    public void frame(PeerId peer, byte[] frame) {
      room.get().send(peer, frame);
    }

    @Override
    public void peerLeft(PeerId peer) {}

    @Override
    public void writable(PeerId peer) {}
  }
}
