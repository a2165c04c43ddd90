package dev.hyphadb.fuzz;

import dev.hyphadb.core.commit.Sha256;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The platform's own, for targets. */
public final class Digests {
  private Digests() {}

  public static Sha256 sha256() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return digest::digest;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
