// Databases with roles in pages: every commit signed, every peer checks.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Browser, serve } from "../chromium.mjs";
import { coordinator } from "../coordinator.mjs";
import { joined, meet, started, until } from "../meeting.mjs";

const ROOT_KEY = "ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";
const ROOT = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";
const USER_KEY = "59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d";
const USER = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";

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

async function open(t) {
  const page = await browsers[0].open(server.url);
  t.after(() => page.close());
  return page;
}

test("pages with accounts sign, check each other, and hold to the roles", async (t) => {
  const meeting = await started(t, coordinator);
  const sm = { superAdmins: [ROOT], customRoles: { editor: { can: ["review"], inherits: ["user"] } } };
  const pages = await meet(t, browsers, server.url, "roles", { signalingUrl: meeting.url }, [
    { sm: { ...sm, privateKey: ROOT_KEY } },
    { sm: { ...sm, superAdmins: [ROOT.toLowerCase()], privateKey: `0x${USER_KEY}` } },
  ]);
  const [admin, user] = pages;
  await joined(pages);
  const refusal = (page, act) => page.evaluate(`(${act})().then(() => null, ({ code }) => code)`);
  const inSync = () => Promise.all(pages.map((page) => page.evaluate(() => db.synced(20_000))));

  assert.equal(await refusal(user, () => db.put({ n: 1 }, "a")), "not-permitted");
  assert.equal(await refusal(user, () => db.sm.executeWithPermission("review")), "not-permitted");
  assert.equal(await refusal(user, () => db.sm.assignRole(db.sm.getActiveEthAddress(), "superadmin")), "not-permitted");
  // An unknown account may create its own node.
  await user.evaluate((address) => db.put({ name: "Ann", role: "guest" }, `user:${address}`), USER);
  await admin.evaluate(() => db.put({ by: "root" }, "root's"));
  await admin.evaluate((address) => db.sm.assignRole(address, "editor"), USER);
  await inSync();

  assert.equal(await user.evaluate(() => db.sm.executeWithPermission("review")), USER);
  await user.evaluate(() => db.put({ by: "user" }, "user's"));
  assert.equal(await refusal(user, () => db.remove("root's")), "not-permitted");
  await inSync();
  const { result } = await admin.evaluate(() => db.get("user's"));
  assert.deepEqual(result.value, { by: "user" });
  const { result: ann } = await admin.evaluate((address) => db.get(`user:${address}`), USER);
  assert.deepEqual(ann.value, { name: "Ann", role: "editor" });

  await admin.evaluate((address) => db.sm.assignRole(address, "guest"), USER);
  await inSync();
  assert.equal(await refusal(user, () => db.put({ by: "guest" }, "b")), "not-permitted");
  await admin.evaluate((address) => db.sm.assignRole(address, "user", new Date(Date.now() + 5_000)), USER);
  await inSync();
  await user.evaluate(() => db.put({ by: "user" }, "b"));
  // Another value each time: a put that changes nothing asks nobody.
  await until(user, () => db.put({ at: performance.now() }, "b").then(() => false, ({ code }) => code === "not-permitted"));
});

test("clearing up leaves the users", async (t) => {
  const ids = await (await open(t)).evaluate(async ([superAdmins, privateKey]) => {
    const db = await hypha.gdb("cleared", { storage: "memory", sm: { superAdmins, privateKey } });
    await db.put({ n: 1 }, "a");
    await db.sm.assignRole(superAdmins[0].replace("f39F", "f39f").replace("2266", "2267"), "user");
    await db.clear();
    return (await db.map()).results.map(({ id }) => id);
  }, [[ROOT], ROOT_KEY]);
  assert.deepEqual(ids, [`user:${ROOT.toLowerCase().replace("2266", "2267")}`]);
});

test("the account is what db.sm says, and comes with whichever tab has it", async (t) => {
  const [first, second] = [await open(t), await open(t)];
  const states = await first.evaluate(async (superAdmins) => {
    window.db = await hypha.gdb("account", { sm: { superAdmins } });
    window.states = [];
    db.sm.setSecurityStateChangeCallback((state) => states.push(state));
    const denied = await db.put({ n: 1 }).catch(({ code }) => code);
    return { denied, active: db.sm.isSecurityActive(), address: db.sm.getActiveEthAddress(), states };
  }, [ROOT]);
  const none = { isActive: false, activeAddress: null, abbrAddr: null, isWebAuthnProtected: false };
  const rest = { hasWebAuthnHardwareRegistration: false };
  const nobody = { ...none, hasVolatileIdentity: false, ...rest };
  assert.deepEqual(states, { denied: "no-identity", active: false, address: null, states: [nobody] });

  const opened = await second.evaluate(async ([superAdmins, privateKey, other]) => {
    window.db = await hypha.gdb("account", { sm: { superAdmins, privateKey } });
    await db.put({ n: 1 }, "a");
    const refused = (sm) => hypha.gdb("account", { sm }).catch(({ code, path }) => [code, path]);
    return {
      address: db.sm.getActiveEthAddress(),
      other: await refused({ superAdmins, privateKey: other }),
      roles: await refused({ superAdmins: [superAdmins[0].replace("2266", "2267")] }),
      open: await refused(undefined),
    };
  }, [[ROOT], ROOT_KEY, USER_KEY]);
  assert.deepEqual(opened, { address: ROOT, other: ["other-account", "sm"], roles: ["other-roles", "sm"], open: ["other-roles", "sm"] });
  await until(first, () => states.length === 2);
  const active = { isActive: true, activeAddress: ROOT, abbrAddr: "0xf39F...2266", isWebAuthnProtected: false };
  assert.deepEqual(await first.evaluate(() => states[1]), { ...active, hasVolatileIdentity: true, ...rest });
  await first.evaluate(() => db.put({ n: 2 }, "a"));

  // The next owner has the account that its tab brought.
  await first.close();
  await second.evaluate(() => db.put({ n: 3 }, "a"));
});

test("a signed database reopens, and only as one", async (t) => {
  const page = await open(t);
  const open1 = (sm) => page.evaluate(async (sm) => {
    const db = await hypha.gdb("kept", { sm });
    const { result } = await db.get("a");
    await db.put({ n: (result?.value.n ?? 0) + 1 }, "a");
    await db.close();
    return result?.value.n;
  }, sm);
  const sm = { superAdmins: [ROOT], privateKey: ROOT_KEY };
  assert.equal(await open1(sm), undefined);
  assert.equal(await open1(sm), 1);
  assert.equal(await open1(undefined).catch((error) => /opened? .*without|roles/.test(error.message)), true);
});

test("what is wrong or not there yet says so", async (t) => {
  const faults = await (await open(t)).evaluate(async ([superAdmins, privateKey]) => {
    const fault = (promise) => promise.then(() => null, ({ code, path }) => `${code} ${path}`.trim());
    const open = (sm) => fault(hypha.gdb("wrong", { storage: "memory", sm }));
    const db = await hypha.gdb("plain", { storage: "memory" });
    return [
      await open({}),
      await open({ superAdmins: ["0x12"] }),
      await open({ superAdmins, privateKey: "12" }),
      await open({ superAdmins, customRoles: { a: { inherits: ["b"] } } }),
      await open({ superAdmins, acls: true }),
      await open({ superAdmins, governanceRules: [{ if: {}, then: { assignRole: "user" } }] }),
      await fault(db.sm.assignRole(superAdmins[0], "user")),
      await fault(db.sm.assignRole("me", "user")),
      await fault(db.sm.startNewUserRegistration()),
      await fault(db.sm.acls.grant("a", superAdmins[0], "read")),
      await open({ superAdmins, privateKey }),
    ];
  }, [[ROOT], ROOT_KEY]);
  assert.deepEqual(faults, [
    "bad-argument sm.superAdmins",
    "bad-argument sm.superAdmins.0",
    "bad-argument sm.privateKey",
    "bad-argument",
    "not-available",
    "not-available",
    "no-roles",
    "bad-argument address",
    "not-available",
    "not-available",
    null,
  ]);
});
