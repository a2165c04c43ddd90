// Accounts' keys, addresses and signatures: the core's Signer and SignatureVerifier (docs/protocol/authority.md).
import { secp256k1 } from "@noble/curves/secp256k1.js";
import { keccak_256 } from "@noble/hashes/sha3.js";
import { bytesToHex, hexToBytes, utf8ToBytes } from "@noble/hashes/utils.js";

/** What is signed is a digest already; signatures are r and s, s in the lower half, and always the same ones. */
const RAW = { prehash: false };
const KEYS_MAX = 10_000;

/** Public keys by address, for the accounts that were met: verifying with a known key is cheaper. */
const keys = new Map();

/** The account of a private key: 64 hexadecimal digits, with or without `0x`. The error does not repeat them. */
export function accountOf(privateKey) {
  const digits = String(privateKey).trim().replace(/^0x/, "");
  const secret = /^[0-9a-f]{64}$/i.test(digits) ? hexToBytes(digits) : new Uint8Array();
  if (!secp256k1.utils.isValidSecretKey(secret)) {
    const message = "sm.privateKey is no secp256k1 key: it has to be 64 hexadecimal digits";
    throw Object.assign(new Error(message), { code: "bad-argument", path: "sm.privateKey", isRefusal: true });
  }
  const address = addressOf(secp256k1.getPublicKey(secret, false));
  return { address, text: addressText(address), sign: (digest) => secp256k1.sign(digest, secret, RAW) };
}

/** Whether a signature is the account's; never throws, whatever the signature is. */
export function verify(digest, signature, address) {
  if (signature.length !== 64) return false;
  const name = bytesToHex(address);
  const known = keys.get(name);
  if (known) return isSignature(digest, signature, known);
  for (const parity of [0, 1]) {
    const key = recover(digest, signature, parity);
    // Recovering does not mind a high s, which verifying refuses.
    if (key && bytesToHex(addressOf(key)) === name && isSignature(digest, signature, key)) {
      if (keys.size >= KEYS_MAX) keys.delete(keys.keys().next().value);
      keys.set(name, key);
      return true;
    }
  }
  return false;
}

function isSignature(digest, signature, key) {
  try {
    return secp256k1.verify(signature, digest, key, RAW);
  } catch {
    return false;
  }
}

function recover(digest, signature, parity) {
  try {
    const point = secp256k1.Signature.fromBytes(signature).addRecoveryBit(parity).recoverPublicKey(digest);
    return point.toBytes(false);
  } catch {
    return null;
  }
}

/** @param publicKey 65 bytes: 4, x, y */
function addressOf(publicKey) {
  return keccak_256(publicKey.subarray(1)).subarray(-20);
}

/** The text that people see: its capitals are a checksum (EIP-55). */
export function addressText(address) {
  const digits = bytesToHex(address);
  const hash = bytesToHex(keccak_256(utf8ToBytes(digits)));
  return `0x${[...digits].map((digit, at) => (hash[at] >= "8" ? digit.toUpperCase() : digit)).join("")}`;
}
