package dev.hyphadb.simulation;

import dev.hyphadb.core.commit.ReplicaId;
import dev.hyphadb.core.sync.LogId;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.Octets;
import dev.hyphadb.core.value.PackWriter;
import dev.hyphadb.core.value.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * A peer that has the real engine and misuses it: changes, cuts, doubles, swallows, repeats and
 * reorders its frames, and adds what no engine would say.
 *
 * <p>Frames are changed in their inflated form, because compressed bytes differ between platforms.
 */
final class HostileWire implements Wire {
  private static final int KEPT_MAX = 64;
  private static final int INFLATED_MAX = 8 << 20;
  private static final int BOMB_BYTES = 9 << 20;
  private static final int FRAME_BYTES_MAX = 60 << 10;

  /** More than a message may have. */
  private static final int ENDLESS_FRAMES = 140;

  private static final int DEFLATED = 2;
  private static final int HEADER_BYTES = 7;
  private static final int NUMBER_AT = 5;
  private static final int MORE = 1;

  private static final int HELLO = 1;
  private static final int RESUME = 2;
  private static final int COMMITS = 3;
  private static final int ACK = 4;
  private static final int STATUS = 5;
  private static final int POSITION_CHECK_BYTES = 8;
  private static final int HASH_BYTES = 32;
  private static final int LOGICAL_BITS = 16;

  /** What a peer may ask for: {@code [depth, [query, …]]}. */
  private static final Value SCOPE =
      new Value.Items(List.of(Value.of(2), new Value.Items(List.of(Fields.of("f1", Value.of(7))))));

  private final World world;
  private final Generator random;
  private final List<byte[]> kept = new ArrayList<>();

  /** By connection the start of a frame that the other side takes for one of this session. */
  private final Map<Connection, byte[]> headers = new HashMap<>();

  private final Map<Connection, byte[]> held = new HashMap<>();

  /** By connection how many frames went out to the session that is in its header. */
  private final Map<Connection, Integer> sent = new HashMap<>();

  private final int tamperPercent;
  private byte[] equivocalReplica;
  private HostileCommits commits;
  private SimulatedPeer peer;
  private byte[] bomb;

  HostileWire(World world) {
    this.world = world;
    this.random = world.random().fork();
    this.tamperPercent = random.percent(50) ? 5 : 40;
    this.equivocalReplica = random.next(ReplicaId.LENGTH);
  }

  /** From now on the peer also speaks unasked. */
  void start(SimulatedPeer hostile) {
    peer = hostile;
    if (world.accounts() != null) {
      commits = new HostileCommits(world, world.accounts().of(hostile.number()), random);
    }
    world.schedule().after(gapMillis(), this::speak);
  }

  private int gapMillis() {
    return 1 + random.below(world.options().operationGapMillis() * 20);
  }

  private void speak() {
    if (world.isHealing()) {
      return;
    }
    List<Connection> connections = peer.connections();
    if (peer.isUp() && !connections.isEmpty()) {
      world.trace().event(Trace.Kind.TAMPERED, peer.number(), 1, 0);
      Connection connection = random.pick(connections);
      for (byte[] frame : invention()) {
        peer.inject(connection, numbered(connection, addressed(connection, frame)));
      }
    }
    world.schedule().after(gapMillis(), this::speak);
  }

  @Override
  public void incoming(byte[] frame) {
    keep(frame);
  }

  private void keep(byte[] frame) {
    if (kept.size() < KEPT_MAX) {
      kept.add(frame);
    } else {
      kept.set(random.below(KEPT_MAX), frame);
    }
  }

  @Override
  public List<byte[]> outgoing(Connection connection, byte[] frame) {
    return tampered(connection, frame).stream().map(each -> numbered(connection, each)).toList();
  }

  private List<byte[]> tampered(Connection connection, byte[] frame) {
    keep(frame);
    if (sessionOf(frame) != 0) {
      byte[] before = headers.put(connection, frame);
      if (before == null || sessionOf(before) != sessionOf(frame)) {
        sent.put(connection, 0);
      }
    }
    byte[] late = held.remove(connection);
    if (late != null) {
      return List.of(frame, late);
    }
    if (!random.percent(tamperPercent)) {
      return List.of(frame);
    }
    int kind = random.below(7);
    world.trace().event(Trace.Kind.TAMPERED, peer.number(), 0, kind);
    return switch (kind) {
      case 0 -> List.of();
      case 1 -> List.of(frame, frame);
      case 2 -> List.of(frame, addressed(connection, random.pick(kept)));
      case 3 -> List.of(truncated(inflated(frame)));
      case 4 -> {
        // The next one overtakes it.
        held.put(connection, frame);
        yield List.of();
      }
      default -> List.of(mutated(inflated(frame)));
    };
  }

  /** Which session a frame is for; 0 for a Hello. */
  private static int sessionOf(byte[] frame) {
    return Octets.intAt(frame, 1);
  }

  /** Mostly gives it the number that is due, so that the other side looks at the rest. */
  private byte[] numbered(Connection connection, byte[] frame) {
    byte[] header = headers.get(connection);
    boolean isCounted =
        header != null && frame.length >= HEADER_BYTES && sessionOf(header) == sessionOf(frame);
    if (!isCounted || random.percent(2)) {
      return frame;
    }
    byte[] numbered = frame.clone();
    Octets.putShort(numbered, NUMBER_AT, sent.merge(connection, 1, Integer::sum) - 1);
    return numbered;
  }

  /** Mostly names the session that the other side is in, so that it looks at the rest. */
  private byte[] addressed(Connection connection, byte[] frame) {
    byte[] header = headers.get(connection);
    boolean isHello = frame.length > HEADER_BYTES && frame[HEADER_BYTES] == HELLO;
    if (header == null || frame.length < HEADER_BYTES || isHello || random.percent(10)) {
      return frame;
    }
    byte[] addressed = frame.clone();
    System.arraycopy(header, 1, addressed, 1, HEADER_BYTES - 1);
    return addressed;
  }

  /** The frame uncompressed; one that is part of a longer message stays as it is. */
  private static byte[] inflated(byte[] frame) {
    if (frame.length == 0 || frame[0] != DEFLATED) {
      return frame;
    }
    Inflater inflater = new Inflater(true);
    try {
      byte[] padded = new byte[frame.length];
      System.arraycopy(frame, HEADER_BYTES, padded, 0, frame.length - HEADER_BYTES);
      inflater.setInput(padded);
      byte[] target = new byte[1 << 20];
      int length = HEADER_BYTES;
      while (!inflater.finished() && length < INFLATED_MAX) {
        if (length == target.length) {
          byte[] larger = new byte[length * 2];
          System.arraycopy(target, 0, larger, 0, length);
          target = larger;
        }
        int count = inflater.inflate(target, length, target.length - length);
        if (count == 0 && !inflater.finished() && length < target.length) {
          return frame;
        }
        length += count;
      }
      byte[] whole = new byte[length];
      System.arraycopy(target, HEADER_BYTES, whole, HEADER_BYTES, length - HEADER_BYTES);
      System.arraycopy(frame, 1, whole, 1, HEADER_BYTES - 1);
      return whole;
    } catch (DataFormatException e) {
      return frame;
    } finally {
      inflater.end();
    }
  }

  private byte[] truncated(byte[] frame) {
    byte[] part = new byte[random.below(frame.length + 1)];
    System.arraycopy(frame, 0, part, 0, part.length);
    return part;
  }

  private byte[] mutated(byte[] frame) {
    byte[] changed = frame.clone();
    for (int changes = random.between(1, 4); changes > 0 && changed.length > 1; changes--) {
      changed[random.between(1, changed.length - 1)] = (byte) random.below(256);
    }
    return changed;
  }

  private List<byte[]> invention() {
    return switch (random.below(10)) {
      case 0 -> List.of(random.next(random.below(300)));
      case 1 -> List.of(flagged(random.next(random.below(300))));
      case 2 -> List.of(bomb());
      case 3 -> List.of(hello());
      case 4 -> List.of(framed(position(new PackWriter().integer(RESUME))));
      case 5 -> List.of(status());
      case 6 -> List.of(framed(new PackWriter().integer(ACK).integer(1 + random.below(1000))));
      case 7 -> kept.isEmpty() ? List.of() : List.of(random.pick(kept), random.pick(kept));
      case 8 -> endless();
      default -> equivocation();
    };
  }

  /** A message that goes on and on; seldom, as it is a lot to carry. */
  private List<byte[]> endless() {
    byte[] more = new byte[FRAME_BYTES_MAX];
    more[0] = MORE;
    return Collections.nCopies(random.percent(5) ? ENDLESS_FRAMES : 1, more);
  }

  private byte[] flagged(byte[] bytes) {
    if (bytes.length > 0) {
      bytes[0] &= MORE | DEFLATED;
    }
    return bytes;
  }

  /** Small on the wire, too large once inflated. */
  private byte[] bomb() {
    if (bomb == null) {
      Deflater deflater = new Deflater(9, true);
      deflater.setInput(new byte[BOMB_BYTES]);
      deflater.finish();
      byte[] target = new byte[1 << 16];
      int length = deflater.deflate(target);
      deflater.end();
      bomb = new byte[HEADER_BYTES + length];
      System.arraycopy(target, 0, bomb, HEADER_BYTES, length);
      bomb[0] = DEFLATED;
    }
    return bomb;
  }

  private static byte[] framed(PackWriter message) {
    byte[] frame = new byte[HEADER_BYTES + message.length()];
    System.arraycopy(message.toByteArray(), 0, frame, HEADER_BYTES, message.length());
    return frame;
  }

  private PackWriter position(PackWriter writer) {
    if (random.percent(20)) {
      return writer.nil();
    }
    return definitePosition(writer);
  }

  private PackWriter definitePosition(PackWriter writer) {
    long sequence = random.percent(80) ? random.below(200) : random.nextLong() >>> 1;
    return writer.integer(sequence).raw(random.next(POSITION_CHECK_BYTES), 0, POSITION_CHECK_BYTES);
  }

  /** In somebody's name, with an invented end of the log and a true or invented hash. */
  byte[] hello() {
    SimulatedPeer victim = random.pick(world.honestPeers());
    StoredReplica stored = StoredReplica.read(victim.disk());
    boolean isTrue = stored != null && random.percent(50);
    PackWriter writer = new PackWriter().integer(HELLO).integer(1).raw(random.next(4), 0, 4);
    writer.bytes(isTrue ? stored.logId().bytes() : random.next(LogId.LENGTH));
    definitePosition(writer);
    writer.integer(isTrue ? stored.liveCount() : random.below(100));
    writer.bytes(isTrue ? stored.stateHash() : random.next(HASH_BYTES));
    writer.integer(random.below(9)).integer(random.below(9));
    if (random.percent(50)) {
      writer.bytes(PackWriter.pack(SCOPE));
    } else {
      writer.nil();
    }
    if (random.percent(50)) {
      writer.bytes(PackWriter.pack(Fields.of("f" + random.below(4), Value.of("union"))));
    } else {
      writer.nil();
    }
    return framed(writer.bool(random.percent(50)));
  }

  byte[] status() {
    PackWriter writer = definitePosition(new PackWriter().integer(STATUS));
    return framed(
        writer
            .integer(random.below(100))
            .bytes(random.next(HASH_BYTES))
            .integer(random.below(100))
            .integer(random.below(100))
            .bool(random.percent(50))
            .bool(random.percent(50)));
  }

  /**
   * A commit of an invented replica with a number that is used again and again for other content,
   * at any time from long ago to long ahead.
   */
  List<byte[]> equivocation() {
    if (commits != null) {
      return List.of(framed(commits.write(position(new PackWriter().integer(COMMITS)))));
    }
    if (random.percent(30)) {
      equivocalReplica = random.next(ReplicaId.LENGTH);
    }
    long now = world.schedule().nowMillis();
    long physicalMillis =
        switch (random.below(4)) {
          case 0 -> random.below(1000);
          case 1 -> now + random.below(2 * 3_600_000);
          case 2 -> (1L << 47) - 1 - random.below(1000);
          default -> now - random.below(10_000);
        };
    int count = random.between(1, 3);
    PackWriter writer = position(new PackWriter().integer(COMMITS)).integer(count);
    writer.raw(equivocalReplica, 0, ReplicaId.LENGTH).integer(1).nil().nil();
    writer.integer(physicalMillis << LOGICAL_BITS);
    for (int i = 0; i < count; i++) {
      writer.integer(i);
      writer.arrayHeader(1).arrayHeader(3).integer(0);
      writer.text("n" + random.below(world.options().nodeIds()));
      writer.mapHeader(1).text("f" + random.below(4)).value(Value.of(random.below(1000)));
    }
    return List.of(framed(writer));
  }
}
