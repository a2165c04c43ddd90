package dev.hyphadb.core;

import dev.hyphadb.core.access.Security;
import dev.hyphadb.core.commit.Sha256;
import dev.hyphadb.core.graph.GraphReader;
import dev.hyphadb.core.graph.Node;
import dev.hyphadb.core.store.MemoryStore;
import dev.hyphadb.core.store.Store;
import dev.hyphadb.core.sync.PeerId;
import dev.hyphadb.core.sync.ResolversDiffer;
import dev.hyphadb.core.sync.Sessions;
import dev.hyphadb.core.sync.SyncReport;
import dev.hyphadb.core.value.Fields;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** A few replicas in one thread, connected by queues, on virtual time. */
final class TestNetwork {
  static final Sha256 SHA_256 =
      bytes -> {
        try {
          return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
          throw new AssertionError(e);
        }
      };

  private static final int EXCHANGES_MAX = 10_000;

  /** Longer than commits from the future wait in these tests. */
  private static final long SILENCE_MILLIS = 12 * 3_600_000L;

  final Random random;
  final List<Peer> peers = new ArrayList<>();
  long nowMillis = 1_700_000_000_000L;
  long bytesSent;

  TestNetwork(long seed) {
    random = new Random(seed);
  }

  /** One replica and its mail. */
  final class Peer {
    final PeerId id;
    final Store store;
    final ReplicaOptions options;
    final Security security;
    final Map<PeerId, Deque<byte[]>> inbox = new TreeMap<>();
    final List<Screening.Proposal> screened = new ArrayList<>();
    Function<Screening.Proposal, List<RemoteOperation>> middleware = Screening.Proposal::operations;
    Screening undecided;
    boolean isSlow;

    /** Ids of the nodes that have changed since somebody cleared them. */
    final Set<String> changed = new TreeSet<>();

    /** Handed over by one flush. */
    long mostBytesAtOnce;

    final List<SyncReport> reports = new ArrayList<>();
    final List<ResolversDiffer> warnings = new ArrayList<>();
    Replica replica;
    ReplicaFork fork;
    GraphReader reader;

    Peer(PeerId id, Store store, ReplicaOptions options, Security security) {
      this.id = id;
      this.store = store;
      this.options = options;
      this.security = security;
      reopen();
    }

    void reopen() {
      replica =
          Replica.open(
              store,
              options,
              security,
              SHA_256,
              count -> {
                byte[] bytes = new byte[count];
                random.nextBytes(bytes);
                return bytes;
              });
      reader = new GraphReader(store);
      flush();
    }

    List<String> submit(Operation... operations) {
      List<String> ids = replica.submit(List.of(operations), nowMillis);
      flush();
      return ids;
    }

    String put(String id, Fields value) {
      return submit(new Operation.Put(id, value)).get(0);
    }

    Node get(String id) {
      return reader.get(id);
    }

    void flush() {
      while (flushOnce()) {}
    }

    private boolean flushOnce() {
      Replica.Effects effects = replica.flush(nowMillis);
      boolean again = replica.deadlineMillis() == 0;
      reports.addAll(effects.synced());
      warnings.addAll(effects.resolversDiffer());
      changed.addAll(effects.changedNodes());
      fork = effects.fork() != null ? effects.fork() : fork;
      if (effects.screening() != null) {
        undecided = effects.screening();
        screened.addAll(undecided.proposals());
        again |= !isSlow;
        if (!isSlow) {
          decide();
        }
      }
      long bytes = effects.outgoing().stream().mapToLong(next -> next.frame().length).sum();
      mostBytesAtOnce = Math.max(mostBytesAtOnce, bytes);
      for (Sessions.Outgoing outgoing : effects.outgoing()) {
        bytesSent += outgoing.frame().length;
        Peer target = peer(outgoing.peer());
        Deque<byte[]> queue = target == null ? null : target.inbox.get(id);
        if (queue != null) {
          queue.add(outgoing.frame());
        }
      }
      return again;
    }

    private void decide() {
      List<List<RemoteOperation>> verdicts = new ArrayList<>();
      undecided.proposals().forEach(proposal -> verdicts.add(middleware.apply(proposal)));
      replica.decide(undecided.number(), verdicts, nowMillis);
    }

    void decideWhatWaits() {
      decide();
      flush();
    }

    /** What is decided at once about what peers send. */
    void use(Function<Screening.Proposal, List<RemoteOperation>> decider) {
      middleware = decider;
      replica.screen(true, nowMillis);
    }

    String stateHash() {
      return HexFormat.of().formatHex(replica.status().stateHash());
    }

    List<Node> all() {
      List<Node> nodes = new ArrayList<>();
      reader.forEach(nodes::add);
      return nodes;
    }
  }

  Peer join() {
    return join(new MemoryStore(), ReplicaOptions.DEFAULTS);
  }

  Peer join(Store store, ReplicaOptions options) {
    return join(store, options, null);
  }

  Peer join(Store store, ReplicaOptions options, Security security) {
    PeerId id = new PeerId(String.format("%064x", peers.size() + 1));
    Peer peer = new Peer(id, store, options, security);
    peers.add(peer);
    return peer;
  }

  private Peer peer(PeerId id) {
    return peers.stream().filter(peer -> peer.id.equals(id)).findFirst().orElse(null);
  }

  void connect(Peer a, Peer b) {
    a.inbox.put(b.id, new ArrayDeque<>());
    b.inbox.put(a.id, new ArrayDeque<>());
    a.replica.connect(b.id);
    b.replica.connect(a.id);
    a.flush();
    b.flush();
  }

  /** The connection breaks; what is on the way is lost. */
  void disconnect(Peer a, Peer b) {
    a.inbox.remove(b.id);
    b.inbox.remove(a.id);
    a.replica.disconnect(b.id);
    b.replica.disconnect(a.id);
  }

  /** Delivers one frame somewhere; false when none is on the way. */
  boolean deliverOne() {
    List<Runnable> deliveries = new ArrayList<>();
    for (Peer peer : peers) {
      peer.inbox.forEach((from, queue) -> {
        if (!queue.isEmpty()) {
          deliveries.add(() -> peer.replica.receive(from, queue.poll(), nowMillis));
          deliveries.add(peer::flush);
        }
      });
    }
    if (deliveries.isEmpty()) {
      return false;
    }
    int chosen = random.nextInt(deliveries.size() / 2) * 2;
    deliveries.get(chosen).run();
    deliveries.get(chosen + 1).run();
    return true;
  }

  /** Delivers what is on the way now, but not what follows from it: half a round trip. */
  void deliverAllOnce() {
    List<Runnable> deliveries = new ArrayList<>();
    for (Peer peer : peers) {
      peer.inbox.forEach((from, queue) -> {
        for (byte[] frame : List.copyOf(queue)) {
          deliveries.add(() -> peer.replica.receive(from, frame, nowMillis));
        }
        queue.clear();
      });
    }
    deliveries.forEach(Runnable::run);
    peers.forEach(Peer::flush);
  }

  /** Delivers everything and lets time pass until no one has anything to say for half a day. */
  void settle() {
    for (int exchange = 0; exchange < EXCHANGES_MAX; exchange++) {
      if (deliverOne()) {
        continue;
      }
      long deadline = Long.MAX_VALUE;
      for (Peer peer : peers) {
        deadline = Math.min(deadline, peer.replica.deadlineMillis());
      }
      if (deadline > nowMillis + SILENCE_MILLIS) {
        return;
      }
      nowMillis = Math.max(nowMillis, deadline);
      peers.forEach(Peer::flush);
    }
    throw new AssertionError("not settled after " + EXCHANGES_MAX + " exchanges");
  }
}
