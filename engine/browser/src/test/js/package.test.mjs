// The npm package as it is shipped: its files, its size, its typings.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const module = new URL("../../../", import.meta.url);

/** The aim is 150 KB; this ceiling keeps what there is from growing unnoticed. */
const GZIP_BYTES_MAX = 222_000;

test("the package has its files, and nothing else", () => {
  const files = readdirSync(new URL("target/npm/", module)).sort();
  assert.deepEqual(files, ["LICENSE", "README.md", "hypha.d.ts", "hypha.js", "hypha.js.map", "package.json"]);
});

test("the module stays below its ceiling", (t) => {
  const size = gzipSync(readFileSync(new URL("target/npm/hypha.js", module)), { level: 9 }).length;
  t.diagnostic(`hypha.js has ${size} bytes, gzipped`);
  assert.ok(size <= GZIP_BYTES_MAX, `${size} bytes, gzipped`);
});

for (const sample of ["good", "bad"]) {
  test(`the typings hold for the ${sample} sample, strictly`, () => {
    const result = spawnSync(
      process.execPath,
      [
        "node_modules/typescript/lib/tsc.js",
        ...["--strict", "--noEmit", "--target", "es2022", "--module", "nodenext", "--lib", "es2022,dom"],
        `src/test/typings/${sample}.ts`,
      ],
      { cwd: fileURLToPath(module), encoding: "utf8" },
    );
    assert.equal(result.stdout + result.stderr, "");
  });
}
