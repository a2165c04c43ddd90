// The verbs of the API in a real page, engine in its worker.
import assert from "node:assert/strict";
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

async function open(t) {
  const page = await browser.open(server.url);
  t.after(() => page.close());
  return page;
}

test("a node is put, linked, queried and removed", async (t) => {
  const found = await (await open(t)).evaluate(async () => {
    const db = await hypha.gdb("verbs", { storage: "memory" });
    const alice = await db.put({ name: "Alice", role: "admin" });
    await db.put({ name: "Bob", age: 31 }, "bob");
    await db.link("bob", alice);
    const linked = await db.get("bob");
    const { results } = await db.map({ query: { age: { $gte: 30 } } });
    await db.unlink("bob", alice);
    await db.remove(alice);
    const gone = await db.get(alice);
    const bob = await db.get("bob");
    return { alice, again: await hypha.hypha("verbs").then((same) => same.get("bob")), linked, results, gone, bob };
  });
  assert.match(found.alice, /^[0-9a-f]{64}$/);
  assert.deepEqual(found.linked.result.value, { age: 31, name: "Bob" });
  assert.deepEqual(found.linked.result.edges, [found.alice]);
  assert.deepEqual(Object.keys(found.linked.result), ["id", "value", "edges", "timestamp"]);
  assert.deepEqual(Object.keys(found.linked.result.timestamp), ["physical", "logical"]);
  assert.deepEqual(found.results.map((node) => node.id), ["bob"]);
  assert.deepEqual(found.gone, { result: null });
  assert.deepEqual(found.bob.result.edges, []);
  assert.deepEqual(found.again.result.id, "bob");
});

test("a field with a resolver shows what is put, and resolvers have to be known", async (t) => {
  const found = await (await open(t)).evaluate(async () => {
    const db = await hypha.gdb("resolved", { storage: "memory", resolveConflict: { score: "greatest" } });
    await db.put({ score: 10 }, "game");
    await db.put({ score: 3 }, "game");
    const shown = (await db.get("game")).result.value;
    const error = await hypha.gdb("unresolved", { storage: "memory", resolveConflict: { score: "best" } })
      .catch(({ code, message }) => ({ code, names: message.includes("best") }));
    return { shown, error };
  });
  assert.deepEqual(found, { shown: { score: 3 }, error: { code: "bad-argument", names: true } });
});

test("what a scope or a retention cannot be is refused", async (t) => {
  const found = await (await open(t)).evaluate(async () => {
    const refusal = (options) => hypha.gdb("refused", options).catch(({ code, path }) => ({ code, path }));
    const refusals = [await refusal({ scope: { queries: [] } }), await refusal({ retentionMillis: 0 })];
    // Nothing of it stays.
    const db = await hypha.gdb("refused");
    await db.put({ n: 1 }, "a");
    return [...refusals, (await db.get("a")).result.value];
  });
  assert.deepEqual(found, [{ code: "bad-scope", path: "queries" }, { code: "bad-argument", path: "" }, { n: 1 }]);
});

test("modules rank words and find the nearest places", async (t) => {
  const found = await (await open(t)).evaluate(async () => {
    const db = await hypha.gdb("modules", { storage: "memory", ii: true, geo: true });
    await db.put({ text: "a fox and a fox", latitude: 40, longitude: -3 }, "often");
    await db.put({ text: "a fox, among many others", latitude: 41, longitude: 2 }, "once");
    await db.put({ text: "a dog", latitude: 39.9, longitude: -3 }, "none");
    const ids = async (options) => (await db.map(options)).results.map((node) => node.id);
    return {
      ranked: await ids({ query: { $text: "FOX" }, field: "$text" }),
      phrase: await ids({ query: { $text: '"fox and a"' } }),
      near: await ids({
        query: { $near: { latitude: 40, longitude: -3, radius: 600 } }, field: "$near", $limit: 2,
      }),
    };
  });
  assert.deepEqual(found, { ranked: ["often", "once"], phrase: ["often"], near: ["often", "none"] });
});

test("an answer says on request how it was found, and what a prompt was understood to mean", async (t) => {
  const found = await (await open(t)).evaluate(async () => {
    const db = await hypha.gdb("explained", { storage: "memory" });
    await db.put({ type: "User", age: 31 }, "a");
    await db.put({ type: "User", age: 29 }, "b");
    const plain = await db.map({ query: { age: 31 } });
    const { explanation } = await db.map({ query: { age: 31 }, explain: true });
    const { understood } = await db.map({ prompt: "Users older than 30" });
    return { keys: Object.keys(plain), explanation, understood };
  });
  const { millis, ...explanation } = found.explanation;
  assert.ok(millis >= 0);
  assert.deepEqual(explanation, { plan: "all nodes", entriesExamined: 0, nodesExamined: 2, results: 1 });
  assert.deepEqual(found.understood, { query: { type: "User", age: { $gt: 30 } } });
  assert.deepEqual(found.keys, ["results"]);
});

test("queries that keep coming get an index, although nothing is written", async (t) => {
  const plan = await (await open(t)).evaluate(async () => {
    const db = await hypha.gdb("advised", { storage: "memory" });
    await db.batch((b) => {
      for (let n = 0; n < 2000; n++) b.put({ number: n }, `n${n}`);
    });
    const options = { query: { number: { $between: [500, 510] } }, explain: true };
    let plan = "";
    for (let n = 0; n < 1000 && !plan.startsWith("index"); n++) plan = (await db.map(options)).explanation.plan;
    return plan;
  });
  assert.match(plan, /^index \(number\)/);
});

test("a prompt finds nodes, and an aggregate counts them", async (t) => {
  const found = await (await open(t)).evaluate(async () => {
    const db = await hypha.gdb("questions", { storage: "memory" });
    await db.put({ type: "User", city: "Rome", age: 31 }, "a");
    await db.put({ type: "User", city: "Rome", age: 29.5 }, "b");
    await db.put({ type: "User", city: "Oslo", age: 40 }, "c");
    const { results } = await db.map({ prompt: "Users older than 30 sorted by age descending" });
    const live = [];
    const { unsubscribe } = await db.map({ prompt: "Users with city Oslo" }, ({ id, action }) => live.push(`${action} ${id}`)).catch((error) => ({ unsubscribe: () => live.push(error.message) }));
    await db.put({ type: "User", city: "Oslo", age: 5 }, "d");
    await db.get("d");
    unsubscribe();
    await db.remove("d");
    const refused = await db.map({ prompt: "Users dancing" }).catch(({ code, path }) => ({ code, path }));
    const values = { n: { $count: true }, total: { $sum: "age" }, eldest: { $max: "age" } };
    const { groups } = await db.aggregate({ prompt: "Users", groupBy: "city", values, field: "n", order: "desc" });
    const wrong = await db.aggregate({ values: { n: { $dance: "age" } } }).catch(({ code, path }) => ({ code, path }));
    return { ids: results.map(({ id }) => id), live, refused, groups, all: (await db.aggregate()).groups, wrong };
  });
  assert.deepEqual(found.ids, ["c", "a"]);
  assert.deepEqual(found.live, ["initial c", "added d"]);
  assert.deepEqual(found.refused, { code: "not-understood", path: "prompt" });
  assert.deepEqual(found.groups, [
    { city: "Rome", n: 2, total: 60.5, eldest: 31 },
    { city: "Oslo", n: 1, total: 40, eldest: 40 },
  ]);
  assert.deepEqual(found.all, [{ count: 3 }]);
  assert.deepEqual(found.wrong, { code: "unknown-operator", path: "values.n.$dance" });
});

test("live callbacks come in order, in either order of arguments", async (t) => {
  const seen = await (await open(t)).evaluate(async () => {
    const db = await hypha.gdb("live", { storage: "memory" });
    await db.put({ n: 1 }, "a");
    const events = [];
    const nodes = [];
    const query = { query: { n: { $gt: 0 } } };
    const first = await db.map(({ id, value, action }) => events.push([action, id, value]), query);
    const second = await db.map(query, ({ id, action }) => events.push(["second", action, id]));
    const followed = await db.get("a", (node) => nodes.push(node && node.value.n));
    second.unsubscribe();
    await db.put({ n: 2 }, "a");
    await db.put({ n: 3 }, "b");
    await db.put({ n: 0 }, "b");
    await db.remove("a");
    first.unsubscribe();
    followed.unsubscribe();
    await db.put({ n: 9 }, "a");
    return { events, nodes, results: first.results.length, same: followed.result.id };
  });
  assert.deepEqual(seen, {
    events: [
      ["initial", "a", { n: 1 }],
      ["second", "initial", "a"],
      ["updated", "a", { n: 2 }],
      ["added", "b", { n: 3 }],
      ["removed", "b", { n: 0 }],
      ["removed", "a", null],
    ],
    nodes: [1, 2, null],
    results: 1,
    same: "a",
  });
});

test("values keep their types", async (t) => {
  const kept = await (await open(t)).evaluate(async () => {
    const db = await hypha.gdb("types", { storage: "memory" });
    const value = {
      big: 2n ** 60n,
      exact: 2 ** 53,
      small: -0,
      real: 0.1,
      bytes: new Uint8Array([0, 127, 128, 255]),
      list: [1, "two", { three: [null, true] }],
      date: new Date(0),
      nothing: undefined,
      "😀": "𝄞",
      ["__proto__"]: "a name like any other",
    };
    await db.put(value, "x");
    const got = (await db.get("x")).result.value;
    return {
      names: Object.keys(got),
      big: got.big === 2n ** 60n,
      exact: got.exact === 2 ** 53,
      small: Object.is(got.small, 0),
      bytes: got.bytes instanceof Uint8Array && [...got.bytes].join(),
      rest: JSON.stringify([got.real, got.list, got.date, got["😀"], Object.getOwnPropertyDescriptor(got, "__proto__").value]),
    };
  });
  assert.deepEqual(kept, {
    names: ["__proto__", "big", "bytes", "date", "exact", "list", "real", "small", "😀"],
    big: true,
    exact: true,
    small: true,
    bytes: "0,127,128,255",
    rest: JSON.stringify([0.1, [1, "two", { three: [null, true] }], "1970-01-01T00:00:00.000Z", "𝄞", "a name like any other"]),
  });
});

test("errors carry a code and a path, and change nothing", async (t) => {
  const errors = await (await open(t)).evaluate(async () => {
    const db = await hypha.gdb("errors", { storage: "memory" });
    const caught = [];
    const attempt = (promise) =>
      promise.then(
        () => caught.push("none"),
        (e) => caught.push([e instanceof Error, e.code, e.path]),
      );
    await Promise.all([
      attempt(db.put({ a: { b: [1, NaN] } })),
      attempt(db.put({ a: () => 1 })),
      attempt(db.put({ fine: true }, "fine")),
      attempt(db.put("text")),
      attempt(db.put({ a: 2n ** 64n })),
      attempt(db.put({ a: new Map() })),
      attempt(db.put({ a: 1 }, "")),
      attempt(db.map({ query: { a: { $nope: 1 } } })),
      attempt(db.batch((b) => b.put({ x: 1 }, "half").put({ x: "\ud800" }, "done"))),
      attempt(hypha.gdb("")),
    ]);
    const half = await db.get("half");
    await db.close();
    await attempt(db.get("half"));
    return { caught, half };
  });
  assert.deepEqual(errors.half, { result: null });
  assert.deepEqual(errors.caught.map(String).sort(), [
    "none",
    "true,bad-argument,name",
    "true,bad-id,",
    "true,closed,",
    "true,integer-out-of-range,a",
    "true,lone-surrogate,x",
    "true,not-a-map,",
    "true,not-a-number,a.b.1",
    "true,unknown-operator,query.a.$nope",
    "true,unsupported-type,",
    "true,unsupported-type,a",
  ]);
});

test("a batch is one commit, and many puts at once are many nodes", async (t) => {
  const counted = await (await open(t)).evaluate(async () => {
    const db = await hypha.gdb("batch", { storage: "memory" });
    const ids = await db.batch((b) => b.put({ a: 1 }).put({ b: 1 }, "b").link("b", "c").remove("zzz"));
    const times = new Set((await db.map()).results.map((node) => `${node.timestamp.physical}.${node.timestamp.logical}`));
    await Promise.all(Array.from({ length: 3000 }, (_, i) => db.put({ i }, `n${i}`)));
    const all = (await db.map()).results.length;
    await db.clear();
    return { ids: ids.length, times: times.size, all, left: (await db.map()).results.length };
  });
  assert.deepEqual(counted, { ids: 4, times: 1, all: 3002, left: 0 });
});

test("what is not there yet says so", async (t) => {
  const codes = await (await open(t)).evaluate(async () => {
    const db = await hypha.gdb("later", { storage: "memory" });
    const code = (promise) => promise.then(() => "none", (error) => error.code);
    return [await code(db.sm.put({})), await code(db.sm.acls.set({})), db.sm.abbrAddr("0x1234567890abcd")];
  });
  assert.deepEqual(codes, ["not-available", "not-available", "0x1234...abcd"]);
});
