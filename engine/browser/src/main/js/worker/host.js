import { sha256 } from "@noble/hashes/sha2.js";
import { openInMemory } from "hypha:engine";
import { Followed } from "./followed.js";

/** Commits that share one flush at most. */
const ROUND_MAX = 1024;
const READS = new Set(["get", "map", "followNode", "followQuery", "clear"]);

/**
 * Gives one database's calls to the engine: in order, many of them sharing one flush. A call is answered once
 * what it did is durable.
 */
export class Host {
  #name;
  #database = null;
  #handles = 0;
  #calls = [];
  #answers = [];
  #awaitingSync = [];
  #followed = new Followed();
  #timer = 0;
  #isDirty = false;

  constructor(name) {
    this.#name = name;
  }

  /** Queues a call; `run` carries it out. */
  take(call) {
    this.#calls.push(call);
  }

  run() {
    const calls = this.#calls;
    this.#calls = [];
    for (const call of calls) {
      if (this.#isDirty && (READS.has(call.verb) || this.#database.unflushed() >= ROUND_MAX)) this.#flush();
      this.#carryOut(call);
    }
    this.#flush();
  }

  #carryOut(call) {
    try {
      if (call.verb === "open") this.#open(...call.args);
      const result = this.#verbs[call.verb](call);
      if (call.verb !== "synced") this.#answers.push({ call, result });
    } catch (error) {
      this.#answers.push({ call, error });
      if (this.#database && error.isRefusal !== true) this.#giveUp(error);
    }
  }

  #open({ oplogSize }) {
    this.#database ??= openInMemory(oplogSize, sha256);
  }

  #verbs = {
    open: () => void this.#handles++,
    put: ({ args: [value, id] }) => this.#change(() => this.#database.put(value, id ?? null)),
    remove: ({ args: [id] }) => this.#change(() => this.#database.remove(id)),
    link: ({ args: [from, to] }) => this.#change(() => this.#database.link(from, to)),
    unlink: ({ args: [from, to] }) => this.#change(() => this.#database.unlink(from, to)),
    batch: ({ args: [steps] }) => this.#change(() => this.#database.batch(steps)),
    clear: () => this.#change(() => this.#database.clear()),
    get: ({ args: [id] }) => this.#database.get(id),
    map: ({ args: [options] }) => this.#database.map(options),
    followNode: ({ port, number, args: [id] }) =>
      this.#followed.add(port, number, (subscription) => this.#database.followNode(subscription, id)),
    followQuery: ({ port, number, args: [options] }) =>
      this.#followed.add(port, number, (subscription) => this.#database.followQuery(subscription, options)),
    stop: ({ port, args: [number] }) =>
      this.#followed.remove(port, number, (subscription) => this.#database.stop(subscription)),
    synced: (call) => this.#synced(call),
    connect: ({ args: [peer] }) => this.#change(() => this.#database.connect(peer)),
    receive: ({ args: [peer, frame] }) => this.#change(() => this.#database.receive(peer, frame)),
    disconnect: ({ args: [peer] }) => this.#change(() => this.#database.disconnect(peer)),
    close: () => this.#close(),
  };

  #change(action) {
    this.#isDirty = true;
    return action();
  }

  #synced(call) {
    this.#isDirty = true;
    this.#database.probe();
    const waiting = { call, timer: 0 };
    waiting.timer = setTimeout(() => {
      this.#awaitingSync = this.#awaitingSync.filter((other) => other !== waiting);
      const [timeoutMillis] = call.args;
      this.#answer({ call, error: { code: "timeout", message: `not synced within ${timeoutMillis} ms` } });
    }, call.args[0]);
    this.#awaitingSync.push(waiting);
  }

  /** Makes durable what was done, then answers. */
  #flush() {
    if (this.#isDirty && this.#database) {
      this.#isDirty = false;
      try {
        this.#database.flush(this.#effects);
      } catch (error) {
        this.#giveUp(error);
      }
      this.#setTimer();
    }
    this.#answers.forEach((answer) => this.#answer(answer));
    this.#answers = [];
  }

  #answer({ call, result, error }) {
    if (call.number === 0) return;
    const { code, message, path } = error ?? {};
    call.port.send(error ? [call.number, undefined, { code, message, path }] : [call.number, result]);
  }

  #effects = {
    frame: (peer, frame) => this.onFrame(peer, frame),
    dismiss: (peer) => this.onDismiss(peer),
    node: (subscription, node) => this.#followed.tell(subscription, node),
    query: (subscription, action, id, node) =>
      this.#followed.tell(subscription, node ? { ...node, action } : { id, value: null, edges: [], timestamp: null, action }),
    synced: (isSynced) => {
      if (!isSynced) return;
      this.#awaitingSync.forEach(({ call, timer }) => {
        clearTimeout(timer);
        this.#answer({ call });
      });
      this.#awaitingSync = [];
    },
  };

  /** Here the room plugs in: a frame for a connected peer. */
  onFrame(_peer, _frame) {}

  /** Here the room plugs in: a peer that has to be disconnected. */
  onDismiss(_peer) {}

  /** Here the room plugs in: the replica starts again and knows no peer any more. */
  onReopened() {}

  #setTimer() {
    clearTimeout(this.#timer);
    const deadline = this.#database.deadlineMillis();
    if (deadline === Infinity) return;
    this.#timer = setTimeout(() => {
      this.#isDirty = true;
      this.#flush();
    }, Math.min(Math.max(0, deadline - Date.now()), 1 << 30));
  }

  // What is in memory is ahead of the store, or unknown: nothing of this round has happened.
  #giveUp(error) {
    this.#answers.forEach((answer) => (answer.error ??= error));
    this.#isDirty = false;
    this.#database.reopen();
    queueMicrotask(() => this.onReopened());
  }

  #close() {
    this.#handles--;
  }
}
