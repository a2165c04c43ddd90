package dev.hyphadb.core.signal;

import dev.hyphadb.core.value.PackReader;
import dev.hyphadb.core.value.PackWriter;
import dev.hyphadb.core.value.ValueException;
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
  private static final int ELEMENTS_MAX = 15;
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
    PackWriter out = new PackWriter();
    switch (message) {
      case SignalMessage.Announce announce -> head(out, ANNOUNCE, 1).text(announce.kind());
      case SignalMessage.Call call -> head(out, CALL, 2).text(call.kind()).integer(call.lost());
      case SignalMessage.Offer offer ->
          head(out, OFFER, 3).integer(offer.session()).text(offer.kind()).text(offer.sdp());
      case SignalMessage.Answer answer ->
          head(out, ANSWER, 2).integer(answer.session()).text(answer.sdp());
      case SignalMessage.Candidates some -> {
        head(out, CANDIDATES, 2).integer(some.session()).arrayHeader(some.candidates().size());
        for (IceCandidate candidate : some.candidates()) {
          out.arrayHeader(3).text(candidate.mid()).integer(candidate.line()).text(candidate.text());
        }
      }
      case SignalMessage.Bye bye -> head(out, BYE, 0);
    }
    return out.toByteArray();
  }

  private static PackWriter head(PackWriter out, int type, int fields) {
    return out.arrayHeader(2 + fields).integer(VERSION).integer(type);
  }

  /**
   * The message in bytes from outside, or null when they are none. Elements after those known here
   * are left for later versions of the protocol and not looked at.
   */
  public static SignalMessage decode(byte[] bytes) {
    if (bytes.length > MESSAGE_BYTES_MAX) {
      return null;
    }
    try {
      return read(new PackReader(bytes));
    } catch (ValueException e) {
      return null;
    }
  }

  private static SignalMessage read(PackReader in) {
    int elements = in.arrayHeader();
    in.integer(VERSION, VERSION);
    int type = in.integer(ANNOUNCE, BYE);
    requireAtLeast(
        elements,
        switch (type) {
          case ANNOUNCE -> 3;
          case OFFER -> 5;
          case BYE -> 2;
          default -> 4;
        });
    return switch (type) {
      case ANNOUNCE -> new SignalMessage.Announce(kind(in));
      case CALL -> new SignalMessage.Call(kind(in), in.integer(0, Integer.MAX_VALUE));
      case OFFER ->
          new SignalMessage.Offer(
              in.integer(0, Integer.MAX_VALUE), kind(in), text(in, 1, SDP_LENGTH_MAX));
      case ANSWER ->
          new SignalMessage.Answer(in.integer(0, Integer.MAX_VALUE), text(in, 1, SDP_LENGTH_MAX));
      case CANDIDATES -> candidates(in);
      default -> new SignalMessage.Bye();
    };
  }

  private static void requireAtLeast(int elements, int least) {
    if (elements < least || elements > ELEMENTS_MAX) {
      throw refused(elements + " elements");
    }
  }

  private static SignalMessage candidates(PackReader in) {
    int session = in.integer(0, Integer.MAX_VALUE);
    int count = in.arrayHeader();
    if (count > CANDIDATES_MAX) {
      throw refused(count + " candidates");
    }
    List<IceCandidate> candidates = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      in.arrayHeader(3);
      String mid = text(in, 0, MID_LENGTH_MAX);
      int line = in.integer(0, LINE_MAX);
      candidates.add(new IceCandidate(mid, line, text(in, 1, CANDIDATE_LENGTH_MAX)));
    }
    return new SignalMessage.Candidates(session, candidates);
  }

  private static String kind(PackReader in) {
    String kind = in.text();
    if (!isKind(kind)) {
      throw refused("not a kind of peer");
    }
    return kind;
  }

  /** Printable ASCII, tabs and line ends: all that session descriptions and candidates need. */
  private static String text(PackReader in, int lengthMin, int lengthMax) {
    String text = in.text();
    boolean isPlain =
        text.chars().allMatch(c -> c >= ' ' && c < 0x7f || c == '\r' || c == '\n' || c == '\t');
    if (!isPlain || text.length() < lengthMin || text.length() > lengthMax) {
      throw refused("a text that signaling does not carry");
    }
    return text;
  }

  private static ValueException refused(String what) {
    return new ValueException("malformed-signal", "", what);
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
