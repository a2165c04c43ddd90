// Rooms: several pages as peers, over real WebRTC.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Browser, serve } from "../chromium.mjs";
import { coordinator, relay } from "../coordinator.mjs";
import { joined, meet as meetIn, started } from "../meeting.mjs";

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

test("pages meet through the coordinator and their databases become one", async (t) => {
  const meeting = await started(t, coordinator);
  const pages = await meet(t, "meet", { signalingUrl: meeting.url });
  const [{ peer: b, kind }, { peer: a }] = await joined(pages);
  assert.equal(a, await pages[0].evaluate(() => db.selfId));
  assert.equal(b, await pages[1].evaluate(() => db.selfId));
  assert.equal(kind, "peer");
  await pages[0].evaluate(() => db.put({ from: "a" }, "a"));
  await pages[1].evaluate(() => db.put({ from: "b" }, "b"));
  await Promise.all(pages.map((page) => page.evaluate(() => db.synced(10_000))));
  for (const page of pages) {
    assert.deepEqual(await page.evaluate(async () => (await db.map()).results.map((node) => node.id)), ["a", "b"]);
  }
  assert.ok((await pages[0].evaluate((peer) => db.room.ping(peer), b)) >= 0);
  assert.deepEqual(await pages[0].evaluate(() => Object.keys(db.room.getPeers())), [b]);
  assert.deepEqual(
    await pages[0].evaluate(() => Object.values(db.room.getPeers()).map((peer) => peer.constructor.name)),
    ["RTCPeerConnection"],
  );
  await pages[0].evaluate(() => db.room.leave());
  assert.equal(await pages[1].evaluate(() => left), a);
  await pages[0].evaluate(() => db.put({ still: "works" }, "c"));
  assert.deepEqual(await pages[1].evaluate(() => lost), []);
});

test("a page holds the part that it asks for, and more when it asks for more", async (t) => {
  const meeting = await started(t, coordinator);
  const scope = { queries: [{ project: "apollo" }] };
  const pages = await meet(t, "part", { signalingUrl: meeting.url }, { scope });
  await joined(pages);
  await pages[0].evaluate(async () => {
    await db.setScope(null);
    for (let n = 0; n < 10; n++) await db.put({ project: n % 2 ? "apollo" : "gemini" }, `n${n}`);
  });
  await pages[1].evaluate(() => db.put({ project: "mercury" }, "own"));
  const ids = async (page) => page.evaluate(async () => {
    await db.synced(10_000);
    return (await db.map()).results.map((node) => node.id);
  });
  assert.deepEqual(await ids(pages[1]), ["n1", "n3", "n5", "n7", "n9", "own"]);
  assert.equal((await ids(pages[0])).length, 11);
  const refused = await pages[1].evaluate(() => db.setScope({ queries: [{ n: { $dance: 1 } }] }).catch(({ code, path }) => ({ code, path })));
  assert.equal(refused.code, "unknown-operator");
  await pages[1].evaluate(() => db.setScope(null));
  assert.equal((await ids(pages[1])).length, 11);
});

test("pages meet through relays, one of which refuses", async (t) => {
  const refusing = await started(t, relay, { refusal: "pow: 28 bits needed" });
  const good = await started(t, relay);
  const pages = await meet(t, "relays", { relayUrls: [refusing.url, good.url] });
  const [{ peer }] = await joined(pages);
  assert.equal(peer, await pages[1].evaluate(() => db.selfId));
});

test("a password keeps others out", async (t) => {
  const meeting = await started(t, coordinator);
  const rtc = { signalingUrl: meeting.url };
  const pages = await meet(t, "secret", rtc, { password: "open sesame" });
  await joined(pages);
  const stranger = await browsers[0].open(server.url);
  t.after(() => stranger.close());
  const met = await stranger.evaluate(async (rtc) => {
    const db = await hypha.gdb("secret", { storage: "memory", rtc, password: "guess" });
    const joined = new Promise((resolve) => db.room.on("peer:join", () => resolve(true)));
    return Promise.race([joined, new Promise((resolve) => setTimeout(() => resolve(false), 4_000))]);
  }, rtc);
  assert.equal(met, false);
});

test("values and binary data go to those they are meant for, with progress", async (t) => {
  const meeting = await started(t, coordinator);
  const pages = await meet(t, "channels", { signalingUrl: meeting.url });
  const [{ peer: b }, { peer: a }] = await joined(pages);
  await pages[1].evaluate(() => {
    window.messages = [];
    window.progress = [];
    const chat = db.room.channel("chat");
    chat.on("message", (data, peer, meta) => messages.push({ data, size: data.byteLength, peer, meta }));
    chat.on("progress", (fraction, peer, meta) => progress.push({ fraction, peer, meta }));
  });
  // Listening and sending take different ways; a round trip makes sure that the first has arrived.
  await pages[1].evaluate(() => db.get("nothing"));
  const sent = await pages[0].evaluate(async (b) => {
    const chat = db.room.channel("chat");
    const steps = [];
    await chat.send({ text: "hello", list: [1, 2.5, null, true] });
    await chat.send(new Uint8Array(300_000).fill(7), b, { name: "a.bin" }, (fraction, peer, meta) => steps.push([fraction, peer, meta]));
    await chat.send("nobody", ["0".repeat(64)]);
    const refusals = [];
    for (const wrong of [() => chat.send("text", null, { a: 1 }), () => db.room.channel("thirteen bytes")]) {
      try {
        wrong();
      } catch (error) {
        refusals.push(error.code);
      }
    }
    return { steps, refusals };
  }, b);
  await pages[1].waitForFunction(() => messages.length === 2);
  const messages = await pages[1].evaluate(() => messages.map(({ data, ...rest }) => ({ ...rest, data: data.byteLength ? null : data })));
  assert.deepEqual(messages[0].data, { text: "hello", list: [1, 2.5, null, true] });
  assert.equal(messages[0].peer, a);
  assert.equal(messages[1].size, 300_000);
  assert.deepEqual(messages[1].meta, { name: "a.bin" });
  assert.deepEqual(sent.steps.at(-1), [1, b, { name: "a.bin" }]);
  assert.ok(sent.steps.length > 3);
  assert.deepEqual(sent.refusals, ["bad-argument", "bad-argument"]);
  assert.equal(await pages[1].evaluate(() => progress.at(-1).fraction), 1);
});

test("100 MB arrive intact while chat stays quick", async (t) => {
  const meeting = await started(t, coordinator);
  const pages = await meet(t, "large", { signalingUrl: meeting.url });
  const [{ peer: b }] = await joined(pages);
  await pages[1].evaluate(() => {
    const digest = async (data) =>
      Array.from(new Uint8Array(await crypto.subtle.digest("SHA-256", data)), (byte) => byte.toString(16).padStart(2, "0")).join("");
    const chat = db.room.channel("chat");
    chat.on("message", (data, peer) => chat.send(data, peer));
    window.received = new Promise((resolve) => {
      db.room.channel("file").on("message", async (data) => resolve({ size: data.byteLength, digest: await digest(data) }));
    });
    return db.get("nothing");
  });
  const sent = await pages[0].evaluate(async (b) => {
    const bytes = new Uint8Array(100 << 20);
    for (let at = 0; at < bytes.length; at += 65_536) crypto.getRandomValues(bytes.subarray(at, at + 65_536));
    const digest = Array.from(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)), (byte) => byte.toString(16).padStart(2, "0")).join("");
    const chat = db.room.channel("chat");
    let answered;
    chat.on("message", () => answered());
    const millis = [];
    let isOver = false;
    const start = performance.now();
    const whole = db.room.channel("file").send(new Blob([bytes]), b).finally(() => (isOver = true));
    while (!isOver) {
      const asked = performance.now();
      const answer = new Promise((resolve) => (answered = resolve));
      await chat.send(millis.length, b);
      await answer;
      millis.push(performance.now() - asked);
    }
    await whole;
    return { digest, millis: millis.sort((a, b) => a - b), seconds: (performance.now() - start) / 1_000 };
  }, b);
  const received = await pages[1].evaluate(() => received);
  const { millis, seconds, digest } = sent;
  const at = (share) => millis[Math.floor(millis.length * share)].toFixed(1);
  console.log(`100 MiB in ${seconds.toFixed(2)} s; ${millis.length} round trips of chat: p50 ${at(0.5)} ms, p99 ${at(0.99)} ms`);
  assert.deepEqual(received, { size: 100 << 20, digest });
  assert.ok(millis.length > 20);
  assert.ok(millis[Math.floor(millis.length / 2)] < 500);
});

test("a peer that is cut off comes back, and signaling too", async (t) => {
  const meeting = await started(t, coordinator);
  const pages = await meet(t, "back", { signalingUrl: meeting.url });
  const [{ peer: b }] = await joined(pages);
  meeting.drop();
  await pages[0].evaluate(() => {
    window.again = new Promise((resolve) => db.room.on("peer:join", resolve));
    Object.values(db.room.getPeers()).forEach((connection) => connection.close());
  });
  await pages[1].evaluate(() => left);
  assert.equal(await pages[0].evaluate(() => again), b);
  await pages[0].evaluate(() => db.put({ after: true }, "after"));
  await pages[0].evaluate(() => db.synced(10_000));
  assert.ok(await pages[1].evaluate(async () => (await db.get("after")).result !== null));
});

test("video and audio go from page to page, come and go, and are replaced", async (t) => {
  const meeting = await started(t, coordinator);
  const pages = await meet(t, "media", { signalingUrl: meeting.url });
  const [, { peer: a }] = await joined(pages);
  await pages[1].evaluate(() => {
    window.streams = [];
    window.tracks = [];
    db.room.on("stream:add", (stream, peer, meta) => streams.push({ stream, peer, meta }));
    db.room.on("track:add", (track, stream, peer, meta) => tracks.push({ track, stream, peer, meta }));
    window.sizeOf = async (stream) => {
      const video = Object.assign(document.createElement("video"), { srcObject: stream, muted: true });
      document.body.append(video);
      await video.play();
      await new Promise((resolve) => video.requestVideoFrameCallback(resolve));
      // A sender without the time for it sends smaller pictures of the same shape.
      return [video.videoWidth <= 320, video.videoWidth / video.videoHeight];
    };
  });
  await pages[0].evaluate(async () => {
    window.camera = await navigator.mediaDevices.getUserMedia({ audio: true, video: { width: 320, height: 240 } });
    db.room.addStream(camera, undefined, { name: "camera" });
  });
  await pages[1].waitForFunction(() => tracks.length === 2);
  const found = await pages[1].evaluate(async () => ({
    streams: streams.map(({ peer, meta }) => ({ peer, meta })),
    kinds: tracks.map(({ track }) => track.kind).sort(),
    size: await sizeOf(streams[0].stream),
  }));
  assert.deepEqual(found, { streams: [{ peer: a, meta: { name: "camera" } }], kinds: ["audio", "video"], size: [true, 320 / 240] });

  await pages[0].evaluate(async () => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 64, height: 48 });
    const context = canvas.getContext("2d");
    setInterval(() => context.fillRect(0, 0, Math.random() * 64, 48), 50);
    window.drawn = canvas.captureStream(20);
    await db.room.replaceTrack(camera.getVideoTracks()[0], drawn.getVideoTracks()[0]);
  });
  await pages[1].waitForFunction(() => document.querySelector("video").videoWidth === 64);
  await pages[0].evaluate(() => db.room.removeStream(camera));
  await pages[1].waitForFunction(() => streams[0].stream.getTracks().length === 0);

  await pages[0].evaluate(() => {
    window.sound = new Promise((resolve) =>
      db.room.on("track:add", (track, stream, peer, meta) => resolve({ kind: track.kind, peer, meta })));
  });
  const { peer: b } = (await joined(pages))[0];
  await pages[1].evaluate((a) => {
    const [track] = new AudioContext().createMediaStreamDestination().stream.getTracks();
    db.room.addTrack(track, new MediaStream(), a, { name: "sound" });
  }, a);
  assert.deepEqual(await pages[0].evaluate(() => sound), { kind: "audio", peer: b, meta: { name: "sound" } });

  // One track of several goes, for one peer and then for all; what is left plays on.
  await pages[1].evaluate(() => {
    streams.length = tracks.length = 0;
  });
  await pages[0].evaluate(async (b) => {
    window.both = await navigator.mediaDevices.getUserMedia({ audio: true, video: { width: 320, height: 240 } });
    db.room.addStream(both);
  }, b);
  await pages[1].waitForFunction(() => tracks.length === 2);
  await pages[0].evaluate((b) => db.room.removeTrack(both.getVideoTracks()[0], b), b);
  await pages[1].waitForFunction(() => streams[0].stream.getTracks().length === 1);
  await pages[1].waitForFunction(() => streams[0].stream.getTracks().every(({ kind, muted }) => kind === "audio" && !muted));
  await pages[0].evaluate(() => db.room.removeTrack(both.getAudioTracks()[0]));
  await pages[1].waitForFunction(() => streams[0].stream.getTracks().length === 0);
  await pages[0].evaluate(() => db.room.addTrack(both.getVideoTracks()[0], both));
  await pages[1].waitForFunction(() => tracks.length === 3 && tracks[2].track.kind === "video");
});
