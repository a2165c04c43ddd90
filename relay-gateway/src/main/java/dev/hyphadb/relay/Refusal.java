package dev.hyphadb.relay;

/** Why something was refused: the reason is counted, the sentence goes to the client. */
final class Refusal extends Exception {
  /** {@code prefix} is NIP-01's machine-readable prefix of OK and CLOSED. */
  enum Reason {
    MALFORMED("malformed", "invalid"),
    UNKNOWN_COMMAND("unknown-command", "unsupported"),
    MESSAGE_TOO_LARGE("message-too-large", "invalid"),
    INVALID_EVENT("invalid-event", "invalid"),
    INVALID_ID("invalid-id", "invalid"),
    INVALID_SIGNATURE("invalid-signature", "invalid"),
    CREATED_AT("created-at", "invalid"),
    STORED_KIND("stored-kind", "blocked"),
    DUPLICATE("duplicate", "duplicate"),
    INVALID_FILTER("invalid-filter", "invalid"),
    INVALID_SUBSCRIPTION("invalid-subscription", "invalid"),
    TOO_MANY_SUBSCRIPTIONS("too-many-subscriptions", "rate-limited"),
    RATE_LIMITED("rate-limited", "rate-limited"),
    BUSY("busy", "rate-limited"),
    TOO_MANY_REFUSALS("too-many-refusals", "rate-limited"),
    TOO_MANY_CONNECTIONS("too-many-connections", "rate-limited"),
    SLOW_CONSUMER("slow-consumer", "rate-limited"),
    INTERNAL("internal", "error"),
    TRANSPORT("transport", "error");

    private final String code;
    private final String prefix;

    Reason(String code, String prefix) {
      this.code = code;
      this.prefix = prefix;
    }

    String code() {
      return code;
    }
  }

  private final Reason reason;

  Refusal(Reason reason, String sentence) {
    super(sentence, null, false, false);
    this.reason = reason;
  }

  Reason reason() {
    return reason;
  }

  /** The text of OK and CLOSED: prefix, colon, sentence. */
  String text() {
    return reason.prefix + ": " + getMessage();
  }
}
