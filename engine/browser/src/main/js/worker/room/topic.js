import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

/** Where the peers of a room meet, so that relays do not learn its name: docs/protocol/rendezvous.md. */
export const topicOf = (room) => bytesToHex(sha256(utf8ToBytes(`hypha:${room}`)));
