import { Network } from "./network.js";
import { Room } from "./room.js";

const PING_MILLIS = 10_000;

const fault = (code, message) => Object.assign(new Error(message), { code, path: "" });

/** Carries media's own messages, which are between pages that hold the connections. */
const MEDIA_CHANNEL = "\0media";

/**
 * The rooms of the databases that this worker owns, and the networks they are on: one for each way to meet. Other tabs of the
 * browser take part through this one, under the same peer id.
 */
export class Rooms {
  #page;
  #hostOf;
  #rooms = new Map();
  #networks = new Map();
  #listening = new Map();
  #last = 0;

  /** @param page holds the connections */
  constructor(page, hostOf) {
    this.#page = page;
    this.#hostOf = hostOf;
  }

  /** A call of a page about a room: its `verb` is one of those below. */
  take(call, name) {
    try {
      const result = this.#verbs[call.verb](name, call, ...call.args);
      if (call.verb !== "room.send" && call.verb !== "room.ping") this.#answer(call, result);
    } catch (error) {
      this.#answer(call, undefined, error);
    }
  }

  /** A tab is gone. */
  forget(port) {
    [...this.#rooms.keys()].forEach((name) => this.#leave(name, port));
  }

  #verbs = {
    "room.join": (name, { port }, options, password) => this.#join(name, port, options, password),
    "room.leave": (name, { port }) => this.#leave(name, port),
    "room.listen": (name, _call, channel) => void this.#listeningOf(name).add(channel),
    "room.unlisten": (name, _call, channel) => this.#unlisten(name, channel),
    "room.send": (name, call, ...message) => this.#send(name, call, ...message),
    "room.ping": (name, call, peer) => this.#ping(this.#joined(name).room, call, peer),
    rtc: (_name, _call, network, verb, ...args) => this.#numbered(network)?.reported(verb, ...args),
  };

  /** Also of rooms that are not joined yet. */
  #listeningOf(name) {
    if (!this.#listening.has(name)) this.#listening.set(name, new Set());
    return this.#listening.get(name);
  }

  // What several tabs listen on, one of them alone cannot end.
  #unlisten(name, channel) {
    if ((this.#rooms.get(name)?.ports.size ?? 1) === 1) this.#listeningOf(name).delete(channel);
  }

  #joined(name) {
    const joined = this.#rooms.get(name);
    if (!joined) throw fault("not-joined", `the room of "${name}" is not joined: open the database with rtc`);
    return joined;
  }

  #join(name, port, options, password) {
    let joined = this.#rooms.get(name);
    if (!joined) {
      const entry = this.#networkOf(options);
      const ports = new Set([port]);
      const tell = (event, args, transfers) => this.#tell(name, ports, event, args, transfers);
      const room = new Room(name, password, this.#hostOf(name), entry.network, this.#listeningOf(name), tell);
      joined = { room, entry, ports };
      this.#rooms.set(name, joined);
    } else if (!joined.ports.has(port)) {
      joined.ports.add(port);
      // After the answer to the call.
      joined.room.peers().forEach(([peer, kind]) =>
        queueMicrotask(() => port.send(["room", name, "peer:join", peer, kind])),
      );
    }
    return { selfId: joined.entry.network.self, network: joined.entry.number };
  }

  #tell(name, ports, event, args, transfers) {
    for (const port of ports) {
      if (args[0] === MEDIA_CHANNEL && port !== this.#page) continue;
      port.send(["room", name, event, ...args], ports.size === 1 ? transfers : []);
    }
  }

  #send(name, call, channel, data, isBinary, targets, meta) {
    const { room, entry, ports } = this.#joined(name);
    if (channel === MEDIA_CHANNEL) {
      if (call.port !== this.#page) throw fault("not-here", "another tab of this browser has the room's audio and video");
    } else if (!targets) {
      // The other tabs hear it as well.
      ports.forEach((port) => {
        if (port !== call.port) port.send(["room", name, "message", channel, data, entry.network.self, meta]);
      });
    }
    room.send(channel, data, isBinary, targets, meta, (step) => this.#step(call, step));
  }

  #leave(name, port) {
    const joined = this.#rooms.get(name);
    if (!joined?.ports.delete(port) || joined.ports.size > 0) return;
    this.#rooms.delete(name);
    joined.room.leave();
    const { entry } = joined;
    if (entry.network.isUnused) {
      this.#networks.delete(entry.key);
      // What the farewell needs is under way, and finds the sockets open.
      setTimeout(() => entry.network.close(), 500);
    }
  }

  #networkOf(options) {
    const key = JSON.stringify([options.relayUrls, options.signalingUrl, options.iceServers]);
    let entry = this.#networks.get(key);
    if (!entry) {
      const number = ++this.#last;
      this.#page.send(["rtc", number, "configure", { iceServers: options.iceServers }]);
      const network = new Network((order, transfers) => this.#page.send(["rtc", number, ...order], transfers), options);
      entry = { key, number, network };
      this.#networks.set(key, entry);
    }
    return entry;
  }

  #numbered(number) {
    for (const entry of this.#networks.values()) if (entry.number === number) return entry.network;
    return undefined;
  }

  #step(call, { fraction, peer, failure }) {
    if (peer !== undefined) call.port.send([-call.number, fraction, peer]);
    else if (failure) this.#answer(call, undefined, fault("not-sent", `the message did not reach everybody: ${failure}`));
    else this.#answer(call, undefined);
  }

  #ping(room, call, peer) {
    let isOver = false;
    const timer = setTimeout(() => end(`no answer within ${PING_MILLIS} ms`), PING_MILLIS);
    const end = (failure, millis) => {
      if (isOver) return;
      isOver = true;
      clearTimeout(timer);
      if (failure) this.#answer(call, undefined, fault("no-answer", `ping: ${failure}`));
      else this.#answer(call, millis);
    };
    room.ping(peer, end);
  }

  #answer({ port, number, resume }, result, error) {
    if (number === 0) return;
    if (resume) {
      if (!error) resume(result);
      return;
    }
    const { code = "internal", message, path = "" } = error ?? {};
    port.send(error ? [number, undefined, { code, message, path }] : [number, result]);
  }
}
