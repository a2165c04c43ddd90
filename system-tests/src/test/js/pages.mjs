// Two pages that a node serves, as its peers: see PagesIT. Arguments: the node's URL, a database, gdb's option `rtc`.
import { Pages } from "./pages-of-node.mjs";

const [url, database, rtc] = process.argv.slice(2);
const browser = await Pages.start(url, database);
const pages = await Promise.all([1, 2].map(() => browser.open({ rtc: JSON.parse(rtc) })));
for (const page of pages) await page.waitForFunction(() => kinds.has("superpeer") && kinds.has("peer"));
await Promise.all(pages.map((page, index) => page.evaluate((index) => db.put({ from: `page ${index}`, n: index + 0.5 }, `page${index}`), index)));
const all = await Promise.all(pages.map((page) => browser.found(page, ["java", "page0", "page1"])));
await Promise.all(pages.map((page) => page.evaluate(() => db.synced(20_000))));
console.log(JSON.stringify({ all, errors: browser.errors }));
browser.stayUntilStdinEnds();
