package dev.hyphadb.relay;

import java.util.List;

/** What a client may say (NIP-01), its shape checked. */
sealed interface ClientMessage {
  record Publish(Event event) implements ClientMessage {}

  record Request(String subscription, List<Filter> filters) implements ClientMessage {}

  record Close(String subscription) implements ClientMessage {}

  /**
   * An EVENT refused for its shape; {@code id} is what OK names: the event's id as given, or empty.
   */
  record RefusedEvent(String id, Refusal refusal) implements ClientMessage {}

  /** A REQ refused for its filters; answered by CLOSED. */
  record RefusedRequest(String subscription, Refusal refusal) implements ClientMessage {}
}
