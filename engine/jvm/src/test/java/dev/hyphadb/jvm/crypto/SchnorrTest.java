package dev.hyphadb.jvm.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Both libraries against the test vectors of BIP-340 and against each other. */
final class SchnorrTest {
  private static final HexFormat HEX = HexFormat.of();

  /** A signing vector: secret, public key, auxiliary bytes, message, signature. */
  private static final List<List<String>> SIGNING =
      List.of(
          List.of(
              "0000000000000000000000000000000000000000000000000000000000000003",
              "f9308a019258c31049344f85f89d5229b531c845836f99b08601f113bce036f9",
              "0000000000000000000000000000000000000000000000000000000000000000",
              "0000000000000000000000000000000000000000000000000000000000000000",
              "e907831f80848d1069a5371b402410364bdf1c5f8307b0084c55f1ce2dca8215"
                  + "25f66a4a85ea8b71e482a74f382d2ce5ebeee8fdb2172f477df4900d310536c0"),
          List.of(
              "b7e151628aed2a6abf7158809cf4f3c762e7160f38b4da56a784d9045190cfef",
              "dff1d77f2a671c5f36183726db2341be58feae1da2deced843240f7b502ba659",
              "0000000000000000000000000000000000000000000000000000000000000001",
              "243f6a8885a308d313198a2e03707344a4093822299f31d0082efa98ec4e6c89",
              "6896bd60eeae296db48a229ff71dfe071bde413e6d43f917dc8dcf8c78de3341"
                  + "8906d11ac976abccb20b091292bff4ea897efcb639ea871cfa95f6de339e4b0a"));

  static List<Schnorr> libraries() {
    return List.of(new NativeSchnorr(), new BouncyCastleSchnorr());
  }

  @ParameterizedTest
  @MethodSource("libraries")
  void vectorsOfTheStandard(Schnorr library) {
    for (List<String> vector : SIGNING) {
      byte[] secret = HEX.parseHex(vector.get(0));
      byte[] key = HEX.parseHex(vector.get(1));
      byte[] message = HEX.parseHex(vector.get(3));
      byte[] signature = HEX.parseHex(vector.get(4));
      assertArrayEquals(key, library.publicKey(secret));
      assertArrayEquals(signature, library.sign(message, secret, HEX.parseHex(vector.get(2))));
      assertTrue(library.verify(signature, message, key));
    }
  }

  @ParameterizedTest
  @MethodSource("libraries")
  void whatIsNoSignatureIsRefused(Schnorr library) {
    byte[] key = HEX.parseHex(SIGNING.get(1).get(1));
    byte[] message = HEX.parseHex(SIGNING.get(1).get(3));
    byte[] signature = HEX.parseHex(SIGNING.get(1).get(4));
    for (int i = 0; i < 64; i += 7) {
      byte[] changed = signature.clone();
      changed[i] ^= 1;
      assertFalse(library.verify(changed, message, key), "byte " + i);
    }
    byte[] otherMessage = message.clone();
    otherMessage[31] ^= 1;
    assertFalse(library.verify(signature, otherMessage, key));
    byte[] notOnTheCurve =
        HEX.parseHex("eefdea4cdb677750a420fee807eacf21eb9898ae79b9768766e4faa04a2d4a34");
    assertFalse(library.verify(signature, message, notOnTheCurve));
    byte[] overTheField =
        HEX.parseHex("fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc30");
    assertFalse(library.verify(signature, message, overTheField));
    byte[] allOnes = new byte[64];
    java.util.Arrays.fill(allOnes, (byte) 0xff);
    assertFalse(library.verify(allOnes, message, key));
    assertFalse(library.verify(new byte[64], message, key));
    assertFalse(library.verify(new byte[63], message, key));
    assertFalse(library.verify(signature, message, new byte[31]));
    assertFalse(library.verify(signature, new byte[0], key));
  }

  @ParameterizedTest
  @MethodSource("libraries")
  void secretsAreWithinTheGroup(Schnorr library) {
    assertFalse(library.isSecret(new byte[32]));
    assertFalse(library.isSecret(new byte[31]));
    assertFalse(
        library.isSecret(
            HEX.parseHex("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141")));
    assertTrue(
        library.isSecret(
            HEX.parseHex("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364140")));
  }

  @Test
  void theLibrariesAgree() {
    Random random = new Random(340);
    Schnorr first = new NativeSchnorr();
    Schnorr second = new BouncyCastleSchnorr();
    for (int i = 0; i < 50; i++) {
      byte[] secret = new byte[32];
      byte[] message = new byte[32];
      byte[] auxiliary = new byte[32];
      random.nextBytes(secret);
      random.nextBytes(message);
      random.nextBytes(auxiliary);
      byte[] signature = first.sign(message, secret, auxiliary);
      assertArrayEquals(signature, second.sign(message, secret, auxiliary));
      assertTrue(second.verify(signature, message, first.publicKey(secret)));
    }
  }

  @Test
  void sessionKeysSignForTheirPeerOnly() {
    SessionKey key = SessionKey.generate();
    SessionKey other = SessionKey.generate();
    byte[] message = new byte[32];
    byte[] signature = key.sign(message);
    assertTrue(SessionKey.verify(key.peer(), message, signature));
    assertFalse(SessionKey.verify(other.peer(), message, signature));
    assertEquals("SessionKey of " + key.peer(), key.toString());
    assertInstanceOf(NativeSchnorr.class, Schnorr.fastest(), "the native library loads here");
  }
}
