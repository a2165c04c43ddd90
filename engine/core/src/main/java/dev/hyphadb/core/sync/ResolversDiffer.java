package dev.hyphadb.core.sync;

import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * That a peer resolves conflicts by other rules than this replica: they have the same commits, and
 * come to show different things of what was written apart (docs/conflicts.md).
 *
 * @param fields which fields, and by which rule here and there
 */
public record ResolversDiffer(PeerId peer, List<String> fields) {
  /** Of a peer's words, what is repeated. */
  private static final int FIELDS_MAX = 5;

  private static final int TEXT_LENGTH_MAX = 100;

  /** What a field without a resolver has. */
  private static final Value LAST = Value.of("last");

  public ResolversDiffer {
    fields = List.copyOf(fields);
  }

  /** The first fields that differ; empty where none do. */
  static List<String> fields(Fields own, Fields peers) {
    List<String> differing = new ArrayList<>();
    Set<String> names = new TreeSet<>();
    own.names().forEach(names::add);
    peers.names().forEach(names::add);
    for (String name : names) {
      Value here = own.has(name) ? own.get(name) : LAST;
      Value there = peers.has(name) ? peers.get(name) : LAST;
      if (!here.equals(there) && differing.size() < FIELDS_MAX) {
        differing.add(shown(name) + " (here " + shown(here) + ", there " + shown(there) + ")");
      }
    }
    return differing;
  }

  private static String shown(Value name) {
    return shown(((Value.Text) name).value());
  }

  /** Without anything that a log could mistake for its own. */
  private static String shown(String text) {
    StringBuilder shown = new StringBuilder();
    for (int i = 0; i < text.length() && i < TEXT_LENGTH_MAX; i++) {
      char letter = text.charAt(i);
      boolean isControl = letter < ' ' || letter >= 0x7f && letter < 0xa0;
      boolean endsLine = letter == 0x2028 || letter == 0x2029;
      shown.append(isControl || endsLine ? '?' : letter);
    }
    return shown.toString();
  }

  /** What to tell whoever runs this replica. */
  public String message() {
    return "Peer "
        + peer.hex()
        + " resolves conflicts by other rules: field "
        + String.join(", ", fields)
        + ". What is written apart is shown differently here and there: give all peers the same"
        + " resolvers";
  }
}
