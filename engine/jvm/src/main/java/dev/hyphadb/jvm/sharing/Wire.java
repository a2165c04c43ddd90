package dev.hyphadb.jvm.sharing;

import dev.hyphadb.core.Account;
import dev.hyphadb.core.Operation;
import dev.hyphadb.core.Replica;
import dev.hyphadb.core.access.AccessException;
import dev.hyphadb.core.commit.ReplicaId;
import dev.hyphadb.core.graph.Node;
import dev.hyphadb.core.query.LiveEvent;
import dev.hyphadb.core.query.QueryException;
import dev.hyphadb.core.store.StoreException;
import dev.hyphadb.core.sync.PeerId;
import dev.hyphadb.core.sync.Scope;
import dev.hyphadb.core.time.Timestamp;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.Value;
import dev.hyphadb.core.value.ValueException;
import dev.hyphadb.jvm.database.PeerEvent;
import dev.hyphadb.jvm.database.Traffic;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * What the handles of one directory say to each other. Both ends are this library in the same
 * version: a frame that does not fit is a bug, not an attack, and fails loudly.
 *
 * <p>A request is {@code [number, verb, arguments…]}; its answer {@code [number, true, result]} or
 * {@code [number, false, kind, code, path, message]}. The request that starts a subscription names
 * it: what happens afterwards is {@code [-number, event…]}.
 */
final class Wire {
  /** What a guest asks for. */
  enum Verb {
    SUBMIT,
    GET,
    MAP,
    AGGREGATE,
    CREATE_INDEX,
    DROP_INDEX,
    REBUILD_INDEXES,
    INDEXES,
    SUBSCRIBE,
    FOLLOW,
    FOLLOW_PEERS,
    UNSUBSCRIBE,
    CLEAR,
    RECONSIDER,
    SCOPE,
    SYNCED,
    STATUS,
    ACCOUNT,
    PEERS,
    TRAFFIC,
    BACKUP
  }

  private Wire() {}

  static Value number(long value) {
    return Value.of(value);
  }

  static long number(Value value) {
    return ((Value.Int) value).value();
  }

  private static Long numberOrNull(Value value) {
    return value instanceof Value.Null ? null : (Long) number(value);
  }

  static Value text(String text) {
    return text == null ? Value.NULL : Value.of(text);
  }

  static String text(Value value) {
    return value instanceof Value.Text text ? text.value() : null;
  }

  static boolean flag(Value value) {
    return ((Value.Bool) value).value();
  }

  static Value list(Value... values) {
    return new Value.Items(List.of(values));
  }

  static List<Value> list(Value value) {
    return ((Value.Items) value).values();
  }

  static <T> Value list(List<T> items, Function<T, Value> encoder) {
    return new Value.Items(items.stream().map(encoder).toList());
  }

  static <T> List<T> list(Value value, Function<Value, T> decoder) {
    List<T> items = new ArrayList<>();
    list(value).forEach(item -> items.add(decoder.apply(item)));
    return items;
  }

  static Value operation(Operation operation) {
    return switch (operation) {
      case Operation.Put put -> list(text("put"), text(put.id()), put.value());
      case Operation.Remove remove -> list(text("remove"), text(remove.id()));
      case Operation.Link link -> list(text("link"), text(link.from()), text(link.to()));
      case Operation.Unlink unlink -> list(text("unlink"), text(unlink.from()), text(unlink.to()));
      case Operation.AssignRole assignment -> {
        Long expiresAt = assignment.expiresAtMillis();
        yield list(
            text("assignRole"),
            text(assignment.address()),
            text(assignment.role()),
            expiresAt == null ? Value.NULL : number(expiresAt));
      }
      case Operation.CloseHistory closing -> list(text("closeHistory"), text(closing.address()));
    };
  }

  static Operation operation(Value value) {
    List<Value> parts = list(value);
    String id = text(parts.get(1));
    return switch (text(parts.get(0))) {
      case "put" -> new Operation.Put(id, (Fields) parts.get(2));
      case "remove" -> new Operation.Remove(id);
      case "link" -> new Operation.Link(id, text(parts.get(2)));
      case "unlink" -> new Operation.Unlink(id, text(parts.get(2)));
      case "assignRole" ->
          new Operation.AssignRole(id, text(parts.get(2)), numberOrNull(parts.get(3)));
      case "closeHistory" -> new Operation.CloseHistory(id);
      default -> throw new IllegalArgumentException("no such operation: " + parts.get(0));
    };
  }

  /** A node; null for none. */
  static Value node(Node node) {
    return node == null
        ? Value.NULL
        : list(
            text(node.id()),
            node.value(),
            list(node.edges(), Wire::text),
            number(node.timestamp().packed()));
  }

  static Node node(Value value) {
    if (value instanceof Value.Null) {
      return null;
    }
    List<Value> parts = list(value);
    return new Node(
        text(parts.get(0)),
        (Fields) parts.get(1),
        list(parts.get(2), Wire::text),
        Timestamp.unpack(number(parts.get(3))));
  }

  static Value event(LiveEvent event) {
    return list(text(event.action().name()), text(event.id()), node(event.node()));
  }

  static LiveEvent event(Value value) {
    List<Value> parts = list(value);
    return new LiveEvent(
        LiveEvent.Action.valueOf(text(parts.get(0))), text(parts.get(1)), node(parts.get(2)));
  }

  static Value peerEvent(PeerEvent event) {
    return list(text(event.type().name()), text(event.peer().hex()), text(event.kind()));
  }

  static PeerEvent peerEvent(Value value) {
    List<Value> parts = list(value);
    return new PeerEvent(
        PeerEvent.Type.valueOf(text(parts.get(0))),
        new PeerId(text(parts.get(1))),
        text(parts.get(2)));
  }

  static Value peers(Map<PeerId, String> peers) {
    return list(
        List.copyOf(peers.entrySet()),
        peer -> list(text(peer.getKey().hex()), text(peer.getValue())));
  }

  static Map<PeerId, String> peers(Value value) {
    Map<PeerId, String> peers = new LinkedHashMap<>();
    for (Value peer : list(value)) {
      peers.put(new PeerId(text(list(peer).get(0))), text(list(peer).get(1)));
    }
    return peers;
  }

  /** A scope; null for everything. */
  static Value scope(Scope scope) {
    return scope == null ? Value.NULL : scope.toFields();
  }

  static Scope scope(Value value) {
    return value instanceof Fields fields ? Scope.parse(fields) : null;
  }

  static Value traffic(Traffic traffic) {
    return list(number(traffic.bytesSent()), number(traffic.bytesReceived()));
  }

  static Traffic traffic(Value value) {
    return new Traffic(number(list(value).get(0)), number(list(value).get(1)));
  }

  static Value status(Replica.Status status) {
    return list(
        new Value.Bytes(status.replica().bytes()),
        number(status.nodes()),
        number(status.liveCommits()),
        new Value.Bytes(status.stateHash()),
        number(status.refusedCommits()),
        counts(status.refusals()),
        list(status.peers(), peer -> text(peer.hex())),
        Value.of(status.isSynced()),
        counts(status.rejections()),
        number(status.waitingForRole()));
  }

  private static Value counts(Map<String, Long> counts) {
    return list(
        List.copyOf(counts.entrySet()),
        count -> list(text(count.getKey()), number(count.getValue())));
  }

  private static Map<String, Long> counts(Value value) {
    Map<String, Long> counts = new LinkedHashMap<>();
    for (Value count : list(value)) {
      counts.put(text(list(count).get(0)), number(list(count).get(1)));
    }
    return counts;
  }

  static Replica.Status status(Value value) {
    List<Value> parts = list(value);
    return new Replica.Status(
        new ReplicaId(((Value.Bytes) parts.get(0)).value()),
        number(parts.get(1)),
        number(parts.get(2)),
        ((Value.Bytes) parts.get(3)).value(),
        number(parts.get(4)),
        counts(parts.get(5)),
        list(parts.get(6), peer -> new PeerId(text(peer))),
        flag(parts.get(7)),
        counts(parts.get(8)),
        (int) number(parts.get(9)));
  }

  static Value account(Account account) {
    Long expiresAt = account.expiresAtMillis();
    return list(
        text(account.address()),
        text(account.role()),
        expiresAt == null ? Value.NULL : number(expiresAt),
        list(List.copyOf(account.permissions()), Wire::text));
  }

  static Account account(Value value) {
    List<Value> parts = list(value);
    return new Account(
        text(parts.get(0)),
        text(parts.get(1)),
        numberOrNull(parts.get(2)),
        new TreeSet<>(list(parts.get(3), Wire::text)));
  }

  /** What follows {@code false} in an answer. */
  static Value[] failure(Throwable failure) {
    String code = null;
    String path = null;
    if (failure instanceof ValueException fault) {
      code = fault.code();
      path = fault.path();
    } else if (failure instanceof QueryException fault) {
      code = fault.code();
      path = fault.path();
    } else if (failure instanceof AccessException fault) {
      code = fault.code();
    }
    return new Value[] {
      text(failure.getClass().getSimpleName()),
      text(code),
      text(path),
      text(String.valueOf(failure.getMessage()))
    };
  }

  /** The exception that the owner's own caller would have got. */
  static Exception failure(List<Value> answer) {
    String code = text(answer.get(3));
    String path = text(answer.get(4));
    String message = text(answer.get(5));
    return switch (text(answer.get(2))) {
      case "ValueException" -> new ValueException(code, path, sentence(message, path));
      case "QueryException" -> new QueryException(code, path, sentence(message, path));
      case "AccessException" -> new AccessException(code, message);
      case "StoreException" -> new StoreException(message);
      case "TimeoutException" -> new TimeoutException(message);
      case "IllegalArgumentException" -> new IllegalArgumentException(message);
      default -> new IllegalStateException(answer.get(2) + " in the owner process: " + message);
    };
  }

  /** Without the path, which the exception appends again. */
  private static String sentence(String message, String path) {
    String suffix = " (at " + path + ")";
    return message.endsWith(suffix)
        ? message.substring(0, message.length() - suffix.length())
        : message;
  }
}
