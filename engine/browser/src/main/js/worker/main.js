// The worker: its page's handles on databases. docs/browser.md describes the messages.
import { Handle } from "./handle.js";
import { Port } from "./port.js";
import { Rooms } from "./room/rooms.js";

const page = new Port((messages, transfers) => self.postMessage(messages, transfers));
const handles = new Map();
const rooms = new Rooms(page, (name) => handles.get(name).host);

function handleOf(name) {
  let handle = handles.get(name);
  if (!handle) {
    handle = new Handle(name, page, rooms, () => handles.delete(name));
    handles.set(name, handle);
  }
  return handle;
}

self.onmessage = ({ data: calls }) => {
  const touched = new Set();
  for (const [number, name, verb, ...args] of calls) {
    const call = { port: page, number, verb, args };
    if (verb === "rtc") {
      rooms.take(call, name);
      continue;
    }
    const handle = handleOf(name);
    handle.take(call);
    touched.add(handle);
  }
  touched.forEach((handle) => handle.run());
};
