// Two pages that a node serves, as its peers: see PagesIT. Arguments: the node's URL, a database, gdb's option `rtc`.
import { chromium } from "../../../../engine/browser/node_modules/playwright-core/index.mjs";

const [url, database, rtc] = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath: process.env.HYPHA_CHROMIUM ?? "/usr/bin/chromium",
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--allow-loopback-in-peer-connection",
  ],
});
const errors = [];

async function open() {
  const page = await (await browser.newContext()).newPage();
  page.setDefaultTimeout(90_000);
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  page.on("pageerror", (error) => errors.push(String(error)));
  await page.goto(`${url}/examples/index.html`);
  await page.evaluate(
    async ([database, rtc]) => {
      const { gdb } = await import("/examples/hypha.js");
      window.db = await gdb(database, { rtc });
      window.kinds = new Set();
      db.room.on("peer:join", (peer, kind) => kinds.add(kind));
    },
    [database, JSON.parse(rtc)],
  );
  return page;
}

/** Waits until the page has these nodes, and says what is in them. */
function found(page, ids) {
  return page.evaluate(async (ids) => {
    const here = await Promise.all(ids.map((id) => new Promise((resolve) => db.get(id, (node) => node && resolve(node.value)))));
    return Object.fromEntries(ids.map((id, index) => [id, here[index]]));
  }, ids);
}

const pages = await Promise.all([open(), open()]);
for (const page of pages) await page.waitForFunction(() => kinds.has("superpeer") && kinds.has("peer"));
await Promise.all(pages.map((page, index) => page.evaluate((index) => db.put({ from: `page ${index}`, n: index + 0.5 }, `page${index}`), index)));
const all = await Promise.all(pages.map((page) => found(page, ["java", "page0", "page1"])));
await Promise.all(pages.map((page) => page.evaluate(() => db.synced(20_000))));
// The pages stay until the test has seen at the node what they wrote.
console.log(JSON.stringify({ all, errors }));
process.stdin.resume();
process.stdin.on("end", async () => {
  await browser.close();
  process.exit(0);
});
