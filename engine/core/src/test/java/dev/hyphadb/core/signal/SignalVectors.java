package dev.hyphadb.core.signal;

import dev.hyphadb.core.commit.Hex;
import dev.hyphadb.core.value.Vectors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Checks docs/protocol/vectors/signals.json. Portable. */
public final class SignalVectors {
  private SignalVectors() {}

  public static List<String> check(Map<String, Object> file) {
    Vectors vectors = new Vectors();
    for (Map<String, Object> vector : Vectors.section(file, "messages")) {
      vectors.check(
          vector,
          () -> {
            SignalMessage message = from(Vectors.map(vector.get("message")));
            Vectors.same("bytes", vector.get("bytes"), Hex.encode(SignalCodec.encode(message)));
            Vectors.same("read", message, SignalCodec.decode(bytes(vector)));
          });
    }
    for (Map<String, Object> vector : Vectors.section(file, "read")) {
      vectors.check(
          vector,
          () ->
              Vectors.same(
                  "read",
                  from(Vectors.map(vector.get("message"))),
                  SignalCodec.decode(bytes(vector))));
    }
    for (Map<String, Object> vector : Vectors.section(file, "invalid")) {
      vectors.check(
          vector,
          () -> Vectors.same("is refused", true, SignalCodec.decode(bytes(vector)) == null));
    }
    return vectors.failures();
  }

  private static byte[] bytes(Map<String, Object> vector) {
    return Hex.decode(Vectors.text(vector.get("bytes")));
  }

  static SignalMessage from(Map<String, Object> json) {
    String kind = Vectors.text(json.get("kind"));
    String sdp = Vectors.text(json.get("sdp"));
    return switch (Vectors.text(json.get("type"))) {
      case "announce" -> new SignalMessage.Announce(kind);
      case "call" -> new SignalMessage.Call(kind, (Integer) json.get("lost"));
      case "offer" -> new SignalMessage.Offer((Integer) json.get("session"), kind, sdp);
      case "answer" -> new SignalMessage.Answer((Integer) json.get("session"), sdp);
      case "candidates" -> {
        List<IceCandidate> candidates = new ArrayList<>();
        for (Object each : Vectors.list(json.get("candidates"))) {
          List<Object> candidate = Vectors.list(each);
          candidates.add(
              new IceCandidate(
                  Vectors.text(candidate.get(0)),
                  (Integer) candidate.get(1),
                  Vectors.text(candidate.get(2))));
        }
        yield new SignalMessage.Candidates((Integer) json.get("session"), candidates);
      }
      case "bye" -> new SignalMessage.Bye();
      default -> throw new IllegalArgumentException("no message " + json);
    };
  }

  static Map<String, Object> to(SignalMessage message) {
    Map<String, Object> json = new LinkedHashMap<>();
    switch (message) {
      case SignalMessage.Announce announce -> {
        json.put("type", "announce");
        json.put("kind", announce.kind());
      }
      case SignalMessage.Call call -> {
        json.put("type", "call");
        json.put("kind", call.kind());
        json.put("lost", call.lost());
      }
      case SignalMessage.Offer offer -> {
        json.put("type", "offer");
        json.put("session", offer.session());
        json.put("kind", offer.kind());
        json.put("sdp", offer.sdp());
      }
      case SignalMessage.Answer answer -> {
        json.put("type", "answer");
        json.put("session", answer.session());
        json.put("sdp", answer.sdp());
      }
      case SignalMessage.Candidates some -> {
        json.put("type", "candidates");
        json.put("session", some.session());
        List<Object> candidates = new ArrayList<>();
        some.candidates()
            .forEach(one -> candidates.add(List.of(one.mid(), one.line(), one.text())));
        json.put("candidates", candidates);
      }
      case SignalMessage.Bye bye -> json.put("type", "bye");
    }
    return json;
  }
}
