package dev.hyphadb.jvm.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hyphadb.core.commit.SignatureVerifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class AccountKeyTest {
  private static final String SECRET =
      "ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";
  private static final byte[] DIGEST = new byte[32];

  static List<EcdsaVerifier> verifiers() {
    return List.of(
        new EcdsaVerifier(new NativeEcdsa()), new EcdsaVerifier(new BouncyCastleEcdsa()));
  }

  @ParameterizedTest
  @MethodSource("verifiers")
  void whatIsSignedIsAcceptedWhetherTheAccountIsKnownOrNot(EcdsaVerifier verifier) {
    AccountKey key = AccountKey.generate();
    AccountKey other = AccountKey.generate();
    byte[] signature = key.sign(DIGEST);
    byte[] changed = signature.clone();
    changed[40] ^= 1;
    for (int round = 0; round < 2; round++) {
      assertFalse(verifier.verify(DIGEST, changed, key.address()));
      assertFalse(verifier.verify(DIGEST, signature, other.address()));
      assertFalse(verifier.verify(DIGEST, Arrays.copyOf(signature, 65), key.address()));
      assertFalse(verifier.verify(DIGEST, new byte[0], key.address()));
      assertTrue(verifier.verify(DIGEST, signature, key.address()));
    }
  }

  @ParameterizedTest
  @MethodSource("verifiers")
  void manyAreEachJudgedAsIfAlone(EcdsaVerifier verifier) {
    AccountKey key = AccountKey.generate();
    AccountKey other = AccountKey.generate();
    for (int count : new int[] {0, 1, 3, 100}) {
      List<SignatureVerifier.Claim> claims = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        byte[] digest = DIGEST.clone();
        digest[0] = (byte) i;
        AccountKey signer = i % 3 == 1 ? other : key;
        claims.add(new SignatureVerifier.Claim(digest, signer.sign(digest), key.address()));
      }
      boolean[] verdicts = verifier.verifyAll(claims);
      assertEquals(count, verdicts.length);
      for (int i = 0; i < count; i++) {
        assertEquals(i % 3 != 1, verdicts[i], i + " of " + count);
      }
    }
  }

  @Test
  void manyThreadsMayAsk() {
    EcdsaVerifier verifier = new EcdsaVerifier();
    List<AccountKey> keys = IntStream.range(0, 20).mapToObj(i -> AccountKey.generate()).toList();
    assertTrue(
        IntStream.range(0, 400)
            .parallel()
            .mapToObj(i -> keys.get(i % keys.size()))
            .allMatch(key -> verifier.verify(DIGEST, key.sign(DIGEST), key.address())));
  }

  @Test
  void isReadFromAFile(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("key");
    Files.writeString(file, "0x" + SECRET + "\n");
    AccountKey key = AccountKey.read(file);
    assertEquals("AccountKey of 0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266", key.toString());
    assertArrayEquals(AccountKey.parse(SECRET).sign(DIGEST), key.sign(DIGEST));
  }

  @Test
  void errorsDoNotRepeatTheKey() {
    String bad = SECRET + "00";
    IllegalArgumentException error =
        assertThrows(IllegalArgumentException.class, () -> AccountKey.parse(bad));
    assertFalse(error.toString().contains(SECRET.substring(0, 8)));
    assertThrows(IllegalArgumentException.class, () -> AccountKey.parse("f".repeat(64)));
    assertThrows(IllegalArgumentException.class, () -> AccountKey.parse("not a key"));
  }
}
