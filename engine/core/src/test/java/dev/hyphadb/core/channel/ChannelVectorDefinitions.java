package dev.hyphadb.core.channel;

import dev.hyphadb.core.commit.Hex;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.PackWriter;
import dev.hyphadb.core.value.Value;
import dev.hyphadb.core.value.ValueNotation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Defines docs/protocol/vectors/channels.json. */
public final class ChannelVectorDefinitions {
  private final List<Object> frames = new ArrayList<>();
  private final List<Object> conversations = new ArrayList<>();
  private final List<Object> refused = new ArrayList<>();

  private ChannelVectorDefinitions() {}

  public static Map<String, Object> define() {
    ChannelVectorDefinitions all = new ChannelVectorDefinitions();
    all.frames();
    all.conversations();
    all.refused();
    Map<String, Object> file = new LinkedHashMap<>();
    file.put("frames", all.frames);
    file.put("conversations", all.conversations);
    file.put("refused", all.refused);
    return file;
  }

  private void frames() {
    Value meta = Fields.of("name", Value.of("a.txt"));
    frame("a value", head("chat", false, 4, "81a16101"));
    Map<String, Object> binary = head("file", true, 2, "6869");
    binary.put("meta", ValueNotation.to(meta));
    frame("bytes with meta", binary);
    Map<String, Object> nothing = head("file", true, 2, "6869");
    nothing.put("meta", null);
    frame("bytes whose meta is null are bytes without", nothing);
    frame("no bytes", head("\u00e4\u00f6\u00fc\u00e4\u00f6\u00fc", true, 0, ""));
    frame("a beginning", head("file", true, 300, "00ff"));
    frame("a part alone brings nothing", named("part", "file", "6869"));
    frame("an end of what was not begun", named("abandon", "file", null));
    frame("ping", numbered("ping", 7));
    frame("ping, the greatest number", numbered("ping", Integer.MAX_VALUE));
    frame("pong", numbered("pong", 300));
    frame("taken", numbered("taken", 524_288));
    media();
  }

  /** What docs/protocol/media.md says goes over a channel. */
  private void media() {
    frame(
        "media: an offer, with what is said about the section whose mid is 0",
        media(
            Fields.builder()
                .put("type", Value.of("offer"))
                .put("sdp", Value.of("v=0\r\n"))
                .put("metas", Fields.of("0", Fields.of("name", Value.of("camera"))))
                .build()));
    frame(
        "media: an answer",
        media(
            Fields.builder()
                .put("type", Value.of("answer"))
                .put("sdp", Value.of("v=0\r\n"))
                .put("metas", Fields.EMPTY)
                .build()));
    frame(
        "media: a candidate",
        media(
            Fields.builder()
                .put("candidate", Value.of("candidate:1 1 udp 1 127.0.0.1 4000 typ host"))
                .put("mid", Value.of("0"))
                .put("line", Value.of(0))
                .build()));
  }

  private static Map<String, Object> media(Fields message) {
    byte[] payload = PackWriter.pack(message);
    return head("\0media", false, payload.length, Hex.encode(payload));
  }

  private static Map<String, Object> head(
      String channel, boolean isBinary, int length, String payload) {
    Map<String, Object> frame = named("head", channel, payload);
    frame.put("binary", isBinary);
    frame.put("length", length);
    return frame;
  }

  private static Map<String, Object> named(String type, String channel, String payload) {
    Map<String, Object> frame = new LinkedHashMap<>();
    frame.put("type", type);
    frame.put("channel", channel);
    if (payload != null) {
      frame.put("payload", payload);
    }
    return frame;
  }

  private static Map<String, Object> numbered(String type, int number) {
    Map<String, Object> frame = new LinkedHashMap<>();
    frame.put("type", type);
    frame.put("number", number);
    return frame;
  }

  private void frame(String name, Map<String, Object> frame) {
    byte[] bytes = ChannelVectors.make(frame);
    Map<String, Object> vector = new LinkedHashMap<>();
    vector.put("name", name);
    vector.put("frame", frame);
    vector.put("bytes", Hex.encode(bytes));
    vector.put("brings", ChannelVectors.brings(ChannelVectors.inbox(), bytes));
    frames.add(vector);
  }

  private void conversations() {
    conversation(
        "a message in three frames, another channel between",
        head("file", true, 5, "01"),
        head("chat", false, 1, "c3"),
        named("part", "file", "0203"),
        named("part", "file", "0405"));
    conversation(
        "a head abandons what is unfinished",
        head("file", true, 5, "01"),
        head("file", true, 1, "09"),
        named("part", "file", "02"));
    conversation(
        "an abandoned message does not go on",
        head("file", true, 5, "01"),
        named("abandon", "file", null),
        named("part", "file", "02030405"));
    conversation(
        "a part beyond the length ends the message",
        head("file", true, 2, "01"),
        named("part", "file", "0203"),
        named("part", "file", "02"));
  }

  @SafeVarargs
  private void conversation(String name, Map<String, Object>... described) {
    ChannelInbox inbox = ChannelVectors.inbox();
    List<Object> bytes = new ArrayList<>();
    List<Object> brings = new ArrayList<>();
    for (Map<String, Object> frame : described) {
      byte[] made = ChannelVectors.make(frame);
      bytes.add(Hex.encode(made));
      brings.add(ChannelVectors.brings(inbox, made));
    }
    Map<String, Object> vector = new LinkedHashMap<>();
    vector.put("name", name);
    vector.put("frames", bytes);
    vector.put("brings", brings);
    conversations.add(vector);
  }

  private void refused() {
    refused("empty", "");
    refused("a frame of sync", "00");
    refused("an unknown type", "46");
    refused("a head without a name", "40");
    refused("a name of no bytes", "40a00000c0");
    refused("a name of 13 bytes", "40ad313233343536373839303132330000c0");
    refused("a name that is not text", "40010000c0");
    refused("an unknown form", "40a1610200c0");
    refused("a negative length", "40a16101ffc0");
    refused("a length that is not in its shortest form", "40a16101cc01c000");
    refused("meta with a value", "40a1610001a16d01");
    refused("meta cut off", "40a1610101a2");
    refused("more bytes than announced", "40a1610101c00102");
    refused("a value that is none", "40a1610001c0c1");
    refused("bytes behind a value", "40a1610002c0c0c0");
    refused("a part of nothing", "41a16101");
    refused("something behind an end", "42a161c0");
    refused("a ping of a negative number", "43ff");
    refused("a ping beyond 31 bits", "43ce80000000");
    refused("something behind a ping", "430700");
    refused("a negative report", "45ff");
  }

  private void refused(String name, String hex) {
    Map<String, Object> vector = new LinkedHashMap<>();
    vector.put("name", name);
    vector.put("bytes", hex);
    vector.put("reason", ChannelVectors.reason(Hex.decode(hex)));
    refused.add(vector);
  }
}
