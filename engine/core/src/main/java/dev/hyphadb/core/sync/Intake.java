package dev.hyphadb.core.sync;

import dev.hyphadb.core.commit.VerifiedCommit;

/** The commits of one peer on their way in: message by message, as verdicts may let one wait. */
final class Intake {
  private final SyncHost host;
  private final PeerId peer;
  private final Agreement agreement;
  private final CommitStream stream;

  /** A message whose commits wait for a verdict, and why others of it were rejected, if any. */
  private Message.Commits stalled;

  private String rejection;
  private int unacknowledged;

  Intake(SyncHost host, PeerId peer, Agreement agreement, CommitStream stream) {
    this.host = host;
    this.peer = peer;
    this.agreement = agreement;
    this.stream = stream;
  }

  /** The one before must not wait any more. */
  void take(Message.Commits message) {
    rejection = message.refusals().isEmpty() ? null : message.refusals().get(0);
    for (VerifiedCommit commit : message.commits()) {
      String reason = host.accept(commit, peer);
      rejection = reason == null ? rejection : reason;
    }
    stalled = message;
  }

  /** Whether commits of the peer wait for a verdict: what it sends next has to wait too. */
  boolean isStalled() {
    return stalled != null;
  }

  /**
   * Goes on if the verdicts are there.
   *
   * @param peerLog the log that the commits come from
   * @throws RejectedException when some of the commits were; the others have been taken in
   */
  void resume(LogId peerLog) {
    if (stalled == null
        || stalled.commits().stream().anyMatch(commit -> host.isUndecided(commit.key()))) {
      return;
    }
    Message.Commits message = stalled;
    stalled = null;
    for (VerifiedCommit commit : message.commits()) {
      if (host.isRefused(commit.key())) {
        agreement.tell(commit.key());
      } else {
        stream.cameFromPeer(commit.key());
      }
    }
    if (message.position() != null) {
      host.setReadPosition(peerLog, message.position());
    }
    unacknowledged++;
    if (rejection != null) {
      agreement.doubt();
      throw new RejectedException(rejection, "a commit was rejected");
    }
  }

  /** How many messages have to be acknowledged, now that they are durable. */
  int takeUnacknowledged() {
    int taken = unacknowledged;
    unacknowledged = 0;
    return taken;
  }
}
