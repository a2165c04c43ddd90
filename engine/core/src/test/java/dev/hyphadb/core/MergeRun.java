package dev.hyphadb.core;

import dev.hyphadb.core.commit.Hex;
import dev.hyphadb.core.commit.Sha256;
import dev.hyphadb.core.graph.GraphReader;
import dev.hyphadb.core.store.MemoryStore;
import dev.hyphadb.core.sync.PeerId;
import dev.hyphadb.core.sync.Sessions;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.PackWriter;
import dev.hyphadb.core.value.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Random operations on three replicas that connect, lose each other and synchronise, drawn from a
 * generator of its own so that every platform draws the same. Portable; what it ends with is in
 * docs/protocol/vectors/merge-run.json.
 */
public final class MergeRun {
  private static final int REPLICAS = 3;
  private static final int EXCHANGES_MAX = 20_000;
  private static final String[] TEXTS = {
    "", "a", "é", "\uFFFD", "\uD83C\uDF44", "long text ".repeat(30)
  };
  private static final double[] NUMBERS = {0.1, -0.0, 1e300, 3, 0x1p53, 0x1p63, Double.MIN_VALUE};

  private final Sha256 sha256;
  private final List<Peer> peers = new ArrayList<>();
  private final boolean[][] connected = new boolean[REPLICAS][REPLICAS];
  private long nowMillis = 1_700_000_000_000L;
  private int random;

  private static final class Peer {
    final PeerId id;
    final MemoryStore store = new MemoryStore();
    final List<Deque<byte[]>> inbox = new ArrayList<>();
    Replica replica;

    Peer(PeerId id) {
      this.id = id;
      for (int i = 0; i < REPLICAS; i++) {
        inbox.add(new ArrayDeque<>());
      }
    }
  }

  private MergeRun(int seed, Sha256 sha256) {
    this.random = seed;
    this.sha256 = sha256;
    ReplicaOptions options = new ReplicaOptions(300, ReplicaOptions.DEFAULTS.clockDriftMillisMax());
    for (int i = 0; i < REPLICAS; i++) {
      Peer peer = new Peer(new PeerId(Hex.encode(bytes(32))));
      peer.replica = Replica.open(peer.store, options, sha256, this::bytes);
      peers.add(peer);
      flush(i);
    }
  }

  /** Runs, lets all replicas meet, and returns what they agree on; fails when they do not. */
  public static Map<String, Object> run(int seed, int operations, Sha256 sha256) {
    MergeRun run = new MergeRun(seed, sha256);
    for (int i = 0; i < operations; i++) {
      run.step();
    }
    run.meet();
    Map<String, Object> result = run.result(0);
    for (int i = 1; i < REPLICAS; i++) {
      if (!result.equals(run.result(i))) {
        throw new AssertionError(
            "replica " + i + " has " + run.result(i) + ", replica 0 " + result);
      }
    }
    return result;
  }

  /** Xorshift (Marsaglia 2003): the same numbers wherever ints have 32 bits. */
  private int next(int bound) {
    random ^= random << 13;
    random ^= random >>> 17;
    random ^= random << 5;
    return (random >>> 1) % bound;
  }

  private byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      bytes[i] = (byte) next(256);
    }
    return bytes;
  }

  private void step() {
    nowMillis += next(3);
    int one = next(REPLICAS);
    int other = (one + 1 + next(REPLICAS - 1)) % REPLICAS;
    if (next(60) == 0) {
      connect(one, other, !connected[one][other]);
    }
    List<Operation> operations = new ArrayList<>();
    int count = 1 + next(3);
    for (int i = 0; i < count; i++) {
      operations.add(operation());
    }
    peers.get(one).replica.submit(operations, nowMillis);
    flush(one);
    for (int i = next(4); i > 0; i--) {
      deliver(next(REPLICAS), next(REPLICAS));
    }
  }

  private Operation operation() {
    String id = "n" + next(25) + TEXTS[next(5)];
    String other = "n" + next(25);
    return switch (next(10)) {
      case 0 -> new Operation.Remove(id);
      case 1, 2 -> new Operation.Link(id, other);
      case 3 -> new Operation.Unlink(id, other);
      case 4 -> new Operation.Put(null, fields());
      default -> new Operation.Put(id, fields());
    };
  }

  private Fields fields() {
    Fields.Builder fields = Fields.builder();
    for (String name : new String[] {"z", "a", "\uD83C\uDF44", "\uFFFD"}) {
      if (next(2) == 0) {
        fields.put(name, value(0));
      }
    }
    return fields.build();
  }

  private Value value(int depth) {
    return switch (next(depth < 3 ? 8 : 6)) {
      case 0 -> Value.NULL;
      case 1 -> Value.of(next(2) == 0);
      case 2 -> Value.of((long) next(1 << 30) << next(34));
      case 3 -> Value.of(NUMBERS[next(NUMBERS.length)]);
      case 4 -> Value.of(TEXTS[next(TEXTS.length)]);
      case 5 -> new Value.Bytes(bytes(next(40)));
      case 6 -> new Value.Items(List.of(value(depth + 1), value(depth + 1)));
      default -> Fields.of("in", value(depth + 1));
    };
  }

  private void connect(int one, int other, boolean on) {
    connected[one][other] = connected[other][one] = on;
    for (int side = 0; side < 2; side++) {
      int me = side == 0 ? one : other;
      int peer = side == 0 ? other : one;
      peers.get(me).inbox.get(peer).clear();
      if (on) {
        peers.get(me).replica.connect(peers.get(peer).id);
      } else {
        peers.get(me).replica.disconnect(peers.get(peer).id);
      }
    }
    flush(one);
    flush(other);
  }

  private void flush(int index) {
    for (Sessions.Outgoing outgoing : peers.get(index).replica.flush(nowMillis).outgoing()) {
      for (int target = 0; target < peers.size(); target++) {
        if (peers.get(target).id.equals(outgoing.peer()) && connected[index][target]) {
          peers.get(target).inbox.get(index).add(outgoing.frame());
        }
      }
    }
  }

  private boolean deliver(int to, int from) {
    byte[] frame = peers.get(to).inbox.get(from).poll();
    if (frame == null) {
      return false;
    }
    peers.get(to).replica.receive(peers.get(from).id, frame, nowMillis);
    flush(to);
    return true;
  }

  private void meet() {
    for (int i = 0; i < REPLICAS; i++) {
      connect(i, (i + 1) % REPLICAS, true);
    }
    for (int exchange = 0; exchange < EXCHANGES_MAX; exchange++) {
      boolean isQuiet = true;
      for (int i = 0; i < REPLICAS * REPLICAS; i++) {
        isQuiet &= !deliver(i / REPLICAS, i % REPLICAS);
      }
      if (!isQuiet) {
        continue;
      }
      long deadline = Long.MAX_VALUE;
      for (Peer peer : peers) {
        deadline = Math.min(deadline, peer.replica.deadlineMillis());
      }
      if (deadline == Long.MAX_VALUE) {
        return;
      }
      nowMillis = Math.max(nowMillis, deadline);
      for (int i = 0; i < REPLICAS; i++) {
        flush(i);
      }
    }
    throw new AssertionError("the replicas do not come to rest");
  }

  private Map<String, Object> result(int index) {
    Peer peer = peers.get(index);
    Replica.Status status = peer.replica.status();
    PackWriter nodes = new PackWriter();
    int[] count = {0};
    new GraphReader(peer.store)
        .forEach(node -> {
          count[0]++;
          nodes.text(node.id()).value(node.value()).arrayHeader(node.edges().size());
          node.edges().forEach(nodes::text);
          nodes.integer(node.timestamp().packed());
          return true;
        });
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("nodes", count[0]);
    result.put("liveCount", Long.toString(status.liveCommits()));
    result.put("stateHash", Hex.encode(status.stateHash()));
    result.put("nodesDigest", Hex.encode(sha256.hash(nodes.toByteArray())));
    result.put("synced", status.isSynced());
    result.put("rejections", status.rejections().toString());
    return result;
  }

  /** Checks docs/protocol/vectors/merge-run.json. */
  public static List<String> check(Map<String, Object> file, Sha256 sha256) {
    List<String> failures = new ArrayList<>();
    Object result = run((Integer) file.get("seed"), (Integer) file.get("operations"), sha256);
    if (!result.equals(file.get("result"))) {
      failures.add("expected " + file.get("result") + ", was " + result);
    }
    return failures;
  }
}
