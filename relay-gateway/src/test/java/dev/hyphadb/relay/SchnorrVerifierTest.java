package dev.hyphadb.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Vectors of BIP-340 (test-vectors.csv), by their index there. */
class SchnorrVerifierTest {
  private static final String KEY_1 =
      "DFF1D77F2A671C5F36183726DB2341BE58FEAE1DA2DECED843240F7B502BA659";
  private static final String MESSAGE_1 =
      "243F6A8885A308D313198A2E03707344A4093822299F31D0082EFA98EC4E6C89";
  private static final String R_5 =
      "6CFF5C3BA86C69EA4B7376F31A9BCB4F74C1976089B2D9963DA2E5543E177769";
  private static final String S_5 =
      "69E89B4C5564D00349106B8497785DD7D1D713A8AE82B32FA79D5F7FC407D39B";

  private record Vector(int index, String key, String message, String signature, boolean valid) {}

  private static final Vector[] VECTORS = {
    new Vector(
        1,
        KEY_1,
        MESSAGE_1,
        "6896BD60EEAE296DB48A229FF71DFE071BDE413E6D43F917DC8DCF8C78DE3341"
            + "8906D11AC976ABCCB20B091292BFF4EA897EFCB639EA871CFA95F6DE339E4B0A",
        true),
    new Vector(
        2,
        "DD308AFEC5777E13121FA72B9CC1B7CC0139715309B086C960E18FD969774EB8",
        "7E2D58D8B3BCDF1ABADEC7829054F90DDA9805AAB56C77333024B9D0A508B75C",
        "5831AAEED7B44BB74E5EAB94BA9D4294C49BCF2A60728D8B4C200F50DD313C1B"
            + "AB745879A5AD954A72C45A91C3A51D3C7ADEA98D82F8481E0E1E03674A6F3FB7",
        true),
    new Vector(
        3,
        "25D1DFF95105F5253C4022F628A996AD3A0D95FBF21D468A1B33F8C160D8F517",
        "F".repeat(64),
        "7EB0509757E246F19449885651611CB965ECC1A187DD51B64FDA1EDC9637D5EC"
            + "97582B9CB13DB3933705B32BA982AF5AF25FD78881EBB32771FC5922EFC66EA3",
        true),
    new Vector(
        4,
        "D69C3509BB99E412E68B0FE8544E72837DFA30746D8BE2AA65975F29D22DC7B9",
        "4DF3C3F68FCC83B27E9D42C90431A72499F17875C81A599B566C9889B9696703",
        "00000000000000000000003B78CE563F89A0ED9414F5AA28AD0D96D6795F9C63"
            + "76AFB1548AF603B3EB45C9F8207DEE1060CB71C04E80F593060B07D28308D7F4",
        true),
    new Vector(
        5,
        "EEFDEA4CDB677750A420FEE807EACF21EB9898AE79B9768766E4FAA04A2D4A34",
        MESSAGE_1,
        R_5 + S_5,
        false),
    new Vector(
        6,
        KEY_1,
        MESSAGE_1,
        "FFF97BD5755EEEA420453A14355235D382F6472F8568A18B2F057A1460297556"
            + "3CC27944640AC607CD107AE10923D9EF7A73C643E166BE5EBEAFA34B1AC553E2",
        false),
    new Vector(
        7,
        KEY_1,
        MESSAGE_1,
        "1FA62E331EDBC21C394792D2AB1100A7B432B013DF3F6FF4F99FCB33E0E1515F"
            + "28890B3EDB6E7189B630448B515CE4F8622A954CFE545735AAEA5134FCCDB2BD",
        false),
    new Vector(
        12,
        KEY_1,
        MESSAGE_1,
        "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEFFFFFC2F" + S_5,
        false),
    new Vector(
        13,
        KEY_1,
        MESSAGE_1,
        R_5 + "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141",
        false),
    new Vector(
        14,
        "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEFFFFFC30",
        MESSAGE_1,
        R_5 + S_5,
        false),
  };

  static Stream<Arguments> verifiers() {
    return Stream.of(new NativeSchnorrVerifier(), new BouncyCastleSchnorrVerifier())
        .map(v -> Arguments.of(v.name(), v));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("verifiers")
  void agreesWithTheVectors(String name, SchnorrVerifier verifier) {
    assertTrue(verifier.selfTest());
    for (Vector vector : VECTORS) {
      assertEquals(
          vector.valid(),
          verifier.verify(bytes(vector.signature()), bytes(vector.message()), bytes(vector.key())),
          "vector " + vector.index());
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("verifiers")
  void refusesOtherLengths(String name, SchnorrVerifier verifier) {
    assertFalse(verifier.verify(new byte[63], new byte[32], new byte[32]));
    assertFalse(verifier.verify(new byte[64], new byte[31], new byte[32]));
    assertFalse(verifier.verify(new byte[64], new byte[32], new byte[33]));
    assertFalse(verifier.verify(new byte[64], new byte[32], new byte[32]));
  }

  @Test
  void signaturesOfOneVerifyInTheOther() {
    SchnorrVerifier pure = new BouncyCastleSchnorrVerifier();
    for (int i = 0; i < 20; i++) {
      Event event = new SignedEvents(i).sign(20_000, i, List.of(), "event " + i);
      assertTrue(pure.verify(bytes(event.sig()), bytes(event.id()), bytes(event.pubkey())));
    }
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.toLowerCase(Locale.ROOT));
  }
}
