package dev.hyphadb.core.signal;

import java.util.ArrayList;
import java.util.List;

/**
 * Signaling messages as bytes: a MessagePack array of version, type and fields, in a subset of
 * positive integers, ASCII strings and arrays. docs/protocol/rendezvous.md has the layout and
 * vectors.
 */
public final class SignalCodec {
  /** The longest session description, in characters. */
  public static final int SDP_LENGTH_MAX = 16_384;

  /** The most candidates in one message. */
  public static final int CANDIDATES_MAX = 32;

  /** The longest message, in bytes. */
  public static final int MESSAGE_BYTES_MAX = 32_768;

  static final int KIND_LENGTH_MAX = 32;
  static final int CANDIDATE_LENGTH_MAX = 512;
  static final int MID_LENGTH_MAX = 32;
  private static final int LINE_MAX = 255;
  private static final int VERSION = 1;
  private static final int ANNOUNCE = 1;
  private static final int CALL = 2;
  private static final int OFFER = 3;
  private static final int ANSWER = 4;
  private static final int CANDIDATES = 5;
  private static final int BYE = 6;

  private SignalCodec() {}

  /** The message's bytes. */
  public static byte[] encode(SignalMessage message) {
    CompactWriter out = new CompactWriter();
    switch (message) {
      case SignalMessage.Announce announce -> head(out, ANNOUNCE, 1).text(announce.kind());
      case SignalMessage.Call call -> head(out, CALL, 2).text(call.kind()).integer(call.lost());
      case SignalMessage.Offer offer ->
          head(out, OFFER, 3).integer(offer.session()).text(offer.kind()).text(offer.sdp());
      case SignalMessage.Answer answer ->
          head(out, ANSWER, 2).integer(answer.session()).text(answer.sdp());
      case SignalMessage.Candidates some -> {
        head(out, CANDIDATES, 2).integer(some.session()).array(some.candidates().size());
        for (IceCandidate candidate : some.candidates()) {
          out.array(3).text(candidate.mid()).integer(candidate.line()).text(candidate.text());
        }
      }
      case SignalMessage.Bye bye -> head(out, BYE, 0);
    }
    return out.bytes();
  }

  private static CompactWriter head(CompactWriter out, int type, int fields) {
    return out.array(2 + fields).integer(VERSION).integer(type);
  }

  /**
   * The message in bytes from outside, or null when they are none. Elements after those known here
   * are left for later versions of the protocol and not looked at.
   */
  public static SignalMessage decode(byte[] bytes) {
    if (bytes.length > MESSAGE_BYTES_MAX) {
      return null;
    }
    CompactReader in = new CompactReader(bytes);
    int elements = in.array(15);
    if (in.integer(VERSION) != VERSION || elements < 2) {
      return null;
    }
    int type = in.integer(BYE);
    SignalMessage message =
        switch (type) {
          case ANNOUNCE -> elements < 3 ? null : new SignalMessage.Announce(kind(in));
          case CALL ->
              elements < 4 ? null : new SignalMessage.Call(kind(in), in.integer(Integer.MAX_VALUE));
          case OFFER ->
              elements < 5
                  ? null
                  : new SignalMessage.Offer(
                      in.integer(Integer.MAX_VALUE), kind(in), in.text(1, SDP_LENGTH_MAX));
          case ANSWER ->
              elements < 4
                  ? null
                  : new SignalMessage.Answer(
                      in.integer(Integer.MAX_VALUE), in.text(1, SDP_LENGTH_MAX));
          case CANDIDATES -> elements < 4 ? null : candidates(in);
          case BYE -> new SignalMessage.Bye();
          default -> null;
        };
    return in.failed() ? null : message;
  }

  private static SignalMessage candidates(CompactReader in) {
    int session = in.integer(Integer.MAX_VALUE);
    int count = in.array(CANDIDATES_MAX);
    List<IceCandidate> candidates = new ArrayList<>();
    for (int i = 0; i < count && !in.failed(); i++) {
      if (in.array(3) != 3) {
        in.fail();
      }
      String mid = in.text(0, MID_LENGTH_MAX);
      int line = in.integer(LINE_MAX);
      candidates.add(new IceCandidate(mid, line, in.text(1, CANDIDATE_LENGTH_MAX)));
    }
    return new SignalMessage.Candidates(session, candidates);
  }

  private static String kind(CompactReader in) {
    String kind = in.text(1, KIND_LENGTH_MAX);
    if (!isKind(kind)) {
      in.fail();
    }
    return kind;
  }

  /** Whether the text can name a kind of peer: 1 to 32 of lowercase letters, digits and hyphens. */
  public static boolean isKind(String kind) {
    if (kind.isEmpty() || kind.length() > KIND_LENGTH_MAX) {
      return false;
    }
    for (int i = 0; i < kind.length(); i++) {
      char c = kind.charAt(i);
      if (!(c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-')) {
        return false;
      }
    }
    return true;
  }
}
