// Pages in several browsers that have one database open and meet.

/**
 * A page in each of the browsers with the database open and joined, as `db`; `joined()` resolves once they are connected.
 *
 * @param options of gdb, for all pages; or a list of them, one for each
 */
export async function meet(t, browsers, url, name, rtc, options = {}) {
  const pages = await Promise.all(browsers.map((browser) => browser.open(url)));
  t.after(() => Promise.all(pages.map((page) => page.close())));
  await Promise.all(pages.map((page, at) => enter(page, name, rtc, Array.isArray(options) ? options[at] : options)));
  return pages;
}

/** Opens the database in a page, and notes what its room tells. */
export function enter(page, name, rtc, options = {}) {
  return page.evaluate(
    async ([name, rtc, options]) => {
      window.db = await hypha.gdb(name, { storage: "memory", rtc, ...options });
      window.joined = new Promise((resolve) => db.room.on("peer:join", (peer, kind) => resolve({ peer, kind })));
      window.left = new Promise((resolve) => db.room.on("peer:leave", resolve));
      window.lost = [];
      db.room.on("peer:lost", (peer) => lost.push(peer));
      window.seen = [];
      db.room.on("peer:seen", (peer, kind) => seen.push({ peer, kind }));
    },
    [name, rtc, options],
  );
}

export const joined = (pages) => Promise.all(pages.map((page) => page.evaluate(() => joined)));

/** Starts something that is closed when the test ends. */
export async function started(t, start, ...args) {
  const running = await start(...args);
  t.after(() => running.close());
  return running;
}

const WAIT_MILLIS = 30_000;

/** Asks in the page, again and again, until the answer is true. */
export function until(page, condition, arg) {
  return page.evaluate(
    async ([condition, arg, waitMillis]) => {
      const test = new Function(`return (${condition})`)();
      const end = performance.now() + waitMillis;
      while (!(await test(arg))) {
        if (performance.now() > end) throw new Error(`waited in vain for ${condition}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    [String(condition), arg, WAIT_MILLIS],
  );
}
