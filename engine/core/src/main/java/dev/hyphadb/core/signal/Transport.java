package dev.hyphadb.core.signal;

import java.util.List;

/**
 * Direct connections to other peers, each with named, reliable, ordered data channels.
 *
 * <p>The caller names a connection by a number it never uses again. All methods are for one owner
 * thread, except {@link #send} and {@link #bufferedBytes}, which any thread may call. A call about
 * a connection or channel that is gone does nothing. After {@link #close(int)} nothing more is
 * reported about that connection.
 */
public interface Transport extends AutoCloseable {
  /** The largest frame, in bytes; the smallest has one. */
  int FRAME_BYTES_MAX = 65_536;

  /** Bytes waiting in a channel above which {@link #send} refuses. */
  int BUFFERED_BYTES_MAX = 1 << 20;

  /** Begins to report; called once, before anything else. */
  void start(Listener listener);

  /**
   * Prepares a connection with these channels and reports its offer through {@link
   * Listener#described}.
   */
  void offer(int connection, List<String> labels);

  /** Prepares a connection from another peer's offer and reports the answer. */
  void answer(int connection, String offerSdp);

  /** Gives the offering side the other peer's answer. */
  void accept(int connection, String answerSdp);

  /**
   * Adds a way to reach the other peer; may be called before the other side's description is known.
   */
  void addCandidate(int connection, IceCandidate candidate);

  /** Opens a channel in a connection that exists; the other side is told. */
  void openChannel(int connection, String label);

  /** Closes a channel, without a report. */
  void closeChannel(int connection, String label);

  /**
   * Sends a frame, on the calling thread. The transport may keep the array: do not change it.
   *
   * @return false when the channel is not open or too much is waiting in it
   */
  boolean send(int connection, String label, byte[] frame);

  /** Bytes handed over and not yet sent; 0 when there is no such channel. */
  long bufferedBytes(int connection, String label);

  /** Closes a connection and its channels, without a report. */
  void close(int connection);

  /** Closes everything. */
  @Override
  void close();

  /** The state of a connection. */
  enum State {
    CONNECTED,
    /** Nothing is heard from the other side; it may come back. */
    DISCONNECTED,
    /** Over: failed, refused, or closed by the other side. */
    CLOSED
  }

  /**
   * What the transport reports, on its own threads. Implementations return at once and never call
   * back into it.
   */
  interface Listener {
    /** The offer or answer to send to the other peer. */
    void described(int connection, String sdp);

    /** A way to reach this peer, to send to the other one. */
    void candidate(int connection, IceCandidate candidate);

    /** The connection's state changed. */
    void state(int connection, State state);

    /** A channel, of either side's making, can carry frames. */
    void channelOpened(int connection, String label);

    /** A channel that was open closed, other than by this side's order. */
    void channelClosed(int connection, String label);

    /** A frame came; the array is the listener's. Never before {@link #channelOpened}. */
    void frame(int connection, String label, byte[] frame);
  }
}
