// Signaling sealed with the room's password: docs/protocol/rendezvous.md.
import { gcm } from "@noble/ciphers/aes.js";
import { pbkdf2 } from "@noble/hashes/pbkdf2.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { concatBytes, hexToBytes, randomBytes, utf8ToBytes } from "@noble/hashes/utils.js";

const ROUNDS = 100_000;
const NONCE_BYTES = 12;

/** No password: payloads travel as they are. */
export const UNSEALED = { seal: (payload) => payload, unseal: (payload) => payload };

/** Seals for one topic; what is not sealed with the same password is null. */
export class Seal {
  #key;
  #topic;

  constructor(password, topic) {
    this.#topic = topic;
    this.#key = pbkdf2(sha256, utf8ToBytes(password), utf8ToBytes(`hypha-seal:${topic}`), { c: ROUNDS, dkLen: 32 });
  }

  seal(payload, from) {
    const nonce = randomBytes(NONCE_BYTES);
    return concatBytes(nonce, gcm(this.#key, nonce, this.#context(from)).encrypt(payload));
  }

  unseal(sealed, from) {
    if (sealed.length <= NONCE_BYTES || !/^[0-9a-f]{64}$/.test(from)) return null;
    try {
      const cipher = gcm(this.#key, sealed.subarray(0, NONCE_BYTES), this.#context(from));
      return cipher.decrypt(sealed.subarray(NONCE_BYTES));
    } catch {
      return null;
    }
  }

  /** Binds a message to its sender and topic: moved elsewhere it is worth nothing. */
  #context(from) {
    return concatBytes(hexToBytes(this.#topic), hexToBytes(from));
  }
}
