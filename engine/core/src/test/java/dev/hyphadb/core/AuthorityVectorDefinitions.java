package dev.hyphadb.core;

import dev.hyphadb.core.access.Address;
import dev.hyphadb.core.access.ClosedHistory;
import dev.hyphadb.core.commit.Commit;
import dev.hyphadb.core.commit.CommitCodec;
import dev.hyphadb.core.commit.CommitId;
import dev.hyphadb.core.commit.Hex;
import dev.hyphadb.core.commit.Mutation;
import dev.hyphadb.core.commit.ReplicaId;
import dev.hyphadb.core.commit.Sha256;
import dev.hyphadb.core.commit.VerifiedCommit;
import dev.hyphadb.core.time.Timestamp;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Defines docs/protocol/vectors/authority.json. */
final class AuthorityVectorDefinitions {
  private static final long START_MILLIS = 1_700_000_000_000L;
  private static final String ROOT = address(1);
  private static final String ANN = address(2);
  private static final String BEN = address(3);

  private final Sha256 sha256;
  private final List<Object> histories = new ArrayList<>();

  private AuthorityVectorDefinitions(Sha256 sha256) {
    this.sha256 = sha256;
  }

  private static String address(int number) {
    byte[] bytes = new byte[20];
    Arrays.fill(bytes, (byte) number);
    return "0x" + Hex.encode(bytes);
  }

  static Map<String, Object> define(Sha256 sha256) {
    AuthorityVectorDefinitions all = new AuthorityVectorDefinitions(sha256);
    all.grants();
    all.demands();
    all.closings();
    all.faults();
    Map<String, Object> file = new LinkedHashMap<>();
    file.put("histories", all.histories);
    return file;
  }

  private void grants() {
    History grant = new History("a write before and one after the grant");
    grant.by(ANN, set("early")).by(ROOT, role(ANN, "user", null)).by(ANN, set("late"));
    grant.end();
    History expiry = new History("a role that ends");
    expiry.by(ROOT, role(ANN, "user", START_MILLIS + 2_500));
    expiry.by(ANN, set("in time")).by(ANN, set("too late")).end();
    History removed = new History("the user's node is removed");
    removed.by(ROOT, role(ANN, "admin", null)).by(ANN, set("before"));
    removed.by(ROOT, new Mutation.Remove("user:" + ANN)).by(ANN, set("after")).end();
    History unknown = new History("a role that is not configured");
    unknown.by(ROOT, role(ANN, "captain", null)).by(ANN, set("a")).end();
    History welcome = new History("an unknown account welcomes itself, once");
    welcome.by(ANN, role(ANN, "guest", null)).by(ANN, role(ANN, "guest", null));
    welcome.by(BEN, role(BEN, "user", null)).end();
    History chain = new History("who has no right to grant grants nothing");
    chain.by(ROOT, role(ANN, "admin", null)).by(ANN, role(BEN, "user", null));
    chain.by(BEN, set("by nobody's leave")).end();
  }

  private void demands() {
    History deletion = new History("a user writes and links, an admin removes too");
    deletion.by(ROOT, role(ANN, "user", null)).by(ROOT, role(BEN, "admin", null));
    deletion.by(ANN, set("a"), new Mutation.Link("a", "b")).by(ANN, new Mutation.Remove("a"));
    deletion.by(ANN, set("b")).by(BEN, new Mutation.Remove("b")).end();
    History whole = new History("a commit counts wholly or not at all");
    whole.by(ROOT, role(ANN, "user", null)).by(ANN, set("a"), new Mutation.Remove("b")).end();
    History own = new History("a user writes on its own node, but not the role");
    own.by(ROOT, role(ANN, "user", null));
    own.by(ANN, new Mutation.Set("user:" + ANN, Fields.of("name", Value.of("Ann")), List.of()));
    own.by(ANN, role(ANN, "admin", null)).end();
  }

  private void closings() {
    History closed = new History("a closed history: what it does not name is worth nothing");
    closed.by(ROOT, role(ANN, "user", null)).by(ANN, set("named")).by(ANN, set("not named"));
    closed.by(ROOT, closing(ANN, closed.last(ANN, 1))).end();
    History usurped = new History("only super admins close histories");
    usurped.by(ROOT, role(BEN, "admin", null)).by(ROOT, role(ANN, "user", null));
    usurped.by(ANN, set("a")).by(BEN, closing(ANN, usurped.last(ANN, 1))).end();
  }

  private void faults() {
    History spelling = new History("an address in upper case");
    Fields guest = Fields.of("role", Value.of("guest"));
    String upper = "0x" + ANN.substring(2).replace("02", "AA");
    spelling.by(ROOT, new Mutation.Set("user:" + upper, guest, List.of())).end();
    History malformed = new History("a role that is a number");
    Fields number = Fields.of("role", Value.of(1L));
    malformed.by(ROOT, new Mutation.Set("user:" + ANN, number, List.of())).end();
    History unsigned = new History("a commit without an author");
    unsigned.by(null, set("a")).end();
  }

  private static Mutation set(String node) {
    return new Mutation.Set(node, Fields.of("n", Value.of(node)), List.of());
  }

  private static Mutation role(String account, String role, Long expiresAtMillis) {
    Fields.Builder fields = Fields.builder().put("role", role);
    if (expiresAtMillis != null) {
      fields.put("expiresAt", expiresAtMillis.longValue());
    }
    return new Mutation.Set("user:" + account, fields.build(), List.of());
  }

  private static Mutation closing(String account, ClosedHistory end) {
    Fields fields = Fields.builder().put("role", "guest").put("lastCommits", end.toValue()).build();
    return new Mutation.Set("user:" + account, fields, List.of());
  }

  /** Commits a second apart, a replica for each author. */
  private final class History {
    private final String name;
    private final CommitCodec codec = new CommitCodec(sha256);
    private final List<VerifiedCommit> commits = new ArrayList<>();

    History(String name) {
      this.name = name;
    }

    History by(String author, Mutation... mutations) {
      byte[] address = author == null ? null : Address.of(author).bytes();
      ReplicaId replica = replica(author);
      List<VerifiedCommit> before =
          commits.stream().filter(one -> one.commit().replica().equals(replica)).toList();
      CommitId prev = before.isEmpty() ? null : before.get(before.size() - 1).id();
      long hlc = new Timestamp(START_MILLIS + 1_000L * (commits.size() + 1), 0).packed();
      commits.add(
          AuthorityVectors.signed(
              codec.seal(
                  new Commit(replica, before.size() + 1, hlc, address, prev, List.of(mutations)))));
      return this;
    }

    private static ReplicaId replica(String author) {
      byte[] replica = new byte[ReplicaId.LENGTH];
      replica[0] = author == null ? 0 : Address.of(author).bytes()[0];
      return new ReplicaId(replica);
    }

    /** The author's history up to that number. */
    ClosedHistory last(String author, long seq) {
      for (VerifiedCommit commit : commits) {
        if (commit.commit().replica().equals(replica(author)) && commit.commit().seq() == seq) {
          ClosedHistory.Last last = new ClosedHistory.Last(seq, commit.id());
          return new ClosedHistory(Map.of(replica(author), last));
        }
      }
      throw new IllegalArgumentException("no commit " + seq + " of " + author);
    }

    void end() {
      List<Object> bodies = new ArrayList<>();
      List<Object> order = new ArrayList<>();
      for (int i = 0; i < commits.size(); i++) {
        bodies.add(Hex.encode(commits.get(i).body()));
        order.add(i);
      }
      List<Object> backwards = new ArrayList<>(order);
      Collections.reverse(backwards);
      List<Object> rotated = new ArrayList<>(order);
      Collections.rotate(rotated, 1);
      Map<String, Object> history = new LinkedHashMap<>();
      history.put("name", name);
      history.put("superAdmins", List.of(ROOT));
      history.put("accounts", List.of(ROOT, ANN, BEN));
      history.put("now", Long.toString(START_MILLIS + 60_000));
      history.put("commits", bodies);
      history.put("orders", List.of(order, backwards, rotated));
      history.put("result", AuthorityVectors.result(history, commits, order, sha256));
      histories.add(history);
    }
  }
}
