// What a room goes through: being offline, sleep, relays that fail.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Browser, serve } from "../chromium.mjs";
import { coordinator, relay } from "../coordinator.mjs";
import { enter, joined, meet as meetIn, started, until } from "../meeting.mjs";

/** How long a worker stands still: long enough for its sockets to be given up (PersistentSocket). */
const SLEEP_MILLIS = 17_000;

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

const meet = (t, name, rtc, options) => meetIn(t, browsers, server.url, name, rtc, options);
const has = (page, id) => until(page, async (id) => (await db.get(id)).result !== null, id);
const isAlone = (page) => until(page, () => Object.keys(db.room.getPeers()).length === 0);
const isTogether = (page) => until(page, () => Object.keys(db.room.getPeers()).length === 1);

test("a page that was offline comes back at once, with what it wrote", { timeout: 120_000 }, async (t) => {
  const meeting = await started(t, coordinator);
  const [away, other] = await meet(t, "offline", { signalingUrl: meeting.url });
  await joined([away, other]);
  await away.context().setOffline(true);
  meeting.refuse(true);
  await away.evaluate(() => Object.values(db.room.getPeers()).forEach((connection) => connection.close()));
  await isAlone(other);
  await away.evaluate(() => db.put({ offline: true }, "away"));
  await other.evaluate(() => db.put({ offline: false }, "other"));
  // Long enough for the pauses between attempts to have grown.
  await new Promise((resolve) => setTimeout(resolve, 4_000));
  meeting.refuse(false);
  await away.context().setOffline(false);
  await Promise.all([has(away, "other"), has(other, "away")]);
  await Promise.all([isTogether(away), isTogether(other)]);
  assert.equal(await away.evaluate(() => db.synced(20_000)), undefined);
});

test("a frozen page goes on where it was", { timeout: 120_000 }, async (t) => {
  const meeting = await started(t, coordinator);
  const [sleeper, other] = await meet(t, "frozen", { signalingUrl: meeting.url });
  await joined([sleeper, other]);
  const session = await sleeper.context().newCDPSession(sleeper);
  await session.send("Page.setWebLifecycleState", { state: "frozen" });
  await other.evaluate(() => Promise.all(Array.from({ length: 50 }, (_, n) => db.put({ n }, `n${n}`))));
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  await session.send("Page.setWebLifecycleState", { state: "active" });
  await has(sleeper, "n49");
  await sleeper.evaluate(() => db.put({ awake: true }, "awake"));
  await has(other, "awake");
  await Promise.all([isTogether(sleeper), isTogether(other)]);
});

test("a worker that slept meets the others again", { timeout: 120_000 }, async (t) => {
  const meeting = await started(t, coordinator);
  const [sleeper, other] = await meet(t, "asleep", { signalingUrl: meeting.url });
  await joined([sleeper, other]);
  const [worker] = sleeper.workers();
  const sleeping = worker.evaluate((millis) => {
    for (const end = Date.now() + millis; Date.now() < end; );
  }, SLEEP_MILLIS);
  // The world has gone on meanwhile: the coordinator knows nobody any more.
  meeting.drop();
  await other.evaluate(() => db.put({ meanwhile: true }, "meanwhile"));
  await sleeping;
  await has(sleeper, "meanwhile");
  await sleeper.evaluate(() => db.put({ awake: true }, "awake"));
  await has(other, "awake");
  await Promise.all([isTogether(sleeper), isTogether(other)]);
});

test("relays fail one after the other, and who is connected stays so", { timeout: 120_000 }, async (t) => {
  const relays = [await started(t, relay), await started(t, relay)];
  const rtc = { relayUrls: relays.map(({ url }) => url) };
  const [first, second] = await meet(t, "relays", rtc);
  await joined([first, second]);
  relays[0].refuse(true);
  const third = await browsers[0].open(server.url);
  t.after(() => third.close());
  await enter(third, "relays", rtc);
  await until(third, () => Object.keys(db.room.getPeers()).length === 2);

  relays[1].refuse(true);
  await first.evaluate(() => db.put({ through: "nobody" }, "direct"));
  await Promise.all([has(second, "direct"), has(third, "direct")]);
  relays[0].refuse(false);
  const fourth = await browsers[1].open(server.url);
  t.after(() => fourth.close());
  await enter(fourth, "relays", rtc);
  await until(fourth, () => Object.keys(db.room.getPeers()).length === 3);
  await has(fourth, "direct");
  assert.deepEqual(await first.evaluate(() => lost), []);
});

test("peers are seen again and again", { timeout: 90_000 }, async (t) => {
  const meeting = await started(t, coordinator);
  const pages = await meet(t, "seen", { signalingUrl: meeting.url });
  const [{ peer }] = await joined(pages);
  await pages[0].evaluate(() => {
    seen.length = 0;
  });
  await pages[0].waitForFunction(() => seen.length > 0, undefined, { timeout: 45_000 });
  assert.deepEqual(await pages[0].evaluate(() => seen[0]), { peer, kind: "peer" });
});
