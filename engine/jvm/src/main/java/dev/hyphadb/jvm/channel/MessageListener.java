package dev.hyphadb.jvm.channel;

import dev.hyphadb.core.sync.PeerId;
import dev.hyphadb.core.value.Value;

/** Who listens on one channel. Called on the network's thread. */
public interface MessageListener {
  /** Whether anybody wants messages now; others are skipped as they come. */
  boolean isListening();

  /** A whole message: a {@link Value.Bytes} of its own when it was binary, else any value. */
  void message(PeerId peer, boolean isBinary, Value data, Value meta);

  /** Of a message, this fraction, up to 1, is here. */
  void progress(PeerId peer, double fraction, Value meta);
}
