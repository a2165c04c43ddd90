package dev.hyphadb.core.channel;

import dev.hyphadb.core.value.PackReader;
import dev.hyphadb.core.value.PackWriter;
import dev.hyphadb.core.value.Value;
import dev.hyphadb.core.value.ValueException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What comes from one peer: joins frames to messages. Memory is taken as bytes arrive, never for
 * what a peer merely promises. Of one owner at a time.
 */
public final class ChannelInbox {
  /** How many bytes are taken before the sender is told. */
  static final int TAKEN_STEP_BYTES = 512 << 10;

  private static final int FIRST_BYTES = 64 << 10;
  private static final int FAULTS_MAX = 32;

  private static final class Unfinished {
    final boolean isBinary;
    final int length;
    final Value meta;

    /** Null when the message is only counted, not kept. */
    byte[] bytes;

    int received;

    Unfinished(boolean isBinary, int length, Value meta, byte[] bytes) {
      this.isBinary = isBinary;
      this.length = length;
      this.meta = meta;
      this.bytes = bytes;
    }
  }

  private final ChannelLimits limits;
  private final ReceiveBudget budget;
  private final Predicate<String> isListening;
  private final Map<String, Unfinished> unfinished = new HashMap<>();
  private final Map<ChannelRejection, Long> rejections = new EnumMap<>(ChannelRejection.class);
  private int faults;
  private long takenBytes;
  private long reportedBytes;

  /**
   * @param isListening whether anybody wants messages of that channel; others are not kept
   */
  public ChannelInbox(ChannelLimits limits, ReceiveBudget budget, Predicate<String> isListening) {
    this.limits = limits;
    this.budget = budget;
    this.isListening = isListening;
  }

  /** Takes a frame from outside and returns what it brought, in order. */
  public List<ChannelEvent> receive(byte[] frame) {
    try {
      return read(frame);
    } catch (ValueException e) {
      reject(ChannelRejection.MALFORMED);
      return List.of();
    }
  }

  private List<ChannelEvent> read(byte[] frame) {
    if (!ChannelFrame.isOne(frame) || frame.length > ChannelFrame.BYTES_MAX) {
      reject(ChannelRejection.MALFORMED);
      return List.of();
    }
    PackReader in = new PackReader(frame, 1, frame.length - 1);
    switch (frame[0]) {
      case ChannelFrame.HEAD -> {
        return with(head(in, frame), frame);
      }
      case ChannelFrame.PART -> {
        String name = ChannelFrame.name(in);
        return with(part(name, unfinished.get(name), frame, in.position()), frame);
      }
      case ChannelFrame.ABANDON -> {
        String name = ChannelFrame.name(in);
        in.requireEnd();
        drop(name);
        return with(List.of(), frame);
      }
      case ChannelFrame.PING -> {
        int number = in.integer(0, Integer.MAX_VALUE);
        in.requireEnd();
        return List.of(new ChannelEvent.Reply(ChannelFrame.pong(number)));
      }
      case ChannelFrame.PONG -> {
        int number = in.integer(0, Integer.MAX_VALUE);
        in.requireEnd();
        return List.of(new ChannelEvent.Pong(number));
      }
      case ChannelFrame.TAKEN -> {
        long bytes = in.unsigned();
        in.requireEnd();
        return List.of(new ChannelEvent.Taken(bytes));
      }
      default -> {
        reject(ChannelRejection.MALFORMED);
        return List.of();
      }
    }
  }

  /** Adds the report to the sender when it is due. */
  private List<ChannelEvent> with(List<ChannelEvent> events, byte[] frame) {
    takenBytes += frame.length;
    if (takenBytes - reportedBytes < TAKEN_STEP_BYTES) {
      return events;
    }
    reportedBytes = takenBytes;
    ChannelEvent report = new ChannelEvent.Reply(ChannelFrame.taken(takenBytes));
    return switch (events.size()) {
      case 0 -> List.of(report);
      case 1 -> List.of(report, events.get(0));
      default -> List.of(report, events.get(0), events.get(1));
    };
  }

  private List<ChannelEvent> head(PackReader in, byte[] frame) {
    String name = ChannelFrame.name(in);
    boolean isBinary = in.integer(0, 1) == 1;
    long length = in.unsigned();
    Value meta = in.tryNil() ? null : in.value();
    if (meta != null && (!isBinary || PackWriter.pack(meta).length > ChannelFrame.META_BYTES_MAX)) {
      reject(ChannelRejection.MALFORMED);
      return List.of();
    }
    drop(name);
    if (unfinished.size() >= limits.unfinishedMax()) {
      reject(ChannelRejection.TOO_MANY);
      return List.of();
    }
    Unfinished message = begin(name, isBinary, length, meta);
    unfinished.put(name, message);
    return part(name, message, frame, in.position());
  }

  private Unfinished begin(String name, boolean isBinary, long length, Value meta) {
    long most = isBinary ? limits.messageBytesMax() : ChannelFrame.VALUE_BYTES_MAX;
    if (length > most) {
      reject(ChannelRejection.TOO_LARGE);
    } else if (!isListening.test(name)) {
      reject(ChannelRejection.NO_LISTENER);
    } else {
      int first = (int) Math.min(length, FIRST_BYTES);
      if (budget.take(first)) {
        return new Unfinished(isBinary, (int) length, meta, new byte[first]);
      }
      reject(ChannelRejection.MEMORY_FULL);
    }
    return new Unfinished(isBinary, (int) Math.min(length, Integer.MAX_VALUE), meta, null);
  }

  private List<ChannelEvent> part(String name, Unfinished message, byte[] frame, int from) {
    int count = frame.length - from;
    if (message == null || count > message.length - message.received) {
      drop(name);
      reject(ChannelRejection.UNEXPECTED);
      return List.of();
    }
    if (message.bytes != null && makeRoom(message, count)) {
      System.arraycopy(frame, from, message.bytes, message.received, count);
    }
    message.received += count;
    if (message.received < message.length) {
      return message.bytes == null ? List.of() : List.of(progress(name, message));
    }
    unfinished.remove(name);
    if (message.bytes == null) {
      return List.of();
    }
    budget.giveBack(message.bytes.length);
    return complete(name, message);
  }

  /** Grows by doubling, up to the length that was announced; false when there is no memory. */
  private boolean makeRoom(Unfinished message, int count) {
    long needed = (long) message.received + count;
    if (needed <= message.bytes.length) {
      return true;
    }
    long size = Math.min(message.length, Math.max(needed, 2L * message.bytes.length));
    if (budget.take(size - message.bytes.length)) {
      message.bytes = Arrays.copyOf(message.bytes, (int) size);
      return true;
    }
    budget.giveBack(message.bytes.length);
    message.bytes = null;
    reject(ChannelRejection.MEMORY_FULL);
    return false;
  }

  private static ChannelEvent progress(String name, Unfinished message) {
    return new ChannelEvent.Progress(name, message.received, message.length, message.meta);
  }

  private List<ChannelEvent> complete(String name, Unfinished message) {
    if (message.isBinary) {
      return List.of(
          progress(name, message),
          new ChannelEvent.BinaryMessage(name, message.bytes, message.meta));
    }
    try {
      return List.of(new ChannelEvent.ValueMessage(name, PackReader.unpack(message.bytes)));
    } catch (ValueException e) {
      reject(ChannelRejection.BAD_VALUE);
      return List.of();
    }
  }

  private void drop(String name) {
    Unfinished message = unfinished.remove(name);
    if (message != null && message.bytes != null) {
      budget.giveBack(message.bytes.length);
    }
  }

  /** Gives back all memory, because the peer is gone. */
  public void clear() {
    List.copyOf(unfinished.keySet()).forEach(this::drop);
  }

  private void reject(ChannelRejection reason) {
    rejections.merge(reason, 1L, Long::sum);
    if (reason.isFault()) {
      faults++;
    }
  }

  /** Counts what a report to {@link ChannelOutbox#taken} could not be. */
  public void rejectReport() {
    reject(ChannelRejection.MALFORMED);
  }

  /** How often something was dropped for this reason. */
  public long rejected(ChannelRejection reason) {
    return rejections.getOrDefault(reason, 0L);
  }

  /** Whether the peer sent so much that no honest peer sends that it had better be disconnected. */
  public boolean isOffended() {
    return faults >= FAULTS_MAX;
  }
}
