// Bundles target/npm/hypha.js: the page's modules with the worker inside, and in it the engine that TeaVM made.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { minify } from "@swc/core";
import { build } from "esbuild";

const module = new URL("../", import.meta.url);
const path = (name) => fileURLToPath(new URL(name, module));

const common = { bundle: true, minify: true, target: "es2022", logLevel: "warning", write: false };

async function worker() {
  const { outputFiles } = await build({
    ...common,
    entryPoints: [path("src/main/js/worker/main.js")],
    format: "iife",
    alias: { "hypha:engine": path("target/engine/engine.js") },
  });
  // It looks further than esbuild, at a program with thousands of small functions.
  const { code } = await minify(outputFiles[0].text, {
    compress: { passes: 2, toplevel: true, ecma: 2020 },
    mangle: { toplevel: true },
    ecma: 2020,
  });
  return code;
}

const inlined = (source) => ({
  name: "hypha-worker",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^hypha:worker$/ }, () => ({ path: "worker", namespace: "hypha" }));
    onLoad({ filter: /.*/, namespace: "hypha" }, () => ({ contents: source, loader: "text" }));
  },
});

await build({
  ...common,
  entryPoints: [path("src/main/js/hypha.js")],
  outfile: path("target/npm/hypha.js"),
  format: "esm",
  sourcemap: "linked",
  write: true,
  plugins: [inlined(await worker())],
});

mkdirSync(path("target/npm"), { recursive: true });
const manifest = JSON.parse(readFileSync(path("src/main/npm/package.json"), "utf8"));
writeFileSync(path("target/npm/package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
for (const name of ["hypha.d.ts", "README.md"]) copyFileSync(path(`src/main/npm/${name}`), path(`target/npm/${name}`));
copyFileSync(path("../../LICENSE"), path("target/npm/LICENSE"));
