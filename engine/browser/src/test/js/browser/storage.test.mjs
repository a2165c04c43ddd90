// What is acknowledged is kept, in every tier of storage.
import assert from "node:assert/strict";
import { once, EventEmitter } from "node:events";
import { after, before, test } from "node:test";
import { Browser, serve } from "../chromium.mjs";

let server;
let browser;
before(async () => {
  server = await serve();
  browser = await Browser.start();
});
after(async () => {
  await browser.discard();
  server.close();
});

for (const storage of ["opfs", "opfs-async", "indexeddb"]) {
  test(`${storage}: comes back as it was, after edits and removals`, async () => {
    const first = await browser.open(server.url);
    const left = await first.evaluate(async (storage) => {
      const db = await hypha.gdb(`keep ${storage}`, { storage });
      await Promise.all(Array.from({ length: 500 }, (_, i) => db.put({ i, text: "x".repeat(i) }, `n${i}`)));
      for (let i = 0; i < 50; i++) await db.put({ i: -i }, `n${i}`);
      for (let i = 50; i < 100; i++) await db.remove(`n${i}`);
      await db.link("n1", "n2");
      return JSON.stringify((await db.map()).results);
    }, storage);
    await first.close();
    const second = await browser.open(server.url);
    const found = await second.evaluate(async (storage) => {
      const db = await hypha.gdb(`keep ${storage}`, { storage });
      const nodes = JSON.stringify((await db.map()).results);
      await db.put({ still: "works" }, "later");
      return { nodes, later: (await db.get("later")).result.value.still };
    }, storage);
    await second.close();
    assert.equal(found.nodes, left);
    assert.equal(found.later, "works");
  });
}

test("a long journal becomes a snapshot, with writes going on", async () => {
  const first = await browser.open(server.url);
  const files = await first.evaluate(async () => {
    const db = await hypha.gdb("long", { storage: "opfs" });
    const text = "x".repeat(1000);
    for (let round = 0; round < 12; round++) {
      await Promise.all(Array.from({ length: 1000 }, (_, i) => db.put({ round, text }, `n${i}`)));
    }
    const root = await navigator.storage.getDirectory();
    const folder = await (await root.getDirectoryHandle("hypha")).getDirectoryHandle("db-long");
    let names = [];
    for (let wait = 0; wait < 200; wait++) {
      names = [];
      for await (const name of folder.keys()) names.push(name);
      if (names.some((name) => name.startsWith("snapshot-")) && names.length === 2) break;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    await db.put({ after: true }, "last");
    return names.sort();
  });
  await first.close();
  assert.match(files.join(), /^journal-(\d+),snapshot-\1$/);
  const second = await browser.open(server.url);
  const found = await second.evaluate(async () => {
    const db = await hypha.gdb("long");
    const { results } = await db.map({ query: { round: 11 } });
    return [results.length, (await db.get("last")).result.value.after];
  });
  await second.close();
  assert.deepEqual(found, [1000, true]);
});

test("a damaged snapshot is an error, with a code", async () => {
  const page = await browser.open(server.url);
  const code = await page.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    const all = await root.getDirectoryHandle("hypha", { create: true });
    const folder = await all.getDirectoryHandle("db-damaged", { create: true });
    const file = await (await folder.getFileHandle("snapshot-3", { create: true })).createWritable();
    await file.write(new Uint8Array(100));
    await file.close();
    return hypha.gdb("damaged").then(
      () => "none",
      (error) => error.code,
    );
  });
  await page.close();
  assert.equal(code, "storage");
});

test("SIGKILL of the browser right after an acknowledgement loses nothing", async () => {
  const acknowledged = new EventEmitter();
  let last = -1;
  const reports = await serve({
    onPost: (number) => {
      last = Math.max(last, Number(number));
      if (last >= 999) acknowledged.emit("enough");
    },
  });
  const victim = await Browser.start();
  try {
    const page = await victim.open(reports.url);
    const enough = once(acknowledged, "enough", { signal: AbortSignal.timeout(60_000) });
    const writing = page.evaluate(async () => {
      const db = await hypha.gdb("killed");
      for (let i = 0; ; i++) {
        await db.put({ i }, `n${i}`);
        if (i % 10 === 9) fetch(`/${i}`, { method: "POST" });
      }
    });
    writing.catch(() => {});
    await enough;
    victim.kill();
    await victim.start();
    const again = await victim.open(reports.url);
    const kept = await again.evaluate(async () => {
      const db = await hypha.gdb("killed");
      return (await db.map()).results.map((node) => node.value.i);
    });
    const there = new Set(kept);
    const lost = Array.from({ length: last + 1 }, (_, i) => i).filter((i) => !there.has(i));
    assert.deepEqual(lost, []);
  } finally {
    await victim.discard();
    reports.close();
  }
});

test("the disk is asked for what is acknowledged within 100 ms", async (t) => {
  const browser = await Browser.start();
  t.after(() => browser.discard());
  const page = await browser.open(server.url);
  await page.evaluate(async () => {
    window.db = await hypha.gdb("synced", { storage: "opfs" });
    await db.put({ n: 0 }, "a");
  });
  await page.workers()[0].evaluate(() => {
    const { write } = FileSystemSyncAccessHandle.prototype;
    let waiting = [];
    Object.assign(self, { writes: 0, late: 0 });
    FileSystemSyncAccessHandle.prototype.write = function (...args) {
      const written = { isWaiting: true };
      self.writes++;
      waiting.push(written);
      // However busy the machine is, what is due earlier happens earlier.
      setTimeout(() => (self.late += written.isWaiting ? 1 : 0), 100);
      return write.apply(this, args);
    };
    // In place of a disk, which may be slow, and is then asked less often.
    Worker.prototype.postMessage = function ({ request }) {
      waiting.forEach((written) => (written.isWaiting = false));
      waiting = [];
      queueMicrotask(() => this.onmessage({ data: { request } }));
    };
  });
  await page.evaluate(async () => {
    for (let n = 1; n <= 30; n++) {
      await db.put({ n }, "a");
      // Some alone, some while the disk is busy with the one before.
      if (n % 3 === 0) await new Promise((resolve) => setTimeout(resolve, 150));
    }
  });
  const seen = await page.workers()[0].evaluate(() => ({ writes: self.writes, late: self.late }));
  assert.deepEqual(seen, { writes: 30, late: 0 });
});

test("the disk is waited for in another worker, or in this one where that fails", async (t) => {
  const browser = await Browser.start();
  t.after(() => browser.discard());
  const page = await browser.open(server.url);
  await page.evaluate(async () => {
    window.db = await hypha.gdb("flushed", { storage: "opfs" });
  });
  const worker = page.workers()[0];
  await worker.evaluate(() => {
    const { flush } = FileSystemSyncAccessHandle.prototype;
    const { postMessage } = Worker.prototype;
    Object.assign(self, { here: 0, elsewhere: 0, isRefused: false });
    FileSystemSyncAccessHandle.prototype.flush = function () {
      self.here++;
      flush.call(this);
    };
    Worker.prototype.postMessage = function (message) {
      const told = (event) => (self.elsewhere += event.data.request === message.request && event.data.message === undefined ? 1 : 0);
      this.addEventListener("message", told);
      if (self.isRefused && message.request) queueMicrotask(() => this.onmessage({ data: { request: message.request, message: "refused" } }));
      else postMessage.call(this, message);
    };
  });
  const counts = () => worker.evaluate(() => [self.here, self.elsewhere]);
  const until = async (isThere) => {
    for (let i = 0; i < 300 && !isThere(await counts()); i++) await new Promise((resolve) => setTimeout(resolve, 50));
    assert.ok(isThere(await counts()), `flushed ${await counts()}`);
  };
  await page.evaluate(() => db.put({ n: 1 }, "a"));
  await until(([here, elsewhere]) => here === 0 && elsewhere === 1);
  await worker.evaluate(() => (self.isRefused = true));
  await page.evaluate(() => db.put({ n: 2 }, "a"));
  await until(([here, elsewhere]) => here === 1 && elsewhere === 1);
  // That file is left to this worker for good.
  await worker.evaluate(() => (self.isRefused = false));
  await page.evaluate(() => db.put({ n: 3 }, "a"));
  await until(([here, elsewhere]) => here === 2 && elsewhere === 1);
});

test("a worker that fails at flushing is replaced by another", async (t) => {
  const browser = await Browser.start();
  t.after(() => browser.discard());
  const page = await browser.open(server.url);
  await page.evaluate(async () => {
    window.db = await hypha.gdb("failing", { storage: "opfs" });
  });
  const worker = page.workers()[0];
  await worker.evaluate(() => {
    const { flush } = FileSystemSyncAccessHandle.prototype;
    const { postMessage } = Worker.prototype;
    Object.assign(self, { flushed: [], workers: new Set() });
    FileSystemSyncAccessHandle.prototype.flush = function () {
      self.flushed.push("here");
      flush.call(this);
    };
    Worker.prototype.postMessage = function (message) {
      self.workers.add(this);
      const told = ({ data }) => data.request === message.request && data.message === undefined && self.flushed.push("elsewhere");
      this.addEventListener("message", told);
      // The first one breaks at what it is asked.
      if (self.workers.size === 1) setTimeout(() => this.dispatchEvent(new ErrorEvent("error", { message: "broken" })));
      else postMessage.call(this, message);
    };
  });
  const until = async (wanted) => {
    const isSeen = () => worker.evaluate((wanted) => self.flushed.includes(wanted), wanted);
    for (let i = 0; i < 300 && !(await isSeen()); i++) await new Promise((resolve) => setTimeout(resolve, 50));
    assert.ok(await isSeen(), `nothing was flushed ${wanted}`);
  };
  await page.evaluate(() => db.put({ n: 1 }, "a"));
  await until("here");
  // Enough for a snapshot and another journal: these are other files.
  await page.evaluate(async () => {
    const text = "x".repeat(1000);
    for (let round = 0; round < 12; round++) {
      await Promise.all(Array.from({ length: 1000 }, (_, i) => db.put({ round, text }, `n${i}`)));
    }
  });
  await until("elsewhere");
  assert.equal(await worker.evaluate(() => self.workers.size), 2);
});
