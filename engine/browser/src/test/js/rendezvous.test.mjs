// Holds topics and sealed payloads of a page to the same file as the JVM's (docs/protocol/vectors).
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { Seal } from "../../main/js/worker/room/seal.js";
import { topicOf } from "../../main/js/worker/room/topic.js";

const file = new URL("../../../../../docs/protocol/vectors/rendezvous.json", import.meta.url);
const { topics, sealed, invalid } = JSON.parse(readFileSync(file, "utf8"));
const bytes = (hex) => Uint8Array.from(Buffer.from(hex, "hex"));
const hex = (octets) => Buffer.from(octets).toString("hex");

test("rooms have the JVM's topics", () => {
  for (const { name, room, topic } of topics) assert.equal(topicOf(room), topic, name);
});

test("what is sealed opens, and is sealed again so that it opens", () => {
  for (const vector of sealed) {
    const seal = new Seal(vector.password, topicOf(vector.room));
    assert.equal(hex(seal.unseal(bytes(vector.sealed), vector.from)), vector.payload, vector.name);
    const again = seal.seal(bytes(vector.payload), vector.from);
    assert.equal(again.length, vector.sealed.length / 2, vector.name);
    assert.equal(hex(seal.unseal(again, vector.from)), vector.payload, vector.name);
  }
});

test("nothing else opens", () => {
  for (const vector of invalid) {
    assert.equal(new Seal(vector.password, topicOf(vector.room)).unseal(bytes(vector.sealed), vector.from), null, vector.name);
  }
});
