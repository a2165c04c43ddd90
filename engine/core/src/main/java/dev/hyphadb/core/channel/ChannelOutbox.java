package dev.hyphadb.core.channel;

import dev.hyphadb.core.value.Value;
import dev.hyphadb.core.value.ValueException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What waits to be sent to one peer. Messages of one channel leave one after the other; the
 * channels take turns, a frame each. At most {@link #WINDOW_BYTES} are on the way that the other
 * side has not taken, whatever lies between. Of one owner at a time.
 */
public final class ChannelOutbox {
  /** How far the sender may be ahead of the receiver. */
  public static final int WINDOW_BYTES = 4 << 20;

  private static final int WAITING_MAX = 4_096;
  private static final int CONTROLS_MAX = 256;

  /**
   * A frame to hand to the transport now.
   *
   * @param source of the message it belongs to; null for a frame that belongs to none
   * @param handedBytes how much of the message is handed over with it
   * @param end what it means for the message
   */
  public record Outgoing(byte[] frame, ChannelSource source, long handedBytes, End end) {}

  /** What a frame is to its message. */
  public enum End {
    MORE,
    /** The message is complete with it. */
    COMPLETE,
    /** It tells the other side that the source broke off. */
    BROKEN
  }

  private static final class Message {
    final ChannelSource source;
    final boolean isBinary;
    final Value meta;
    boolean isBegun;
    long handedBytes;

    Message(ChannelSource source, boolean isBinary, Value meta) {
      this.source = source;
      this.isBinary = isBinary;
      this.meta = meta;
    }
  }

  private static final class Line {
    final String name;
    final ArrayDeque<Message> messages = new ArrayDeque<>();

    Line(String name) {
      this.name = name;
    }
  }

  private final Map<String, Line> lines = new HashMap<>();

  /** Lines with messages; the first has the next turn. */
  private final ArrayDeque<Line> turns = new ArrayDeque<>();

  private final ArrayDeque<byte[]> controls = new ArrayDeque<>();
  private int waiting;
  private long sentBytes;
  private long takenBytes;

  /**
   * Queues a message.
   *
   * @param isBinary whether the bytes are the message; otherwise they are a value's canonical form
   * @param meta travels with a binary message; null for none
   * @return false when too many wait already: nothing was queued
   * @throws IllegalArgumentException when no channel can have the name, or a value comes with meta
   */
  public boolean send(String channel, boolean isBinary, ChannelSource source, Value meta) {
    ChannelFrame.requireName(channel);
    if (meta != null && !isBinary) {
      throw new IllegalArgumentException(
          "meta goes with binary data only: put it into the value instead");
    }
    ChannelFrame.requireMeta(meta);
    if (!isBinary && source.length() > ChannelFrame.VALUE_BYTES_MAX) {
      throw new ValueException(
          "value-too-large",
          "",
          "a value of "
              + source.length()
              + " bytes does not fit into a message, which takes "
              + ChannelFrame.VALUE_BYTES_MAX
              + ": send it as binary data");
    }
    if (waiting >= WAITING_MAX) {
      return false;
    }
    waiting++;
    Line line = lines.computeIfAbsent(channel, Line::new);
    if (line.messages.isEmpty()) {
      turns.add(line);
    }
    line.messages.add(new Message(source, isBinary, meta));
    return true;
  }

  /** A frame that goes before all messages and takes no part in the window. */
  public void control(byte[] frame) {
    if (controls.size() < CONTROLS_MAX) {
      controls.add(frame);
    }
  }

  /** The next frame; null when there is none for now. */
  public Outgoing poll() {
    byte[] control = controls.poll();
    if (control != null) {
      return new Outgoing(control, null, 0, End.MORE);
    }
    if (sentBytes - takenBytes + ChannelFrame.BYTES_MAX > WINDOW_BYTES) {
      return null;
    }
    for (int left = turns.size(); left > 0; left--) {
      Line line = turns.remove();
      Outgoing next = next(line);
      if (!line.messages.isEmpty()) {
        turns.add(line);
      } else {
        lines.remove(line.name);
      }
      if (next != null) {
        sentBytes += next.frame().length;
        return next;
      }
    }
    return null;
  }

  private Outgoing next(Line line) {
    Message message = line.messages.peek();
    ChannelSource source = message.source;
    byte[] start = message.isBegun ? null : head(line, message);
    int room =
        ChannelFrame.BYTES_MAX - (start == null ? ChannelFrame.PART_OVERHEAD_MAX : start.length);
    long left = source.length() - message.handedBytes;
    byte[] piece = left == 0 ? new byte[0] : source.next((int) Math.min(room, left));
    if (piece == null) {
      return null;
    }
    if (piece.length == 0 && left > 0) {
      end(line);
      return new Outgoing(ChannelFrame.abandon(line.name), source, message.handedBytes, End.BROKEN);
    }
    message.isBegun = true;
    message.handedBytes += piece.length;
    byte[] frame =
        start == null ? ChannelFrame.part(line.name, piece) : ChannelFrame.concat(start, piece);
    boolean isComplete = message.handedBytes == source.length();
    if (isComplete) {
      end(line);
    }
    return new Outgoing(frame, source, message.handedBytes, isComplete ? End.COMPLETE : End.MORE);
  }

  private static byte[] head(Line line, Message message) {
    return ChannelFrame.head(line.name, message.isBinary, message.source.length(), message.meta);
  }

  private void end(Line line) {
    line.messages.remove();
    waiting--;
  }

  /**
   * The other side reported that it has taken so many bytes in all.
   *
   * @return false when that cannot be: it says more than was sent, or less than before
   */
  public boolean taken(long bytes) {
    if (bytes < takenBytes || bytes > sentBytes) {
      return false;
    }
    takenBytes = bytes;
    return true;
  }

  /** Whether anything is left to send. */
  public boolean isEmpty() {
    return waiting == 0 && controls.isEmpty();
  }

  /** Drops everything, because the peer is gone; the sources that will not be asked any more. */
  public List<ChannelSource> clear() {
    List<ChannelSource> dropped = new ArrayList<>();
    for (Line line : turns) {
      line.messages.forEach(message -> dropped.add(message.source));
    }
    turns.clear();
    lines.clear();
    controls.clear();
    waiting = 0;
    return dropped;
  }
}
