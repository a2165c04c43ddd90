// What hypha.js does in Chromium on this machine: `./hypha bench browser`. Each figure is the median of some rounds.
import { cpus, loadavg } from "node:os";
import { Browser, serve } from "../src/test/js/chromium.mjs";
import { processorMillis } from "./processor.mjs";

const ROUNDS = 3;

const server = await serve();

/** The node that all measures use, as in the other benchmarks: about 190 bytes. */
const person = `(n) => ({
  type: "User", name: "Person number " + n, email: "person" + n + "@example.org", age: 18 + (n % 60),
  tags: ["tag" + (n % 10), "tag" + (n % 7), "tag" + (n % 3)], city: "City " + (n % 100), active: n % 2 === 0,
  score: (n * 7919) % 100000,
})`;

const median = (numbers) => numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

/**
 * Runs a measure in a fresh page of a browser, some times; each gets a database of its own. `prepare` is not measured; `body`
 * returns how often it did what is measured. Gives the rates by the clock and by the browser's processor time.
 */
async function measure(browser, name, prepare, body) {
  const rates = [];
  const processorRates = [];
  for (let round = 0; round < ROUNDS; round++) {
    const page = await browser.open(server.url);
    page.setDefaultTimeout(300_000);
    await page.evaluate(`(async () => {
      window.person = ${person};
      window.db = await hypha.gdb("bench ${name} ${round}");
      await (${prepare})(db);
    })()`);
    const processor = processorMillis(browser.pid);
    const { count, millis } = await page.evaluate(`(async () => {
      const start = performance.now();
      const count = await (${body})(db);
      return { count, millis: performance.now() - start };
    })()`);
    rates.push(count / (millis / 1000));
    processorRates.push(count / ((processorMillis(browser.pid) - processor) / 1000));
    await page.close();
  }
  return { rate: median(rates), processorRate: median(processorRates) };
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

const report = (what, value, unit, aim, more = "") =>
  console.log(`${what.padEnd(52)} ${value.toFixed(0).padStart(8)} ${unit.padEnd(5)} (aim ${aim})${more}`);

function reportRate(what, { rate, processorRate }, aim) {
  report(what, rate, "/s", aim, `; ${processorRate.toFixed(0)} per second of processor time`);
}

/* What runs in pages, with `db` and `person` there. */

const nothing = async () => {};

const fill = async (db) => {
  for (let n = 0; n < 10000; n += 1000) {
    await db.batch((b) => {
      for (let i = 0; i < 1000; i++) b.put(person(n + i), `n${n + i}`);
    });
  }
};

const warmUp = async (db) => {
  for (let n = 0; n < 500; n++) await db.put(person(n), `w${n}`);
};

const putOneByOne = async (db) => {
  for (let n = 0; n < 5000; n++) await db.put(person(n), `n${n}`);
  return 5000;
};

const putManyAtOnce = async (db) => {
  for (let n = 0; n < 20000; n += 100) {
    await Promise.all(Array.from({ length: 100 }, (_, i) => db.put(person(n + i), `n${n + i}`)));
  }
  return 20000;
};

const putBatches = async (db) => {
  for (let n = 0; n < 20000; n += 100) {
    await db.batch((b) => {
      for (let i = 0; i < 100; i++) b.put(person(n + i), `n${n + i}`);
    });
  }
  return 20000;
};

// Fewer than would have an index made for them.
const withoutIndex = async (db) => {
  for (let n = 0; n < 6; n++) {
    const { results } = await db.map({ query: { score: { $between: [n * 10, n * 10 + 99] } }, $limit: 10 });
    if (results.length === 0) throw new Error("no results");
  }
  return 6;
};

// From the first one on: an index is made for them meanwhile.
const sortedQueries = async (db) => {
  const options = { query: { age: { $between: [30, 35] }, active: true }, field: "score", $limit: 10 };
  let count = 0;
  for (const start = performance.now(); performance.now() - start < 4000; count++) {
    if ((await db.map(options)).results.length !== 10) throw new Error("not ten results");
  }
  return count;
};

const getOneByOne = async (db) => {
  for (let n = 0; n < 5000; n++) await db.get(`n${n % 1000}`);
  return 5000;
};

const browser = await Browser.start();
try {
  console.log(`Chromium, ${cpus().length} cores, load ${loadavg()[0].toFixed(1)}`);
  report("start: import to gdb() resolved, empty database", await starts(browser), "ms", "at most 150");
  reportRate("durable puts, one at a time", await measure(browser, "single", warmUp, putOneByOne), "at least 5,000");
  reportRate("durable puts, 100 at once", await measure(browser, "many", nothing, putManyAtOnce), "at least 20,000");
  reportRate("durable puts in batches of 100, one commit each", await measure(browser, "batched", nothing, putBatches), "at least 20,000");
  reportRate("filter, sort, limit 10 of 10,000, for 4 s", await measure(browser, "sorted", fill, sortedQueries), "at least 1,000");
  reportRate("the first 6 queries of a page, without an index", await measure(browser, "query", fill, withoutIndex), "none");
  reportRate("get by id, one at a time", await measure(browser, "get", fill, getOneByOne), "none");
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
