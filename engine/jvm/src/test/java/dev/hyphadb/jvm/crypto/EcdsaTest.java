package dev.hyphadb.jvm.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.bouncycastle.util.BigIntegers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Both libraries against published signatures and against each other. */
final class EcdsaTest {
  private static final HexFormat HEX = HexFormat.of();
  private static final BigInteger ORDER =
      new BigInteger("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16);

  static List<Ecdsa> libraries() {
    return List.of(new NativeEcdsa(), new BouncyCastleEcdsa());
  }

  @ParameterizedTest
  @MethodSource("libraries")
  void signsAsPublished(Ecdsa library) throws Exception {
    byte[] secret = new byte[32];
    secret[31] = 1;
    byte[] digest =
        MessageDigest.getInstance("SHA-256")
            .digest("Satoshi Nakamoto".getBytes(StandardCharsets.US_ASCII));
    assertEquals(
        "934b1ea10a4b3c1757e2b0c017d0b6143ce3c9a7e6a4a49860d7a6ab210ee3d8"
            + "2442ce9d2b916064108014783e923ec36b49743e2ffa1c4496f01a512aafd9e5",
        HEX.formatHex(library.sign(digest, secret)));
  }

  @Test
  void librariesAgree() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    Ecdsa one = new NativeEcdsa();
    Ecdsa other = new BouncyCastleEcdsa();
    for (int i = 0; i < 50; i++) {
      byte[] secret = bytes(random, 32);
      byte[] digest = bytes(random, 32);
      byte[] signature = one.sign(digest, secret);
      byte[] key = one.publicKey(secret);
      String where = "seed " + seed + ", round " + i;
      assertArrayEquals(key, other.publicKey(secret), where);
      assertArrayEquals(signature, other.sign(digest, secret), where);
      assertTrue(one.verify(digest, signature, key), where);
      assertTrue(other.verify(digest, signature, key), where);
      boolean isFound = false;
      for (int parity = 0; parity < 2; parity++) {
        byte[] recovered = one.recover(digest, signature, parity);
        assertArrayEquals(recovered, other.recover(digest, signature, parity), where);
        isFound |= Arrays.equals(key, recovered);
      }
      assertTrue(isFound, where);
      signature[random.nextInt(64)] ^= (byte) (1 << random.nextInt(8));
      assertFalse(one.verify(digest, signature, key), where);
      assertFalse(other.verify(digest, signature, key), where);
    }
  }

  @ParameterizedTest
  @MethodSource("libraries")
  void whatIsNoSignatureIsRefused(Ecdsa library) {
    byte[] secret = bytes(new Random(1), 32);
    byte[] digest = bytes(new Random(2), 32);
    byte[] key = library.publicKey(secret);
    byte[] good = library.sign(digest, secret);
    List<byte[]> bad =
        List.of(
            new byte[0],
            new byte[64],
            Arrays.copyOf(good, 63),
            Arrays.copyOf(good, 65),
            withS(good, BigInteger.ZERO),
            withS(good, ORDER),
            withHighS(good));
    for (byte[] signature : bad) {
      assertFalse(library.verify(digest, signature, key), HEX.formatHex(signature));
    }
    assertFalse(library.verify(digest, good, new byte[64]));
    assertFalse(library.verify(digest, good, new byte[0]));
    assertFalse(library.verify(new byte[31], good, key));
    byte[] notOnTheCurve = Arrays.copyOf(good, 64);
    Arrays.fill(notOnTheCurve, 0, 32, (byte) 0xff);
    assertNull(library.recover(digest, notOnTheCurve, 0));
  }

  /** The other s that plain ECDSA would accept for the same r. */
  private static byte[] withHighS(byte[] signature) {
    return withS(signature, ORDER.subtract(new BigInteger(1, signature, 32, 32)));
  }

  private static byte[] withS(byte[] signature, BigInteger s) {
    byte[] changed = Arrays.copyOf(signature, 64);
    System.arraycopy(BigIntegers.asUnsignedByteArray(32, s), 0, changed, 32, 32);
    return changed;
  }

  @ParameterizedTest
  @MethodSource("libraries")
  void secretsLieWithinTheOrder(Ecdsa library) {
    assertFalse(library.isSecret(new byte[32]));
    assertFalse(library.isSecret(BigIntegers.asUnsignedByteArray(32, ORDER)));
    assertFalse(library.isSecret(new byte[31]));
    assertTrue(
        library.isSecret(BigIntegers.asUnsignedByteArray(32, ORDER.subtract(BigInteger.ONE))));
  }

  @Test
  void theNativeLibraryIsPreferred() {
    assertInstanceOf(NativeEcdsa.class, Ecdsa.fastest());
  }

  private static byte[] bytes(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
