package dev.hyphadb.core.access;

import dev.hyphadb.core.commit.CommitCheck;
import dev.hyphadb.core.commit.Sha256;
import dev.hyphadb.core.commit.SignatureVerifier;
import dev.hyphadb.core.commit.Signer;
import java.util.Objects;

/**
 * What makes a database one with roles, where every commit is signed.
 *
 * @param database the name under which all peers open it; signatures are bound to it
 * @param verifier checks signatures
 * @param signer the account of this peer's own commits; {@code null} to only read and relay
 */
public record Security(
    String database,
    AccessPolicy policy,
    SignatureVerifier verifier,
    Signer signer,
    QuarantineLimits quarantine) {
  public Security {
    Objects.requireNonNull(database, "database");
    Objects.requireNonNull(policy, "policy");
    Objects.requireNonNull(verifier, "verifier");
    Objects.requireNonNull(quarantine, "quarantine");
  }

  /** With the default limits. */
  public Security(String database, AccessPolicy policy, SignatureVerifier verifier, Signer signer) {
    this(database, policy, verifier, signer, QuarantineLimits.DEFAULTS);
  }

  /** The check of commits from elsewhere, for one thread. */
  public static CommitCheck check(Security security, Sha256 sha256) {
    return security == null
        ? CommitCheck.unsigned()
        : CommitCheck.signed(security.database, sha256, security.verifier);
  }
}
