package dev.hyphadb.jvm.webrtc;

import dev.hyphadb.core.sync.PeerId;
import dev.onvoid.webrtc.PeerConnectionFactory;
import dev.onvoid.webrtc.media.audio.HeadlessAudioDeviceModule;
import dev.onvoid.webrtc.media.video.CustomVideoSource;
import dev.onvoid.webrtc.media.video.NativeI420Buffer;
import dev.onvoid.webrtc.media.video.VideoFrame;
import dev.onvoid.webrtc.media.video.VideoTrack;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/**
 * Sends pictures to peers, over a media connection with each (docs/protocol/media.md). Any thread:
 * what it is asked is done in order on a thread of its own, which may wait for the library.
 */
public final class VideoSender implements AutoCloseable {
  private static final System.Logger LOGGER = System.getLogger(VideoSender.class.getName());
  private static final int SIDE_MAX = 8_192;
  private static final int CLOSE_SECONDS_MAX = 20;

  private final WebRtcOptions options;
  private final PeerId self;
  private final Object meta;
  private final BiConsumer<PeerId, Map<String, Object>> say;
  private final CandidateFilter filter;
  private final PeerConnectionFactory factory;
  private final CustomVideoSource source;
  private final VideoTrack track;
  private final Map<PeerId, VideoConnection> connections = new HashMap<>();
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().name("hypha-video").daemon().factory());

  /**
   * Loads the native library: about 200 ms.
   *
   * @param self this peer
   * @param meta what peers are told about the pictures; {@code null} for nothing
   * @param say sends a message of the media's own to a peer; called on any thread
   * @throws WebRtcUnavailableException when the machine lacks something, saying what
   */
  public VideoSender(
      WebRtcOptions options,
      PeerId self,
      Object meta,
      BiConsumer<PeerId, Map<String, Object>> say) {
    this.options = options;
    this.self = self;
    this.meta = meta;
    this.say = say;
    this.filter = new CandidateFilter(options.advertisedAddress());
    WebRtcLibrary.load();
    this.factory = new PeerConnectionFactory(new HeadlessAudioDeviceModule());
    this.source = new CustomVideoSource();
    this.track = factory.createVideoTrack("video", source);
  }

  /** A peer is there: it is sent the pictures from now on. */
  public void joined(PeerId peer) {
    run(
        peer,
        () -> {
          if (!connections.containsKey(peer)) {
            connection(peer).offer();
          }
        });
  }

  /** A peer is gone. */
  public void left(PeerId peer) {
    run(peer, () -> drop(peer));
  }

  /** A peer said something about media, whatever it is. */
  public void take(PeerId peer, Map<?, ?> message) {
    run(
        peer,
        () -> {
          VideoConnection connection = connections.get(peer);
          if (connection != null) {
            connection.take(message);
          }
        });
  }

  private VideoConnection connection(PeerId peer) {
    VideoConnection connection =
        new VideoConnection(
            self.hex().compareTo(peer.hex()) > 0,
            factory,
            WebRtcTransport.configuration(options),
            filter,
            track,
            meta,
            message -> say.accept(peer, message),
            step -> run(peer, step));
    connections.put(peer, connection);
    return connection;
  }

  private void drop(PeerId peer) {
    VideoConnection connection = connections.remove(peer);
    if (connection != null) {
      connection.close();
    }
  }

  /** What goes wrong with one peer ends its media, and nothing else. */
  private void run(PeerId peer, Runnable step) {
    try {
      thread.execute(() -> {
        try {
          step.run();
        } catch (RuntimeException | Error e) {
          WebRtcTransport.rethrowIfFatal(e);
          LOGGER.log(Level.WARNING, "no video to peer {0}: {1}", peer, e.getMessage());
          drop(peer);
        }
      });
    } catch (RejectedExecutionException e) {
      // It was closed: nobody is sent anything any more.
    }
  }

  /**
   * Shows a picture.
   *
   * @param i420 the planes one after the other: Y with a byte for each pixel, U and V with a byte
   *     for each square of four
   * @throws IllegalArgumentException when the size is not even, or does not fit the bytes
   */
  public void push(int width, int height, byte[] i420) {
    boolean isSize =
        width > 0
            && height > 0
            && width <= SIDE_MAX
            && height <= SIDE_MAX
            && (width | height) % 2 == 0;
    if (!isSize || i420.length != width * height * 3 / 2) {
      throw new IllegalArgumentException(
          "a picture in I420 has even sides up to "
              + SIDE_MAX
              + " and 1.5 bytes a pixel, not "
              + width
              + " x "
              + height
              + " in "
              + i420.length
              + " bytes");
    }
    NativeI420Buffer buffer = NativeI420Buffer.allocate(width, height);
    int chroma = width * height / 4;
    copy(i420, 0, buffer.getDataY(), buffer.getStrideY(), width, height);
    copy(i420, 4 * chroma, buffer.getDataU(), buffer.getStrideU(), width / 2, height / 2);
    copy(i420, 5 * chroma, buffer.getDataV(), buffer.getStrideV(), width / 2, height / 2);
    VideoFrame frame = new VideoFrame(buffer, System.nanoTime());
    synchronized (source) {
      if (!thread.isShutdown()) {
        source.pushFrame(frame);
      }
    }
    frame.release();
  }

  private static void copy(
      byte[] from, int offset, ByteBuffer to, int stride, int width, int height) {
    for (int row = 0; row < height; row++) {
      to.put(row * stride, from, offset + row * width, width);
    }
  }

  /** Ends the pictures, for everybody. Idempotent. */
  @Override
  public void close() {
    synchronized (source) {
      if (thread.isShutdown()) {
        return;
      }
      thread.execute(() -> {
        connections.values().forEach(VideoConnection::close);
        connections.clear();
      });
      thread.shutdown();
    }
    try {
      if (thread.awaitTermination(CLOSE_SECONDS_MAX, TimeUnit.SECONDS)) {
        // The track goes with the factory: senders that the library has forgotten still hold it.
        source.dispose();
        factory.dispose();
      }
    } catch (InterruptedException e) {
      // What the library still holds is left to the end of the process.
      Thread.currentThread().interrupt();
    }
  }
}
