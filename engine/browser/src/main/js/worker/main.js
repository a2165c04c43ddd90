// The worker: hosts the databases of its page. docs/browser.md describes the messages.
import { Host } from "./host.js";
import { Port } from "./port.js";
import { Rooms } from "./room/rooms.js";

const page = new Port((messages, transfers) => self.postMessage(messages, transfers));
const hosts = new Map();

function hostOf(name) {
  let host = hosts.get(name);
  if (!host) {
    host = new Host(name);
    hosts.set(name, host);
  }
  return host;
}

const rooms = new Rooms(page, hostOf);

self.onmessage = ({ data: calls }) => {
  const touched = new Set();
  for (const [number, name, verb, ...args] of calls) {
    if (verb === "rtc" || verb.startsWith("room.")) {
      rooms.take(number, name, verb, args);
      continue;
    }
    const host = hostOf(name);
    host.take({ port: page, number, verb, args });
    touched.add(host);
  }
  touched.forEach((host) => host.run());
};
