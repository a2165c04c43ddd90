package dev.hyphadb.core.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The vectors of docs/protocol/rendezvous.md, and bytes that are no message. */
final class SignalCodecTest {
  private static final Map<SignalMessage, String> VECTORS = new LinkedHashMap<>();

  static {
    VECTORS.put(new SignalMessage.Announce("peer"), "930101a470656572");
    VECTORS.put(new SignalMessage.Announce("superpeer"), "930101a9737570657270656572");
    VECTORS.put(new SignalMessage.Call("peer", 0), "940102a47065657200");
    VECTORS.put(new SignalMessage.Call("peer", 300), "940102a470656572cd012c");
    VECTORS.put(new SignalMessage.Offer(1, "peer", "v=0\r\n"), "95010301a470656572a5763d300d0a");
    VECTORS.put(new SignalMessage.Answer(200, "v=0\r\n"), "940104ccc8a5763d300d0a");
    VECTORS.put(
        new SignalMessage.Candidates(1, List.of(new IceCandidate("0", 0, "candidate:1"))),
        "940105019193a13000ab63616e6469646174653a31");
    VECTORS.put(new SignalMessage.Bye(), "920106");
  }

  @Test
  void vectors() {
    VECTORS.forEach((message, hex) -> {
      assertEquals(hex, HexFormat.of().formatHex(SignalCodec.encode(message)));
      assertEquals(message, SignalCodec.decode(HexFormat.of().parseHex(hex)));
    });
  }

  @Test
  void longTextsAndManyCandidates() {
    SignalMessage offer =
        new SignalMessage.Offer(70_000, "peer", "x".repeat(SignalCodec.SDP_LENGTH_MAX));
    assertEquals(offer, SignalCodec.decode(SignalCodec.encode(offer)));
    IceCandidate candidate =
        new IceCandidate("audio", 255, "c".repeat(SignalCodec.CANDIDATE_LENGTH_MAX));
    SignalMessage many =
        new SignalMessage.Candidates(1, java.util.Collections.nCopies(32, candidate));
    assertEquals(many, SignalCodec.decode(SignalCodec.encode(many)));
  }

  @Test
  void laterElementsAreIgnored() {
    byte[] longer = HexFormat.of().parseHex("940101a470656572c0");
    assertEquals(new SignalMessage.Announce("peer"), SignalCodec.decode(longer));
  }

  @Test
  void whatIsNoMessageIsRefused() {
    for (String hex :
        List.of(
            "",
            "c0",
            "930201a470656572",
            "930101a450656572",
            "930101a0",
            "920101",
            "930107a470656572",
            "93010103",
            "940102a470656572ff",
            "940102a470656572ceffffffff",
            "940104ccc8a4763d30c3",
            "9401050193a13000a131",
            "94010501dc0021",
            "94010501ddffffffff",
            "940104ccc8daffff00")) {
      assertNull(SignalCodec.decode(HexFormat.of().parseHex(hex)), hex);
    }
    assertNull(SignalCodec.decode(new byte[SignalCodec.MESSAGE_BYTES_MAX + 1]));
  }

  @Test
  void everyPrefixIsRefusedAndEveryMutationSurvived() {
    Random random = new Random(7);
    VECTORS.forEach((message, hex) -> {
      byte[] bytes = HexFormat.of().parseHex(hex);
      for (int length = 0; length < bytes.length; length++) {
        assertNull(SignalCodec.decode(Arrays.copyOf(bytes, length)), hex + " cut to " + length);
      }
      for (int round = 0; round < 2_000; round++) {
        byte[] mutated = bytes.clone();
        mutated[random.nextInt(mutated.length)] = (byte) random.nextInt();
        SignalMessage decoded = SignalCodec.decode(mutated);
        if (decoded != null) {
          assertNotNull(
              SignalCodec.decode(SignalCodec.encode(decoded)), HexFormat.of().formatHex(mutated));
        }
      }
    });
  }
}
