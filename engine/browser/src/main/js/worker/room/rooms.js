import { Network } from "./network.js";
import { Room } from "./room.js";

const PING_MILLIS = 10_000;

const fault = (code, message) => Object.assign(new Error(message), { code, path: "" });

/** The rooms of this worker's databases, and the networks they are on: one for each way to meet. */
export class Rooms {
  #port;
  #hostOf;
  #rooms = new Map();
  #networks = new Map();
  #listening = new Map();
  #last = 0;

  constructor(port, hostOf) {
    this.#port = port;
    this.#hostOf = hostOf;
  }

  /** A call of the page about a room: `verb` is one of those below. */
  take(number, name, verb, args) {
    try {
      const result = this.#verbs[verb](name, number, ...args);
      if (verb !== "room.send" && verb !== "room.ping") this.#answer(number, result);
    } catch (error) {
      this.#answer(number, undefined, error);
    }
  }

  #verbs = {
    "room.join": (name, _number, options, password) => this.#join(name, options, password),
    "room.leave": (name) => this.#leave(name),
    "room.listen": (name, _number, channel) => void this.#listeningOf(name).add(channel),
    "room.unlisten": (name, _number, channel) => void this.#listeningOf(name).delete(channel),
    "room.send": (name, number, channel, data, isBinary, targets, meta) =>
      this.#joined(name).send(channel, data, isBinary, targets, meta, (step) => this.#step(number, step)),
    "room.ping": (name, number, peer) => this.#ping(this.#joined(name), number, peer),
    rtc: (_name, _number, network, verb, ...args) => this.#numbered(network)?.reported(verb, ...args),
  };

  /** Also of rooms that are not joined yet. */
  #listeningOf(name) {
    if (!this.#listening.has(name)) this.#listening.set(name, new Set());
    return this.#listening.get(name);
  }

  #joined(name) {
    const joined = this.#rooms.get(name);
    if (!joined) throw fault("not-joined", `the room of "${name}" is not joined: open the database with rtc`);
    return joined.room;
  }

  #join(name, options, password) {
    const existing = this.#rooms.get(name);
    if (existing) return { selfId: existing.entry.network.self, network: existing.entry.number };
    const entry = this.#networkOf(options);
    const tell = (event, args, transfers) => this.#port.send(["room", name, event, ...args], transfers);
    const room = new Room(name, password, this.#hostOf(name), entry.network, this.#listeningOf(name), tell);
    this.#rooms.set(name, { room, entry });
    return { selfId: entry.network.self, network: entry.number };
  }

  #leave(name) {
    const joined = this.#rooms.get(name);
    if (!joined) return;
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
      this.#port.send(["rtc", number, "configure", { iceServers: options.iceServers }]);
      const network = new Network((order, transfers) => this.#port.send(["rtc", number, ...order], transfers), options);
      entry = { key, number, network };
      this.#networks.set(key, entry);
    }
    return entry;
  }

  #numbered(number) {
    for (const entry of this.#networks.values()) if (entry.number === number) return entry.network;
    return undefined;
  }

  #step(number, { fraction, peer, failure }) {
    if (peer !== undefined) this.#port.send([-number, fraction, peer]);
    else if (failure) this.#answer(number, undefined, fault("not-sent", `the message did not reach everybody: ${failure}`));
    else this.#answer(number, undefined);
  }

  #ping(room, number, peer) {
    let isOver = false;
    const timer = setTimeout(() => end(`no answer within ${PING_MILLIS} ms`), PING_MILLIS);
    const end = (failure, millis) => {
      if (isOver) return;
      isOver = true;
      clearTimeout(timer);
      if (failure) this.#answer(number, undefined, fault("no-answer", `ping: ${failure}`));
      else this.#answer(number, millis);
    };
    room.ping(peer, end);
  }

  #answer(number, result, error) {
    if (number === 0) return;
    const { code = "internal", message, path = "" } = error ?? {};
    this.#port.send(error ? [number, undefined, { code, message, path }] : [number, result]);
  }
}
