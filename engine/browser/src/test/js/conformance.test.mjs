// Holds the engine compiled to JavaScript to the same files as the JVM's (docs/protocol/vectors).
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { sha256 } from "@noble/hashes/sha2.js";
import { check } from "../../../target/conformance/conformance.js";

const folder = new URL("../../../../../docs/protocol/vectors/", import.meta.url);
const names = readdirSync(folder)
  .filter((name) => name.endsWith(".json"))
  .map((name) => name.slice(0, -".json".length));

const read = (name) => JSON.parse(readFileSync(new URL(`${name}.json`, folder), "utf8"));

test("every vector file is there", () => {
  assert.deepEqual(names.sort(), ["commits", "merge", "merge-run", "messages", "state-hash", "values"]);
});

for (const name of names) {
  test(`the engine agrees with ${name}.json`, () => {
    assert.deepEqual(check(name, read(name), sha256), []);
  });
}

test("a changed vector fails", () => {
  const values = read("values");
  values.valid[3].hex = "01";
  values.invalid[0].code = "truncated";
  assert.equal(check("values", values, sha256).length, 2);
  const run = read("merge-run");
  run.seed++;
  assert.equal(check("merge-run", run, sha256).length, 1);
});
