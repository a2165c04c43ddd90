// Pages that a node serves, each of them one of its peers.
import { chromium } from "../../../../engine/browser/node_modules/playwright-core/index.mjs";

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--allow-loopback-in-peer-connection",
];

export class Pages {
  errors = [];
  #browser;
  #url;
  #database;

  /** @param url the node's */
  static async start(url, database) {
    const pages = new Pages();
    pages.#browser = await chromium.launch({ executablePath: process.env.HYPHA_CHROMIUM ?? "/usr/bin/chromium", args: FLAGS });
    pages.#url = url;
    pages.#database = database;
    return pages;
  }

  /** A page that opens nothing yet. */
  async blank() {
    const page = await (await this.#browser.newContext()).newPage();
    page.setDefaultTimeout(90_000);
    page.on("console", (message) => message.type() === "error" && this.errors.push(message.text()));
    page.on("pageerror", (error) => this.errors.push(String(error)));
    await page.goto(`${this.#url}/examples/index.html`);
    return page;
  }

  /** A page with the database open as `db`, and the kinds of peers that it met as `kinds`. */
  async open(options) {
    const page = await this.blank();
    await page.evaluate(
      async ([database, options]) => {
        const { gdb } = await import("/examples/hypha.js");
        window.db = await gdb(database, options);
        window.kinds = new Set();
        db.room.on("peer:join", (peer, kind) => kinds.add(kind));
      },
      [this.#database, options],
    );
    return page;
  }

  /** Waits until the page has these nodes, and says what is in them. */
  found(page, ids) {
    return page.evaluate(async (ids) => {
      const here = await Promise.all(ids.map((id) => new Promise((resolve) => db.get(id, (node) => node && resolve(node.value)))));
      return Object.fromEntries(ids.map((id, index) => [id, here[index]]));
    }, ids);
  }

  /** The pages stay until the test has seen at the node what they wrote. */
  stayUntilStdinEnds() {
    process.stdin.resume();
    process.stdin.on("end", async () => {
      await this.#browser.close();
      process.exit(0);
    });
  }
}
