package dev.hyphadb.core;

import dev.hyphadb.core.access.AccessPolicy;
import dev.hyphadb.core.access.Address;
import dev.hyphadb.core.access.Roles;
import dev.hyphadb.core.access.Security;
import dev.hyphadb.core.commit.CommitCodec;
import dev.hyphadb.core.commit.Hex;
import dev.hyphadb.core.commit.Sha256;
import dev.hyphadb.core.commit.SignatureVerifier;
import dev.hyphadb.core.commit.VerifiedCommit;
import dev.hyphadb.core.graph.GraphReader;
import dev.hyphadb.core.graph.NaiveGraph;
import dev.hyphadb.core.store.MemoryStore;
import dev.hyphadb.core.sync.PeerId;
import dev.hyphadb.core.value.Vectors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Checks docs/protocol/vectors/authority.json: which commits count. Their signatures are taken for
 * granted, signatures.json has those. Portable.
 */
public final class AuthorityVectors {
  private static final PeerId PEER = new PeerId("1".repeat(64));

  private AuthorityVectors() {}

  public static List<String> check(Map<String, Object> file, Sha256 sha256) {
    Vectors vectors = new Vectors();
    CommitCodec codec = new CommitCodec(sha256);
    for (Map<String, Object> history : Vectors.section(file, "histories")) {
      List<VerifiedCommit> commits = new ArrayList<>();
      Vectors.list(history.get("commits"))
          .forEach(body -> commits.add(signed(codec.decode(Hex.decode(Vectors.text(body)), null))));
      for (Object order : Vectors.list(history.get("orders"))) {
        vectors.check(
            history,
            () ->
                Vectors.same(
                    "in order " + order,
                    history.get("result"),
                    result(history, commits, Vectors.list(order), sha256)));
      }
    }
    return vectors.failures();
  }

  /** With a signature for whoever asks for its bytes, if it has an author. */
  static VerifiedCommit signed(VerifiedCommit commit) {
    return commit.commit().author() == null
        ? commit
        : commit.signedWith(new byte[SignatureVerifier.SIGNATURE_LENGTH]);
  }

  /**
   * What is so after commits have come in an order.
   *
   * @param history has the super admins, the accounts that are asked about and the time
   */
  static Map<String, Object> result(
      Map<String, Object> history,
      List<VerifiedCommit> commits,
      List<Object> order,
      Sha256 sha256) {
    Set<Address> superAdmins = new LinkedHashSet<>();
    Vectors.list(history.get("superAdmins"))
        .forEach(address -> superAdmins.add(Address.of(Vectors.text(address))));
    long nowMillis = Long.parseLong(Vectors.text(history.get("now")));
    Security security =
        new Security(
            "vectors",
            new AccessPolicy(superAdmins, Roles.DEFAULTS),
            (digest, signature, address) -> true,
            null);
    MemoryStore store = new MemoryStore();
    Replica replica =
        Replica.open(store, ReplicaOptions.DEFAULTS, security, sha256, count -> new byte[count]);
    replica.host().setNow(nowMillis);
    Map<String, Object> faults = new LinkedHashMap<>();
    for (Object position : order) {
      VerifiedCommit commit = commits.get((Integer) position);
      String fault = replica.host().accept(commit, PEER);
      if (fault != null) {
        faults.put(position.toString(), fault);
      }
      replica.flush(nowMillis);
    }
    return result(history, commits, replica, store, faults, nowMillis);
  }

  private static Map<String, Object> result(
      Map<String, Object> history,
      List<VerifiedCommit> commits,
      Replica replica,
      MemoryStore store,
      Map<String, Object> faults,
      long nowMillis) {
    List<Object> live = new ArrayList<>();
    List<Object> sortedFaults = new ArrayList<>();
    for (int i = 0; i < commits.size(); i++) {
      if (replica.host().isLive(commits.get(i).key())) {
        live.add(i);
      }
      String fault = Vectors.text(faults.get(Integer.toString(i)));
      if (fault != null) {
        sortedFaults.add(List.of(i, fault));
      }
    }
    List<Object> roles = new ArrayList<>();
    for (Object account : Vectors.list(history.get("accounts"))) {
      Address address = Address.of(Vectors.text(account));
      roles.add(List.of(account, replica.accounts(nowMillis).role(address)));
    }
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("live", live);
    result.put("waiting", replica.status().waitingForRole());
    result.put("faults", sortedFaults);
    result.put("roles", roles);
    result.put("stateHash", Hex.encode(replica.status().stateHash()));
    result.put("nodes", NaiveGraph.nodes(new GraphReader(store)));
    return result;
  }
}
