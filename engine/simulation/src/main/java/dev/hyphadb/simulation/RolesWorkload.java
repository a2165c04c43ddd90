package dev.hyphadb.simulation;

import dev.hyphadb.core.Operation;
import dev.hyphadb.core.graph.Node;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.Value;
import java.util.List;

/** What people do about accounts and roles, at random; much of it they may not. */
final class RolesWorkload {
  private static final List<String> ROLES =
      List.of("guest", "user", "user", "manager", "manager", "admin");
  private static final int NAMES = 20;

  private final World world;
  private final SimulatedAccounts accounts;
  private final Generator random;

  RolesWorkload(World world, Generator random) {
    this.world = world;
    this.accounts = world.accounts();
    this.random = random;
  }

  List<Operation> operations(SimulatedPeer peer) {
    SimulatedAccounts.Account account = random.pick(accounts.all());
    String address = account.id().toString();
    return List.of(
        switch (random.below(12)) {
          case 0 -> new Operation.CloseHistory(address);
          case 1 -> new Operation.Remove(account.id().userNode());
          case 2, 3 -> about(peer, accounts.of(peer.number()));
          case 4 -> about(peer, account);
          default -> new Operation.AssignRole(address, random.pick(ROLES), expiry(peer));
        });
  }

  private Long expiry(SimulatedPeer peer) {
    return random.percent(70)
        ? null
        : (Long)
            (peer.clock.nowMillis()
                + random.below(200 * world.options().operationGapMillis())
                - 20L * world.options().operationGapMillis());
  }

  /** Writes of an account's node what is no role; an unknown account says hello with it. */
  private Operation about(SimulatedPeer peer, SimulatedAccounts.Account account) {
    String id = account.id().userNode();
    Node before = peer.reader().get(id);
    Fields.Builder value = Fields.builder().put("name", Value.of(random.below(NAMES)));
    if (before != null && random.percent(50)) {
      before
          .value()
          .forEach((name, field) -> {
            if (!name.equals("name")) {
              value.put(name, field);
            }
          });
    }
    return new Operation.Put(id, value.build());
  }
}
