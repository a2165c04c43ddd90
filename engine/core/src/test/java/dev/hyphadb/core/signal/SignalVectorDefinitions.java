package dev.hyphadb.core.signal;

import dev.hyphadb.core.commit.Hex;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Defines docs/protocol/vectors/signals.json. */
public final class SignalVectorDefinitions {
  private static final String SDP = "v=0\r\n";

  private SignalVectorDefinitions() {}

  public static Map<String, Object> define() {
    Map<String, Object> file = new LinkedHashMap<>();
    file.put("messages", messages());
    file.put(
        "read",
        List.of(
            read("a later version's element", "940101a470656572c0"),
            read("three of them, not parsed", "9501" + "06" + "c1c1c1")));
    file.put("invalid", invalid());
    return file;
  }

  private static List<Object> messages() {
    IceCandidate candidate = new IceCandidate("0", 0, "candidate:1");
    IceCandidate audio = new IceCandidate("audio", 255, "candidate:2\ttyp host");
    List<Object> vectors = new ArrayList<>();
    vectors.add(message("announce", new SignalMessage.Announce("peer")));
    vectors.add(message("announce of a node service", new SignalMessage.Announce("superpeer")));
    vectors.add(message("call", new SignalMessage.Call("peer", 0)));
    vectors.add(message("call after a lost session", new SignalMessage.Call("peer", 300)));
    vectors.add(message("offer", new SignalMessage.Offer(1, "peer", SDP)));
    vectors.add(message("offer, session of 5 bytes", new SignalMessage.Offer(70_000, "p-1", SDP)));
    vectors.add(message("answer", new SignalMessage.Answer(200, SDP)));
    vectors.add(message("answer, long", new SignalMessage.Answer(1, "x".repeat(300))));
    vectors.add(message("no candidates", new SignalMessage.Candidates(1, List.of())));
    vectors.add(message("candidates", new SignalMessage.Candidates(1, List.of(candidate, audio))));
    vectors.add(message("bye", new SignalMessage.Bye()));
    return vectors;
  }

  private static Map<String, Object> message(String name, SignalMessage message) {
    Map<String, Object> vector = new LinkedHashMap<>();
    vector.put("name", name);
    vector.put("message", SignalVectors.to(message));
    vector.put("bytes", Hex.encode(SignalCodec.encode(message)));
    return vector;
  }

  private static Map<String, Object> read(String name, String hex) {
    Map<String, Object> vector = new LinkedHashMap<>();
    vector.put("name", name);
    vector.put("bytes", hex);
    vector.put("message", SignalVectors.to(SignalCodec.decode(Hex.decode(hex))));
    return vector;
  }

  private static List<Object> invalid() {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("empty", "");
    all.put("no list", "c0");
    all.put("another version", "930201a470656572");
    all.put("a kind in upper case", "930101a450656572");
    all.put("a kind of no letters", "930101a0");
    all.put("too few elements", "920101");
    all.put("16 elements", "dc00100106");
    all.put("an unknown type", "930107a470656572");
    all.put("a kind that is a number", "93010103");
    all.put("a negative number", "940102a470656572ff");
    all.put("a number beyond 31 bits", "940102a470656572ceffffffff");
    all.put("text that is not ASCII", "940104ccc8a4763d30c3");
    all.put("an empty description", "94010401a0");
    all.put("a candidate of two elements", "9401050191" + "92a13000");
    all.put("an empty candidate", "9401050191" + "93a13000a0");
    all.put("a line beyond 255", "9401050191" + "93a130cd0100a161");
    all.put("33 candidates", "94010501dc0021");
    all.put("candidates without end", "94010501ddffffffff");
    all.put("text cut off", "940104ccc8daffff00");
    List<Object> vectors = new ArrayList<>();
    all.forEach((name, hex) -> {
      Map<String, Object> vector = new LinkedHashMap<>();
      vector.put("name", name);
      vector.put("bytes", hex);
      vectors.add(vector);
    });
    return vectors;
  }
}
