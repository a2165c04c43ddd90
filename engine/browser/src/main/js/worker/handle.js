import { Guest } from "./guest.js";
import { Host } from "./host.js";
import { OwnerChannel } from "./owner-channel.js";

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
    // The owner does not count its guests' handles.
    calls.filter(({ verb }) => verb === "close").forEach(({ number }) => this.#page.send([number]));
    this.#guest.take(calls.filter(({ verb }) => verb !== "close"));
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
