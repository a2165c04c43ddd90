import { Emitter } from "./emitter.js";
import { fault } from "./faults.js";

const LATER = [
  "startNewUserRegistration",
  "loginOrRecoverUserWithMnemonic",
  "protectCurrentIdentityWithWebAuthn",
  "loginCurrentUserWithWebAuthn",
  "clearSecurity",
  "put",
  "get",
  "map",
  "remove",
  "encryptDataForCurrentUser",
  "decryptDataForCurrentUser",
];
const LATER_ACLS = ["set", "grant", "revoke", "delete", "getPermissions"];

const ADDRESS = /^0x[0-9a-f]{40}$/i;

const notAvailable = (name) => fault("not-available", `${name} is not there yet in a browser`);

const later = (prefix, names) =>
  Object.fromEntries(
    names.map((name) => [
      name,
      async () => {
        throw notAvailable(`${prefix}.${name}`);
      },
    ]),
  );

const abbrAddr = (address) => `${address.slice(0, 6)}...${address.slice(-4)}`;

/** This browser's account in each database of the page; the worker tells when it changes. */
export class Accounts {
  #addresses = new Map();
  #changes = new Emitter();

  of(name) {
    return this.#addresses.get(name) ?? null;
  }

  became(name, address) {
    if (this.of(name) === address) return;
    this.#addresses.set(name, address);
    this.#changes.emit(name);
  }

  follow(name, listener) {
    return this.#changes.on(name, listener);
  }
}

/** `db.sm`: roles and this peer's account; what needs an account made in a browser rejects until there is a way to make one. */
export function securityOf(name, accounts, call) {
  let stop = null;
  const state = () => {
    const activeAddress = accounts.of(name);
    const isActive = activeAddress !== null;
    return {
      isActive,
      activeAddress,
      abbrAddr: isActive ? abbrAddr(activeAddress) : null,
      isWebAuthnProtected: false,
      hasVolatileIdentity: isActive,
      hasWebAuthnHardwareRegistration: false,
    };
  };
  return Object.freeze({
    ...later("db.sm", LATER),
    acls: Object.freeze(later("db.sm.acls", LATER_ACLS)),
    abbrAddr,
    isSecurityActive: () => state().isActive,
    getActiveEthAddress: () => accounts.of(name),
    isCurrentSessionProtectedByWebAuthn: () => false,
    hasExistingWebAuthnRegistration: () => false,
    getMnemonicForDisplayAfterRegistrationOrRecovery: () => null,
    setSecurityStateChangeCallback(callback) {
      stop?.();
      stop = callback ? accounts.follow(name, () => callback(state())) : null;
      callback?.(state());
    },
    setGovernanceStateChangeCallback() {},
    async assignRole(address, role, expiresAt) {
      requireAddress(address, "address");
      if (typeof role !== "string") throw fault("bad-argument", "a role is the name of one", "role");
      await call("assignRole", address, role, millis(expiresAt));
    },
    async executeWithPermission(permission) {
      await call("requirePermission", String(permission));
      return accounts.of(name);
    },
  });
}

const names = (list = []) => [...new Set(list)].map(String).sort();

function millis(expiresAt) {
  if (expiresAt === undefined || expiresAt === null) return Infinity;
  const at = new Date(expiresAt).getTime();
  if (Number.isNaN(at)) throw fault("bad-argument", `a role expires at a time, not at: ${expiresAt}`, "expiresAt");
  return at;
}

function requireAddress(address, path) {
  if (!ADDRESS.test(String(address))) {
    throw fault("bad-argument", `an address is 0x and 40 hexadecimal digits, not: ${address}`, path);
  }
  return String(address).toLowerCase();
}

/** gdb's `sm` as the worker takes it; null for an open database. */
export function securityOptions(sm) {
  if (!sm) return null;
  const { superAdmins, customRoles = {}, acls, governanceRules, privateKey } = sm;
  if (acls) throw notAvailable("sm.acls");
  if (governanceRules?.length > 0) throw notAvailable("sm.governanceRules");
  if (!Array.isArray(superAdmins) || superAdmins.length === 0) {
    throw fault("bad-argument", "sm.superAdmins lists the addresses that may do everything", "sm.superAdmins");
  }
  const addresses = superAdmins.map((address, at) => requireAddress(address, `sm.superAdmins.${at}`));
  return {
    superAdmins: [...new Set(addresses)].sort(),
    roles: Object.keys(customRoles).sort().map((name) => ({
      name,
      can: names(customRoles[name].can),
      inherits: names(customRoles[name].inherits),
    })),
    privateKey: privateKey === undefined ? null : String(privateKey),
  };
}
