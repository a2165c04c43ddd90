// Chromium under test: pages of a folder served on 127.0.0.1, and no error in the console.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const TYPES = { ".html": "text/html", ".js": "text/javascript", ".map": "application/json", ".json": "application/json", ".css": "text/css" };
const MODULE = new URL("../../../target/npm/", import.meta.url);
const BLANK = "<!doctype html><meta charset=utf-8><link rel=icon href=data:,><title>test</title>";
const START_MILLIS = 30_000;
const FLAGS = [
  "--headless=new",
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
  "--remote-debugging-port=0",
];

/**
 * Serves a folder, target/npm unless told otherwise, and an empty page at `url`.
 *
 * @param onPost told of each POST's path
 */
export async function serve({ folder = MODULE, onPost = () => {} } = {}) {
  const server = createServer(async (request, response) => {
    const name = new URL(request.url, "http://localhost").pathname.slice(1);
    if (request.method === "POST") {
      onPost(name);
      response.writeHead(204).end();
      return;
    }
    try {
      const body = name === "" ? BLANK : await readFile(fileURLToPath(new URL(name, folder)));
      response.writeHead(200, { "content-type": TYPES[extname(name)] ?? "text/html" }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://127.0.0.1:${server.address().port}/`, close };
}

/** A browser with a profile of its own, which outlives `stop` and `kill`: `start` again to see what was kept. */
export class Browser {
  #profile = mkdtempSync(join(tmpdir(), "hypha-chromium-"));
  #errors = [];
  #process;
  #browser;

  static async start() {
    const browser = new Browser();
    await browser.start();
    return browser;
  }

  async start() {
    this.#process = spawn(
      process.env.HYPHA_CHROMIUM ?? "/usr/bin/chromium",
      [...FLAGS, `--user-data-dir=${this.#profile}`, "about:blank"],
      { detached: true, stdio: ["ignore", "ignore", "pipe"] },
    );
    this.#browser = await chromium.connectOverCDP(await this.#endpoint());
  }

  /** The process that all others of this browser descend from. */
  get pid() {
    return this.#process.pid;
  }

  #endpoint() {
    return new Promise((resolve, reject) => {
      let said = "";
      const timer = setTimeout(() => reject(new Error(`Chromium did not start: ${said}`)), START_MILLIS);
      this.#process.stderr.on("data", (data) => {
        said += data;
        const endpoint = /DevTools listening on (ws:\S+)/.exec(said)?.[1];
        if (endpoint) {
          clearTimeout(timer);
          resolve(endpoint);
        }
      });
    });
  }

  /** A page with the module as `window.hypha`. */
  async open(url) {
    const page = await this.visit(url);
    await page.evaluate(async () => {
      window.hypha = await import("/hypha.js");
    });
    return page;
  }

  /** A page. */
  async visit(url) {
    const page = await this.#browser.contexts()[0].newPage();
    page.on("console", (message) => {
      if (message.type() === "error") this.#errors.push(message.text());
    });
    page.on("pageerror", (error) => this.#errors.push(String(error)));
    await page.goto(url);
    return page;
  }

  /** Ends it as a crash of the machine's software would: all its processes at once. */
  kill() {
    process.kill(-this.#process.pid, "SIGKILL");
    this.#browser = undefined;
  }

  async stop() {
    if (!this.#browser) return;
    const ended = once(this.#process, "exit");
    const session = await this.#browser.newBrowserCDPSession();
    await session.send("Browser.close").catch(() => {});
    this.#browser = undefined;
    await ended;
  }

  /** Stops, forgets the profile, and fails when a page complained. */
  async discard() {
    await this.stop();
    rmSync(this.#profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    assert.deepEqual(this.#errors, [], "the console has to stay free of errors");
  }
}
