import { Guest } from "./guest.js";
import { Host } from "./host.js";
import { OwnerChannel } from "./owner-channel.js";

/** Calls that a guest does not pass on to the owner. */
const OWN = new Set(["close", "use", "unuse", "decide"]);

/**
 * This tab's handle on a database. Whoever holds the database's lock owns its files and serves the other tabs, which are
 * its guests; when the owner ends, however it ends, the browser gives the lock to the next in line.
 */
export class Handle {
  #name;
  #rooms;
  #page;
  #queue = [];
  #host = null;
  #guest = null;
  #channel = null;
  #opens = 0;
  #middleware = null;
  #isDeciding = false;
  #isClosed = false;
  #release = () => {};
  #onClosed;

  /** @param onClosed called when the page closed all that it had opened of it */
  constructor(name, page, rooms, onClosed) {
    this.#name = name;
    this.#page = page;
    this.#rooms = rooms;
    this.#onClosed = onClosed;
  }

  /** The room's end of the replica; only where the files are. */
  get host() {
    return this.#host;
  }

  /** Queues a call of the page; `run` carries it out. */
  take(call) {
    this.#queue.push(call);
  }

  run() {
    if (!this.#host && !this.#guest) {
      this.#decide();
      return;
    }
    const calls = this.#queue;
    this.#queue = [];
    calls.forEach((call) => this.#count(call));
    if (this.#host) this.#serve(calls);
    else this.#ask(calls);
    if (this.#opens === 0 && !this.#isClosed) this.#close();
  }

  #count({ verb }) {
    if (verb === "open") this.#opens++;
    else if (verb === "close") this.#opens--;
  }

  #serve(calls) {
    for (const call of calls) {
      if (call.verb.startsWith("room.")) this.#rooms.take(call, this.#name);
      else this.#host.take(call);
    }
    this.#host.run();
  }

  #ask(calls) {
    // The owner does not count its guests' handles, and decides by its own page's middleware.
    const [own, others] = [true, false].map((isOwn) => calls.filter(({ verb }) => OWN.has(verb) === isOwn));
    for (const call of own) {
      if (call.verb === "use") this.#middleware = { ...call, resume: () => {} };
      else if (call.verb === "unuse") this.#middleware = null;
      if (call.number !== 0) this.#page.send([call.number]);
    }
    this.#guest.take(others);
  }

  #decide() {
    if (this.#isDeciding) return;
    this.#isDeciding = true;
    const isShared = this.#queue[0]?.args[0]?.storage !== "memory" && navigator.locks;
    if (!isShared) {
      this.#own();
      return;
    }
    const lock = `hypha:${this.#name}`;
    navigator.locks.request(lock, { ifAvailable: true }, (granted) => {
      if (granted) return this.#ownShared();
      this.#visit();
      navigator.locks.request(lock, () => (this.#isClosed ? undefined : this.#ownShared()));
      return undefined;
    });
  }

  /** Keeps the lock until the database is closed. */
  #ownShared() {
    const kept = new Promise((resolve) => {
      this.#release = resolve;
    });
    this.#own();
    this.#channel = new OwnerChannel(this.#name, this.#host, this.#rooms);
    return kept;
  }

  #own() {
    this.#host = new Host(this.#name);
    const resumed = this.#guest?.close() ?? [];
    // Once the database is open, and before its room is joined.
    if (this.#middleware) resumed.splice(1, 0, this.#middleware);
    this.#guest = null;
    this.#serve(resumed);
    this.run();
  }

  #visit() {
    this.#guest = new Guest(this.#name, this.#page);
    this.run();
  }

  async #close() {
    this.#isClosed = true;
    this.#onClosed();
    this.#guest?.close();
    this.#channel?.close();
    await this.#host?.close();
    this.#release();
  }
}
