// Holds the engine compiled to JavaScript to the same files as the JVM's (docs/protocol/vectors).
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { sha256 } from "@noble/hashes/sha2.js";
import { check, inflate, toFrames } from "../../../target/conformance/conformance.js";

/** By tests of the code that is JavaScript, and of the coordinator. */
const HELD_ELSEWHERE = ["rendezvous.json", "signaling.json", "signatures.json"];
const folder = new URL("../../../../../docs/protocol/vectors/", import.meta.url);
const names = readdirSync(folder)
  .filter((name) => name.endsWith(".json") && !HELD_ELSEWHERE.includes(name))
  .map((name) => name.slice(0, -".json".length));

const read = (name) => JSON.parse(readFileSync(new URL(`${name}.json`, folder), "utf8"));

test("every vector file is there", () => {
  assert.deepEqual(names.sort(), [
    "authority", "channels", "commits", "indexes", "merge", "merge-run", "messages", "prompts", "ranges", "refusals",
    "regex", "signals", "state-hash", "values",
  ]);
});

for (const name of names) {
  test(`the engine agrees with ${name}.json`, () => {
    assert.deepEqual(check(name, read(name), sha256), []);
  });
}

test("a changed vector fails", () => {
  const sums = read("state-hash");
  sums.sums[1].hash = sums.sums[0].hash;
  sums.sums[2].add.push(sums.sums[1].hash.replace("0", "1"));
  assert.equal(check("state-hash", sums, sha256).length, 2);
  const run = read("merge-run");
  run.operations = 20;
  assert.equal(check("merge-run", run, sha256).length, 1);
});

test("zlib inflates what the engine deflated", () => {
  let random = 1;
  const message = Buffer.alloc(200_000);
  for (let i = 0; i < message.length; i++) {
    random = (Math.imul(random, 1103515245) + 12345) | 0;
    message[i] = (random >>> 16) & 15;
  }
  const frames = toFrames(message.toString("hex")).map((frame) => Buffer.from(frame, "hex"));
  frames.forEach((frame, i) => assert.equal(frame[0], i < frames.length - 1 ? 3 : 2));
  const payload = Buffer.concat(frames.map((frame) => frame.subarray(7)));
  assert.ok(frames.length > 1 && inflateRawSync(payload).equals(message));
});

test("the engine inflates what zlib deflated, and nothing else", () => {
  const text = Buffer.from("The quick brown fox jumps over the lazy dog. ".repeat(3));
  const noise = createHash("sha512").update("seed").digest();
  const messages = [Buffer.alloc(0), text, noise, Buffer.alloc(100_000, text), Buffer.concat([noise, Buffer.alloc(70_000)])];
  for (const message of messages) {
    for (const level of [0, 1, 6, 9]) {
      const payload = deflateRawSync(message, { level });
      assert.equal(inflate(payload.toString("hex")), message.toString("hex"), `${message.length} bytes, level ${level}`);
      if (message.length > 0) assert.equal(inflate(payload.subarray(0, -1).toString("hex")), "malformed");
    }
  }
  assert.equal(inflate(deflateRawSync(Buffer.alloc(20 << 20)).toString("hex")), "oversized");
  assert.equal(inflate(deflateRawSync(Buffer.alloc(8 << 20)).toString("hex")).length, 2 * (8 << 20));
  assert.equal(inflate("ff".repeat(100)), "malformed");
  assert.equal(inflate(""), "malformed");
});
