// Holds the engine compiled to JavaScript to the same files as the JVM's (docs/protocol/vectors).
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { inflateRawSync } from "node:zlib";
import { sha256 } from "@noble/hashes/sha2.js";
import { check, toFrames } from "../../../target/conformance/conformance.js";

const folder = new URL("../../../../../docs/protocol/vectors/", import.meta.url);
const names = readdirSync(folder)
  .filter((name) => name.endsWith(".json") && name !== "signatures.json")
  .map((name) => name.slice(0, -".json".length));

const read = (name) => JSON.parse(readFileSync(new URL(`${name}.json`, folder), "utf8"));

test("every vector file is there", () => {
  assert.deepEqual(names.sort(), ["commits", "merge", "merge-run", "messages", "prompts", "ranges", "regex", "state-hash", "values"]);
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
  const payload = Buffer.concat(frames.map((frame) => frame.subarray(5)));
  assert.ok(frames.length > 1 && inflateRawSync(payload).equals(message));
});
