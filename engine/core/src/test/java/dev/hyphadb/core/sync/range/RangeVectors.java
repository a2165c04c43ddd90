package dev.hyphadb.core.sync.range;

import dev.hyphadb.core.commit.Hex;
import dev.hyphadb.core.commit.Sha256;
import dev.hyphadb.core.value.Vectors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Checks docs/protocol/vectors/ranges.json. Portable. */
public final class RangeVectors {
  private RangeVectors() {}

  public static List<String> check(Map<String, Object> file, Sha256 sha256) {
    Vectors vectors = new Vectors();
    for (Map<String, Object> vector : Vectors.section(file, "reconciliations")) {
      vectors.check(
          vector,
          () -> {
            List<RangeItem> ours = items(vector.get("initiator"));
            List<RangeItem> theirs = items(vector.get("responder"));
            Map<String, Object> run =
                run(ours, theirs, (Integer) vector.get("frameBytesMax"), sha256);
            run.forEach((name, value) -> Vectors.same(name, vector.get(name), value));
          });
    }
    for (Map<String, Object> vector : Vectors.section(file, "invalid")) {
      byte[] bytes = Hex.decode(Vectors.text(vector.get("hex")));
      vectors.check(
          vector,
          () -> {
            try {
              RangeMessage.decode(bytes);
              throw new AssertionError("was accepted");
            } catch (RangeException e) {
              Vectors.same("has a message", false, e.getMessage().isEmpty());
            }
          });
    }
    return vectors.failures();
  }

  /** {@code from} to {@code to} in steps: timestamps by division, ids by hashing the number. */
  private static List<RangeItem> items(Object json) {
    List<RangeItem> items = new ArrayList<>();
    for (Object run : Vectors.list(json)) {
      Map<String, Object> numbers = Vectors.map(run);
      int step = (Integer) numbers.get("step");
      for (int n = (Integer) numbers.get("from"); n < (Integer) numbers.get("to"); n += step) {
        items.add(item(n, (Integer) numbers.get("perTimestamp")));
      }
    }
    return items;
  }

  /** Ids of one timestamp share their first bytes. */
  private static RangeItem item(int number, int perTimestamp) {
    byte[] id = new byte[RangeItem.ID_LENGTH];
    int mixed = number * 0x9e3779b1;
    for (int i = 4; i < id.length; i++) {
      mixed = mixed * 0x343fd + 0x269ec3;
      id[i] = (byte) (mixed >>> 16);
    }
    return new RangeItem(1_700_000_000_000L + number / perTimestamp, id);
  }

  static Map<String, Object> run(
      List<RangeItem> ours, List<RangeItem> theirs, int frameBytesMax, Sha256 sha256) {
    RangeReconciliation initiator =
        new RangeReconciliation(new ListRangeSet(ours), sha256, frameBytesMax);
    RangeReconciliation responder =
        new RangeReconciliation(new ListRangeSet(theirs), sha256, frameBytesMax);
    List<Object> messages = new ArrayList<>();
    int have = 0;
    int need = 0;
    byte[] message = initiator.initiate();
    while (message != null) {
      messages.add(Hex.encode(message));
      byte[] answer = responder.answer(message);
      messages.add(Hex.encode(answer));
      RangeReconciliation.Step step = initiator.advance(RangeMessage.decode(answer));
      for (ListedRange range : step.listed()) {
        have += range.lackedByPeer();
        need += range.missing().size();
      }
      message = step.message();
    }
    Map<String, Object> run = new LinkedHashMap<>();
    run.put("messages", messages);
    run.put("have", have);
    run.put("need", need);
    return run;
  }

  static Map<String, Object> define(
      String name, List<Object> ours, List<Object> theirs, int frameBytesMax, Sha256 sha256) {
    Map<String, Object> vector = new LinkedHashMap<>();
    vector.put("name", name);
    vector.put("frameBytesMax", frameBytesMax);
    vector.put("initiator", ours);
    vector.put("responder", theirs);
    vector.putAll(run(items(ours), items(theirs), frameBytesMax, sha256));
    return vector;
  }
}
