// One presence of a browser in the room: its tabs take part through the one that has the connections.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Browser, serve } from "../chromium.mjs";
import { coordinator } from "../coordinator.mjs";
import { enter, joined, started, until } from "../meeting.mjs";

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

/** Notes what comes on the channel, and waits until the worker listens. */
const listen = (page) =>
  page.evaluate(async () => {
    window.heard = [];
    db.room.channel("chat").on("message", (data, peer, meta) => heard.push([data.byteLength ?? data, peer, meta]));
    await db.get("nothing");
  });

test("tabs share one presence, and all of them use channels", { timeout: 120_000 }, async (t) => {
  const meeting = await started(t, coordinator);
  const rtc = { signalingUrl: meeting.url };
  const [owner, guest] = [await browsers[0].open(server.url), await browsers[0].open(server.url)];
  const peer = await browsers[1].open(server.url);
  t.after(() => Promise.all([owner, guest, peer].map((page) => page.isClosed() || page.close())));
  for (const page of [owner, guest]) await enter(page, "presence", rtc, { storage: "opfs" });
  await enter(peer, "presence", rtc);
  await joined([owner, guest, peer]);
  const self = await owner.evaluate(() => db.selfId);
  const other = await peer.evaluate(() => db.selfId);
  assert.equal(await guest.evaluate(() => db.selfId), self);
  assert.deepEqual(await peer.evaluate(() => Object.keys(db.room.getPeers())), [self]);
  assert.deepEqual(await guest.evaluate(() => Object.keys(db.room.getPeers())), [other]);
  for (const page of [owner, guest, peer]) await listen(page);

  // From the guest to the peer, and back to both tabs.
  const steps = await guest.evaluate(async (other) => {
    const steps = [];
    const chat = db.room.channel("chat");
    await chat.send("to one", other);
    await chat.send("to all");
    await chat.send(new Uint8Array(200_000), other, { name: "a.bin" }, (fraction, peer) => steps.push([fraction, peer]));
    return steps;
  }, other);
  assert.deepEqual(steps.at(-1), [1, other]);
  await until(peer, () => heard.length === 3);
  assert.deepEqual(await peer.evaluate(() => heard), [["to one", self, undefined], ["to all", self, undefined], [200_000, self, { name: "a.bin" }]]);
  await until(owner, () => heard.length === 1);
  assert.deepEqual(await owner.evaluate(() => heard), [["to all", self, undefined]]);
  await peer.evaluate((self) => db.room.channel("chat").send({ reply: 1 }, self), self);
  for (const page of [owner, guest]) {
    await until(page, () => heard.some(([data]) => data.reply === 1));
  }
  assert.ok((await guest.evaluate((other) => db.room.ping(other), other)) >= 0);
  const code = await guest.evaluate(async () => {
    const [track] = new AudioContext().createMediaStreamDestination().stream.getTracks();
    db.room.addTrack(track, new MediaStream([track]));
    return db.room.ping("0".repeat(64)).catch((error) => error.code);
  });
  assert.equal(code, "no-answer");

  // The guest stays when the owner leaves, under another id; the peer meets nobody twice.
  await owner.close();
  await until(peer, async (self) => {
    const peers = Object.keys(db.room.getPeers());
    return peers.length === 1 && peers[0] !== self;
  }, self);
  await until(guest, (self) => db.selfId !== self && Object.keys(db.room.getPeers()).length === 1, self);
  assert.deepEqual(await peer.evaluate(() => Object.keys(db.room.getPeers())), [await guest.evaluate(() => db.selfId)]);
  await peer.evaluate(() => db.room.channel("chat").send("after"));
  await until(guest, () => heard.some(([data]) => data === "after"));
  await guest.evaluate(() => db.room.channel("chat").send("again"));
  await until(peer, () => heard.some(([data]) => data === "again"));
});

test("the part that a browser holds is what a tab asked for last, whichever tab goes on", { timeout: 120_000 }, async (t) => {
  const meeting = await started(t, coordinator);
  const rtc = { signalingUrl: meeting.url };
  const [owner, guest] = [await browsers[0].open(server.url), await browsers[0].open(server.url)];
  const peer = await browsers[1].open(server.url);
  t.after(() => Promise.all([owner, guest, peer].map((page) => page.isClosed() || page.close())));
  await enter(owner, "parts", rtc, { storage: "opfs" });
  await enter(guest, "parts", rtc, { storage: "opfs", scope: { queries: [{ project: "gemini" }] } });
  await enter(peer, "parts", rtc);
  await joined([owner, guest, peer]);
  await owner.evaluate(() => db.setScope({ queries: [{ project: "apollo" }] }));
  await owner.close();
  await until(peer, () => Object.keys(db.room.getPeers()).length === 1);
  await peer.evaluate(async () => {
    for (const project of ["apollo", "gemini", "mercury"]) await db.put({ project }, project);
  });
  await until(guest, async () => (await db.map()).results.length > 0);
  await guest.evaluate(() => db.synced(10_000));
  assert.deepEqual(await guest.evaluate(async () => (await db.map()).results.map(({ id }) => id)), ["apollo"]);
});
