import { fault } from "./faults.js";

const LATER = [
  "startNewUserRegistration",
  "loginOrRecoverUserWithMnemonic",
  "protectCurrentIdentityWithWebAuthn",
  "loginCurrentUserWithWebAuthn",
  "assignRole",
  "executeWithPermission",
  "clearSecurity",
  "put",
  "get",
  "map",
  "remove",
  "encryptDataForCurrentUser",
  "decryptDataForCurrentUser",
];
const LATER_ACLS = ["set", "grant", "revoke", "delete", "getPermissions"];

const later = (prefix, names) =>
  Object.fromEntries(
    names.map((name) => [
      name,
      async () => {
        throw notAvailable(`${prefix}.${name}`);
      },
    ]),
  );

export const notAvailable = (name) => fault("not-available", `${name} is not there yet in a browser: use a Java peer for it`);

/** The Security Manager's calls: until there are accounts in a browser, they reject. */
export const security = Object.freeze({
  ...later("db.sm", LATER),
  acls: Object.freeze(later("db.sm.acls", LATER_ACLS)),
  abbrAddr: (address) => `${address.slice(0, 6)}...${address.slice(-4)}`,
});
