package dev.hyphadb.core.signal;

/**
 * One way to reach a peer (RFC 8839).
 *
 * @param mid the media section it belongs to
 * @param line the index of that section
 * @param text the candidate attribute, beginning with {@code candidate:}
 */
public record IceCandidate(String mid, int line, String text) {}
