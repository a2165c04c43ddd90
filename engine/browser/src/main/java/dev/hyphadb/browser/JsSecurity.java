package dev.hyphadb.browser;

import dev.hyphadb.core.access.AccessPolicy;
import dev.hyphadb.core.access.Address;
import dev.hyphadb.core.access.Roles;
import dev.hyphadb.core.access.Security;
import dev.hyphadb.core.commit.SignatureVerifier;
import dev.hyphadb.core.commit.Signer;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;
import org.teavm.jso.core.JSArray;

/** What makes a database one with roles, as JavaScript's side says it; keys stay on that side. */
final class JsSecurity {
  private JsSecurity() {}

  /** Every property is there. */
  interface Options extends JSObject {
    /** The name under which all peers open the database. */
    @JSProperty
    String getDatabase();

    @JSProperty
    String[] getSuperAdmins();

    @JSProperty
    JSArray<Role> getRoles();

    @JSProperty
    Verify getVerify();
  }

  /** A role besides the default ones. */
  interface Role extends JSObject {
    @JSProperty
    String getName();

    @JSProperty
    String[] getCan();

    @JSProperty
    String[] getInherits();
  }

  /** See {@link SignatureVerifier#verify}; takes {@code Uint8Array}s. */
  @JSFunctor
  interface Verify extends JSObject {
    boolean apply(JSObject digest, JSObject signature, JSObject address);
  }

  /** See {@link Signer}; takes and gives {@code Uint8Array}s. */
  interface Account extends JSObject {
    @JSProperty
    JSObject getAddress();

    JSObject sign(JSObject digest);
  }

  /**
   * @param options {@code null} for an open database
   * @throws IllegalArgumentException when an address or a role is none
   */
  static Security of(Options options) {
    if (options == null) {
      return null;
    }
    Set<Address> superAdmins = new HashSet<>();
    for (String address : options.getSuperAdmins()) {
      superAdmins.add(Address.of(address));
    }
    Map<String, Roles.Role> custom = new TreeMap<>();
    for (int i = 0; i < options.getRoles().getLength(); i++) {
      Role role = options.getRoles().get(i);
      custom.put(
          role.getName(), new Roles.Role(Set.of(role.getCan()), List.of(role.getInherits())));
    }
    Verify verify = options.getVerify();
    SignatureVerifier verifier =
        (digest, signature, address) ->
            verify.apply(JsBytes.toJs(digest), JsBytes.toJs(signature), JsBytes.toJs(address));
    AccessPolicy policy = new AccessPolicy(superAdmins, Roles.DEFAULTS.with(custom));
    return new Security(options.getDatabase(), policy, verifier, null);
  }

  /** The same, signing with an account; {@code null} for none. */
  static Security signing(Security security, Account account) {
    Signer signer = account == null ? null : new JsSigner(account);
    return security == null
        ? null
        : new Security(
            security.database(),
            security.policy(),
            security.verifier(),
            signer,
            security.quarantine());
  }

  private record JsSigner(Account account, byte[] address) implements Signer {
    JsSigner(Account account) {
      this(account, JsBytes.toJava(account.getAddress()));
    }

    @Override
    public byte[] sign(byte[] digest) {
      return JsBytes.toJava(account.sign(JsBytes.toJs(digest)));
    }
  }
}
