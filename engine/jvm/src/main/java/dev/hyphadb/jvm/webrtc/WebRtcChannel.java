package dev.hyphadb.jvm.webrtc;

import dev.hyphadb.core.signal.Transport;
import dev.onvoid.webrtc.RTCDataChannel;
import dev.onvoid.webrtc.RTCDataChannelBuffer;
import dev.onvoid.webrtc.RTCDataChannelObserver;
import dev.onvoid.webrtc.RTCDataChannelState;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One data channel. The lock keeps senders away from a channel that is being closed; native
 * callbacks never take it.
 */
final class WebRtcChannel {
  private final WebRtcConnection connection;
  private final String label;
  private final RTCDataChannel channel;
  private final Observer observer = new Observer();
  private final Object lock = new Object();
  private boolean closed;
  private final AtomicBoolean opened = new AtomicBoolean();
  private volatile boolean open;

  /**
   * Bytes waiting when last asked, and bytes handed over since: asking costs a hop to a native
   * thread.
   */
  private long bufferedBytes;

  WebRtcChannel(WebRtcConnection connection, String label, RTCDataChannel channel) {
    this.connection = connection;
    this.label = label;
    this.channel = channel;
  }

  String label() {
    return label;
  }

  /**
   * Begins to report. For a channel that the other side opened: within the callback that brought
   * it.
   */
  void observe() {
    observer.target = this;
    channel.registerObserver(observer);
    stateChanged();
  }

  /**
   * Runs on a native thread, or on the owner's while it observes; without a lock, because asking
   * for the state may wait for the native thread.
   */
  private void stateChanged() {
    RTCDataChannelState state = channel.getState();
    if (state == RTCDataChannelState.OPEN) {
      reportOpen();
    } else if (state == RTCDataChannelState.CLOSED) {
      observer.target = null;
      open = false;
      connection.channelEnded(this);
    }
  }

  private void reportOpen() {
    if (opened.compareAndSet(false, true)) {
      open = true;
      connection.listener().channelOpened(connection.number(), label);
    }
  }

  private void received(RTCDataChannelBuffer buffer) {
    int size = buffer.data.remaining();
    if (!buffer.binary || size < 1 || size > Transport.FRAME_BYTES_MAX) {
      connection.rejectedFrame();
      return;
    }
    byte[] frame = new byte[size];
    buffer.data.get(frame);
    reportOpen();
    connection.listener().frame(connection.number(), label, frame);
  }

  boolean send(byte[] frame) {
    synchronized (lock) {
      if (closed || !open) {
        return false;
      }
      if (bufferedBytes + frame.length > Transport.BUFFERED_BYTES_MAX) {
        bufferedBytes = channel.getBufferedAmount();
        if (bufferedBytes + frame.length > Transport.BUFFERED_BYTES_MAX) {
          return false;
        }
      }
      try {
        channel.send(new RTCDataChannelBuffer(ByteBuffer.wrap(frame), true));
      } catch (Exception | Error e) {
        WebRtcTransport.rethrowIfFatal(e);
        return false;
      }
      bufferedBytes += frame.length;
      return true;
    }
  }

  long bufferedBytes() {
    synchronized (lock) {
      if (!closed && open) {
        bufferedBytes = channel.getBufferedAmount();
        return bufferedBytes;
      }
      return 0;
    }
  }

  /** Stops reports and closes; {@link #dispose} follows once the connection is closed too. */
  void close() {
    observer.target = null;
    open = false;
    synchronized (lock) {
      if (!closed) {
        closed = true;
        channel.unregisterObserver();
        channel.close();
      }
    }
  }

  /** Releases the native object; the channel and its connection are closed. */
  void dispose() {
    channel.dispose();
  }

  /**
   * What the native side holds on to for good: small, and cut off from everything when the channel
   * closes.
   */
  private static final class Observer implements RTCDataChannelObserver {
    private volatile WebRtcChannel target;

    @Override
    public void onBufferedAmountChange(long previousAmount) {}

    @Override
    public void onStateChange() {
      try {
        WebRtcChannel channel = target;
        if (channel != null) {
          channel.stateChanged();
        }
      } catch (Throwable e) {
        WebRtcConnection.callbackFailed(e);
      }
    }

    @Override
    public void onMessage(RTCDataChannelBuffer buffer) {
      try {
        WebRtcChannel channel = target;
        if (channel != null) {
          channel.received(buffer);
        }
      } catch (Throwable e) {
        WebRtcConnection.callbackFailed(e);
      }
    }
  }
}
