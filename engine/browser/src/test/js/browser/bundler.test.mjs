// The package inside an application that a bundler put together.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { test } from "node:test";
import { build } from "vite";
import { Browser, serve } from "../chromium.mjs";

const MODULE = fileURLToPath(new URL("../../../../target/npm/hypha.js", import.meta.url));

test("works when Vite has bundled and minified it", async () => {
  const folder = mkdtempSync(join(tmpdir(), "hypha-vite-"));
  let browser;
  let server;
  try {
    writeFileSync(join(folder, "index.html"), '<!doctype html><link rel=icon href="data:,"><script type=module src=./main.js></script>');
    writeFileSync(
      join(folder, "main.js"),
      `import { gdb } from ${JSON.stringify(MODULE)};
       window.answer = gdb("bundled").then(async (db) => (await db.get(await db.put({ n: 42 }))).result.value.n);`,
    );
    await build({ root: folder, base: "./", logLevel: "error", build: { outDir: "out", chunkSizeWarningLimit: 10_000 } });
    server = await serve({ folder: pathToFileURL(`${join(folder, "out")}/`) });
    browser = await Browser.start();
    const page = await browser.visit(`${server.url}index.html`);
    assert.equal(await page.evaluate(() => window.answer), 42);
  } finally {
    await browser?.discard();
    server?.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
