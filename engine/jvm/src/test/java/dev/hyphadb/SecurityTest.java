package dev.hyphadb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hyphadb.core.Account;
import dev.hyphadb.core.access.AccessException;
import dev.hyphadb.core.store.Progress;
import dev.hyphadb.jvm.crypto.AccountKey;
import dev.hyphadb.jvm.crypto.EthereumAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecurityTest {
  private static final AccountKey ROOT = AccountKey.generate();
  private static final AccountKey ALICE = AccountKey.generate();

  @TempDir Path directory;

  private static String address(AccountKey key) {
    return EthereumAddress.toText(key.address());
  }

  private Options options(AccountKey identity) {
    return Options.local()
        .withDirectory(directory)
        .withSuperAdmins(List.of(address(ROOT)))
        .withIdentity(identity);
  }

  private static void refuses(String code, Runnable action) {
    assertEquals(code, assertThrows(AccessException.class, action::run).code());
  }

  @Test
  void rolesAreAssignedKeptAndObeyed() {
    try (Hypha db = Hypha.open("guarded", options(ROOT))) {
      assertEquals("superadmin", db.security().account().role());
      db.put(Map.of("n", 1), "a");
      db.security().assignRole(address(ALICE), "user", Instant.now().plusSeconds(3600));
      assertEquals(
          address(ROOT).toLowerCase(Locale.ROOT), db.security().executeWithPermission("deleteAny"));
    }
    try (Hypha db = Hypha.open("guarded", options(ALICE))) {
      Account own = db.security().account();
      assertEquals("user", own.role());
      assertTrue(own.expiresAtMillis() > System.currentTimeMillis());
      db.put(Map.of("n", 2), "a");
      refuses("not-permitted", () -> db.remove("a"));
      refuses("not-permitted", () -> db.security().assignRole(address(ALICE), "admin"));
      refuses("not-permitted", () -> db.security().executeWithPermission("publish"));
      assertEquals(
          "user",
          db.get("user:" + address(ALICE))
              .orElseThrow()
              .value()
              .get("role")
              .toString()
              .replaceAll(".*=|]", ""));
      assertTrue(db.verify(Progress.NONE).isSound());
    }
    try (Hypha db = Hypha.open("guarded", options(null))) {
      refuses("no-identity", () -> db.put(Map.of("n", 3), "a"));
      refuses("no-identity", () -> db.security().account());
      assertEquals("user", db.security().account(address(ALICE)).role());
    }
  }

  @Test
  void anotherHandleWritesWithTheOwnersAccount() {
    try (Hypha owner = Hypha.open("shared", options(ROOT));
        Hypha guest = Hypha.open("shared", options(ALICE))) {
      guest.security().assignRole(address(ALICE), "manager");
      assertEquals("manager", owner.security().account(address(ALICE)).role());
      assertEquals(owner.security().account(), guest.security().account());
      refuses("unknown-role", () -> guest.security().assignRole(address(ALICE), "emperor"));
      guest.security().closeHistory(address(ALICE));
      assertEquals("guest", guest.security().account(address(ALICE)).role());
    }
  }

  @Test
  void clearingLeavesTheRoles() {
    try (Hypha db = Hypha.open("cleared", options(ROOT))) {
      db.put(Map.of("n", 1), "a");
      db.security().assignRole(address(ALICE), "user");
      db.clear();
      assertEquals(1, db.status().nodes());
      assertEquals("user", db.security().account(address(ALICE)).role());
    }
  }

  @Test
  void wrongOptionsAreRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> Options.local().withSuperAdmins(List.of("0x12")));
    assertThrows(
        IllegalArgumentException.class,
        () -> Peer.start(Options.local().inMemory().withIdentity(ALICE)));
    try (Hypha open = Hypha.open("open", Options.local().inMemory())) {
      refuses("no-roles", () -> open.security().account());
    }
  }
}
