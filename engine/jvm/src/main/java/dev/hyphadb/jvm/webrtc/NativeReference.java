package dev.hyphadb.jvm.webrtc;

import dev.onvoid.webrtc.RTCPeerConnection;
import dev.onvoid.webrtc.internal.NativeObject;
import dev.onvoid.webrtc.internal.RefCountedObject;
import java.lang.System.Logger.Level;
import java.lang.reflect.Field;

/**
 * Lets go of a peer connection's native object, which {@code close()} of webrtc-java 0.14.0
 * forgets: about 62 KB a connection. Where the library's fields have changed it does nothing.
 */
final class NativeReference {
  private static final Field HANDLE = handleField();

  private final long handle;

  private NativeReference(long handle) {
    this.handle = handle;
  }

  private static Field handleField() {
    try {
      Field field = NativeObject.class.getDeclaredField("nativeHandle");
      field.setAccessible(true);
      return field;
    } catch (ReflectiveOperationException | RuntimeException e) {
      System.getLogger(NativeReference.class.getName())
          .log(
              Level.WARNING,
              "closed WebRTC connections will leave about 62 KB each: {0}",
              e.getMessage());
      return null;
    }
  }

  /** Remembers the native object; to be called before {@code close()}, which clears the handle. */
  static NativeReference of(RTCPeerConnection connection) {
    try {
      return new NativeReference(HANDLE == null ? 0 : HANDLE.getLong(connection));
    } catch (IllegalAccessException e) {
      return new NativeReference(0);
    }
  }

  /** Gives up the reference that the Java object held; once, after {@code close()}. */
  void release() {
    if (handle == 0) {
      return;
    }
    try {
      Holder holder = new Holder();
      HANDLE.setLong(holder, handle);
      holder.release();
    } catch (IllegalAccessException e) {
      System.getLogger(NativeReference.class.getName())
          .log(Level.DEBUG, "not released: {0}", e.getMessage());
    }
  }

  /** Carries the handle to the library's own release. */
  private static final class Holder extends RefCountedObject {}
}
