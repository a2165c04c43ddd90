package dev.hyphadb.signaling;

/**
 * What a client may say. Ids and topics are 64 lowercase hex digits, payloads base64; all checked
 * when decoded.
 */
sealed interface ClientMessage {
  record Hello(String peer) implements ClientMessage {}

  record Join(String topic) implements ClientMessage {}

  record Leave(String topic) implements ClientMessage {}

  record Publish(String topic, String payload) implements ClientMessage {}

  record Send(String topic, String to, String payload) implements ClientMessage {}
}
