package dev.hyphadb.core.access;

import dev.hyphadb.core.commit.Sha256;
import dev.hyphadb.core.commit.SignatureVerifier;
import dev.hyphadb.core.commit.Signer;
import dev.hyphadb.core.value.Utf8;
import java.util.Arrays;

/**
 * An account whose signatures are a hash of its address and the digest: no secret at all, fast and
 * the same everywhere. For tests only.
 */
public record TestAccount(String name, Sha256 sha256) implements Signer {
  @Override
  public byte[] address() {
    return Arrays.copyOf(sha256.hash(Utf8.encode("account " + name)), 20);
  }

  public Address account() {
    return new Address(address());
  }

  @Override
  public byte[] sign(byte[] digest) {
    return signature(sha256, digest, address());
  }

  public static SignatureVerifier verifier(Sha256 sha256) {
    return (digest, signature, address) ->
        Arrays.equals(signature, signature(sha256, digest, address));
  }

  private static byte[] signature(Sha256 sha256, byte[] digest, byte[] address) {
    byte[] both = Arrays.copyOf(digest, 52);
    System.arraycopy(address, 0, both, 32, 20);
    byte[] hash = sha256.hash(both);
    byte[] signature = Arrays.copyOf(hash, SignatureVerifier.SIGNATURE_LENGTH);
    System.arraycopy(hash, 0, signature, 32, 32);
    return signature;
  }
}
