package dev.hyphadb.jvm.channel;

import dev.hyphadb.core.sync.PeerId;

/** Told how far a message is; on the sender's or the network's thread. */
public interface SendProgress {
  /** This fraction of the message, up to 1, is handed over for the peer. */
  void handed(PeerId peer, double fraction);
}
