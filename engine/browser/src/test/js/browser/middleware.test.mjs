// Middleware in pages: docs/middleware.md.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Browser, serve } from "../chromium.mjs";
import { coordinator } from "../coordinator.mjs";
import { enter, joined, meet, started, until } from "../meeting.mjs";

let server;
let browsers;
before(async () => {
  server = await serve();
  browsers = await Promise.all([Browser.start(), Browser.start()]);
});
after(async () => {
  await Promise.all(browsers.map((browser) => browser.discard()));
  server.close();
});

const inSync = async (pages) => {
  for (const page of [...pages, ...pages]) await page.evaluate(() => db.synced(20_000));
};
const value = (page, id) => page.evaluate(async (id) => (await db.get(id)).result?.value ?? null, id);

test("operations of peers are seen with what was there, dropped and changed, in order", async (t) => {
  const meeting = await started(t, coordinator);
  const pages = await meet(t, browsers, server.url, "shop", { signalingUrl: meeting.url });
  const [writer, decider] = pages;
  await joined(pages);
  await decider.evaluate(async () => {
    window.batches = [];
    await db.use((operations, previousStates) => {
      batches.push([operations, [...previousStates]]);
      return operations.some(({ value }) => value?.price === 0) ? [] : operations;
    });
    window.end = await db.use(async (operations, previousStates) => {
      await new Promise((resolve) => setTimeout(resolve));
      const [{ id, value }] = operations;
      const before = previousStates.get(id);
      if (!before || !value || "was" in value) return operations;
      return [{ ...operations[0], value: { ...value, was: before.value.price } }];
    });
  });
  await writer.evaluate(() => db.put({ price: 5 }, "pen"));
  await writer.evaluate(() => db.put({ price: 0 }, "ink"));
  await inSync(pages);
  assert.deepEqual(await value(decider, "pen"), { price: 5 });
  assert.equal(await value(decider, "ink"), null);

  await writer.evaluate(() => db.put({ price: 7, colour: null, big: 2n ** 60n }, "pen"));
  await inSync(pages);
  for (const page of pages) {
    await until(page, async () => (await db.get("pen")).result.value.was === 5);
    assert.deepEqual(await value(page, "pen"), { price: 7, colour: null, big: 2n ** 60n, was: 5 });
  }
  await writer.evaluate(() => db.batch((b) => b.link("pen", "ink").unlink("pen", "ink").remove("pen")));
  await inSync(pages);
  const [first] = await decider.evaluate(() => batches);
  assert.deepEqual(first[1], []);
  const { timestamp, ...operation } = first[0][0];
  assert.deepEqual(operation, { type: "upsert", id: "pen", value: { price: 5 } });
  assert.deepEqual(Object.keys(timestamp), ["physical", "logical"]);
  const [last, states] = await decider.evaluate(() => batches.at(-1));
  assert.deepEqual(last.map(({ type, id, edge }) => [type, id, edge]), [["link", "pen", "ink"], ["unlink", "pen", "ink"], ["remove", "pen", undefined]]);
  assert.equal(states[0][0], "pen");
  assert.deepEqual(Object.keys(states[0][1]), ["id", "value", "edges", "timestamp"]);
  assert.equal(await value(decider, "pen"), null);

  // What fails, or returns what is no operation, drops.
  await decider.evaluate(async () => {
    end();
    window.ends = [await db.use(() => { throw new Error("a fault of the application"); })];
  });
  await writer.evaluate(() => db.put({ price: 9 }, "cup"));
  await inSync(pages);
  await decider.evaluate(async () => {
    ends.pop()();
    ends.push(await db.use(() => [{ type: "dance", id: "cup" }]));
  });
  await writer.evaluate(() => db.put({ price: 9 }, "saucer"));
  await inSync(pages);
  assert.deepEqual([await value(decider, "cup"), await value(decider, "saucer")], [null, null]);
  await decider.evaluate(() => ends.pop()());
  await decider.evaluate(() => db.reconsiderDropped());
  await until(decider, async () => (await db.map()).results.length === 2);
  assert.deepEqual((await decider.evaluate(() => db.map())).results.map(({ id }) => id), ["cup", "saucer"]);
});

test("the tab that has the files decides, and its successor after it", { timeout: 90_000 }, async (t) => {
  const meeting = await started(t, coordinator);
  const rtc = { signalingUrl: meeting.url };
  const [owner, guest] = [await browsers[0].open(server.url), await browsers[0].open(server.url)];
  const peer = await browsers[1].open(server.url);
  t.after(() => Promise.all([guest.close(), peer.close()]));
  for (const [tab, name] of [[owner, "owner"], [guest, "guest"]]) {
    await enter(tab, "tabs", rtc, { storage: "opfs" });
    await tab.evaluate((name) => db.use((operations) => operations.map((op) => ({ ...op, value: { by: name } }))), name);
  }
  await enter(peer, "tabs", rtc);
  await joined([peer]);
  await peer.evaluate(() => db.put({ by: "peer" }, "a"));
  await until(peer, async () => (await db.get("a")).result.value.by === "owner");
  await until(guest, async () => (await db.get("a")).result?.value.by === "owner");
  await peer.evaluate(() => {
    window.again = new Promise((resolve) => db.room.on("peer:join", resolve));
  });
  await owner.close();
  await peer.evaluate(() => again);
  await peer.evaluate(() => db.put({ by: "peer" }, "b"));
  await until(peer, async () => (await db.get("b")).result.value.by === "guest");
});

test("what is no function is no middleware", async (t) => {
  const page = await browsers[0].open(server.url);
  t.after(() => page.close());
  const code = await page.evaluate(async () => {
    const db = await hypha.gdb("none", { storage: "memory" });
    return db.use("all").catch(({ code, path }) => [code, path]);
  });
  assert.deepEqual(code, ["bad-argument", "use"]);
});
