package dev.hyphadb.jvm.sharing;

import dev.hyphadb.core.graph.Node;
import dev.hyphadb.core.query.Backlog;
import dev.hyphadb.jvm.database.Delivery;
import dev.hyphadb.jvm.sharing.Wire.Verb;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Follows one node: a new owner tells it anew, which is all there is to say. */
final class NodeFollowing extends Following<Node> {
  private final String id;
  private final Delivery<Optional<Node>> delivery;

  NodeFollowing(SharedDatabase database, String id, Consumer<Node> listener) {
    super(database);
    this.id = id;
    this.delivery =
        new Delivery<>(Backlog.ofStates(), found -> listener.accept(found.orElse(null)));
  }

  @Override
  Runnable start(SharedDatabase database, Consumer<Node> listener) {
    return database.start(
        local -> local.follow(id, listener),
        Verb.FOLLOW,
        Wire.text(id),
        told -> listener.accept(Wire.node(told)));
  }

  @Override
  void take(Node node) {
    delivery.offerAll(List.of(Optional.ofNullable(node)));
  }

  @Override
  void end() {
    delivery.close();
    super.end();
  }
}
