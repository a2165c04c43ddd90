package dev.hyphadb.jvm.sharing;

import dev.hyphadb.core.graph.Node;
import dev.hyphadb.core.query.Backlog;
import dev.hyphadb.core.query.LiveEvent;
import dev.hyphadb.core.query.LiveEvent.Action;
import dev.hyphadb.core.query.Query;
import dev.hyphadb.jvm.database.Delivery;
import dev.hyphadb.jvm.sharing.Wire.Verb;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Follows a query across owners. A new owner tells all the results again; the listener hears what
 * is different from what it was told before.
 */
final class QueryFollowing extends Following<LiveEvent> {
  private final Query query;
  private final Delivery<LiveEvent> delivery;

  // Guarded by this.
  private final Map<String, Node> results = new HashMap<>();
  private final Set<String> toldAnew = new HashSet<>();
  private int owners;
  private boolean isResuming;

  QueryFollowing(SharedDatabase database, Query query, Consumer<LiveEvent> listener) {
    super(database);
    this.query = query;
    this.delivery = new Delivery<>(Backlog.ofEvents(), listener);
  }

  @Override
  Runnable start(SharedDatabase database, Consumer<LiveEvent> listener) {
    synchronized (this) {
      owners++;
      isResuming = owners > 1;
      toldAnew.clear();
    }
    return database.start(
        local -> local.subscribe(query, listener),
        Verb.SUBSCRIBE,
        query.options(),
        told -> listener.accept(Wire.event(told)));
  }

  @Override
  synchronized void take(LiveEvent event) {
    String id = event.id();
    if (isResuming) {
      toldAnew.add(id);
    }
    if (event.action() == Action.REMOVED) {
      if (results.remove(id) != null) {
        delivery.offerAll(List.of(event));
      }
      return;
    }
    Node before = results.put(id, event.node());
    if (before == null) {
      boolean isNews = owners > 1 && event.action() == Action.INITIAL;
      delivery.offerAll(List.of(isNews ? new LiveEvent(Action.ADDED, id, event.node()) : event));
    } else if (!before.equals(event.node())) {
      delivery.offerAll(List.of(new LiveEvent(Action.UPDATED, id, event.node())));
    }
  }

  /**
   * What the new owner has not told and does not find either is gone. What it has in store for us
   * still, it tells after this.
   */
  @Override
  void resumed(SharedDatabase database) {
    Set<String> present = new HashSet<>();
    database.answer(query).nodes().forEach(node -> present.add(node.id()));
    synchronized (this) {
      List<String> gone =
          results.keySet().stream()
              .filter(id -> !present.contains(id) && !toldAnew.contains(id))
              .toList();
      for (String id : gone) {
        results.remove(id);
        delivery.offerAll(List.of(new LiveEvent(Action.REMOVED, id, null)));
      }
      isResuming = false;
      toldAnew.clear();
    }
  }

  @Override
  void end() {
    delivery.close();
    super.end();
  }
}
