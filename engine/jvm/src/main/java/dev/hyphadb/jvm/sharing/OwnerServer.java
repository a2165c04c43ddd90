package dev.hyphadb.jvm.sharing;

import dev.hyphadb.core.query.Aggregate;
import dev.hyphadb.core.query.Query;
import dev.hyphadb.core.store.StoreException;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.Value;
import dev.hyphadb.core.value.ValueException;
import dev.hyphadb.jvm.database.Database;
import dev.hyphadb.jvm.database.Delivery;
import dev.hyphadb.jvm.database.PeerEvent;
import dev.hyphadb.jvm.sharing.Wire.Verb;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;

/** Serves the guests of a directory whose database is open in this process. */
final class OwnerServer implements AutoCloseable {
  private static final System.Logger LOGGER = System.getLogger(OwnerServer.class.getName());

  private final SocketPath path;
  private final Database database;
  private final ServerSocketChannel socket;
  private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
  private volatile boolean isClosed;

  private OwnerServer(SocketPath path, Database database, ServerSocketChannel socket) {
    this.path = path;
    this.database = database;
    this.socket = socket;
  }

  /**
   * Called by the holder of the directory's lease only: takes the place of a dead owner's socket.
   */
  static OwnerServer start(Path directory, Database database) {
    try {
      SocketPath path = SocketPath.create(directory);
      ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      socket.bind(UnixDomainSocketAddress.of(path.socket()));
      OwnerServer server = new OwnerServer(path, database, socket);
      Thread.ofVirtual().name("hypha-sharing").start(server::accept);
      return server;
    } catch (IOException e) {
      throw new StoreException(
          "Cannot share " + directory + " with other processes (" + e + "): check its permissions",
          e);
    }
  }

  private void accept() {
    while (!isClosed) {
      try {
        Connection connection = new Connection(new Frames(socket.accept()));
        connections.add(connection);
        Thread.ofVirtual().name("hypha-guest").start(connection::serve);
        if (isClosed) {
          connection.frames.close();
        }
      } catch (IOException e) {
        if (!isClosed) {
          LOGGER.log(Level.WARNING, "Other processes cannot use the database any more", e);
        }
        return;
      }
    }
  }

  private final class Connection {
    private final Frames frames;
    private final Map<Long, Runnable> subscriptions = new ConcurrentHashMap<>();

    Connection(Frames frames) {
      this.frames = frames;
    }

    void serve() {
      try {
        while (true) {
          List<Value> request = frames.read();
          // Each on a thread of its own, so that a slow one holds up nobody and writes that come
          // together share a flush; who needs an order waits for the answer.
          Thread.ofVirtual().name("hypha-request").start(() -> answer(request));
        }
      } catch (IOException | ValueException e) {
        LOGGER.log(Level.DEBUG, "A process that shared the database is gone", e);
      } finally {
        connections.remove(this);
        frames.close();
        subscriptions.values().forEach(Runnable::run);
      }
    }

    private void answer(List<Value> request) {
      Value number = request.get(0);
      try {
        Value result = carryOut(Wire.number(number), request);
        send(number, Value.TRUE, result);
      } catch (CompletionException e) {
        refuse(number, e.getCause());
      } catch (RuntimeException e) {
        refuse(number, e);
      }
    }

    private void refuse(Value number, Throwable failure) {
      Value[] told = Wire.failure(failure);
      send(number, Value.FALSE, told[0], told[1], told[2], told[3]);
    }

    private void send(Value... values) {
      try {
        frames.write(values);
      } catch (Frames.FrameTooLargeException e) {
        refuse(values[0], new IllegalArgumentException(e.getMessage()));
      } catch (IOException e) {
        frames.close();
      }
    }

    private Value carryOut(long number, List<Value> request) {
      return switch (Verb.valueOf(Wire.text(request.get(1)))) {
        case SUBMIT ->
            Wire.list(database.submit(Wire.list(request.get(2), Wire::operation)), Wire::text);
        case GET -> Wire.node(database.get(Wire.text(request.get(2))));
        case MAP -> IndexWire.answer(database.answer(Query.parse((Fields) request.get(2))));
        case AGGREGATE ->
            Wire.list(database.aggregate(Aggregate.parse((Fields) request.get(2))), row -> row);
        case CREATE_INDEX -> {
          database.createIndex(IndexWire.definition(request.get(2)));
          yield Value.NULL;
        }
        case DROP_INDEX -> Value.of(database.dropIndex(IndexWire.definition(request.get(2))));
        case REBUILD_INDEXES -> {
          database.rebuildIndexes();
          yield Value.NULL;
        }
        case INDEXES -> Wire.list(database.indexes(), IndexWire::status);
        case SUBSCRIBE ->
            remember(
                number,
                database.subscribe(
                    Query.parse((Fields) request.get(2)),
                    event -> send(Wire.number(-number), Wire.event(event))));
        case FOLLOW ->
            remember(
                number,
                database.follow(
                    Wire.text(request.get(2)),
                    node -> send(Wire.number(-number), Wire.node(node))));
        case FOLLOW_PEERS -> {
          // Told by the network's thread, which a guest that does not read must not hold up.
          Delivery<PeerEvent> delivery =
              new Delivery<>(
                  PeerEvent.backlog(), event -> send(Wire.number(-number), Wire.peerEvent(event)));
          yield remember(number, database.followPeers(event -> delivery.offerAll(List.of(event))));
        }
        case UNSUBSCRIBE -> {
          Runnable ended = subscriptions.remove(Wire.number(request.get(2)));
          if (ended != null) {
            ended.run();
          }
          yield Value.NULL;
        }
        case CLEAR -> {
          database.clear();
          yield Value.NULL;
        }
        case SCOPE -> {
          database.scope(Wire.scope(request.get(2)));
          yield Value.NULL;
        }
        case RECONSIDER -> {
          database.reconsider();
          yield Value.NULL;
        }
        case SYNCED -> {
          database.synced(Duration.ofMillis(Wire.number(request.get(2)))).join();
          yield Value.NULL;
        }
        case STATUS -> Wire.status(database.status());
        case ACCOUNT -> Wire.account(database.account(Wire.text(request.get(2))));
        case PEERS -> Wire.peers(database.peers());
        case TRAFFIC -> Wire.traffic(database.traffic());
        case BACKUP -> {
          database.backup(Path.of(Wire.text(request.get(2))));
          yield Value.NULL;
        }
      };
    }

    private Value remember(long number, Runnable end) {
      subscriptions.put(number, end);
      if (!connections.contains(this)) {
        end.run();
      }
      return Value.NULL;
    }
  }

  /** Guests look for another owner from here on. */
  @Override
  public void close() {
    isClosed = true;
    try {
      socket.close();
      Files.deleteIfExists(path.socket());
    } catch (IOException e) {
      LOGGER.log(Level.DEBUG, "The socket stays until the next owner replaces it", e);
    }
    connections.forEach(connection -> connection.frames.close());
  }
}
