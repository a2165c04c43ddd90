package dev.hyphadb.jvm.webrtc;

/** WebRTC cannot run on this machine; the message says what to install. */
public final class WebRtcUnavailableException extends RuntimeException {
  WebRtcUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
