// Chromium under test: pages of a folder served on 127.0.0.1, and no error in the console.
import assert from "node:assert/strict";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";

const TYPES = { ".html": "text/html", ".js": "text/javascript", ".map": "application/json" };
const MODULE = new URL("../../../target/npm/", import.meta.url);
const BLANK = "<!doctype html><meta charset=utf-8><link rel=icon href=data:,><title>test</title>";
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--allow-loopback-in-peer-connection",
  "--autoplay-policy=no-user-gesture-required",
  "--use-fake-device-for-media-stream",
  "--use-fake-ui-for-media-stream",
];

/** Serves target/npm, and an empty page at `url`. */
export async function serve() {
  const server = createServer(async (request, response) => {
    const name = new URL(request.url, "http://localhost").pathname.slice(1);
    try {
      const body = name === "" ? BLANK : await readFile(fileURLToPath(new URL(name, MODULE)));
      response.writeHead(200, { "content-type": TYPES[extname(name)] ?? "text/html" }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { url: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() };
}

/** A browser with a profile of its own, which outlives `stop`. */
export class Browser {
  #profile = mkdtempSync(join(tmpdir(), "hypha-chromium-"));
  #errors = [];
  #context;

  static async start() {
    const browser = new Browser();
    await browser.start();
    return browser;
  }

  async start() {
    this.#context = await chromium.launchPersistentContext(this.#profile, {
      executablePath: process.env.HYPHA_CHROMIUM ?? "/usr/bin/chromium",
      args: FLAGS,
    });
  }

  /** A page with the module as `window.hypha`. */
  async open(url) {
    const page = await this.#context.newPage();
    page.on("console", (message) => {
      if (message.type() === "error") this.#errors.push(message.text());
    });
    page.on("pageerror", (error) => this.#errors.push(String(error)));
    await page.goto(url);
    await page.evaluate(async () => {
      window.hypha = await import("/hypha.js");
    });
    return page;
  }

  async stop() {
    await this.#context?.close();
    this.#context = undefined;
  }

  /** Stops, forgets the profile, and fails when a page complained. */
  async discard() {
    await this.stop();
    rmSync(this.#profile, { recursive: true, force: true, maxRetries: 5 });
    assert.deepEqual(this.#errors, [], "the console has to stay free of errors");
  }
}
