package dev.hyphadb.simulation;

import dev.hyphadb.core.Verification;
import dev.hyphadb.core.commit.VerifiedCommit;
import dev.hyphadb.core.store.Finding;
import dev.hyphadb.core.store.Progress;
import dev.hyphadb.core.store.Table;
import java.util.Collection;

/**
 * DESIGN.md section 10, number 4: everything that is stored is signed by its author, whoever
 * relayed it; and roles are the same wherever the commits are. (That what does not count has no
 * effect is seen by {@link SameCommitsSameState}, against a replay of what does.)
 */
final class OnlyAuthorisedCommitsCount {
  private static final String INVARIANT = "only what its author signed and may do takes effect";

  private OnlyAuthorisedCommitsCount() {}

  static void check(
      SimulatedPeer peer,
      Collection<VerifiedCommit> held,
      NaiveVerdicts verdicts,
      SimulatedAccounts accounts,
      World world) {
    for (VerifiedCommit commit : held) {
      if (!accounts.isSignedByAuthor(commit)) {
        fail(peer, "it keeps " + commit + " without its author's signature");
      }
    }
    long now = peer.clock.nowMillis();
    for (SimulatedAccounts.Account account : accounts.all()) {
      String expected = verdicts.role(account.id(), now);
      String role = peer.replica().accounts(now).role(account.id());
      if (!role.equals(expected)) {
        fail(peer, account.id() + " has the role " + role + " instead of " + expected);
      }
    }
    Verification.Report report = Verification.run(peer.disk(), world.sha256(), Progress.NONE);
    // A store that runs twice has a chain with gaps; that chains are whole is checked elsewhere.
    boolean hasForks = world.has(Fault.COPIED_STORE) || world.has(Fault.OLD_COPY);
    for (Finding finding : report.findings()) {
      boolean isOfChain = finding.table() == Table.META || finding.table() == Table.COMMIT;
      if (!hasForks || !isOfChain) {
        fail(peer, "the store is not sound: " + finding);
      }
    }
  }

  private static void fail(SimulatedPeer peer, String detail) {
    throw new InvariantViolation(INVARIANT, "peer " + peer.number() + ": " + detail);
  }
}
