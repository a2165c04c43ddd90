package dev.hyphadb.core;

import dev.hyphadb.core.access.AccessException;
import dev.hyphadb.core.access.Address;
import dev.hyphadb.core.access.Roles;
import dev.hyphadb.core.access.UserNode;
import dev.hyphadb.core.commit.Hex;
import dev.hyphadb.core.commit.Mutation;
import dev.hyphadb.core.commit.Sha256;
import dev.hyphadb.core.graph.GraphWriter;
import dev.hyphadb.core.graph.Resolver;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.PackWriter;
import dev.hyphadb.core.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns operations into the mutations that have to be recorded: of a put only the fields that
 * differ, so that concurrent edits of other fields survive, and nothing at all for what is so
 * already. Later operations see the effect of earlier ones.
 */
final class MutationPlan {
  private final GraphWriter graph;
  private final Sha256 sha256;
  private final List<Mutation> mutations;
  private final List<String> ids;

  /** Stands for no value, where {@code null} says that nothing was planned. */
  private static final Fields REMOVED = Fields.of("removed", Value.TRUE);

  /** Values of nodes after the operations so far; {@link #REMOVED} itself for a removed one. */
  private final Map<String, Fields> planned;

  /** Whether edges of this plan's nodes may differ from what the graph says. */
  private boolean edgesPlanned;

  /** {@code null} in an open database. */
  private final OwnAccount account;

  private final long nowMillis;

  /**
   * @param operations how many there will be
   */
  MutationPlan(
      GraphWriter graph, Sha256 sha256, OwnAccount account, long nowMillis, int operations) {
    this.graph = graph;
    this.sha256 = sha256;
    this.account = account;
    this.nowMillis = nowMillis;
    this.mutations = new ArrayList<>(operations);
    this.ids = new ArrayList<>(operations);
    this.planned = new HashMap<>(operations * 2);
  }

  List<Mutation> mutations() {
    return mutations;
  }

  /** The ids of the operations' nodes, in their order. */
  List<String> ids() {
    return ids;
  }

  void add(Operation operation) {
    switch (operation) {
      case Operation.Put put ->
          put(put.id() == null ? contentId(put.value()) : stored(put.id()), put.value());
      case Operation.Remove remove -> remove(stored(remove.id()));
      case Operation.Link link -> link(stored(link.from()), stored(link.to()));
      case Operation.Unlink unlink -> unlink(stored(unlink.from()), stored(unlink.to()));
      case Operation.AssignRole assignment -> assignRole(assignment);
      case Operation.CloseHistory closing -> closeHistory(Address.of(closing.address()));
    }
  }

  /** The id under which a node is stored: where there are roles, addresses are in lowercase. */
  private String stored(String id) {
    return account == null ? id : UserNode.canonicalId(id);
  }

  private void link(String from, String to) {
    if (edgesPlanned || !graph.isLinked(from, to)) {
      mutations.add(new Mutation.Link(from, to));
      edgesPlanned = true;
    }
    ids.add(from);
  }

  private void unlink(String from, String to) {
    if (edgesPlanned || graph.isLinked(from, to)) {
      mutations.add(new Mutation.Unlink(from, to));
      edgesPlanned = true;
    }
    ids.add(from);
  }

  private OwnAccount account() {
    if (account == null) {
      throw new AccessException(
          "no-roles", "There are no roles in an open database: open it with super admins");
    }
    return account;
  }

  private void assignRole(Operation.AssignRole assignment) {
    account().requireRole(assignment.role());
    String id = Address.of(assignment.address()).userNode();
    Fields.Builder value = withoutRole(id).put(UserNode.ROLE, assignment.role());
    if (assignment.expiresAtMillis() != null) {
      value.put(UserNode.EXPIRES_AT, assignment.expiresAtMillis());
    }
    write(id, value.build());
  }

  private void closeHistory(Address address) {
    Fields.Builder value = withoutRole(address.userNode());
    value.put(UserNode.ROLE, Roles.GUEST);
    value.put(UserNode.LAST_COMMITS, account().closingOf(address));
    write(address.userNode(), value.build());
  }

  private Fields.Builder withoutRole(String id) {
    Fields.Builder kept = Fields.builder();
    Fields before = current(id);
    if (before != null) {
      before.forEach((name, field) -> {
        if (!UserNode.GUARDED_FIELDS.contains(name)) {
          kept.put(name, field);
        }
      });
    }
    return kept;
  }

  private String contentId(Fields value) {
    return Hex.encode(sha256.hash(PackWriter.pack(value)));
  }

  private Fields current(String id) {
    Fields after = planned.get(id);
    return after == null ? graph.visible(id) : isRemoved(after) ? null : after;
  }

  @SuppressWarnings("ReferenceEquality") // a node may well have such a value
  private static boolean isRemoved(Fields planned) {
    return planned == REMOVED;
  }

  private void put(String id, Fields value) {
    write(id, account == null ? value : account.guarded(id, value, current(id), nowMillis));
  }

  private void write(String id, Fields value) {
    ids.add(id);
    Fields before = current(id);
    if (value.equals(before)) {
      return;
    }
    planned.put(id, value);
    if (before == null) {
      mutations.add(new Mutation.Set(id, value, List.of()));
      return;
    }
    Fields.Builder changed = Fields.builder();
    List<String> overridden = new ArrayList<>();
    value.forEach((String name, Value field) -> {
      Value shown = before.get(name);
      if (!field.equals(shown)) {
        changed.put(name, field);
        if (shown != null && takesFrom(name, shown, field)) {
          overridden.add(name);
        }
      }
    });
    if (!overridden.isEmpty()) {
      mutations.add(new Mutation.Set(id, Fields.EMPTY, overridden));
    }
    List<String> unset = new ArrayList<>();
    before.forEach((String name, Value field) -> {
      if (!value.has(name)) {
        unset.add(name);
      }
    });
    mutations.add(new Mutation.Set(id, changed.build(), unset));
  }

  /**
   * Whether a field with a resolver is to show less than it does: then what is there has to go
   * first, or it would be joined with.
   */
  private boolean takesFrom(String name, Value shown, Value written) {
    Resolver resolver = graph.resolvers().of(name);
    return resolver != null && !resolver.covers(written, shown);
  }

  private void remove(String id) {
    ids.add(id);
    // A node that is not there may still have edges, put down before it arrived: those go too.
    if (current(id) != null || edgesPlanned || graph.hasEdges(id)) {
      planned.put(id, REMOVED);
      edgesPlanned = true;
      mutations.add(new Mutation.Remove(id));
    }
  }
}
