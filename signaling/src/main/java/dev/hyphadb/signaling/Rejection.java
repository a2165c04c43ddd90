package dev.hyphadb.signaling;

/**
 * Why a message was refused. A value, not an exception that escapes: the session turns it into an
 * error message.
 */
final class Rejection extends Exception {
  /**
   * The stable codes of {@code docs/protocol/signaling.md}; also the {@code reason} label of the
   * counter.
   */
  enum Reason {
    MALFORMED("malformed"),
    UNKNOWN_TYPE("unknown-type"),
    INVALID_PEER("invalid-peer"),
    INVALID_TOPIC("invalid-topic"),
    INVALID_PAYLOAD("invalid-payload"),
    MESSAGE_TOO_LARGE("message-too-large"),
    PAYLOAD_TOO_LARGE("payload-too-large"),
    HELLO_REQUIRED("hello-required"),
    HELLO_REPEATED("hello-repeated"),
    HELLO_TIMEOUT("hello-timeout"),
    PEER_IN_USE("peer-in-use"),
    REPLACED("replaced"),
    NOT_JOINED("not-joined"),
    UNKNOWN_PEER("unknown-peer"),
    TOO_MANY_TOPICS("too-many-topics"),
    TOPIC_FULL("topic-full"),
    RATE_LIMITED("rate-limited"),
    TOO_MANY_REJECTIONS("too-many-rejections"),
    TOO_MANY_CONNECTIONS("too-many-connections"),
    SLOW_CONSUMER("slow-consumer"),
    IDLE("idle"),
    TRANSPORT("transport");

    private final String code;

    Reason(String code) {
      this.code = code;
    }

    String code() {
      return code;
    }
  }

  private final Reason reason;

  Rejection(Reason reason, String detail) {
    super(detail, null, false, false);
    this.reason = reason;
  }

  Reason reason() {
    return reason;
  }
}
