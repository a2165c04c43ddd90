// A page that looks at the pictures of a Java peer: see PagesIT. Arguments: the node's URL, a database, gdb's option `rtc`.
import { Pages } from "./pages-of-node.mjs";

const [url, database, rtc] = process.argv.slice(2);
const browser = await Pages.start(url, database);
const page = await browser.blank();
const found = await page.evaluate(
  async ([database, rtc]) => {
    const { gdb } = await import("/examples/hypha.js");
    const db = await gdb(database, { rtc });
    const { stream, meta } = await new Promise((resolve) => db.room.on("stream:add", (stream, peer, meta) => resolve({ stream, meta })));
    const video = Object.assign(document.createElement("video"), { srcObject: stream, muted: true });
    document.body.append(video);
    await video.play();
    const picture = Object.assign(document.createElement("canvas"), { width: 64, height: 48 }).getContext("2d");
    const shades = new Set();
    for (let frames = 0; shades.size < 5 && frames < 500; frames++) {
      await new Promise((resolve) => video.requestVideoFrameCallback(resolve));
      picture.drawImage(video, 0, 0);
      shades.add(picture.getImageData(32, 24, 1, 1).data[0]);
    }
    return { meta, width: video.videoWidth, height: video.videoHeight, shades: shades.size };
  },
  [database, JSON.parse(rtc)],
);
console.log(JSON.stringify({ ...found, errors: browser.errors }));
browser.stayUntilStdinEnds();
