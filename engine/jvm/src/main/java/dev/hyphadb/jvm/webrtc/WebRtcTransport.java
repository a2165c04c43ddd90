package dev.hyphadb.jvm.webrtc;

import dev.hyphadb.core.signal.IceCandidate;
import dev.hyphadb.core.signal.Transport;
import dev.onvoid.webrtc.PeerConnectionFactory;
import dev.onvoid.webrtc.PortAllocatorConfig;
import dev.onvoid.webrtc.RTCConfiguration;
import dev.onvoid.webrtc.RTCIceServer;
import dev.onvoid.webrtc.media.audio.HeadlessAudioDeviceModule;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** {@link Transport} over libwebrtc. */
public final class WebRtcTransport implements Transport {
  private static final System.Logger LOGGER = System.getLogger(WebRtcTransport.class.getName());

  private final WebRtcOptions options;
  private final CandidateFilter filter;
  private final PeerConnectionFactory factory;
  private final Map<Integer, WebRtcConnection> connections = new ConcurrentHashMap<>();
  private final AtomicLong rejectedFrames = new AtomicLong();
  private final AtomicLong rejectedCandidates = new AtomicLong();
  private final AtomicLong rejectedChannels = new AtomicLong();
  private volatile Listener listener;
  private boolean closed;

  /**
   * Loads the native library and starts its threads: about 200 ms.
   *
   * @throws WebRtcUnavailableException when the machine lacks something, saying what
   */
  public WebRtcTransport(WebRtcOptions options) {
    this.options = options;
    this.filter = new CandidateFilter(options.advertisedAddress());
    WebRtcLibrary.load();
    // Without a device module of its own the library looks for sound hardware and aborts where
    // there is none.
    this.factory = new PeerConnectionFactory(new HeadlessAudioDeviceModule());
  }

  @Override
  public void start(Listener listener) {
    this.listener = listener;
  }

  @Override
  public void offer(int connection, List<String> labels) {
    begin(connection, opened -> opened.offer(labels));
  }

  @Override
  public void answer(int connection, String offerSdp) {
    begin(connection, opened -> opened.answer(offerSdp));
  }

  private void begin(int number, Consumer<WebRtcConnection> action) {
    if (closed) {
      return;
    }
    try {
      connections.put(number, new WebRtcConnection(number, this, factory, configuration(options)));
    } catch (RuntimeException | Error e) {
      rethrowIfFatal(e);
      LOGGER.log(Level.WARNING, "no WebRTC connection can be made: {0}", e.getMessage());
      listener.state(number, State.CLOSED);
      return;
    }
    attempt(number, action);
  }

  /** Calls into the library, whose faults concern this connection alone. */
  private void attempt(int number, Consumer<WebRtcConnection> action) {
    WebRtcConnection connection = connections.get(number);
    if (connection == null) {
      return;
    }
    try {
      action.accept(connection);
    } catch (RuntimeException | Error e) {
      rethrowIfFatal(e);
      LOGGER.log(Level.DEBUG, "WebRTC refused a call: {0}", e.getMessage());
      listener.state(number, State.CLOSED);
    }
  }

  /**
   * The library throws a plain {@link Error} for bad input; an error of the virtual machine is
   * something else.
   */
  static void rethrowIfFatal(Throwable thrown) {
    if (thrown instanceof VirtualMachineError fatal) {
      throw fatal;
    }
  }

  static RTCConfiguration configuration(WebRtcOptions options) {
    RTCConfiguration configuration = new RTCConfiguration();
    for (IceServer server : options.iceServers()) {
      RTCIceServer ice = new RTCIceServer();
      ice.urls.addAll(server.urls());
      ice.username = server.username() == null ? "" : server.username();
      ice.password = server.credential() == null ? "" : server.credential();
      configuration.iceServers.add(ice);
    }
    if (options.advertisedAddress() != null) {
      // One socket on the wildcard address, reachable at whatever address is advertised for it.
      configuration.portAllocatorConfig =
          new PortAllocatorConfig().setDisableAdapterEnumeration(true).setDisableTcp(true);
    }
    return configuration;
  }

  @Override
  public void accept(int connection, String answerSdp) {
    attempt(connection, existing -> existing.accept(answerSdp));
  }

  @Override
  public void addCandidate(int connection, IceCandidate candidate) {
    attempt(connection, existing -> existing.addCandidate(candidate));
  }

  @Override
  public void openChannel(int connection, String label) {
    attempt(connection, existing -> existing.openChannel(label));
  }

  @Override
  public void closeChannel(int connection, String label) {
    attempt(connection, existing -> existing.closeChannel(label));
  }

  @Override
  public boolean send(int connection, String label, byte[] frame) {
    if (frame.length < 1 || frame.length > FRAME_BYTES_MAX) {
      throw new IllegalArgumentException(
          "a frame has 1 to " + FRAME_BYTES_MAX + " bytes, not " + frame.length + ": split it");
    }
    WebRtcConnection existing = connections.get(connection);
    return existing != null && existing.send(label, frame);
  }

  @Override
  public long bufferedBytes(int connection, String label) {
    WebRtcConnection existing = connections.get(connection);
    return existing == null ? 0 : existing.bufferedBytes(label);
  }

  @Override
  public void close(int connection) {
    WebRtcConnection existing = connections.remove(connection);
    if (existing != null) {
      existing.close();
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      List.copyOf(connections.keySet()).forEach(this::close);
      factory.dispose();
    }
  }

  Listener listener() {
    return listener;
  }

  CandidateFilter filter() {
    return filter;
  }

  void rejectedFrame() {
    rejectedFrames.incrementAndGet();
  }

  void rejectedCandidate() {
    rejectedCandidates.incrementAndGet();
  }

  void rejectedChannel() {
    rejectedChannels.incrementAndGet();
  }

  /** What was dropped since the start, by reason. */
  public Map<String, Long> rejections() {
    return Map.of(
        "frame",
        rejectedFrames.get(),
        "candidate",
        rejectedCandidates.get(),
        "channel",
        rejectedChannels.get());
  }
}
