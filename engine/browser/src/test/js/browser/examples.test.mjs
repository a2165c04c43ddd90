// Every example with two browsers: what one does, the other shows. Screenshots go to target/screenshots.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { after, before, test } from "node:test";
import { Browser, serve } from "../chromium.mjs";
import { coordinator } from "../coordinator.mjs";

const EXAMPLES = new URL("../../../../target/classes/META-INF/resources/examples/", import.meta.url);
const SCREENSHOTS = fileURLToPath(new URL("../../../../target/screenshots/", import.meta.url));
const SIZES = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 800 } };

let server;
let meeting;
let browsers;
before(async () => {
  mkdirSync(SCREENSHOTS, { recursive: true });
  server = await serve({ folder: EXAMPLES });
  meeting = await coordinator();
  browsers = await Promise.all([Browser.start(), Browser.start()]);
});
after(async () => {
  await Promise.all(browsers.map((browser) => browser.discard()));
  meeting.close();
  server.close();
});

/** The example in two browsers that have met: one a desktop, the other a phone. */
async function both(t, name) {
  const url = `${server.url}${name}.html?signaling=${encodeURIComponent(meeting.url)}`;
  const pages = await Promise.all(browsers.map((browser) => browser.visit(url)));
  t.after(() => Promise.all(pages.map((page) => page.close())));
  await pages[0].setViewportSize(SIZES.desktop);
  await pages[1].setViewportSize(SIZES.phone);
  await Promise.all(pages.map((page) => page.locator("#peers.met").waitFor()));
  return pages;
}

/** Both sizes, light and dark; nothing may be wider than the screen. */
async function picture([desktop, phone], name) {
  for (const [size, page] of Object.entries({ desktop, phone })) {
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.screenshot({ path: `${SCREENSHOTS}${name}-${size}-${colorScheme}.png` });
    }
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(wider <= 0, `${name} is ${wider} px wider than the ${size}`);
  }
}

test("the overview leads to every example", async (t) => {
  const pages = await Promise.all(browsers.map((browser) => browser.visit(`${server.url}index.html`)));
  t.after(() => Promise.all(pages.map((page) => page.close())));
  await pages[0].setViewportSize(SIZES.desktop);
  await pages[1].setViewportSize(SIZES.phone);
  assert.equal(await pages[0].locator("a.card").count(), 10);
  await picture(pages, "index");
});

test("to-do", async (t) => {
  const [a, b] = await both(t, "todo");
  for (const text of ["Water the plants", "Call Grace", "Mend the bicycle"]) {
    await a.locator("input[name=text]").fill(text);
    await a.keyboard.press("Enter");
    await b.getByText(text).waitFor();
  }
  await b.locator("li", { hasText: "Call Grace" }).locator("input").check();
  await a.locator("li.done", { hasText: "Call Grace" }).waitFor();
  assert.deepEqual(await b.locator("li span").allTextContents(), ["Water the plants", "Call Grace", "Mend the bicycle"]);
  await a.getByText("2 of 3 left").waitFor();
  await picture([a, b], "todo");
  await b.locator("li", { hasText: "Mend" }).locator("button").click();
  await a.locator("li", { hasText: "Mend" }).waitFor({ state: "detached" });
});

test("chat", async (t) => {
  const [a, b] = await both(t, "chat");
  await a.locator("input").fill("Has anybody seen the cat?");
  await b.getByText("is typing").waitFor();
  await a.keyboard.press("Enter");
  await b.getByText("Has anybody seen the cat?").waitFor();
  await b.locator("input").fill("On the roof, as always.");
  await b.keyboard.press("Enter");
  await a.getByText("On the roof").waitFor();
  assert.equal(await a.locator("li.mine").count(), 1);
  await picture([a, b], "chat");
});

test("whiteboard", async (t) => {
  const [a, b] = await both(t, "whiteboard");
  await a.mouse.move(200, 300);
  await a.mouse.down();
  for (let i = 0; i <= 60; i++) await a.mouse.move(200 + i * 10, 300 + Math.sin(i / 6) * 110);
  await a.mouse.up();
  await b.locator("canvas[data-strokes='1']").waitFor();
  await b.locator(".swatch").nth(3).click();
  await b.mouse.move(310, 420);
  await b.mouse.down();
  for (let i = 0; i <= 30; i++) await b.mouse.move(200 + Math.cos(i / 4.7) * 110, 420 + Math.sin(i / 4.7) * 110);
  await b.mouse.up();
  await a.locator("canvas[data-strokes='2']").waitFor();
  const inked = await a.locator("canvas").evaluate((canvas) =>
    canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data.some((value, index) => index % 4 === 3 && value > 0));
  assert.ok(inked);
  await picture([a, b], "whiteboard");
  await a.locator("#clear").click();
  await b.locator("canvas[data-strokes='0']").waitFor();
});

test("video room", async (t) => {
  const [a, b] = await both(t, "video");
  for (const page of [a, b]) await page.locator("#join").click();
  for (const page of [a, b]) {
    await page.locator("figure").nth(1).waitFor();
    await page.waitForFunction(() => [...document.querySelectorAll("video")].every((video) => video.videoWidth > 0 && video.currentTime > 0));
  }
  await a.locator("#mute").click();
  assert.equal(await a.locator("#mute").getAttribute("aria-pressed"), "true");
  await picture([a, b], "video");
  await b.locator("#join").click();
  await a.locator("figure").nth(1).waitFor({ state: "detached" });
});

test("editor", async (t) => {
  const [a, b] = await both(t, "editor");
  await a.locator("#text").click();
  await a.locator("[data-format=heading]").click();
  await a.keyboard.type("A walk in the woods");
  await a.keyboard.press("Enter");
  await a.keyboard.type("We met at the old bridge.");
  await b.getByText("We met at the old bridge.").waitFor();
  await b.locator("#text > :nth-child(2)").click();
  await b.keyboard.press("End");
  await b.keyboard.press("Enter");
  await b.keyboard.press("Control+b");
  await b.keyboard.type("It rained.");
  await a.locator("#text b", { hasText: "It rained." }).waitFor();
  await a.locator(".cursor").waitFor();
  assert.deepEqual(await a.locator("#text > *").allTextContents(), ["A walk in the woods", "We met at the old bridge.", "It rained."]);
  await a.locator("#keep").click();
  await b.locator("#versions li").waitFor();
  await picture([a, b], "editor");
  await a.locator("#text > :nth-child(2)").click();
  await a.keyboard.press("End");
  await a.keyboard.type(" Nobody spoke.");
  await b.getByText("Nobody spoke.").waitFor();
  await b.getByText("Restore").click();
  await a.getByText("Nobody spoke.").waitFor({ state: "detached" });
  assert.deepEqual(await b.locator("#text > *").allTextContents(), ["A walk in the woods", "We met at the old bridge.", "It rained."]);
});

test("what others write in the editor cannot bring scripts along", async (t) => {
  const [a, b] = await both(t, "editor");
  await a.evaluate(async () => {
    const { gdb } = await import("./hypha.js");
    const db = await gdb("example-editor");
    await db.put({ type: "block", order: 99, html: '<img src=x onerror="window.hit=1"><b onclick="hit()">safe</b><script>window.hit=1</script>' }, "evil");
  });
  const block = b.locator('[data-id="evil"]');
  await block.waitFor();
  assert.equal(await block.innerHTML(), "<b>safe</b>window.hit=1");
  assert.equal(await b.evaluate(() => window.hit), undefined);
});

test("live location", async (t) => {
  const [a, b] = await both(t, "map");
  await a.mouse.click(640, 330);
  await b.locator(".pin").waitFor();
  await b.mouse.click(190, 260);
  await a.locator(".pin").nth(1).waitFor();
  await a.locator("#near li").first().waitFor();
  await picture([a, b], "map");
});

test("thermostat", async (t) => {
  const [a, b] = await both(t, "thermostat");
  await a.locator("[data-mode=night]").click();
  await b.locator("[data-mode=night][aria-pressed=true]").waitFor();
  await b.locator("#dial").press("ArrowUp");
  await a.locator("#dial[aria-valuenow='18']").waitFor();
  await a.waitForFunction(() => (document.querySelector("#history path").getAttribute("d") ?? "").includes("L"));
  await picture([a, b], "thermostat");
});

test("kanban", async (t) => {
  const [a, b] = await both(t, "kanban");
  for (const text of ["Sketch the logo", "Write the letter", "Order paper"]) {
    await a.locator("input").fill(text);
    await a.keyboard.press("Enter");
    await b.getByText(text).waitFor();
  }
  const inColumn = (page, column, text) => page.locator(`[data-column=${column}] li`, { hasText: text });
  await b.getByRole("button", { name: "On to Doing" }).first().click();
  await inColumn(a, "doing", "Sketch the logo").waitFor();
  const from = await inColumn(a, "todo", "Order paper").boundingBox();
  const to = await a.locator("[data-column=done]").boundingBox();
  await a.mouse.move(from.x + 20, from.y + 15);
  await a.mouse.down();
  await a.mouse.move(to.x + 60, to.y + 80, { steps: 5 });
  await a.mouse.up();
  await inColumn(b, "done", "Order paper").waitFor();
  await picture([a, b], "kanban");
});

test("files", async (t) => {
  const [a, b] = await both(t, "files");
  const buffer = Buffer.alloc(3_000_000, "hypha ");
  await a.locator("input[type=file]").setInputFiles({ name: "holiday.jpg", mimeType: "image/jpeg", buffer });
  const [download] = await Promise.all([b.waitForEvent("download"), b.getByText("Save").click()]);
  assert.equal(download.suggestedFilename(), "holiday.jpg");
  const chunks = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk);
  assert.ok(Buffer.concat(chunks).equals(buffer));
  await a.getByText("sent ✓").waitFor();
  await picture([a, b], "files");
});

test("query playground", async (t) => {
  const [a, b] = await both(t, "queries");
  await a.locator("#seed").click();
  await b.getByText("20 results").waitFor();
  await b.getByRole("button", { name: "Over 40" }).click();
  await b.waitForFunction(() => {
    const ages = [...document.querySelectorAll("tbody tr td:nth-child(2)")].map((cell) => Number(cell.textContent));
    return ages.length > 0 && ages.every((age, index) => age > 40 && (index === 0 || ages[index - 1] >= age));
  });
  await picture([a, b], "queries");
  await b.locator("textarea").fill('{ "query": { "age": { "$around": 4 } } }');
  await b.locator("#fault", { hasText: "$around" }).waitFor();
});
