package dev.hyphadb.jvm.webrtc;

import dev.onvoid.webrtc.CreateSessionDescriptionObserver;
import dev.onvoid.webrtc.PeerConnectionFactory;
import dev.onvoid.webrtc.PeerConnectionObserver;
import dev.onvoid.webrtc.RTCAnswerOptions;
import dev.onvoid.webrtc.RTCConfiguration;
import dev.onvoid.webrtc.RTCIceCandidate;
import dev.onvoid.webrtc.RTCOfferOptions;
import dev.onvoid.webrtc.RTCPeerConnection;
import dev.onvoid.webrtc.RTCRtpSender;
import dev.onvoid.webrtc.RTCRtpTransceiver;
import dev.onvoid.webrtc.RTCSdpType;
import dev.onvoid.webrtc.RTCSessionDescription;
import dev.onvoid.webrtc.RTCSignalingState;
import dev.onvoid.webrtc.SetSessionDescriptionObserver;
import dev.onvoid.webrtc.media.video.VideoTrack;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The media connection with one peer (docs/protocol/media.md), on which a video track is sent. Of
 * one thread, which may block.
 */
final class VideoConnection implements PeerConnectionObserver {
  private static final long STEP_SECONDS_MAX = 10;

  private final boolean isPolite;
  private final CandidateFilter filter;
  private final Object meta;
  private final Consumer<Map<String, Object>> say;
  private final Executor thread;
  private final RTCPeerConnection connection;
  private final RTCRtpSender sender;
  private boolean ignoresOffer;
  private boolean isClosed;

  /**
   * @param isPolite whether this side gives way when offers cross
   * @param meta what is said about the track; {@code null} for nothing
   * @param thread runs a step on the one thread, in order
   */
  VideoConnection(
      boolean isPolite,
      PeerConnectionFactory factory,
      RTCConfiguration configuration,
      CandidateFilter filter,
      VideoTrack track,
      Object meta,
      Consumer<Map<String, Object>> say,
      Executor thread) {
    this.isPolite = isPolite;
    this.filter = filter;
    this.meta = meta;
    this.say = say;
    this.thread = thread;
    this.connection = factory.createPeerConnection(configuration, this);
    this.sender = connection.addTrack(track, List.of("video"));
  }

  void offer() {
    RTCOfferOptions options = new RTCOfferOptions();
    describe(described(observer -> connection.createOffer(options, observer)));
  }

  private void describe(RTCSessionDescription description) {
    applied(observer -> connection.setLocalDescription(description, observer));
    Map<String, Object> message = new HashMap<>();
    message.put("type", description.sdpType == RTCSdpType.OFFER ? "offer" : "answer");
    message.put("sdp", filter.outgoingDescription(description.sdp));
    message.put("metas", metas());
    say.accept(message);
  }

  /** What is said about the track, by media section: it is the only one that is sent. */
  private Map<String, Object> metas() {
    Map<String, Object> metas = new HashMap<>();
    for (RTCRtpTransceiver transceiver : connection.getTransceivers()) {
      if (meta != null && transceiver.getMid() != null) {
        metas.put(transceiver.getMid(), meta);
      }
    }
    return metas;
  }

  /** Takes a message of the other side, whatever it contains. */
  void take(Map<?, ?> message) {
    if (message.get("sdp") instanceof String sdp) {
      String filtered = filter.incomingDescription(sdp);
      if ("offer".equals(message.get("type"))) {
        answer(filtered);
      } else if (connection.getSignalingState() == RTCSignalingState.HAVE_LOCAL_OFFER) {
        setRemote(RTCSdpType.ANSWER, filtered);
      }
    } else if (message.get("candidate") instanceof String text
        && !ignoresOffer
        && message.get("mid") instanceof String mid
        && message.get("line") instanceof Long line
        && filter.accepts(text)) {
      connection.addIceCandidate(new RTCIceCandidate(mid, line.intValue(), text));
    }
  }

  private void answer(String sdp) {
    boolean collides = connection.getSignalingState() != RTCSignalingState.STABLE;
    ignoresOffer = collides && !isPolite;
    if (ignoresOffer) {
      return;
    }
    if (collides) {
      RTCSessionDescription rollback = new RTCSessionDescription(RTCSdpType.ROLLBACK, "");
      applied(observer -> connection.setLocalDescription(rollback, observer));
    }
    setRemote(RTCSdpType.OFFER, sdp);
    RTCAnswerOptions options = new RTCAnswerOptions();
    describe(described(observer -> connection.createAnswer(options, observer)));
    if (collides) {
      offer();
    }
  }

  private void setRemote(RTCSdpType type, String sdp) {
    RTCSessionDescription description = new RTCSessionDescription(type, sdp);
    applied(observer -> connection.setRemoteDescription(description, observer));
  }

  void close() {
    isClosed = true;
    NativeReference reference = NativeReference.of(connection);
    connection.removeTrack(sender);
    connection.close();
    reference.release();
  }

  /**
   * Called on a native thread while the description that the candidate belongs to is still being
   * set: it is said after that, as the other side can do nothing with it before.
   */
  @Override
  public void onIceCandidate(RTCIceCandidate candidate) {
    try {
      thread.execute(() -> sayCandidate(candidate));
    } catch (Throwable e) {
      WebRtcConnection.callbackFailed(e);
    }
  }

  private void sayCandidate(RTCIceCandidate candidate) {
    if (isClosed) {
      return;
    }
    filter
        .outgoing(candidate.sdp)
        .ifPresent(text ->
            say.accept(
                Map.of(
                    "candidate", text, "mid", candidate.sdpMid, "line", candidate.sdpMLineIndex)));
  }

  private static RTCSessionDescription described(Consumer<CreateSessionDescriptionObserver> step) {
    CompletableFuture<RTCSessionDescription> result = new CompletableFuture<>();
    step.accept(
        new CreateSessionDescriptionObserver() {
          @Override
          public void onSuccess(RTCSessionDescription description) {
            result.complete(description);
          }

          @Override
          public void onFailure(String error) {
            result.completeExceptionally(new IllegalStateException(error));
          }
        });
    return result.orTimeout(STEP_SECONDS_MAX, TimeUnit.SECONDS).join();
  }

  private static void applied(Consumer<SetSessionDescriptionObserver> step) {
    CompletableFuture<Void> result = new CompletableFuture<>();
    step.accept(
        new SetSessionDescriptionObserver() {
          @Override
          public void onSuccess() {
            result.complete(null);
          }

          @Override
          public void onFailure(String error) {
            result.completeExceptionally(new IllegalStateException(error));
          }
        });
    result.orTimeout(STEP_SECONDS_MAX, TimeUnit.SECONDS).join();
  }
}
