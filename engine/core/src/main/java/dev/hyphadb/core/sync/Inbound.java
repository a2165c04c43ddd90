package dev.hyphadb.core.sync;

import dev.hyphadb.core.commit.CommitCheck;
import dev.hyphadb.core.commit.CommitCodec;
import dev.hyphadb.core.commit.Sha256;

/**
 * The receiving end of one connection: makes frames into messages and checks the signatures of the
 * commits in them. That is most of the work that a commit costs, and none of it needs the replica:
 * it may be done on any thread, by one at a time, while the replica's owner is at something else.
 * What comes out goes to {@link Sessions#receive(PeerId, Received, long)}.
 */
public final class Inbound {
  private final FrameCodec frames = new FrameCodec();
  private final MessageCodec codec;

  /** Of frames since a message was complete or rejected. */
  private long frameBytes;

  /** The session that goes on; written by the owner. Whatever names another is not looked at. */
  private volatile int session = FrameCodec.NO_SESSION;

  /** A message or why there is none, for the owner. */
  public static final class Received {
    final Inbound inbound;
    final int session;

    /** {@code null} when it was rejected, or names a session that is over. */
    final Message message;

    /** {@code null} when it was not rejected. */
    final RejectedException rejection;

    /** Of the message. */
    final int bytes;

    /** Of the frames that it came in. */
    final long frameBytes;

    private Received(
        Inbound inbound,
        int session,
        Message message,
        RejectedException rejection,
        int bytes,
        long frameBytes) {
      this.inbound = inbound;
      this.session = session;
      this.message = message;
      this.rejection = rejection;
      this.bytes = bytes;
      this.frameBytes = frameBytes;
    }
  }

  /**
   * @param sha256 used by whoever calls {@link #receive}
   * @param check likewise
   */
  public Inbound(Sha256 sha256, CommitCheck check) {
    this.codec = new MessageCodec(new CommitCodec(sha256), check);
  }

  /** From now on frames have to name this session. By the owner. */
  void expect(int number) {
    session = number;
  }

  /**
   * Takes a frame that arrived. Never throws for what the frame contains.
   *
   * @return {@code null} when nothing is complete yet
   */
  public Received receive(byte[] frame) {
    int named = FrameCodec.NO_SESSION;
    frameBytes += frame.length;
    try {
      named = frames.sessionOf(frame);
      if (named != FrameCodec.NO_SESSION && named != session) {
        return received(named, null, null, 0);
      }
      byte[] bytes = frames.accept(frame);
      return bytes == null ? null : received(named, codec.decode(bytes), null, bytes.length);
    } catch (RejectedException e) {
      return received(named, null, e, 0);
    }
  }

  private Received received(int named, Message message, RejectedException rejection, int bytes) {
    Received received = new Received(this, named, message, rejection, bytes, frameBytes);
    frameBytes = 0;
    return received;
  }
}
