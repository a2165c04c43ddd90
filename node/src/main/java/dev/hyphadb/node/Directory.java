package dev.hyphadb.node;

import dev.hyphadb.Hypha;
import dev.hyphadb.Peer;
import dev.hyphadb.Subscription;
import dev.hyphadb.core.query.LiveEvent;
import dev.hyphadb.core.query.Query;
import dev.hyphadb.core.store.StoreException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * What the nodes of one network tell each other: the names of the databases they serve, each the id
 * of a node in a database of their own. Names only ever come; what they lead to is bounded by
 * whoever opens them. Any thread.
 */
sealed interface Directory {
  /** Of a node without network: there is nobody to tell. */
  Directory NONE = new Alone();

  /** Makes a name known; nothing happens when it is. */
  void register(String name);

  boolean isRegistered(String name);

  void close();

  /**
   * @param network tells the directories of different networks apart
   * @param onName called with every name, also those that are known at the start, on a thread of
   *     its own
   */
  static Directory join(Peer peer, String network, Consumer<String> onName) {
    return new Shared(peer.open(Databases.RESERVED_PREFIX + "directory." + network), onName);
  }

  /** A directory that nobody shares. */
  final class Alone implements Directory {
    private Alone() {}

    @Override
    public void register(String name) {}

    @Override
    public boolean isRegistered(String name) {
      return true;
    }

    @Override
    public void close() {}
  }

  /** A directory in a database that every node of the network has open. */
  final class Shared implements Directory {
    private static final Logger LOG = Logger.getLogger(Directory.class);
    private static final Map<String, Object> ENTRY = Map.of("type", "database");

    private final Hypha names;
    private final Consumer<String> onName;
    private final Set<String> registered = ConcurrentHashMap.newKeySet();
    private final Subscription following;

    private Shared(Hypha names, Consumer<String> onName) {
      this.names = names;
      this.onName = onName;
      this.following = names.map(Query.ALL, this::changed);
    }

    private void changed(LiveEvent event) {
      if (event.action() == LiveEvent.Action.REMOVED) {
        registered.remove(event.id());
        return;
      }
      registered.add(event.id());
      onName.accept(event.id());
    }

    @Override
    public void register(String name) {
      if (!registered.add(name)) {
        return;
      }
      try {
        names.put(ENTRY, name);
      } catch (StoreException e) {
        // The database itself can still be used; the next writer tries again.
        registered.remove(name);
        LOG.warnf("Other nodes were not told of database %s: %s", name, e.getMessage());
      }
    }

    @Override
    public boolean isRegistered(String name) {
      return registered.contains(name);
    }

    @Override
    public void close() {
      following.close();
    }
  }
}
