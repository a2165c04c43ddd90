// Holds keys, addresses and signatures of a page to the same file as the JVM's (docs/protocol/vectors).
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { accountOf, verify } from "../../main/js/worker/account.js";

const file = new URL("../../../../../docs/protocol/vectors/signatures.json", import.meta.url);
const { valid, invalid, refusedSecrets } = JSON.parse(readFileSync(file, "utf8"));
const bytes = (hex) => Uint8Array.from(Buffer.from(hex, "hex"));
const accept = ({ digest, signature, address }) => verify(bytes(digest), bytes(signature), bytes(address.slice(2)));

test("accounts that were not met yet are refused what is not theirs", () => {
  for (const vector of invalid) assert.equal(accept(vector), false, vector.name);
});

test("keys give the JVM's addresses and signatures", () => {
  for (const vector of valid) {
    const account = accountOf(`0x${vector.secret}`);
    assert.equal(account.text, vector.address, vector.name);
    assert.equal(Buffer.from(account.sign(bytes(vector.digest))).toString("hex"), vector.signature, vector.name);
    assert.equal(accept(vector), true, vector.name);
  }
});

test("accounts that were met are refused what is not theirs", () => {
  for (const vector of invalid) assert.equal(accept(vector), false, vector.name);
  const [one, other] = valid;
  assert.equal(accept({ ...one, digest: other.digest }), false);
  assert.equal(accept({ ...one, address: valid.at(-1).address }), false);
});

test("what is no key is refused, without repeating it", () => {
  for (const secret of [...refusedSecrets.map(({ secret }) => secret), "no key", null]) {
    assert.throws(() => accountOf(secret), (error) => error.code === "bad-argument" && !error.message.includes(String(secret).slice(0, 8)));
  }
});
