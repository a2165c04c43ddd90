package dev.hyphadb.core.graph;

import static dev.hyphadb.core.value.ValueVectorDefinitions.entries;
import static dev.hyphadb.core.value.ValueVectorDefinitions.entry;

import dev.hyphadb.core.commit.Commit;
import dev.hyphadb.core.commit.CommitCodec;
import dev.hyphadb.core.commit.Hex;
import dev.hyphadb.core.commit.Mutation;
import dev.hyphadb.core.commit.ReplicaId;
import dev.hyphadb.core.commit.Sha256;
import dev.hyphadb.core.commit.VerifiedCommit;
import dev.hyphadb.core.time.Timestamp;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What docs/protocol/vectors/merge.json and state-hash.json are written from. */
public final class MergeVectorDefinitions {
  private final CommitCodec codec;
  private final List<Object> histories = new ArrayList<>();

  private MergeVectorDefinitions(Sha256 sha256) {
    codec = new CommitCodec(sha256);
  }

  public static Map<String, Object> defineStateHash() {
    String one = "01" + "00".repeat(31);
    String highest = "ff".repeat(32);
    String carry = "ffffffff" + "00".repeat(28);
    String mixed = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
    List<Object> sums = new ArrayList<>();
    sum(sums, "nothing", List.of(), List.of());
    sum(sums, "one id is itself", List.of(mixed), List.of());
    sum(
        sums,
        "little-endian: the first byte carries into the second",
        List.of("ff" + "00".repeat(31), one),
        List.of());
    sum(sums, "carry from word to word", List.of(carry, one), List.of());
    sum(sums, "modulo 2^256", List.of(highest, one), List.of());
    sum(sums, "carry through equal words", List.of(highest, highest, highest), List.of());
    sum(sums, "borrow through every word", List.of(), List.of(one));
    sum(
        sums,
        "subtraction undoes addition",
        List.of(mixed, highest, carry),
        List.of(carry, highest));
    return entries("sums", sums);
  }

  private static void sum(List<Object> sums, String name, List<String> add, List<String> subtract) {
    Map<String, Object> vector = entry(name, "add", add, "subtract", subtract);
    vector.put("hash", MergeVectors.sum(vector));
    sums.add(vector);
  }

  public static Map<String, Object> defineMerge(Sha256 sha256) {
    MergeVectorDefinitions all = new MergeVectorDefinitions(sha256);
    all.fields();
    all.removals();
    all.edges();
    all.resolvers();
    return entries("histories", all.histories);
  }

  /**
   * A commit on its own: each from another replica unless the millisecond and replica say
   * otherwise.
   */
  private VerifiedCommit commit(int replica, long millis, Mutation... mutations) {
    ReplicaId id = new ReplicaId(Hex.decode(String.format("%032x", replica)));
    long hlc = new Timestamp(1_700_000_000_000L + millis, replica).packed();
    return codec.seal(new Commit(id, 1, hlc, null, null, List.of(mutations)));
  }

  private static Mutation set(String node, String field, long value, String... unset) {
    return new Mutation.Set(node, Fields.of(field, Value.of(value)), List.of(unset));
  }

  private void history(String name, VerifiedCommit... commits) {
    histories.add(vector(name, Resolvers.NONE, commits));
  }

  private void resolved(String name, String resolver, VerifiedCommit... commits) {
    Resolvers resolvers = Resolvers.NONE.with("a", Resolver.named(resolver));
    Map<String, Object> vector = vector(name, resolvers, commits);
    vector.put("resolvers", Map.of("a", resolver));
    histories.add(vector);
  }

  private Map<String, Object> vector(String name, Resolvers resolvers, VerifiedCommit... commits) {
    List<Object> bodies = new ArrayList<>();
    for (VerifiedCommit commit : commits) {
      bodies.add(Hex.encode(commit.body()));
    }
    List<List<Integer>> orders = new ArrayList<>();
    permute(new ArrayList<>(), commits.length, orders);
    return entry(
        name,
        "commits",
        bodies,
        "orders",
        orders,
        "result",
        MergeVectors.result(List.of(commits), 1, resolvers));
  }

  private static void permute(List<Integer> start, int size, List<List<Integer>> orders) {
    if (start.size() == size) {
      orders.add(List.copyOf(start));
      return;
    }
    for (int i = 0; i < size; i++) {
      if (!start.contains(i)) {
        start.add(i);
        permute(start, size, orders);
        start.removeLast();
      }
    }
  }

  private void fields() {
    history(
        "different fields both survive",
        commit(1, 0, set("n", "a", 1)),
        commit(2, 0, set("n", "b", 2)));
    history(
        "same field: the later stamp wins, the other commit is dead",
        commit(1, 5, set("n", "a", 1)),
        commit(2, 6, set("n", "a", 2)));
    VerifiedCommit[] tie = new VerifiedCommit[2];
    for (int i = 0; i < 2; i++) {
      ReplicaId id = new ReplicaId(Hex.decode(String.format("%032x", i)));
      tie[i] = codec.seal(new Commit(id, 1, 65_536, null, null, List.of(set("n", "a", i))));
    }
    history("same timestamp: the greater commit id wins", tie);
    history(
        "within a commit the later mutation wins",
        commit(1, 0, set("n", "a", 1), set("n", "a", 2), set("n", "b", 3)));
    history(
        "a removed field stays removed against older writes, the touch keeps the node",
        commit(1, 0, set("n", "a", 1)),
        commit(2, 1, new Mutation.Set("n", Fields.EMPTY, List.of("a"))));
    history(
        "a newer write brings a removed field back",
        commit(1, 0, set("n", "a", 1)),
        commit(2, 1, set("n", "b", 2, "a")),
        commit(3, 2, set("n", "a", 3)));
    history(
        "one live mutation keeps the whole commit live",
        commit(1, 0, set("n", "a", 1), set("m", "a", 1)),
        commit(2, 1, set("n", "a", 2)));
  }

  private void removals() {
    Mutation remove = new Mutation.Remove("n");
    history("removal after a write", commit(1, 0, set("n", "a", 1)), commit(2, 1, remove));
    history(
        "a write after the removal brings the node back with its own fields only",
        commit(1, 0, set("n", "a", 1)),
        commit(2, 1, remove),
        commit(3, 2, set("n", "b", 2)));
    history(
        "the later removal wins",
        commit(1, 0, remove),
        commit(2, 1, remove),
        commit(3, 0, set("n", "a", 1)));
    history(
        "removal and write in one commit, in that order",
        commit(1, 0, set("n", "a", 1)),
        commit(2, 1, remove, set("n", "b", 2)));
    history("write and removal in one commit", commit(1, 1, set("n", "b", 2), remove));
  }

  private void edges() {
    Mutation link = new Mutation.Link("n", "m");
    Mutation unlink = new Mutation.Unlink("n", "m");
    VerifiedCommit nodes = commit(1, 0, set("n", "a", 1), set("m", "a", 1));
    history("link", nodes, commit(2, 1, link));
    history("the later of link and unlink wins", nodes, commit(2, 1, link), commit(3, 2, unlink));
    history("link after unlink", nodes, commit(2, 2, link), commit(3, 1, unlink));
    history(
        "removal of the source drops the edge",
        nodes,
        commit(2, 1, link),
        commit(3, 2, new Mutation.Remove("n")),
        commit(4, 3, set("n", "b", 2)));
    history(
        "removal of the target drops the edge",
        nodes,
        commit(2, 1, link),
        commit(3, 2, new Mutation.Remove("m")),
        commit(4, 3, set("m", "b", 2)));
    history(
        "a link after the removal shows",
        nodes,
        commit(2, 1, new Mutation.Remove("m")),
        commit(3, 2, link),
        commit(4, 3, set("m", "b", 2)));
    history(
        "an edge shows although its target never arrived",
        commit(1, 0, set("n", "a", 1)),
        commit(2, 1, link));
    history("an edge to the node itself", nodes, commit(2, 1, new Mutation.Link("n", "n")));
    history(
        "edges in UTF-8 byte order",
        commit(
            1,
            0,
            set("n", "a", 1),
            new Mutation.Link("n", "\uD83C\uDF44"),
            new Mutation.Link("n", "\uFFFD"),
            new Mutation.Link("n", "é"),
            new Mutation.Link("n", "z")));
  }

  private static Mutation items(String... texts) {
    List<Value> values = new ArrayList<>();
    for (String text : texts) {
      values.add(Value.of(text));
    }
    return new Mutation.Set("n", Fields.of("a", new Value.Items(values)), List.of());
  }

  private void resolvers() {
    Mutation unset = new Mutation.Set("n", Fields.EMPTY, List.of("a"));
    resolved(
        "greatest: an earlier write that is greater stays live",
        "greatest",
        commit(1, 0, set("n", "a", 7)),
        commit(2, 1, set("n", "a", 5)));
    resolved(
        "greatest: an earlier write that is not greater is dead",
        "greatest",
        commit(1, 0, set("n", "a", 5)),
        commit(2, 1, set("n", "a", 7)));
    resolved(
        "greatest: a removal between two writes takes the earlier one with it",
        "greatest",
        commit(1, 0, set("n", "a", 9)),
        commit(2, 1, new Mutation.Remove("n")),
        commit(3, 2, set("n", "a", 5)),
        commit(4, 3, set("n", "a", 4)));
    resolved(
        "greatest: removing the field makes all earlier writes to it superfluous",
        "greatest",
        commit(1, 0, set("n", "a", 9)),
        commit(2, 1, unset, set("n", "a", 3)),
        commit(3, 2, set("n", "a", 2)));
    resolved(
        "greatest: a removed field shows nothing",
        "greatest",
        commit(1, 0, set("n", "a", 9)),
        commit(2, 1, unset));
    resolved(
        "least, of numbers and texts, in the order in which queries sort",
        "least",
        commit(1, 0, set("n", "a", 9)),
        commit(2, 1, items("x")));
    resolved(
        "union: what is in either list is in both, in the order in which queries sort",
        "union",
        commit(1, 0, items("x", "y")),
        commit(2, 1, items("z", "x")),
        commit(3, 2, set("n", "a", 1)));
    resolved(
        "union: a list that has all of another is shown as it was written",
        "union",
        commit(1, 0, items("x", "y")),
        commit(2, 1, items("z", "y", "x")));
    resolved(
        "union: maps do not go together with anything, the later write wins; both stay live",
        "union",
        commit(1, 0, items("x")),
        commit(2, 1, map(1, 0)));
    resolved(
        "each(greatest): maps are joined key by key",
        "each(greatest)",
        commit(1, 0, map(1, 5)),
        commit(2, 1, map(3, 2)));
  }

  private static Mutation map(long one, long two) {
    Fields map = Fields.builder().put("one", one).put("two", two).build();
    return new Mutation.Set("n", Fields.of("a", map), List.of());
  }
}
