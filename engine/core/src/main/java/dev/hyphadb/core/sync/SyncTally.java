package dev.hyphadb.core.sync;

/** Adds up what a session moves until both sides hold the same. */
final class SyncTally {
  private SyncReport.Way way = SyncReport.Way.EQUAL;
  private long commitsSent;
  private long commitsReceived;
  private long bytesSent;
  private long bytesReceived;
  private SyncReport finished;

  /** A side goes this way; the costliest counts. */
  void took(SyncReport.Way taken) {
    way = taken.compareTo(way) > 0 ? taken : way;
  }

  void sent(int commits) {
    commitsSent += commits;
  }

  void received(int commits) {
    commitsReceived += commits;
  }

  void sentBytes(int bytes) {
    bytesSent += bytes;
  }

  void receivedBytes(long bytes) {
    bytesReceived += bytes;
  }

  /** Both hold the same now. */
  void finish(PeerId peer) {
    finished = new SyncReport(peer, way, commitsSent, commitsReceived, bytesSent, bytesReceived);
  }

  /** They differ again, or are about to be compared for the first time. */
  void start() {
    way = SyncReport.Way.EQUAL;
    commitsSent = 0;
    commitsReceived = 0;
    bytesSent = 0;
    bytesReceived = 0;
  }

  /** What was finished since the last call; {@code null} for nothing. */
  SyncReport takeFinished() {
    SyncReport taken = finished;
    finished = null;
    return taken;
  }
}
