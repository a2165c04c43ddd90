package dev.hyphadb.core.sync;

import dev.hyphadb.core.commit.CommitCheck;
import dev.hyphadb.core.commit.CommitCodec;
import dev.hyphadb.core.commit.CommitKey;
import dev.hyphadb.core.commit.Hex;
import dev.hyphadb.core.commit.Sha256;
import dev.hyphadb.core.commit.VerifiedCommit;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.Octets;
import dev.hyphadb.core.value.PackReader;
import dev.hyphadb.core.value.PackWriter;
import dev.hyphadb.core.value.Vectors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.DataFormatException;

/** Checks docs/protocol/vectors/messages.json. Portable. */
public final class MessageVectors {
  private static final int SESSION = 0x51234567;

  private MessageVectors() {}

  public static List<String> check(Map<String, Object> file, Sha256 sha256) {
    Vectors vectors = new Vectors();
    CommitCodec commits = new CommitCodec(sha256);
    MessageCodec codec = new MessageCodec(commits, CommitCheck.unsigned());
    // Whose signatures these are is not what these vectors are about.
    MessageCodec signed =
        new MessageCodec(
            commits, CommitCheck.signed("any", sha256, (digest, signature, address) -> true));
    for (Map<String, Object> vector : Vectors.section(file, "messages")) {
      vectors.check(
          vector,
          () -> {
            Map<String, Object> json = Vectors.map(vector.get("message"));
            byte[] bytes = codec.encode(from(json, commits));
            Vectors.same("bytes", vector.get("hex"), Hex.encode(bytes));
            MessageCodec reader = isSigned(json) ? signed : codec;
            Vectors.same("message", json, to(reader.decode(bytes)));
            throughFrames(bytes);
          });
    }
    for (Map<String, Object> vector : Vectors.section(file, "invalid")) {
      byte[] bytes = Hex.decode(Vectors.text(vector.get("hex")));
      vectors.check(
          vector,
          () -> Vectors.same("reason", vector.get("reason"), reasonOf(() -> codec.decode(bytes))));
    }
    for (Map<String, Object> vector : Vectors.section(file, "frames")) {
      vectors.check(vector, () -> frames(vector));
    }
    return vectors.failures();
  }

  private static boolean isSigned(Map<String, Object> message) {
    return message.get("commits") instanceof List<?> listed
        && listed.stream().anyMatch(commit -> Vectors.map(commit).get("signature") != null);
  }

  private static void throughFrames(byte[] message) {
    FrameCodec receiver = new FrameCodec();
    List<byte[]> frames = FrameCodec.toFrames(message, SESSION, 0);
    for (int i = 0; i < frames.size(); i++) {
      byte[] received = receiver.accept(frames.get(i));
      boolean isLast = i == frames.size() - 1;
      Vectors.same("complete", isLast, received != null);
      if (isLast) {
        Vectors.same("received", Hex.encode(message), Hex.encode(received));
      }
    }
  }

  /** The frames of a message, for another implementation to read. */
  public static String[] toFrames(String messageHex) {
    List<String> frames = new ArrayList<>();
    FrameCodec.toFrames(Hex.decode(messageHex), SESSION, 0)
        .forEach(frame -> frames.add(Hex.encode(frame)));
    return frames.toArray(new String[0]);
  }

  /** What another implementation deflated, in hex; the reason when it is not accepted. */
  public static String inflate(String payloadHex) {
    try {
      byte[] message = Compression.inflate(Hex.decode(payloadHex), FrameCodec.MESSAGE_BYTES_MAX);
      return message == null ? "oversized" : Hex.encode(message);
    } catch (DataFormatException e) {
      return "malformed";
    }
  }

  /** Given frames; the last one completes the message or is rejected, the others do neither. */
  private static void frames(Map<String, Object> vector) {
    FrameCodec receiver = new FrameCodec();
    List<Object> frames = Vectors.list(vector.get("frames"));
    for (int i = 0; i < frames.size() - 1; i++) {
      byte[] early = receiver.accept(Hex.decode(Vectors.text(frames.get(i))));
      Vectors.same("complete after frame " + i, false, early != null);
    }
    byte[] last = Hex.decode(Vectors.text(frames.get(frames.size() - 1)));
    if (vector.get("reason") != null) {
      Vectors.same("reason", vector.get("reason"), reasonOf(() -> receiver.accept(last)));
      byte[] next = receiver.accept(new byte[] {0, 0, 0, 0, 2, 0, 0, 1});
      Vectors.same("after a rejection", "01", Hex.encode(next));
      return;
    }
    byte[] message = receiver.accept(last);
    Vectors.same("message", vector.get("message"), Hex.encode(message));
  }

  private static String reasonOf(Vectors.Check check) {
    try {
      check.run();
      return "none";
    } catch (RejectedException e) {
      return e.reason();
    }
  }

  private static byte[] bytes(Map<String, Object> json, String name) {
    return Hex.decode(Vectors.text(json.get(name)));
  }

  private static long number(Map<String, Object> json, String name) {
    return Long.parseLong(Vectors.text(json.get(name)));
  }

  private static LogPosition position(Map<String, Object> json, String name) {
    if (json.get(name) == null) {
      return null;
    }
    Map<String, Object> position = Vectors.map(json.get(name));
    return new LogPosition(number(position, "sequence"), bytes(position, "check"));
  }

  static Message from(Map<String, Object> json, CommitCodec codec) {
    return switch (Vectors.text(json.get("type"))) {
      case "Hello" ->
          new Message.Hello(
              Octets.intAt(bytes(json, "session"), 0),
              new LogId(bytes(json, "logId")),
              position(json, "logEnd"),
              number(json, "liveCount"),
              bytes(json, "stateHash"),
              number(json, "refusals"),
              number(json, "waitingCount"),
              scope(json.get("scope")),
              fields(json.get("resolvers")),
              (Boolean) json.get("isAnswer"));
      case "Resume" -> new Message.Resume(position(json, "position"));
      case "Commits" -> new Message.Commits(position(json, "position"), commits(json, codec));
      case "Ranges" ->
          new Message.Ranges(
              (Boolean) json.get("isFirst"),
              (Boolean) json.get("isTotal"),
              bytes(json, "ranges"),
              wanted(json.get("wanted")));
      case "RangesAnswer" -> new Message.RangesAnswer(bytes(json, "ranges"));
      case "ScopeTooLarge" -> new Message.ScopeTooLarge();
      case "Refused" -> {
        List<CommitKey> keys = new ArrayList<>();
        Vectors.list(json.get("keys"))
            .forEach(key -> keys.add(new CommitKey(Hex.decode(Vectors.text(key)))));
        yield new Message.Refused(keys);
      }
      case "Ack" -> new Message.Ack((int) number(json, "messages"));
      default ->
          new Message.Status(
              position(json, "logEnd"),
              number(json, "liveCount"),
              bytes(json, "stateHash"),
              number(json, "refusals"),
              number(json, "waitingCount"),
              (Boolean) json.get("hasGiven"),
              (Boolean) json.get("isAnswerWanted"));
    };
  }

  private static Scope scope(Object json) {
    return json == null ? null : Scope.of(new PackReader(Hex.decode(Vectors.text(json))).value());
  }

  private static Fields fields(Object json) {
    return json == null
        ? Fields.EMPTY
        : (Fields) new PackReader(Hex.decode(Vectors.text(json))).value();
  }

  private static List<Integer> wanted(Object json) {
    List<Integer> wanted = new ArrayList<>();
    Vectors.list(json).forEach(position -> wanted.add((Integer) position));
    return wanted;
  }

  private static List<VerifiedCommit> commits(Map<String, Object> json, CommitCodec codec) {
    List<VerifiedCommit> commits = new ArrayList<>();
    for (Object item : Vectors.list(json.get("commits"))) {
      Map<String, Object> commit = Vectors.map(item);
      Object signature = commit.get("signature");
      commits.add(
          codec.decode(
              bytes(commit, "body"),
              signature == null ? null : Hex.decode(Vectors.text(signature))));
    }
    return commits;
  }

  static Map<String, Object> to(Message message) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("type", message.getClass().getSimpleName());
    switch (message) {
      case Message.Hello hello -> {
        byte[] session = new byte[Integer.BYTES];
        Octets.putInt(session, 0, hello.session());
        json.put("session", Hex.encode(session));
        json.put("logId", Hex.encode(hello.logId().bytes()));
        json.put("logEnd", to(hello.logEnd()));
        json.put("liveCount", Long.toString(hello.liveCount()));
        json.put("stateHash", Hex.encode(hello.stateHash()));
        json.put("refusals", Long.toString(hello.refusals()));
        json.put("waitingCount", Long.toString(hello.waitingCount()));
        json.put(
            "scope",
            hello.scope() == null ? null : Hex.encode(PackWriter.pack(hello.scope().toValue())));
        json.put(
            "resolvers",
            hello.resolvers().isEmpty() ? null : Hex.encode(PackWriter.pack(hello.resolvers())));
        json.put("isAnswer", hello.isAnswer());
      }
      case Message.Resume resume -> json.put("position", to(resume.position()));
      case Message.Commits commits -> {
        json.put("position", to(commits.position()));
        List<Object> list = new ArrayList<>();
        commits.commits().forEach(commit -> list.add(to(commit)));
        json.put("commits", list);
      }
      case Message.Ack ack -> json.put("messages", Integer.toString(ack.messages()));
      case Message.Status status -> {
        json.put("logEnd", to(status.logEnd()));
        json.put("liveCount", Long.toString(status.liveCount()));
        json.put("stateHash", Hex.encode(status.stateHash()));
        json.put("refusals", Long.toString(status.refusals()));
        json.put("waitingCount", Long.toString(status.waitingCount()));
        json.put("hasGiven", status.hasGiven());
        json.put("isAnswerWanted", status.isAnswerWanted());
      }
      case Message.Ranges ranges -> {
        json.put("isFirst", ranges.isFirst());
        json.put("isTotal", ranges.isTotal());
        json.put("ranges", Hex.encode(ranges.ranges()));
        json.put("wanted", new ArrayList<Object>(ranges.wanted()));
      }
      case Message.RangesAnswer answer -> json.put("ranges", Hex.encode(answer.ranges()));
      case Message.ScopeTooLarge tooLarge -> {}
      case Message.Refused refused -> {
        List<Object> keys = new ArrayList<>();
        refused.keys().forEach(key -> keys.add(Hex.encode(key.bytes())));
        json.put("keys", keys);
      }
    }
    return json;
  }

  private static Map<String, Object> to(LogPosition position) {
    if (position == null) {
      return null;
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("sequence", Long.toString(position.sequence()));
    json.put("check", Hex.encode(position.check()));
    return json;
  }

  private static Map<String, Object> to(VerifiedCommit commit) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("body", Hex.encode(commit.body()));
    if (commit.signature() != null) {
      json.put("signature", Hex.encode(commit.signature()));
    }
    return json;
  }
}
