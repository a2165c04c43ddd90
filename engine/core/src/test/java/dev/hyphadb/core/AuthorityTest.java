package dev.hyphadb.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hyphadb.core.TestNetwork.Peer;
import dev.hyphadb.core.access.AccessException;
import dev.hyphadb.core.access.AccessPolicy;
import dev.hyphadb.core.access.QuarantineLimits;
import dev.hyphadb.core.access.Roles;
import dev.hyphadb.core.access.Security;
import dev.hyphadb.core.access.TestAccount;
import dev.hyphadb.core.commit.VerifiedCommit;
import dev.hyphadb.core.store.MemoryStore;
import dev.hyphadb.core.store.Store;
import dev.hyphadb.core.store.StoreException;
import dev.hyphadb.core.store.Table;
import dev.hyphadb.core.sync.PeerId;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Roles, grants, revocations and what they do to commits in whatever order they come. */
class AuthorityTest {
  private static final TestAccount ROOT = new TestAccount("root", TestNetwork.SHA_256);
  private static final TestAccount ALICE = new TestAccount("alice", TestNetwork.SHA_256);
  private static final TestAccount BOB = new TestAccount("bob", TestNetwork.SHA_256);
  private static final AccessPolicy POLICY =
      new AccessPolicy(Set.of(ROOT.account()), Roles.DEFAULTS);

  private final TestNetwork network = new TestNetwork(1);

  private static Security security(
      AccessPolicy policy, TestAccount account, QuarantineLimits limits) {
    return new Security("db", policy, TestAccount.verifier(TestNetwork.SHA_256), account, limits);
  }

  private Peer join(TestAccount account) {
    return join(account, QuarantineLimits.DEFAULTS);
  }

  private Peer join(TestAccount account, QuarantineLimits limits) {
    return network.join(
        new MemoryStore(), ReplicaOptions.DEFAULTS, security(POLICY, account, limits));
  }

  private void assign(Peer peer, TestAccount account, String role) {
    assign(peer, account, role, null);
  }

  private void assign(Peer peer, TestAccount account, String role, Long expiresAtMillis) {
    peer.submit(new Operation.AssignRole(account.account().toString(), role, expiresAtMillis));
  }

  private static Fields value(int number) {
    return Fields.of("n", Value.of(number));
  }

  private void refuses(String code, Runnable action) {
    assertEquals(code, assertThrows(AccessException.class, action::run).code());
  }

  private String role(Peer peer, TestAccount account) {
    return peer.replica.accounts(network.nowMillis).role(account.account());
  }

  private void meet(Peer a, Peer b) {
    network.connect(a, b);
    network.settle();
    network.disconnect(a, b);
    assertEquals(a.stateHash(), b.stateHash());
    assertEquals(a.all(), b.all());
  }

  @Test
  void rolesPermitWhatTheyShould() {
    Peer root = join(ROOT);
    Peer alice = join(ALICE);
    network.connect(root, alice);
    root.put("a", value(1));
    network.settle();
    refuses("not-permitted", () -> alice.put("a", value(2)));
    assign(root, ALICE, "user");
    network.settle();
    alice.put("a", value(2));
    alice.submit(new Operation.Link("a", "b"));
    refuses("not-permitted", () -> alice.submit(new Operation.Remove("a")));
    refuses("not-permitted", () -> assign(alice, BOB, "user"));
    assign(root, ALICE, "admin");
    network.settle();
    alice.submit(new Operation.Remove("a"));
    refuses("not-permitted", () -> assign(alice, BOB, "user"));
    network.settle();
    assertNull(root.get("a"));
    assertEquals(root.stateHash(), alice.stateHash());
  }

  @Test
  void whatIsRefusedLeavesNothingBehind() {
    Peer alice = join(ALICE);
    String before = alice.stateHash();
    refuses("not-permitted", () -> alice.put("a", value(1)));
    refuses(
        "not-permitted",
        () -> alice.submit(new Operation.Put("b", value(1)), new Operation.Remove("b")));
    assertEquals(before, alice.stateHash());
    Peer nobody = join(null);
    refuses("no-identity", () -> nobody.put("a", value(1)));
    refuses("unknown-role", () -> assign(join(ROOT), ALICE, "emperor"));
  }

  @Test
  void anUnknownAccountCreatesItsOwnNodeOnceAsAGuest() {
    Peer root = join(ROOT);
    Peer alice = join(ALICE);
    String own = ALICE.account().userNode();
    alice.put(
        own.toUpperCase(Locale.ROOT).replace("USER:0X", "user:0x"),
        Fields.of("name", Value.of("Alice")));
    assertEquals(Value.of("guest"), alice.get(own).value().get("role"));
    refuses("not-permitted", () -> alice.put(own, Fields.of("name", Value.of("Eve"))));
    refuses("not-permitted", () -> alice.put(BOB.account().userNode(), value(1)));
    meet(root, alice);
    assertEquals(Value.of("Alice"), root.get(own).value().get("name"));
    assertEquals("guest", role(root, ALICE));
    refuses(
        "not-permitted",
        () -> join(BOB).put(BOB.account().userNode(), Fields.of("role", Value.of("admin"))));
  }

  @Test
  void aUserWritesAboutItselfWithoutLosingItsRole() {
    Peer root = join(ROOT);
    Peer alice = join(ALICE);
    assign(root, ALICE, "user", network.nowMillis + 1_000_000);
    meet(root, alice);
    String own = ALICE.account().userNode();
    alice.put(own, Fields.of("name", Value.of("Alice")));
    refuses("not-permitted", () -> alice.put(own, Fields.of("role", Value.of("admin"))));
    meet(root, alice);
    assertEquals(Value.of("user"), root.get(own).value().get("role"));
    assertEquals(Value.of("Alice"), root.get(own).value().get("name"));
    assertEquals("user", role(root, ALICE));
  }

  @Test
  void aRoleExpires() {
    Peer root = join(ROOT);
    Peer alice = join(ALICE);
    assign(root, ALICE, "user", network.nowMillis + 10_000);
    meet(root, alice);
    alice.put("a", value(1));
    network.nowMillis += 20_000;
    refuses("not-permitted", () -> alice.put("b", value(1)));
    assertEquals("guest", role(alice, ALICE));
    meet(root, alice);
    assertNotNull(root.get("a"));
  }

  @Test
  void commitsWaitForTheGrantThatComesLater() {
    Peer root = join(ROOT);
    Peer alice = join(ALICE);
    Peer late = join(BOB);
    assign(root, ALICE, "user");
    network.connect(root, alice);
    network.settle();
    // What arrives without the grant: the root's connection is cut, alice's writes go around.
    network.disconnect(root, alice);
    alice.put("a", value(1));
    feed(late, alice, "a");
    assertNull(late.get("a"));
    assertEquals(1, late.replica.status().waitingForRole());
    late.reopen();
    assertEquals(1, late.replica.status().waitingForRole());
    meet(root, late);
    assertNotNull(late.get("a"));
    assertEquals(0, late.replica.status().waitingForRole());
    assertNotNull(root.get("a"));
  }

  /** Hands a peer those live commits of another that set the node, and nothing before them. */
  private void feed(Peer to, Peer from, String node) {
    for (VerifiedCommit commit : from.replica.host().liveIn(null, null, Set.of(), 1 << 20)) {
      if (commit.commit().mutations().get(0).node().equals(node)) {
        assertNull(to.replica.host().accept(commit, new PeerId("0".repeat(64))));
      }
    }
    to.flush();
  }

  @Test
  void aStoreIsOpenedAsWhatItIs() {
    Peer root = join(ROOT);
    root.put("a", value(1));
    assertThrows(
        StoreException.class,
        () -> Replica.open(root.store, ReplicaOptions.DEFAULTS, TestNetwork.SHA_256, byte[]::new));
    Peer open = network.join();
    assertThrows(
        StoreException.class,
        () ->
            Replica.open(
                open.store,
                ReplicaOptions.DEFAULTS,
                security(POLICY, ROOT, QuarantineLimits.DEFAULTS),
                TestNetwork.SHA_256,
                byte[]::new));
  }

  /** The commits of a store but its grants, then the grants: as others may pass them on. */
  private static void giveGrantsLast(Peer from, Peer to) {
    PeerId peer = new PeerId("e".repeat(64));
    List<VerifiedCommit> commits = new ArrayList<>();
    try (Store.Cursor stored = from.store.scan(Table.COMMIT, null, null)) {
      while (stored.next()) {
        commits.add(from.replica.host().log().decode(stored.value()));
      }
    }
    for (boolean isGrant : new boolean[] {false, true}) {
      for (VerifiedCommit commit : commits) {
        String node = commit.commit().mutations().get(0).node();
        if (node.startsWith("user:") == isGrant) {
          assertNull(to.replica.host().accept(commit, peer));
        }
      }
      to.flush();
    }
  }

  private static List<RemoteOperation> onlyEven(Screening.Proposal proposal) {
    Fields value = proposal.operations().get(0).value();
    boolean isOdd = value.get("n") instanceof Value.Int number && number.value() % 2 == 1;
    return isOdd ? null : proposal.operations();
  }

  private Peer aliceWithThreeNodes() {
    Peer root = join(ROOT);
    Peer alice = join(ALICE);
    assign(root, ALICE, "user");
    meet(root, alice);
    for (int i = 1; i <= 3; i++) {
      alice.put("n" + i, value(i));
    }
    return alice;
  }

  @Test
  void whatWaitedForItsRolePassesMiddleware() {
    Peer alice = aliceWithThreeNodes();
    Peer decider = join(null);
    decider.use(AuthorityTest::onlyEven);
    giveGrantsLast(alice, decider);
    assertNull(decider.get("n1"));
    assertEquals(value(2), decider.get("n2").value());
    assertNull(decider.get("n3"));
    assertEquals(2, decider.replica.status().refusals().get("middleware"));
    assertEquals(0, decider.replica.status().waitingForRole());
    // Refused for good: it does not come again.
    network.connect(alice, decider);
    network.settle();
    assertNull(decider.get("n1"));
    assertEquals(2, decider.replica.status().refusedCommits());
  }

  @Test
  void whatWaitedIsNotLostWhileMiddlewareThinks() {
    Peer alice = aliceWithThreeNodes();
    Peer decider = join(null);
    decider.use(AuthorityTest::onlyEven);
    decider.isSlow = true;
    giveGrantsLast(alice, decider);
    assertNull(decider.get("n2"));
    decider.reopen();
    decider.isSlow = false;
    decider.use(AuthorityTest::onlyEven);
    decider.flush();
    // The grant itself was being decided about, and comes again.
    network.connect(alice, decider);
    network.settle();
    assertNull(decider.get("n1"));
    assertEquals(value(2), decider.get("n2").value());
    assertEquals(0, decider.replica.status().waitingForRole());
  }

  @Test
  void aGrantThatWaitedCountsWhenMiddlewareLetsItPass() {
    Peer root = join(ROOT);
    Peer alice = join(ALICE);
    assign(root, ALICE, "user");
    meet(root, alice);
    alice.put("n2", value(2));
    Peer decider = join(null);
    // Everything is seen, the grant and what it releases.
    decider.use(Screening.Proposal::operations);
    giveGrantsLast(alice, decider);
    assertEquals(alice.stateHash(), decider.stateHash());
    assertEquals(2, decider.screened.size());
  }

  @Test
  void middlewareDecidesOnceAboutWhatWaitedForARole() {
    Peer root = join(ROOT);
    Peer alice = join(ALICE);
    Peer bob = join(BOB);
    assign(root, ALICE, "user");
    assign(root, ALICE, "manager");
    meet(root, alice);
    alice.put("a", value(1));
    bob.use(
        proposal -> proposal.operations().get(0).id().equals("a") ? null : proposal.operations());
    network.connect(alice, bob);
    network.settle();
    // The second role is given in the screening in which what the first one permits is refused.
    assertEquals(3, bob.screened.size());
    assertNull(bob.get("a"));
    assertEquals("manager", role(bob, ALICE));
  }
}
