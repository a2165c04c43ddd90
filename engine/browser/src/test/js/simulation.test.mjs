// The simulation under node has to come to what it comes to on the JVM: the same trace, event by event.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { delimiter, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { sha256 } from "@noble/hashes/sha2.js";
import { simulate } from "../../../target/conformance/conformance.js";

const EVENTS = 400;
/** Between them: roles, middleware, resolvers, a hostile peer, power cuts, copied stores, failing writes, a short log. */
const SEEDS = ["1", "3", "8"];

const engine = new URL("../../../../", import.meta.url);
const classes = ["core", "simulation"].map((module) => fileURLToPath(new URL(`${module}/target/classes`, engine)));
const java = process.env.JAVA_HOME ? join(process.env.JAVA_HOME, "bin", "java") : "java";

/** What `./hypha sim` prints. */
function onTheJvm(seed) {
  const main = "dev.hyphadb.simulation.cli.Main";
  const run = spawnSync(java, ["-cp", classes.join(delimiter), main, "--seed", seed, "--events", String(EVENTS)], { encoding: "utf8" });
  assert.equal(run.status, 0, run.stdout + run.stderr + run.error);
  return (name) => new RegExp(`^${name} (.*)$`, "m").exec(run.stdout)[1];
}

/** Compressed frames may have another size elsewhere. */
const comparable = (figures) => figures.replace(/ bytes=\d+/, "");

for (const seed of SEEDS) {
  test(`seed ${seed} runs as on the JVM`, (t) => {
    const said = onTheJvm(seed);
    t.diagnostic(said("options"));
    const [digest, figures, broken] = simulate(seed, EVENTS, sha256);
    assert.equal(broken, "");
    assert.equal(comparable(figures), comparable(said("figures")));
    assert.equal(digest, said("digest"));
  });
}

test("another seed runs otherwise", () => {
  assert.notEqual(simulate("3", 50, sha256)[0], simulate("5", 50, sha256)[0]);
});
