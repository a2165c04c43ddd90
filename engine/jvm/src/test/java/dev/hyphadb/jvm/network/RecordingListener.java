package dev.hyphadb.jvm.network;

import static org.junit.jupiter.api.Assertions.fail;

import dev.hyphadb.core.sync.PeerId;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Keeps what a room reports and waits for it, within bounds. */
final class RecordingListener implements RoomListener {
  /** A frame and who sent it. */
  record Received(PeerId peer, byte[] frame) {}

  final BlockingQueue<PeerId> joined = new LinkedBlockingQueue<>();
  final BlockingQueue<PeerId> left = new LinkedBlockingQueue<>();
  final BlockingQueue<Received> frames = new LinkedBlockingQueue<>();
  final BlockingQueue<PeerId> writable = new LinkedBlockingQueue<>();
  final List<String> kinds = new CopyOnWriteArrayList<>();

  @Override
  public void peerJoined(PeerId peer, String kind) {
    kinds.add(kind);
    joined.add(peer);
  }

  @Override
  public void frame(PeerId peer, byte[] frame) {
    frames.add(new Received(peer, frame));
  }

  @Override
  public void peerLeft(PeerId peer) {
    left.add(peer);
  }

  @Override
  public void writable(PeerId peer) {
    writable.add(peer);
  }

  static <T> T take(BlockingQueue<T> queue, long seconds, String what) {
    try {
      T taken = queue.poll(seconds, TimeUnit.SECONDS);
      return taken == null ? fail("within " + seconds + " s: no " + what) : taken;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return fail("interrupted while waiting for " + what);
    }
  }
}
