// Events of Nostr (NIP-01), of the plain kind that signaling uses.
import { schnorr } from "@noble/curves/secp256k1.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, hexToBytes, utf8ToBytes } from "@noble/hashes/utils.js";

const HEX_64 = /^[0-9a-f]{64}$/;
const HEX_128 = /^[0-9a-f]{128}$/;
const PLAIN = /^[ -~]*$/;

/** A key pair for one session; the public part is the peer id. */
export function sessionKey() {
  const secret = schnorr.utils.randomSecretKey();
  return { secret, peer: bytesToHex(schnorr.getPublicKey(secret)) };
}

function hash({ pubkey, created_at, kind, tags, content }) {
  return sha256(utf8ToBytes(JSON.stringify([0, pubkey, created_at, kind, tags, content])));
}

export function signedEvent(key, kind, tags, content) {
  const event = { pubkey: key.peer, created_at: Math.floor(Date.now() / 1_000), kind, tags, content };
  const id = hash(event);
  return { id: bytesToHex(id), ...event, sig: bytesToHex(schnorr.sign(id, key.secret)) };
}

/** Whether something from outside has the form of an event that signaling could have a use for. */
export function isEvent(event) {
  return (
    typeof event === "object" &&
    event !== null &&
    HEX_64.test(event.id) &&
    HEX_64.test(event.pubkey) &&
    HEX_128.test(event.sig) &&
    Number.isSafeInteger(event.created_at) &&
    Number.isInteger(event.kind) &&
    typeof event.content === "string" &&
    PLAIN.test(event.content) &&
    Array.isArray(event.tags) &&
    event.tags.length <= 16 &&
    event.tags.every(isTag)
  );
}

function isTag(tag) {
  return Array.isArray(tag) && tag.length <= 8 && tag.every((text) => typeof text === "string" && text.length <= 256 && PLAIN.test(text));
}

/** Whether the id is the content's and the signature the author's. */
export function isGenuine(event) {
  const id = hash(event);
  return bytesToHex(id) === event.id && schnorr.verify(hexToBytes(event.sig), id, hexToBytes(event.pubkey));
}

/** The second value of the first tag of that name. */
export function tag(event, name) {
  return event.tags.find((tag) => tag[0] === name)?.[1] ?? "";
}
