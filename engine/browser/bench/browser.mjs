// What hypha.js does in Chromium on this machine: `./hypha bench browser`. Each figure is the median of some rounds.
import { cpus, loadavg } from "node:os";
import { Browser, serve } from "../src/test/js/chromium.mjs";

const ROUNDS = 3;

const server = await serve();

/** The node that all measures use, as in the other benchmarks: about 190 bytes. */
const person = `(n) => ({
  type: "User", name: "Person number " + n, email: "person" + n + "@example.org", age: 18 + (n % 60),
  tags: ["tag" + (n % 10), "tag" + (n % 7), "tag" + (n % 3)], city: "City " + (n % 100), active: n % 2 === 0,
  score: (n * 7919) % 100000,
})`;

const median = (numbers) => numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** Runs a measure in a fresh page of a browser, some times; each gets a database of its own. */
async function measure(browser, name, body, ...args) {
  const results = [];
  for (let round = 0; round < ROUNDS; round++) {
    const page = await browser.open(server.url);
    const source = `async (name, ...args) => { const person = ${person}; return (${body})(name, person, ...args); }`;
    results.push(await page.evaluate(`(${source})(${[`bench ${name} ${round}`, ...args].map((arg) => JSON.stringify(arg))})`));
    await page.close();
  }
  return median(results);
}

/** From the import of the module to the database, in pages that never had either. */
async function starts(browser) {
  const times = [];
  for (let round = 0; round < 2 * ROUNDS + 1; round++) {
    const page = await browser.visit(server.url);
    times.push(
      await page.evaluate(async (round) => {
        const start = performance.now();
        const { gdb } = await import("/hypha.js");
        await gdb(`start ${round}`);
        return performance.now() - start;
      }, round),
    );
    await page.close();
  }
  return median(times);
}

const report = (what, value, unit, aim) => console.log(`${what.padEnd(52)} ${value.toFixed(0).padStart(8)} ${unit.padEnd(5)} (aim ${aim})`);

const browser = await Browser.start();
try {
  console.log(`Chromium, ${cpus().length} cores, load ${loadavg()[0].toFixed(1)}`);
  report("start: import to gdb() resolved, empty database", await starts(browser), "ms", "at most 150");
  report(
    "durable puts, one at a time",
    await measure(browser, "single", async (name, person) => {
      const db = await hypha.gdb(name);
      for (let n = 0; n < 500; n++) await db.put(person(n), `w${n}`);
      const start = performance.now();
      for (let n = 0; n < 5000; n++) await db.put(person(n), `n${n}`);
      return 5000 / ((performance.now() - start) / 1000);
    }),
    "/s",
    "at least 5,000",
  );
  report(
    "durable puts, 100 at once",
    await measure(browser, "many", async (name, person) => {
      const db = await hypha.gdb(name);
      const start = performance.now();
      for (let n = 0; n < 20000; n += 100) {
        await Promise.all(Array.from({ length: 100 }, (_, i) => db.put(person(n + i), `n${n + i}`)));
      }
      return 20000 / ((performance.now() - start) / 1000);
    }),
    "/s",
    "at least 20,000",
  );
  report(
    "durable puts in batches of 100, one commit each",
    await measure(browser, "batched", async (name, person) => {
      const db = await hypha.gdb(name);
      const start = performance.now();
      for (let n = 0; n < 20000; n += 100) {
        await db.batch((b) => {
          for (let i = 0; i < 100; i++) b.put(person(n + i), `n${n + i}`);
        });
      }
      return 20000 / ((performance.now() - start) / 1000);
    }),
    "/s",
    "at least 20,000",
  );
  report(
    "first query of its kind, 10,000 nodes, 10 results",
    await measure(browser, "query", async (name, person) => {
      const db = await hypha.gdb(name);
      for (let n = 0; n < 10000; n += 1000) {
        await db.batch((b) => {
          for (let i = 0; i < 1000; i++) b.put(person(n + i), `n${n + i}`);
        });
      }
      const start = performance.now();
      let count = 0;
      for (; performance.now() - start < 2000; count++) {
        const { results } = await db.map({ query: { score: { $between: [count * 10, count * 10 + 99] } }, $limit: 10 });
        if (results.length === 0) throw new Error("no results");
      }
      return count / ((performance.now() - start) / 1000);
    }),
    "/s",
    "at least 1,000",
  );
  report(
    "get by id, one at a time",
    await measure(browser, "get", async (name, person) => {
      const db = await hypha.gdb(name);
      await db.batch((b) => {
        for (let i = 0; i < 1000; i++) b.put(person(i), `n${i}`);
      });
      const start = performance.now();
      for (let n = 0; n < 5000; n++) await db.get(`n${n % 1000}`);
      return 5000 / ((performance.now() - start) / 1000);
    }),
    "/s",
    "none",
  );
} finally {
  await browser.discard();
}

// Reopening, in a browser of its own each time.
const large = await Browser.start();
try {
  const page = await large.open(server.url);
  await page.evaluate(`(async () => {
    const person = ${person};
    const db = await hypha.gdb("large");
    for (let n = 0; n < 100000; n += 1000) {
      await db.batch((b) => { for (let i = 0; i < 1000; i++) b.put(person(n + i), "n" + (n + i)); });
    }
    await db.close();
  })()`);
  const times = [];
  for (let round = 0; round < ROUNDS; round++) {
    await large.stop();
    await large.start();
    const again = await large.open(server.url);
    times.push(
      await again.evaluate(async () => {
        const start = performance.now();
        const db = await hypha.gdb("large");
        if ((await db.get("n99999")).result?.value.name !== "Person number 99999") throw new Error("not there");
        return performance.now() - start;
      }),
    );
  }
  report("reopening 100,000 nodes, to the first get", median(times), "ms", "at most 1,500");
} finally {
  await large.discard();
  server.close();
}
