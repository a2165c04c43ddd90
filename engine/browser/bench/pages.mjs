// Measures pages against each other: node bench/pages.mjs [nodes …]. Prints one line for each figure.
import { Browser, serve } from "../src/test/js/chromium.mjs";
import { coordinator } from "../src/test/js/coordinator.mjs";

const sizes = process.argv.slice(2).map(Number);
if (sizes.length === 0) sizes.push(0, 10_000, 100_000);
const PUTS_PER_SECOND = 200;
const SECONDS = 10;

const server = await serve();
const meeting = await coordinator();
const browsers = await Promise.all([Browser.start(), Browser.start()]);

async function open(browser, name) {
  const page = await browser.open(server.url);
  page.setDefaultTimeout(300_000);
  await page.evaluate(
    async ([name, signalingUrl]) => {
      window.db = await hypha.gdb(name, { rtc: { signalingUrl }, oplogSize: 100_000 });
      window.joined = new Promise((resolve) => db.room.on("peer:join", () => resolve(performance.now())));
      window.received = async () => {
        let bytes = 0;
        for (const connection of Object.values(db.room.getPeers())) {
          for (const report of (await connection.getStats()).values()) if (report.type === "data-channel") bytes += report.bytesReceived;
        }
        return bytes;
      };
    },
    [name, meeting.url],
  );
  return page;
}

function fill(page, count) {
  return page.evaluate(async (count) => {
    for (let from = 0; from < count; from += 1_000) {
      await db.batch((batch) => {
        for (let n = from; n < Math.min(count, from + 1_000); n++) batch.put({ n, name: `Person ${n}`, age: n % 90, city: "Lisbon" }, `p${n}`);
      });
    }
  }, count);
}

const at = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))].toFixed(1);

for (const size of sizes) {
  const name = `bench-${size}`;
  const a = await open(browsers[0], name);
  await fill(a, size);
  const b = await open(browsers[1], name);
  const joining = await b.evaluate(async () => {
    const start = await joined;
    await db.synced(300_000);
    return performance.now() - start;
  });
  if (size > 0) console.log(`${size} nodes: cold join ${(joining / 1_000).toFixed(2)} s after connecting`);

  await b.evaluate(() => {
    window.delays = [];
    return db.map({ query: { sent: { $exists: true } } }, ({ value }) => {
      if (value) delays.push(performance.timeOrigin + performance.now() - value.sent);
    });
  });
  await a.evaluate(
    async ([rate, seconds]) => {
      const start = performance.now();
      for (let n = 0; n < rate * seconds; n++) {
        const wait = start + (n * 1_000) / rate - performance.now();
        if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
        db.put({ sent: performance.timeOrigin + performance.now() }, `live${n}`);
      }
    },
    [PUTS_PER_SECOND, SECONDS],
  );
  await b.waitForFunction((count) => delays.length >= count, PUTS_PER_SECOND * SECONDS);
  const delays = (await b.evaluate(() => delays)).sort((x, y) => x - y);
  console.log(`${size} nodes: ${PUTS_PER_SECOND} puts/s from page to page: p50 ${at(delays, 0.5)} ms, p99 ${at(delays, 0.99)} ms`);

  if (size > 0) {
    await b.evaluate(() => db.close());
    await b.close();
    await a.evaluate(async (step) => {
      for (let n = 0; n < 100; n++) {
        const { result } = await db.get(`p${n * step}`);
        await db.put({ ...result.value, age: 99 }, `p${n * step}`);
      }
    }, Math.floor(size / 100));
    const back = await open(browsers[1], name);
    const bytes = await back.evaluate(async () => {
      await joined;
      await db.synced(300_000);
      const { results } = await db.map({ query: { age: 99 } });
      if (results.length !== 100) throw new Error(`${results.length} of 100 edits arrived`);
      return received();
    });
    console.log(`${size} nodes: 100 edits caught up with ${bytes} bytes received`);
    await back.close();
  } else await b.close();
  await a.close();
}
await Promise.all(browsers.map((browser) => browser.discard()));
meeting.close();
server.close();
