package dev.hyphadb.core.sync;

import dev.hyphadb.core.Operation;
import dev.hyphadb.core.Replica;
import dev.hyphadb.core.ReplicaOptions;
import dev.hyphadb.core.access.Security;
import dev.hyphadb.core.store.MemoryStore;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.Value;
import dev.hyphadb.fuzz.Assembly;
import dev.hyphadb.fuzz.Digests;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** What an honest peer says to the replica that {@link ReplicaTarget} opens, as inputs for it. */
final class HonestPeer {
  private static final long NOW_MILLIS = 1_700_000_000_000L;
  private static final int MESSAGES_MAX = 40;
  private static final PeerId PEER = new PeerId("a".repeat(64));

  private final Security security;

  HonestPeer(Security security) {
    this.security = security;
  }

  /** One with few commits, which are streamed, and one with enough for ranges. */
  List<byte[]> conversations() {
    return List.of(conversation(3, 0), conversation(40, 0), conversation(60, 40));
  }

  /**
   * @param shared how many commits the replica has already, by another way
   */
  private byte[] conversation(int commits, int shared) {
    Replica speaker = open(0x21);
    Replica hearer = open(0x77);
    Assembly input = new Assembly();
    for (int i = 0; i < commits; i++) {
      act(speaker, i);
      if (i + 1 == shared) {
        exchange(speaker, hearer, new Assembly());
      }
    }
    exchange(speaker, hearer, input);
    return input.toByteArray();
  }

  private Replica open(int octet) {
    ReplicaOptions options = new ReplicaOptions(4, 60_000);
    return Replica.open(
        new MemoryStore(), options, security, Digests.sha256(), ReplicaTarget.filledWith(octet));
  }

  private void act(Replica speaker, int i) {
    String id = "n" + i % 4;
    Fields fields = Fields.builder().put("n", Value.of(i)).put("t", Value.of("text")).build();
    List<Operation> operations =
        switch (i % 5) {
          case 3 -> List.of(new Operation.Link(id, "n0"), new Operation.Unlink("n0", "n1"));
          case 4 -> List.of(i % 2 == 0 ? new Operation.Remove(id) : grant(i));
          default -> List.of(new Operation.Put(id, fields));
        };
    speaker.submit(operations, NOW_MILLIS + i);
    speaker.flush(NOW_MILLIS + i);
  }

  private Operation grant(int i) {
    String account = "0x" + "%02x".formatted(i).repeat(20);
    return security == null
        ? new Operation.Link("n2", "n3")
        : new Operation.AssignRole(account, i % 3 == 0 ? "guest" : "admin", null);
  }

  /** Both talk until nothing more is said; what the speaker says becomes steps of the target. */
  private void exchange(Replica speaker, Replica hearer, Assembly input) {
    speaker.connect(PEER);
    hearer.connect(PEER);
    Deque<byte[]> toHearer = new ArrayDeque<>();
    Deque<byte[]> toSpeaker = new ArrayDeque<>();
    FrameCodec frames = new FrameCodec();
    for (int i = 0; i < MESSAGES_MAX; i++) {
      frames(speaker).forEach(toHearer::add);
      frames(hearer).forEach(toSpeaker::add);
      for (byte[] frame : toHearer) {
        boolean isHello = frames.sessionOf(frame) == FrameCodec.NO_SESSION;
        byte[] message = frames.accept(frame);
        if (message != null) {
          input.octet(isHello ? 0 : 15).piece(message);
        }
        hearer.receive(PEER, frame, NOW_MILLIS);
      }
      toHearer.clear();
      toSpeaker.forEach(frame -> speaker.receive(PEER, frame, NOW_MILLIS));
      toSpeaker.clear();
    }
    speaker.disconnect(PEER);
    hearer.disconnect(PEER);
  }

  private static List<byte[]> frames(Replica replica) {
    List<byte[]> frames = new ArrayList<>();
    replica.flush(NOW_MILLIS).outgoing().forEach(outgoing -> frames.add(outgoing.frame()));
    return frames;
  }
}
