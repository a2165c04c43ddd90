package dev.hyphadb.jvm.webrtc;

import dev.onvoid.webrtc.PeerConnectionFactory;

/** Loads the native library, once, and says plainly what is missing when it cannot. */
final class WebRtcLibrary {
  private WebRtcLibrary() {}

  /**
   * Loads it.
   *
   * @throws WebRtcUnavailableException naming what to install
   */
  static void load() {
    try {
      Class.forName(
          PeerConnectionFactory.class.getName(), true, WebRtcLibrary.class.getClassLoader());
    } catch (ClassNotFoundException | LinkageError | RuntimeException e) {
      throw new WebRtcUnavailableException(
          "WebRTC's native library cannot be loaded ("
              + rootMessage(e)
              + "): on Debian or Ubuntu install libpulse0 libudev1 libx11-6 libxfixes3 libxrandr2"
              + " libxcomposite1 libdbus-1-3; elsewhere put the webrtc-java jar with this"
              + " platform's classifier on the class path.",
          e);
    }
  }

  private static String rootMessage(Throwable thrown) {
    Throwable root = thrown;
    for (int depth = 0; root.getCause() != null && depth < 16; depth++) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage());
  }
}
