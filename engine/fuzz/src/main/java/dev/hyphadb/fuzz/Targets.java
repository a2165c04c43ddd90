package dev.hyphadb.fuzz;

import dev.hyphadb.core.access.AccessPolicy;
import dev.hyphadb.core.access.Address;
import dev.hyphadb.core.access.QuarantineLimits;
import dev.hyphadb.core.access.Roles;
import dev.hyphadb.core.access.Security;
import dev.hyphadb.core.commit.SignatureVerifier;
import dev.hyphadb.core.commit.Signer;
import dev.hyphadb.core.sync.FrameTarget;
import dev.hyphadb.core.sync.MessageTarget;
import dev.hyphadb.core.sync.ReplicaTarget;
import dev.hyphadb.core.sync.range.RangeTarget;
import dev.hyphadb.jvm.signaling.NostrTarget;
import dev.hyphadb.jvm.transfer.LineTarget;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Everything that takes bytes from outside, by name. */
public final class Targets {
  private static final Map<String, Supplier<Target>> ALL = new LinkedHashMap<>();

  static {
    ALL.put("value", ValueTarget::new);
    ALL.put("commit", CommitTarget::new);
    ALL.put("message", MessageTarget::new);
    ALL.put("frame", FrameTarget::new);
    ALL.put("ranges", RangeTarget::new);
    ALL.put("replica", () -> new ReplicaTarget(null));
    ALL.put("replica-with-roles", () -> new ReplicaTarget(roles()));
    ALL.put("signal", SignalTarget::new);
    ALL.put("rendezvous", RendezvousTarget::new);
    ALL.put("nostr", NostrTarget::new);
    ALL.put("channel", ChannelTarget::new);
    ALL.put("store", StoreTarget::new);
    ALL.put("json", JsonTarget::new);
    ALL.put("query", QueryTarget::new);
    ALL.put("prompt", PromptTarget::new);
    ALL.put("regex", RegexTarget::new);
    ALL.put("import", LineTarget::new);
  }

  private Targets() {}

  /** In the order in which they are tried. */
  public static Set<String> names() {
    return ALL.keySet();
  }

  /**
   * @throws IllegalArgumentException when there is none of that name
   */
  public static Target named(String name) {
    Supplier<Target> target = ALL.get(name);
    if (target == null) {
      throw new IllegalArgumentException(
          "there is no target \"" + name + "\"; there are " + String.join(", ", ALL.keySet()));
    }
    return target.get();
  }

  /**
   * Every second signature is good, so that the search comes to what is behind the check of them;
   * what the real check refuses, the tests of the engine's cryptography try.
   */
  private static Security roles() {
    byte[] admin = new byte[20];
    Arrays.fill(admin, (byte) 0x11);
    Signer signer =
        new Signer() {
          @Override
          public byte[] address() {
            return admin;
          }

          @Override
          public byte[] sign(byte[] digest) {
            return new byte[SignatureVerifier.SIGNATURE_LENGTH];
          }
        };
    SignatureVerifier verifier =
        (digest, signature, author) ->
            signature.length == SignatureVerifier.SIGNATURE_LENGTH && signature[0] >= 0;
    return new Security(
        "fuzz",
        new AccessPolicy(Set.of(new Address(admin)), Roles.DEFAULTS),
        verifier,
        signer,
        new QuarantineLimits(3, 2_000, 5, 4_000));
  }
}
