package dev.hyphadb.core.channel;

import dev.hyphadb.core.commit.Hex;
import dev.hyphadb.core.value.Value;
import dev.hyphadb.core.value.ValueNotation;
import dev.hyphadb.core.value.Vectors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Checks docs/protocol/vectors/channels.json. Portable. */
public final class ChannelVectors {
  private ChannelVectors() {}

  public static List<String> check(Map<String, Object> file) {
    Vectors vectors = new Vectors();
    for (Map<String, Object> vector : Vectors.section(file, "frames")) {
      vectors.check(
          vector,
          () -> {
            byte[] frame = make(Vectors.map(vector.get("frame")));
            Vectors.same("bytes", vector.get("bytes"), Hex.encode(frame));
            Vectors.same("what it brings", vector.get("brings"), brings(inbox(), frame));
          });
    }
    for (Map<String, Object> vector : Vectors.section(file, "conversations")) {
      vectors.check(vector, () -> conversation(vector));
    }
    for (Map<String, Object> vector : Vectors.section(file, "refused")) {
      vectors.check(
          vector,
          () -> {
            byte[] frame = Hex.decode(Vectors.text(vector.get("bytes")));
            Vectors.same("reason", vector.get("reason"), reason(frame));
          });
    }
    return vectors.failures();
  }

  static ChannelInbox inbox() {
    return new ChannelInbox(ChannelLimits.DEFAULTS, new ReceiveBudget(1 << 20), name -> true);
  }

  private static void conversation(Map<String, Object> vector) {
    ChannelInbox inbox = inbox();
    List<Object> brought = new ArrayList<>();
    for (Object frame : Vectors.list(vector.get("frames"))) {
      brought.add(brings(inbox, Hex.decode(Vectors.text(frame))));
    }
    Vectors.same("what each brings", vector.get("brings"), brought);
  }

  /** Why the frame is refused; {@code none} when it is not. */
  static String reason(byte[] frame) {
    ChannelInbox inbox = inbox();
    Vectors.same("what it brings", List.of(), brings(inbox, frame));
    for (ChannelRejection reason : ChannelRejection.values()) {
      if (inbox.rejected(reason) > 0) {
        return reason.name();
      }
    }
    return "none";
  }

  /** A frame from its description. */
  static byte[] make(Map<String, Object> frame) {
    String channel = Vectors.text(frame.get("channel"));
    return switch (Vectors.text(frame.get("type"))) {
      case "head" -> {
        boolean isBinary = (Boolean) frame.get("binary");
        Value meta = frame.containsKey("meta") ? ValueNotation.from(frame.get("meta")) : null;
        byte[] head = ChannelFrame.head(channel, isBinary, (Integer) frame.get("length"), meta);
        yield ChannelFrame.concat(head, Hex.decode(Vectors.text(frame.get("payload"))));
      }
      case "part" -> ChannelFrame.part(channel, Hex.decode(Vectors.text(frame.get("payload"))));
      case "abandon" -> ChannelFrame.abandon(channel);
      case "ping" -> ChannelFrame.ping((Integer) frame.get("number"));
      case "pong" -> ChannelFrame.pong((Integer) frame.get("number"));
      case "taken" -> ChannelFrame.taken((Integer) frame.get("number"));
      default -> throw new IllegalArgumentException("no frame " + frame);
    };
  }

  /** What a frame brings, as objects that name it. */
  static List<Object> brings(ChannelInbox inbox, byte[] frame) {
    List<Object> brought = new ArrayList<>();
    for (ChannelEvent event : inbox.receive(frame)) {
      Map<String, Object> json = new LinkedHashMap<>();
      switch (event) {
        case ChannelEvent.Progress progress -> {
          json.put("progress", progress.channel());
          json.put("received", (int) progress.receivedBytes());
          json.put("length", (int) progress.lengthBytes());
        }
        case ChannelEvent.ValueMessage message -> {
          json.put("value", ValueNotation.to(message.value()));
          json.put("channel", message.channel());
        }
        case ChannelEvent.BinaryMessage message -> {
          json.put("binary", Hex.encode(message.bytes()));
          json.put("channel", message.channel());
          json.put("meta", message.meta() == null ? null : ValueNotation.to(message.meta()));
        }
        case ChannelEvent.Reply reply -> json.put("reply", Hex.encode(reply.frame()));
        case ChannelEvent.Taken taken -> json.put("taken", (int) taken.bytes());
        case ChannelEvent.Pong pong -> json.put("pong", pong.number());
      }
      brought.add(json);
    }
    return brought;
  }
}
