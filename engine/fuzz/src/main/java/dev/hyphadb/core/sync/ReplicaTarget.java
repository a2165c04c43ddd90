package dev.hyphadb.core.sync;

import dev.hyphadb.core.Operation;
import dev.hyphadb.core.Quotas;
import dev.hyphadb.core.RandomBytes;
import dev.hyphadb.core.RemoteOperation;
import dev.hyphadb.core.Replica;
import dev.hyphadb.core.ReplicaOptions;
import dev.hyphadb.core.Screening;
import dev.hyphadb.core.Verification;
import dev.hyphadb.core.access.Security;
import dev.hyphadb.core.commit.CommitCheck;
import dev.hyphadb.core.commit.CommitCodec;
import dev.hyphadb.core.store.MemoryStore;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.Value;
import dev.hyphadb.fuzz.Digests;
import dev.hyphadb.fuzz.Pieces;
import dev.hyphadb.fuzz.Promise;
import dev.hyphadb.fuzz.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A replica among hostile peers: whatever they send, and whatever is done beside, the store stays
 * sound and the replica opens as it was.
 */
public final class ReplicaTarget implements Target {
  private static final int STEPS_MAX = 60;
  private static final long START_MILLIS = 1_700_000_000_000L;
  private static final int LOG_ENTRIES = 4;
  private static final long DRIFT_MILLIS = 60_000;

  /** Of one step. */
  private static final int FRAMES_MAX = 2_000;

  private static final List<PeerId> PEERS =
      List.of(new PeerId("a".repeat(64)), new PeerId("b".repeat(64)));

  private final Security security;

  /**
   * @param security {@code null} for an open database
   */
  public ReplicaTarget(Security security) {
    this.security = security;
  }

  @Override
  public void run(byte[] input) {
    Pieces pieces = new Pieces(input);
    Scene scene = new Scene();
    for (int i = 0; i < STEPS_MAX && !pieces.isEmpty(); i++) {
      scene.step(pieces);
    }
    scene.end();
  }

  static RandomBytes filledWith(int octet) {
    return count -> {
      byte[] bytes = new byte[count];
      Arrays.fill(bytes, (byte) octet);
      return bytes;
    };
  }

  private Replica open(MemoryStore store) {
    ReplicaOptions options = new ReplicaOptions(LOG_ENTRIES, DRIFT_MILLIS);
    return Replica.open(store, options, security, Digests.sha256(), filledWith(0x77));
  }

  /** One replica and what happens to it. */
  private final class Scene {
    private final MemoryStore store = new MemoryStore();
    private final MessageCodec codec =
        new MessageCodec(new CommitCodec(Digests.sha256()), CommitCheck.unsigned());
    private Replica replica = open(store);
    private final Map<PeerId, Integer> sessions = new TreeMap<>();

    /** How many frames each peer has sent to its session. */
    private final Map<PeerId, Integer> sent = new TreeMap<>();

    private Screening screening;
    private long now = START_MILLIS;

    Scene() {
      PEERS.forEach(peer -> sent.put(peer, 0));
      PEERS.forEach(replica::connect);
      flush();
    }

    void step(Pieces pieces) {
      int kind = pieces.octet();
      PeerId peer = PEERS.get(kind >> 4 & 1);
      switch (kind & 15) {
        case 0 -> receive(peer, FrameCodec.toFrames(pieces.piece(), FrameCodec.NO_SESSION, 0));
        case 1 -> receive(peer, List.of(pieces.piece()));
        case 2 -> now += pieces.number() * 10L;
        case 3 -> submit(pieces);
        case 4 -> replica.connect(peer);
        case 5 -> replica.disconnect(peer);
        case 6 -> replica.screen((kind & 32) != 0, now);
        case 7 -> decide(pieces);
        case 8 -> replica.probe();
        case 9 -> replica.reconsider();
        case 10 -> replica.setFull((kind & 32) != 0);
        case 11 -> reopen();
        default -> {
          int session = sessions.getOrDefault(peer, 1);
          List<byte[]> frames = FrameCodec.toFrames(pieces.piece(), session, sent.get(peer));
          sent.merge(peer, frames.size(), Integer::sum);
          receive(peer, frames);
        }
      }
      if (kind < 128) {
        flush();
      }
    }

    private void receive(PeerId peer, List<byte[]> frames) {
      frames.forEach(frame -> replica.receive(peer, frame, now));
    }

    private void submit(Pieces pieces) {
      String id = "n" + (pieces.octet() & 3);
      String other = "n" + (pieces.octet() & 3);
      if (security != null) {
        return;
      }
      Fields fields = Fields.builder().put("n", Value.of(pieces.octet())).build();
      replica.submit(
          switch (pieces.octet() & 3) {
            case 0 -> List.of(new Operation.Put(id, fields));
            case 1 -> List.of(new Operation.Remove(id));
            case 2 -> List.of(new Operation.Link(id, other));
            default -> List.of(new Operation.Unlink(id, other));
          },
          now);
    }

    private void decide(Pieces pieces) {
      if (screening == null) {
        return;
      }
      List<List<RemoteOperation>> verdicts = new ArrayList<>();
      for (Screening.Proposal proposal : screening.proposals()) {
        verdicts.add(
            switch (pieces.octet() & 3) {
              case 0 -> null;
              case 1 -> List.of(RemoteOperation.remove("n1"));
              default -> proposal.operations();
            });
      }
      replica.decide(screening.number(), verdicts, now);
      screening = null;
    }

    private void reopen() {
      flush();
      replica = open(store);
      screening = null;
      replica.limit(new Quotas(20, 20, 2_000, 1_000_000));
      sessions.clear();
      PEERS.forEach(replica::connect);
    }

    private void flush() {
      Replica.Effects effects = replica.flush(now);
      screening = effects.screening() == null ? screening : effects.screening();
      Promise.holds(effects.outgoing().size() <= FRAMES_MAX, "a step is answered by few frames");
      for (Sessions.Outgoing outgoing : effects.outgoing()) {
        note(outgoing.peer(), outgoing.frame());
      }
    }

    /** Which session the replica wants named. */
    private void note(PeerId peer, byte[] frame) {
      FrameCodec frames = new FrameCodec();
      if (frames.sessionOf(frame) == FrameCodec.NO_SESSION
          && codec.decode(frames.accept(frame)) instanceof Message.Hello hello) {
        sessions.put(peer, hello.session());
        sent.put(peer, 0);
      }
    }

    void end() {
      flush();
      Verification.Report report = Verification.run(store, Digests.sha256(), (done, total) -> {});
      Promise.holds(report.isSound(), "the store is sound: " + report.findings());
      Replica.Status before = replica.status();
      Replica.Status after = open(store).status();
      Promise.equal(before.stateHash(), after.stateHash(), "the state hash of a reopened store");
      Promise.equal(before.nodes(), after.nodes(), "the number of nodes in a reopened store");
    }
  }

  @Override
  public boolean comparesWithNull() {
    return true;
  }

  @Override
  public List<byte[]> seeds() {
    return new HonestPeer(security).conversations();
  }
}
