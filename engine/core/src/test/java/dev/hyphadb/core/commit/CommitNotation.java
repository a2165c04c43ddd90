package dev.hyphadb.core.commit;

import dev.hyphadb.core.value.ValueNotation;
import dev.hyphadb.core.value.Vectors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Commits as the vector files write them (docs/protocol/commits.md). Portable. */
public final class CommitNotation {
  private CommitNotation() {}

  public static Commit from(Map<String, Object> json) {
    List<Mutation> mutations = new ArrayList<>();
    Vectors.list(json.get("mutations"))
        .forEach(item -> mutations.add(mutation(Vectors.list(item))));
    byte[] prev = bytes(json.get("prev"));
    return new Commit(
        new ReplicaId(bytes(json.get("replica"))),
        Long.parseLong(Vectors.text(json.get("seq"))),
        Long.parseLong(Vectors.text(json.get("hlc"))),
        bytes(json.get("author")),
        prev == null ? null : new CommitId(prev),
        mutations);
  }

  private static byte[] bytes(Object hex) {
    return hex == null ? null : Hex.decode(Vectors.text(hex));
  }

  private static Mutation mutation(List<Object> json) {
    String node = Vectors.text(json.get(1));
    return switch (Vectors.text(json.get(0))) {
      case "set" -> {
        List<String> unset = new ArrayList<>();
        if (json.size() == 4) {
          Vectors.list(json.get(3)).forEach(name -> unset.add(Vectors.text(name)));
        }
        yield new Mutation.Set(node, ValueNotation.fields(json.get(2)), unset);
      }
      case "remove" -> new Mutation.Remove(node);
      case "link" -> new Mutation.Link(node, Vectors.text(json.get(2)));
      case "unlink" -> new Mutation.Unlink(node, Vectors.text(json.get(2)));
      default -> throw new IllegalArgumentException("no notation " + json);
    };
  }

  public static Map<String, Object> to(Commit commit) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("replica", commit.replica().toString());
    json.put("seq", Long.toString(commit.seq()));
    json.put("hlc", Long.toString(commit.hlc()));
    json.put("author", commit.author() == null ? null : Hex.encode(commit.author()));
    json.put("prev", commit.prev() == null ? null : commit.prev().toString());
    List<Object> mutations = new ArrayList<>();
    commit.mutations().forEach(mutation -> mutations.add(to(mutation)));
    json.put("mutations", mutations);
    return json;
  }

  private static List<Object> to(Mutation mutation) {
    return switch (mutation) {
      case Mutation.Set set when set.unset().isEmpty() ->
          Arrays.asList("set", set.node(), ValueNotation.pairs(set.fields()));
      case Mutation.Set set ->
          Arrays.asList("set", set.node(), ValueNotation.pairs(set.fields()), set.unset());
      case Mutation.Remove remove -> List.of("remove", remove.node());
      case Mutation.Link link -> List.of("link", link.node(), link.to());
      case Mutation.Unlink unlink -> List.of("unlink", unlink.node(), unlink.to());
    };
  }
}
