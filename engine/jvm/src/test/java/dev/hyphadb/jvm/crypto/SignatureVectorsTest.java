package dev.hyphadb.jvm.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Holds keys, addresses and signatures to docs/protocol/vectors/signatures.json, as
 * engine/browser's tests hold those of a page. Written anew with {@code
 * -Dhypha.vectors.write=true}.
 */
final class SignatureVectorsTest {
  private static final Path FILE = Path.of("../../docs/protocol/vectors/signatures.json");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HexFormat HEX = HexFormat.of();
  private static final BigInteger ORDER =
      new BigInteger("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16);

  /** The smallest and the greatest secret, a well-known one, and one of no special form. */
  private static final Map<String, String> SECRETS =
      Map.of(
          "one",
          "0".repeat(63) + "1",
          "greatest",
          ORDER.subtract(BigInteger.ONE).toString(16),
          "development",
          "ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80",
          "hashed",
          HEX.formatHex(sha256("a secret")));

  static List<Ecdsa> libraries() {
    return List.of(new NativeEcdsa(), new BouncyCastleEcdsa());
  }

  @Test
  void theFileIsWhatItsDefinitionSays() throws Exception {
    String defined = define();
    if (Boolean.getBoolean("hypha.vectors.write")) {
      Files.writeString(FILE, defined);
    }
    assertEquals(defined, Files.readString(FILE));
  }

  @ParameterizedTest
  @MethodSource("libraries")
  void librariesAgreeWithIt(Ecdsa library) throws Exception {
    JsonNode file = JSON.readTree(FILE.toFile());
    EcdsaVerifier verifier = new EcdsaVerifier(library);
    for (JsonNode vector : file.path("valid")) {
      byte[] secret = bytes(vector, "secret");
      byte[] digest = bytes(vector, "digest");
      byte[] address = EthereumAddress.of(library.publicKey(secret));
      assertEquals(vector.path("address").asText(), EthereumAddress.toText(address));
      byte[] signature = library.sign(digest, secret);
      assertEquals(vector.path("signature").asText(), HEX.formatHex(signature));
      assertTrue(verifier.verify(digest, signature, address), vector.toString());
    }
    for (JsonNode vector : file.path("invalid")) {
      byte[] address = EthereumAddress.parse(vector.path("address").asText());
      byte[] signature = bytes(vector, "signature");
      // Once for an account that was not met, once for one that was: it is, among the valid ones.
      assertFalse(
          new EcdsaVerifier(library).verify(bytes(vector, "digest"), signature, address),
          vector.toString());
      assertFalse(verifier.verify(bytes(vector, "digest"), signature, address), vector.toString());
    }
    for (JsonNode secret : file.path("refusedSecrets")) {
      assertFalse(library.isSecret(HEX.parseHex(secret.path("secret").asText())));
    }
  }

  private static byte[] bytes(JsonNode vector, String field) {
    return HEX.parseHex(vector.path(field).asText());
  }

  private static String define() throws Exception {
    Ecdsa library = new BouncyCastleEcdsa();
    List<Map<String, Object>> valid = new ArrayList<>();
    List<Map<String, Object>> invalid = new ArrayList<>();
    for (String name : SECRETS.keySet().stream().sorted().toList()) {
      byte[] secret = HEX.parseHex(SECRETS.get(name));
      String address = EthereumAddress.toText(EthereumAddress.of(library.publicKey(secret)));
      for (String text : List.of("first", "second")) {
        byte[] digest = sha256(text);
        Map<String, Object> vector = new LinkedHashMap<>();
        vector.put("name", name + ", " + text);
        vector.put("secret", SECRETS.get(name));
        vector.put("address", address);
        vector.put("digest", HEX.formatHex(digest));
        vector.put("signature", HEX.formatHex(library.sign(digest, secret)));
        valid.add(vector);
      }
      byte[] digest = sha256("third");
      byte[] signature = library.sign(digest, secret);
      forged(signature)
          .forEach((fault, changed) -> {
            Map<String, Object> vector = new LinkedHashMap<>();
            vector.put("name", name + ", " + fault);
            vector.put("address", address);
            vector.put("digest", HEX.formatHex(digest));
            vector.put("signature", HEX.formatHex(changed));
            invalid.add(vector);
          });
    }
    List<Map<String, Object>> refused = new ArrayList<>();
    for (String secret : List.of("0".repeat(64), ORDER.toString(16), "f".repeat(64), "01")) {
      refused.add(Map.of("secret", secret));
    }
    return "{\n"
        + String.join(
            ",\n",
            section("valid", valid),
            section("invalid", invalid),
            section("refusedSecrets", refused))
        + "\n}\n";
  }

  private static Map<String, byte[]> forged(byte[] signature) {
    byte[] changed = signature.clone();
    changed[40] ^= 1;
    byte[] s = ORDER.subtract(new BigInteger(1, signature, 32, 32)).toByteArray();
    byte[] high = Arrays.copyOf(signature, 64);
    System.arraycopy(s, s.length - 32, high, 32, 32);
    byte[] notOnTheCurve = signature.clone();
    Arrays.fill(notOnTheCurve, 0, 32, (byte) 0xff);
    Map<String, byte[]> forged = new LinkedHashMap<>();
    forged.put("a changed bit", changed);
    forged.put("the high s", high);
    forged.put("an r that is no point", notOnTheCurve);
    forged.put("zeros", new byte[64]);
    forged.put("cut short", Arrays.copyOf(signature, 63));
    forged.put("a recovery number at its end", Arrays.copyOf(signature, 65));
    forged.put("nothing", new byte[0]);
    return forged;
  }

  private static String section(String name, List<Map<String, Object>> vectors) throws Exception {
    List<String> lines = new ArrayList<>();
    for (Map<String, Object> vector : vectors) {
      lines.add("    " + JSON.writeValueAsString(vector));
    }
    return "  \"" + name + "\": [\n" + String.join(",\n", lines) + "\n  ]";
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
