package dev.hyphadb.core.access;

import dev.hyphadb.core.commit.Commit;
import dev.hyphadb.core.commit.CommitId;
import dev.hyphadb.core.commit.Hex;
import dev.hyphadb.core.commit.ReplicaId;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a super admin lets stand of an account's commits: by replica, the last one that counts. What
 * else the account dates before the commit that says so is worth nothing.
 *
 * <p>As a value: {@code {<replica, hex>: [number, commit id]}}.
 */
public record ClosedHistory(Map<ReplicaId, Last> last) {
  /** Number and id of a commit. */
  public record Last(long seq, CommitId id) {}

  public ClosedHistory {
    last = Map.copyOf(last);
  }

  /** Whether a commit that is dated before the closing counts. */
  boolean permits(Commit commit, CommitId id) {
    Last end = last.get(commit.replica());
    return end != null && (commit.seq() < end.seq || commit.seq() == end.seq && id.equals(end.id));
  }

  public Fields toValue() {
    Fields.Builder value = Fields.builder();
    last.forEach((replica, end) ->
        value.put(
            replica.toString(),
            new Value.Items(List.of(Value.of(end.seq), new Value.Bytes(end.id.bytes())))));
    return value.build();
  }

  /** {@code null} when the value is none. */
  static ClosedHistory of(Value value) {
    if (!(value instanceof Fields replicas)) {
      return null;
    }
    Map<ReplicaId, Last> last = new HashMap<>();
    for (int i = 0; i < replicas.size(); i++) {
      ReplicaId replica = replica(replicas.nameAt(i));
      Last end = end(replicas.valueAt(i));
      if (replica == null || end == null) {
        return null;
      }
      last.put(replica, end);
    }
    return new ClosedHistory(last);
  }

  private static ReplicaId replica(String hex) {
    if (hex.length() != 2 * ReplicaId.LENGTH) {
      return null;
    }
    for (int i = 0; i < hex.length(); i++) {
      char c = hex.charAt(i);
      if (!(c >= '0' && c <= '9' || c >= 'a' && c <= 'f')) {
        return null;
      }
    }
    return new ReplicaId(Hex.decode(hex));
  }

  private static Last end(Value value) {
    return value instanceof Value.Items items
            && items.values().size() == 2
            && items.values().get(0) instanceof Value.Int seq
            && seq.value() >= 1
            && items.values().get(1) instanceof Value.Bytes id
            && id.value().length == CommitId.LENGTH
        ? new Last(seq.value(), new CommitId(id.value()))
        : null;
  }
}
