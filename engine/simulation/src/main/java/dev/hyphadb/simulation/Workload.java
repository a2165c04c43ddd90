package dev.hyphadb.simulation;

import dev.hyphadb.core.Operation;
import dev.hyphadb.core.graph.Node;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.Value;
import java.util.ArrayList;
import java.util.List;

/** What applications do, at random: few nodes and few fields, so that writes meet. */
final class Workload {
  static final List<String> FIELDS = List.of("f0", "f1", "f2", "f3", "f4", "f5");
  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyzäß→😀 ";
  private static final int PAIR_PERCENT = 5;
  private static final int CONTENT_ID_PERCENT = 3;
  private static final int ROLES_PERCENT = 15;

  private final World world;
  private final Generator random;
  private final RolesWorkload roles;
  private long marks;

  Workload(World world) {
    this.world = world;
    this.random = world.random().fork();
    this.roles = world.accounts() == null ? null : new RolesWorkload(world, random);
  }

  /** Does something on a random peer, and comes back later. */
  void run() {
    if (world.isHealing()) {
      return;
    }
    SimulatedPeer peer = random.pick(world.peers());
    if (peer.isUp()) {
      peer.submit(next(peer));
    }
    world.schedule().after(random.below(2 * world.options().operationGapMillis()), this::run);
  }

  private List<Operation> next(SimulatedPeer peer) {
    if (roles != null && random.percent(ROLES_PERCENT)) {
      return roles.operations(peer);
    }
    return random.percent(PAIR_PERCENT) ? pair() : operations(peer);
  }

  private List<Operation> pair() {
    int pair = random.below(AtomicCommits.PAIRS);
    Fields mark = Fields.of(AtomicCommits.MARK, Value.of(++marks));
    return List.of(
        new Operation.Put(AtomicCommits.left(pair), mark),
        new Operation.Put(AtomicCommits.right(pair), mark));
  }

  private List<Operation> operations(SimulatedPeer peer) {
    int count = random.percent(70) ? 1 : random.between(1, world.options().batchOperationsMax());
    List<Operation> operations = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      operations.add(operation(peer));
    }
    return operations;
  }

  private Operation operation(SimulatedPeer peer) {
    int dice = random.below(100);
    String id = node();
    if (dice < world.options().removePercent()) {
      return new Operation.Remove(id);
    }
    if (dice < world.options().removePercent() + world.options().edgePercent()) {
      return random.percent(65) ? new Operation.Link(id, node()) : new Operation.Unlink(id, node());
    }
    if (random.percent(CONTENT_ID_PERCENT)) {
      return new Operation.Put(null, fields());
    }
    Node before = random.percent(80) ? peer.reader().get(id) : null;
    return new Operation.Put(id, before == null ? fields() : edited(before.value()));
  }

  private String node() {
    return "n" + random.below(world.options().nodeIds());
  }

  private String field() {
    return FIELDS.get(random.below(FIELDS.size()));
  }

  private Fields fields() {
    Fields.Builder fields = Fields.builder();
    for (String field : FIELDS) {
      if (random.percent(40)) {
        fields.put(field, value(2));
      }
    }
    return fields.build();
  }

  /** One field written or left out. */
  private Fields edited(Fields before) {
    String edited = field();
    Fields.Builder fields = Fields.builder();
    before.forEach((name, value) -> {
      if (!name.equals(edited)) {
        fields.put(name, value);
      }
    });
    if (random.percent(75)) {
      fields.put(edited, value(2));
    }
    return fields.build();
  }

  private Value value(int depth) {
    return switch (random.below(depth > 0 ? 9 : 7)) {
      case 0 -> Value.of(random.below(10));
      case 1 -> Value.of(random.nextLong());
      case 2 -> Value.of(random.nextLong() / 1024.0 / (1 + random.below(1000)));
      case 3 -> Value.of(random.percent(50));
      case 4 -> Value.NULL;
      case 5 -> new Value.Bytes(random.next(random.below(20)));
      case 6 -> Value.of(text());
      case 7 -> new Value.Items(List.of(value(depth - 1), value(depth - 1)));
      default -> Fields.of(field(), value(depth - 1));
    };
  }

  private String text() {
    int bytesMax = random.percent(90) ? 16 : world.options().textBytesMax();
    int length = random.below(bytesMax / 2 + 1);
    StringBuilder text = new StringBuilder();
    while (text.length() < length) {
      int at = LETTERS.offsetByCodePoints(0, random.below(30));
      text.appendCodePoint(LETTERS.codePointAt(at));
    }
    return text.toString();
  }
}
