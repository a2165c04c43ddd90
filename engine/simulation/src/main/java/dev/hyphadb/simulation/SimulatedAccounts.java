package dev.hyphadb.simulation;

import dev.hyphadb.core.access.AccessPolicy;
import dev.hyphadb.core.access.Address;
import dev.hyphadb.core.access.QuarantineLimits;
import dev.hyphadb.core.access.Roles;
import dev.hyphadb.core.access.Security;
import dev.hyphadb.core.commit.CommitDigest;
import dev.hyphadb.core.commit.Sha256;
import dev.hyphadb.core.commit.SignatureVerifier;
import dev.hyphadb.core.commit.Signer;
import dev.hyphadb.core.commit.VerifiedCommit;
import dev.hyphadb.core.value.Utf8;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The accounts of a run with roles: a super admin and a few others, which peers share. A signature
 * is a hash that anybody could make: fast, the same everywhere, and made by nobody here but for
 * itself.
 */
final class SimulatedAccounts {
  private static final String DATABASE = "simulated";
  private static final int COUNT = 5;
  private static final QuarantineLimits LITTLE_ROOM = new QuarantineLimits(3, 20_000, 6, 40_000);

  private final Sha256 sha256;
  private final boolean managersGrant;
  private final boolean hasLittleRoom;
  private final List<Account> accounts = new ArrayList<>();
  private final CommitDigest digest;

  /** An account that signs. */
  final class Account implements Signer {
    private final byte[] address;

    private Account(int number) {
      address = Arrays.copyOf(sha256.hash(Utf8.encode("account " + number)), 20);
    }

    Address id() {
      return new Address(address);
    }

    @Override
    public byte[] address() {
      return address;
    }

    @Override
    public byte[] sign(byte[] signed) {
      return signature(signed, address);
    }
  }

  SimulatedAccounts(Sha256 sha256, boolean managersGrant, boolean hasLittleRoom) {
    this.sha256 = sha256;
    this.managersGrant = managersGrant;
    this.hasLittleRoom = hasLittleRoom;
    this.digest = new CommitDigest(DATABASE, sha256);
    for (int i = 0; i < COUNT; i++) {
      accounts.add(new Account(i));
    }
  }

  /** The super admin first. */
  List<Account> all() {
    return accounts;
  }

  Account superAdmin() {
    return accounts.get(0);
  }

  /** Whose account a peer has. */
  Account of(int peer) {
    return accounts.get(peer % COUNT);
  }

  boolean managersGrant() {
    return managersGrant;
  }

  CommitDigest digest() {
    return digest;
  }

  Security security(int peer) {
    Roles roles =
        managersGrant
            ? Roles.DEFAULTS.with(
                Map.of(
                    "manager",
                    new Roles.Role(Set.of("publish", Roles.ASSIGN_ROLE), List.of("user"))))
            : Roles.DEFAULTS;
    AccessPolicy policy = new AccessPolicy(Set.of(superAdmin().id()), roles);
    SignatureVerifier verifier =
        (signed, signature, address) -> Arrays.equals(signature, signature(signed, address));
    return new Security(
        DATABASE,
        policy,
        verifier,
        of(peer),
        hasLittleRoom ? LITTLE_ROOM : QuarantineLimits.DEFAULTS);
  }

  private byte[] signature(byte[] signed, byte[] address) {
    byte[] both = Arrays.copyOf(signed, signed.length + address.length);
    System.arraycopy(address, 0, both, signed.length, address.length);
    return Arrays.copyOf(sha256.hash(both), SignatureVerifier.SIGNATURE_LENGTH);
  }

  boolean isSignedByAuthor(VerifiedCommit commit) {
    byte[] author = commit.commit().author();
    return author != null
        && Arrays.equals(commit.signature(), signature(digest.of(commit.id()), author));
  }
}
