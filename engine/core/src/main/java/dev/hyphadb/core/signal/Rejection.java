package dev.hyphadb.core.signal;

/** Why something from outside was dropped. */
public enum Rejection {
  /** Not a message of the protocol. */
  MALFORMED,
  /** A topic this peer has not joined. */
  UNKNOWN_TOPIC,
  /** A message in this peer's own name. */
  OWN_NAME,
  /**
   * A message that the rules give to the other side, such as an offer by the peer with the greater
   * id.
   */
  WRONG_SIDE,
  /** About an attempt that is over, or repeated. */
  STALE,
  /** The table of peers is full. */
  PEERS_FULL,
  /** Too many attempts to connect at once. */
  BUSY,
  /** More candidates than one connection needs. */
  CANDIDATES_FULL,
  /** A data channel for a topic this peer has not joined. */
  UNKNOWN_CHANNEL
}
