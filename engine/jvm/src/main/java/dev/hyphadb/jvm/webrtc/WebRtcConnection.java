package dev.hyphadb.jvm.webrtc;

import dev.hyphadb.core.signal.IceCandidate;
import dev.hyphadb.core.signal.Transport;
import dev.onvoid.webrtc.CreateSessionDescriptionObserver;
import dev.onvoid.webrtc.PeerConnectionFactory;
import dev.onvoid.webrtc.PeerConnectionObserver;
import dev.onvoid.webrtc.RTCAnswerOptions;
import dev.onvoid.webrtc.RTCConfiguration;
import dev.onvoid.webrtc.RTCDataChannel;
import dev.onvoid.webrtc.RTCDataChannelInit;
import dev.onvoid.webrtc.RTCIceCandidate;
import dev.onvoid.webrtc.RTCOfferOptions;
import dev.onvoid.webrtc.RTCPeerConnection;
import dev.onvoid.webrtc.RTCPeerConnectionState;
import dev.onvoid.webrtc.RTCSdpType;
import dev.onvoid.webrtc.RTCSessionDescription;
import dev.onvoid.webrtc.SetSessionDescriptionObserver;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * One peer connection and its channels. Public to the package's owner thread; callbacks come on
 * native threads.
 */
final class WebRtcConnection implements PeerConnectionObserver {
  private static final System.Logger LOGGER = System.getLogger(WebRtcConnection.class.getName());
  private static final int CHANNELS_MAX = 128;

  private final int number;
  private final WebRtcTransport transport;
  private final RTCPeerConnection connection;
  private final Map<String, WebRtcChannel> channels = new ConcurrentHashMap<>();

  /** Channels that ended; released with the connection. */
  private final Queue<WebRtcChannel> ended = new ConcurrentLinkedQueue<>();

  private final Object candidatesLock = new Object();

  /** Candidates that came before the other side's description was applied; null from then on. */
  private List<IceCandidate> early = new ArrayList<>();

  private volatile boolean closed;

  WebRtcConnection(
      int number,
      WebRtcTransport transport,
      PeerConnectionFactory factory,
      RTCConfiguration configuration) {
    this.number = number;
    this.transport = transport;
    this.connection = factory.createPeerConnection(configuration, this);
  }

  int number() {
    return number;
  }

  Transport.Listener listener() {
    return transport.listener();
  }

  void rejectedFrame() {
    transport.rejectedFrame();
  }

  static void callbackFailed(Throwable thrown) {
    try {
      LOGGER.log(Level.ERROR, "a WebRTC callback failed", thrown);
    } catch (Throwable ignored) {
      // Whatever happens here, nothing may reach the native caller: it would abort the JVM.
    }
  }

  // Handshake

  void offer(List<String> labels) {
    labels.forEach(this::openChannel);
    connection.createOffer(new RTCOfferOptions(), new Created());
  }

  void answer(String offerSdp) {
    applyRemote(
        RTCSdpType.OFFER,
        offerSdp,
        () -> connection.createAnswer(new RTCAnswerOptions(), new Created()));
  }

  void accept(String answerSdp) {
    applyRemote(RTCSdpType.ANSWER, answerSdp, () -> {});
  }

  private void applyRemote(RTCSdpType type, String sdp, Runnable then) {
    String filtered = transport.filter().incomingDescription(sdp);
    connection.setRemoteDescription(
        new RTCSessionDescription(type, filtered),
        new Applied(() -> {
          then.run();
          releaseEarlyCandidates();
        }));
  }

  void addCandidate(IceCandidate candidate) {
    if (!transport.filter().accepts(candidate.text())) {
      transport.rejectedCandidate();
      return;
    }
    synchronized (candidatesLock) {
      if (early != null) {
        early.add(candidate);
        return;
      }
    }
    apply(candidate);
  }

  /** Runs in a callback; what it calls runs on that same native thread. */
  private void releaseEarlyCandidates() {
    List<IceCandidate> waiting;
    synchronized (candidatesLock) {
      waiting = early == null ? List.of() : early;
      early = null;
    }
    waiting.forEach(this::apply);
  }

  private void apply(IceCandidate candidate) {
    try {
      connection.addIceCandidate(
          new RTCIceCandidate(candidate.mid(), candidate.line(), candidate.text()));
    } catch (RuntimeException | Error e) {
      WebRtcTransport.rethrowIfFatal(e);
      transport.rejectedCandidate();
    }
  }

  private void failed(String reason) {
    if (!closed) {
      LOGGER.log(Level.DEBUG, "a WebRTC handshake failed: {0}", reason);
      listener().state(number, Transport.State.CLOSED);
    }
  }

  // Channels

  void openChannel(String label) {
    if (!channels.containsKey(label)) {
      add(label, connection.createDataChannel(label, new RTCDataChannelInit()));
    }
  }

  private void add(String label, RTCDataChannel dataChannel) {
    WebRtcChannel channel = new WebRtcChannel(this, label, dataChannel);
    WebRtcChannel before = channels.put(label, channel);
    if (before != null) {
      ended.add(before);
      listener().channelClosed(number, label);
    }
    channel.observe();
  }

  /** A channel ended by the other side's doing. */
  void channelEnded(WebRtcChannel channel) {
    if (channels.remove(channel.label(), channel)) {
      ended.add(channel);
      if (!closed) {
        listener().channelClosed(number, channel.label());
      }
    }
  }

  void closeChannel(String label) {
    WebRtcChannel channel = channels.remove(label);
    if (channel != null) {
      channel.close();
      ended.add(channel);
    }
  }

  boolean send(String label, byte[] frame) {
    WebRtcChannel channel = channels.get(label);
    return channel != null && channel.send(frame);
  }

  long bufferedBytes(String label) {
    WebRtcChannel channel = channels.get(label);
    return channel == null ? 0 : channel.bufferedBytes();
  }

  void close() {
    if (closed) {
      return;
    }
    closed = true;
    List<WebRtcChannel> all = new ArrayList<>(channels.values());
    channels.clear();
    for (WebRtcChannel channel; (channel = ended.poll()) != null; ) {
      all.add(channel);
    }
    all.forEach(WebRtcChannel::close);
    NativeReference reference = NativeReference.of(connection);
    connection.close();
    all.forEach(WebRtcChannel::dispose);
    reference.release();
  }

  // Callbacks

  private static void guarded(Runnable callback) {
    try {
      callback.run();
    } catch (Throwable e) {
      callbackFailed(e);
    }
  }

  @Override
  public void onIceCandidate(RTCIceCandidate candidate) {
    guarded(() ->
        transport
            .filter()
            .outgoing(candidate.sdp)
            .filter(text -> !closed)
            .map(text -> new IceCandidate(candidate.sdpMid, candidate.sdpMLineIndex, text))
            .ifPresent(rewritten -> listener().candidate(number, rewritten)));
  }

  @Override
  public void onConnectionChange(RTCPeerConnectionState state) {
    guarded(() -> {
      Transport.State known =
          switch (state) {
            case CONNECTED -> Transport.State.CONNECTED;
            case DISCONNECTED -> Transport.State.DISCONNECTED;
            case FAILED, CLOSED -> Transport.State.CLOSED;
            case NEW, CONNECTING -> null;
          };
      if (known != null && !closed) {
        listener().state(number, known);
      }
    });
  }

  @Override
  public void onDataChannel(RTCDataChannel channel) {
    guarded(() -> {
      if (closed || channels.size() >= CHANNELS_MAX) {
        channel.close();
        transport.rejectedChannel();
      } else {
        add(channel.getLabel(), channel);
      }
    });
  }

  /** Sets the description that the library made and reports it. */
  private final class Created implements CreateSessionDescriptionObserver {
    @Override
    public void onSuccess(RTCSessionDescription description) {
      guarded(() -> {
        String sdp = transport.filter().outgoingDescription(description.sdp);
        if (!closed) {
          listener().described(number, sdp);
          connection.setLocalDescription(description, new Applied(() -> {}));
        }
      });
    }

    @Override
    public void onFailure(String error) {
      guarded(() -> failed(error));
    }
  }

  /** Goes on once a description has been applied. */
  private final class Applied implements SetSessionDescriptionObserver {
    private final Runnable then;

    Applied(Runnable then) {
      this.then = then;
    }

    @Override
    public void onSuccess() {
      guarded(() -> {
        if (!closed) {
          then.run();
        }
      });
    }

    @Override
    public void onFailure(String error) {
      guarded(() -> failed(error));
    }
  }
}
