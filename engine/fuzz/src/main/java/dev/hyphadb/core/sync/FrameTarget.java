package dev.hyphadb.core.sync;

import dev.hyphadb.fuzz.Assembly;
import dev.hyphadb.fuzz.Pieces;
import dev.hyphadb.fuzz.Promise;
import dev.hyphadb.fuzz.Target;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Frames in any order: messages within their limit, which travel as they are. */
public final class FrameTarget implements Target {
  private static final int FRAMES_MAX = 100;
  private static final int SESSION = 9;

  @Override
  public void run(byte[] input) {
    Pieces pieces = new Pieces(input);
    FrameCodec receiver = new FrameCodec();
    for (int i = 0; i < FRAMES_MAX && !pieces.isEmpty(); i++) {
      byte[] message = null;
      try {
        message = receiver.accept(pieces.piece());
      } catch (RejectedException e) {
        Promise.holds(!e.reason().isEmpty(), "a rejection has a reason");
      }
      if (message != null) {
        Promise.holds(message.length <= FrameCodec.MESSAGE_BYTES_MAX, "a message within its limit");
        travel(message);
      }
    }
  }

  private static void travel(byte[] message) {
    FrameCodec receiver = new FrameCodec();
    byte[] received = null;
    for (byte[] frame : FrameCodec.toFrames(message, SESSION, 0)) {
      Promise.holds(received == null, "a message is complete with its last frame");
      Promise.holds(frame.length <= FrameCodec.FRAME_BYTES_MAX, "a frame within its limit");
      received = receiver.accept(frame);
    }
    Promise.equal(message, received, "a message that travelled");
  }

  @Override
  public List<byte[]> seeds() {
    Assembly whole = new Assembly();
    for (byte[] frame :
        FrameCodec.toFrames("ab".repeat(300).getBytes(StandardCharsets.UTF_8), SESSION, 0)) {
      whole.piece(frame);
    }
    byte[] first = {FrameCodec.MORE, 0, 0, 0, SESSION, 0, 0, 1, 2};
    byte[] next = {FrameCodec.MORE, 0, 0, 0, SESSION, 0, 1, 1, 2};
    byte[] last = {0, 0, 0, 0, SESSION, 0, 2, 3};
    return List.of(
        whole.toByteArray(), new Assembly().piece(first).piece(next).piece(last).toByteArray());
  }
}
