// Two pages in a signed database that a node shares: see PagesIT. Arguments: the node's URL, a database, gdb's options
// `rtc` and `sm` (its key only for the first page), the node's address.
import { Pages } from "./pages-of-node.mjs";

const [url, database, rtc, sm, nodeAddress] = process.argv.slice(2);
const { privateKey, ...roles } = JSON.parse(sm);
const browser = await Pages.start(url, database);
const [admin, reader] = await Promise.all([
  browser.open({ rtc: JSON.parse(rtc), sm: { ...roles, privateKey } }),
  browser.open({ rtc: JSON.parse(rtc), sm: roles }),
]);
for (const page of [admin, reader]) await page.waitForFunction(() => kinds.has("superpeer"));
const refused = await reader.evaluate(() => db.put({ by: "nobody" }, "x").then(() => null, ({ code }) => code));
await admin.evaluate(() => db.put({ by: "the page" }, "page"));
await admin.evaluate((address) => db.sm.assignRole(address, "user"), nodeAddress);
await admin.evaluate(() => db.synced(20_000));
console.log(JSON.stringify({ refused }));
const all = await Promise.all([admin, reader].map((page) => browser.found(page, ["java", "page"])));
console.log(JSON.stringify({ all, errors: browser.errors }));
browser.stayUntilStdinEnds();
