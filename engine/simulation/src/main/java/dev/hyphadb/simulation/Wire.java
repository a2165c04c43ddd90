package dev.hyphadb.simulation;

import java.util.List;

/**
 * What stands between a peer's replica and its connections: nothing, unless the peer is hostile.
 */
interface Wire {
  /** The frames that leave on a connection in place of this one. */
  List<byte[]> outgoing(Connection connection, byte[] frame);

  /** Sees a frame that arrived. */
  void incoming(byte[] frame);

  Wire HONEST =
      new Wire() {
        @Override
        public List<byte[]> outgoing(Connection connection, byte[] frame) {
          return List.of(frame);
        }

        @Override
        public void incoming(byte[] frame) {}
      };
}
