package dev.hyphadb.core.sync;

import dev.hyphadb.core.commit.VerifiedCommit;

/** The commits of one peer on their way in: message by message, as verdicts may let one wait. */
final class Intake {
  private final SyncHost host;
  private final PeerId peer;
  private final Offering offer;
  private final RefusedKeys refused;
  private final Agreement agreement;
  private final CommitStream stream;

  /** A message whose commits wait for a verdict, and why others of it were rejected, if any. */
  private Message.Commits stalled;

  private String rejection;
  private int unacknowledged;

  Intake(
      SyncHost host,
      PeerId peer,
      Offering offer,
      RefusedKeys refused,
      Agreement agreement,
      CommitStream stream) {
    this.host = host;
    this.peer = peer;
    this.offer = offer;
    this.refused = refused;
    this.agreement = agreement;
    this.stream = stream;
  }

  /** The one before must not wait any more. */
  void take(Message.Commits message) {
    rejection = message.refusals().isEmpty() ? null : message.refusals().get(0);
    for (VerifiedCommit commit : message.commits()) {
      String reason = host.accept(commit, peer);
      offer.heldByPeer(commit);
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
        refused.tell(commit.key());
      } else {
        stream.cameFromPeer(commit.key());
      }
    }
    haveRead(peerLog, message.position());
    unacknowledged++;
    if (rejection != null) {
      agreement.lost();
      throw new RejectedException(rejection, "a commit was rejected");
    }
  }

  /** What a part was read of a log says nothing about the whole. */
  void haveRead(LogId peerLog, LogPosition position) {
    if (position != null && !agreement.wantsPart()) {
      host.setReadPosition(peerLog, position);
    }
  }

  /** How far this replica has read the peer's log; {@code null} for not at all. */
  LogPosition readPosition(LogId peerLog) {
    return agreement.wantsPart() ? null : host.readPosition(peerLog);
  }

  /** How many messages have to be acknowledged, now that they are durable. */
  int takeUnacknowledged() {
    int taken = unacknowledged;
    unacknowledged = 0;
    return taken;
  }
}
