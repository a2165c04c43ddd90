import { Batch } from "./batch.js";
import { fault } from "./faults.js";
import { securityOf } from "./security.js";

/** A database of this page; hypha.d.ts describes every method. */
export class Database {
  #link;
  #name;
  #middleware;
  #uses = [];
  #isClosed = false;

  /**
   * @param room null without rtc
   * @param accounts those of the page's databases
   * @param middleware the page's, for all handles on this database
   */
  constructor(link, name, room, accounts, middleware) {
    this.#link = link;
    this.#middleware = middleware;
    this.#name = name;
    this.room = room ?? undefined;
    this.sm = securityOf(name, accounts, (verb, ...args) => this.#call(verb, ...args));
  }

  /** This session's peer id; another one after the tab that had the connections was closed. */
  get selfId() {
    return this.room?.selfId;
  }

  put(value, id) {
    return this.#call("put", value, id);
  }

  async remove(id) {
    await this.#call("remove", id);
  }

  async link(from, to) {
    await this.#call("link", from, to);
  }

  async unlink(from, to) {
    await this.#call("unlink", from, to);
  }

  async clear() {
    await this.#call("clear");
  }

  async get(id, callback) {
    if (callback === undefined) return { result: await this.#call("get", id) };
    const { first, unsubscribe } = await this.#follow("followNode", id, callback);
    callback(first);
    return { result: first, unsubscribe };
  }

  async map(...args) {
    const callback = args.find((arg) => typeof arg === "function");
    const { realtime = callback !== undefined, ...options } =
      args.find((arg) => typeof arg === "object" && arg !== null) ?? {};
    if (!realtime || !callback) return this.#call("map", options);
    const { first, unsubscribe } = await this.#follow("followQuery", options, callback);
    first.forEach((node) => callback({ ...node, action: "initial" }));
    return { results: first, unsubscribe };
  }

  /** Counts, sums, means and extremes of nodes, in groups. */
  async aggregate(options = {}) {
    return { groups: await this.#call("aggregate", options) };
  }

  /** Several operations as one commit: all of them or none, on every peer. Resolves to an id for each. */
  async batch(fill) {
    const batch = new Batch();
    await fill(batch);
    return this.#call("batch", batch.take());
  }

  /** Decides about what other peers do; resolves to what takes it out again. */
  async use(step) {
    if (typeof step !== "function") throw fault("bad-argument", "middleware is a function", "use");
    const end = await this.#middleware.use(step);
    this.#uses.push(end);
    return end;
  }

  /** Forgets what middleware dropped: it comes again, and is decided about anew. */
  async reconsiderDropped() {
    await this.#call("reconsider");
  }

  /** Which part of the database comes from other peers from now on; null for everything. */
  async setScope(scope) {
    await this.#call("setScope", scope ?? null);
  }

  /** Resolves once this peer holds everything its connected peers hold. */
  async synced(timeoutMillis = 30_000) {
    await this.#call("synced", timeoutMillis);
  }

  async close() {
    if (this.#isClosed) return;
    this.#uses.forEach((end) => end());
    await this.room?.release();
    const closing = this.#call("close");
    this.#isClosed = true;
    await closing;
  }

  // What comes before the callback was told of the start is held back: callers see things in order.
  async #follow(verb, what, callback) {
    let held = [];
    const deliver = (event) => (held ? held.push(event) : callback(event));
    const { promise, number } = this.#start(verb, [what], deliver);
    const first = await promise;
    const unsubscribe = () => {
      this.#link.forget(number);
      this.#link.tell(this.#name, "stop", [number]);
    };
    queueMicrotask(() => {
      const early = held;
      held = null;
      early.forEach(callback);
    });
    return { first, unsubscribe };
  }

  #call(verb, ...args) {
    return this.#start(verb, args).promise;
  }

  #start(verb, args, onEvent) {
    if (this.#isClosed) {
      return { promise: Promise.reject(fault("closed", `the database "${this.#name}" is closed: open it again`)) };
    }
    return this.#link.start(this.#name, verb, args, onEvent);
  }
}
