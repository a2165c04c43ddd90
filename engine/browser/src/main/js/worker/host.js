import { sha256 } from "@noble/hashes/sha2.js";
import { open } from "hypha:engine";
import { accountOf, verify } from "./account.js";
import { Followed } from "./followed.js";
import { Snapshots } from "./snapshots.js";
import { Files, openFolder } from "./storage/files.js";

/** Commits that share one flush at most. */
const ROUND_MAX = 1024;
const READS = new Set(["get", "map", "aggregate", "requirePermission", "followNode", "followQuery", "clear"]);

/**
 * Gives one database's calls to the engine: in order, many of them sharing one flush. A call is answered once
 * what it did is durable.
 */
export class Host {
  #name;
  #options = null;
  #database = null;
  #files = null;
  #snapshots = null;
  #account = null;
  #ports = new Set();
  #middleware = null;
  #asked = null;
  #questions = 0;
  #failure = null;
  #calls = [];
  #round = [];
  #unsettled = null;
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

  /** Carries out what is queued, once the database is open. */
  run() {
    if (!this.#options && this.#calls[0]?.verb === "open") this.#begin(this.#calls[0].args[0]);
    if (!this.#database && !this.#failure) return;
    const calls = this.#calls;
    this.#calls = [];
    for (const call of calls) {
      if (this.#isDirty && (READS.has(call.verb) || this.#database.unflushed() >= ROUND_MAX)) this.#flush();
      this.#carryOut(call);
    }
    this.#flush();
  }

  async #begin(options) {
    this.#options = options;
    try {
      await this.#open();
    } catch (error) {
      this.#fail(error);
      return;
    }
    this.run();
  }

  /** Whatever is queued fails; the next `open` tries again. */
  #fail(error) {
    this.#database = null;
    this.#files?.close();
    this.#files = null;
    this.#failure = error;
    this.run();
    this.#failure = null;
    this.#options = null;
    this.#account = null;
  }

  async #open() {
    const { storage, sm } = this.#options;
    if (sm?.privateKey) this.#account ??= accountOf(sm.privateKey);
    const folder = storage === "memory" ? null : await openFolder(this.#name, storage);
    this.#files = folder && new Files(folder);
    this.#database = this.#files
      ? await this.#files.load((snapshot, journals) => this.#openEngine(snapshot, journals))
      : this.#openEngine(null, []);
    if (this.#options.ii) this.#database.useModule("ii");
    if (this.#options.geo) this.#database.useModule("geo");
    if (this.#options.rx) this.#database.useModule("rx");
    if (this.#middleware) this.#database.screen(true);
    if (this.#options.scope) this.#database.setScope(this.#options.scope);
    this.#snapshots = this.#files && new Snapshots(this.#database, this.#files);
    this.#isDirty = true;
  }

  #openEngine(snapshot, journals) {
    const security = this.#options.sm;
    return open({
      place: `"${this.#name}"`,
      oplogSize: this.#options.oplogSize,
      retentionMillis: this.#options.retentionMillis,
      resolvers: this.#options.resolvers,
      hash: sha256,
      snapshot,
      journals,
      append: (record) => (this.#files ? this.#files.append(record) : true),
      security: security && { ...security, database: this.#name, verify },
      account: this.#account,
    });
  }

  #carryOut(call) {
    try {
      if (this.#failure) throw this.#failure;
      const result = this.#verbs[call.verb](call);
      if (call.verb !== "synced") this.#round.push({ call, result });
    } catch (error) {
      this.#round.push({ call, error });
      if (this.#database && error.isRefusal !== true) this.#giveUp(error);
    }
  }

  #verbs = {
    open: ({ port, args: [options] }) => this.#welcome(port, options),
    put: ({ args: [value, id] }) => this.#change(() => this.#database.put(value, id ?? null)),
    remove: ({ args: [id] }) => this.#change(() => this.#database.remove(id)),
    link: ({ args: [from, to] }) => this.#change(() => this.#database.link(from, to)),
    unlink: ({ args: [from, to] }) => this.#change(() => this.#database.unlink(from, to)),
    batch: ({ args: [steps] }) => this.#change(() => this.#database.batch(steps)),
    clear: () => this.#change(() => this.#database.clear()),
    get: ({ args: [id] }) => this.#database.get(id),
    map: ({ args: [options] }) => {
      const answer = this.#database.map(options);
      this.#isDirty ||= this.#database.hasNewIndexes();
      return answer;
    },
    aggregate: ({ args: [options] }) => this.#database.aggregate(options),
    followNode: (call) =>
      this.#followed.add(call, (subscription) => this.#database.followNode(subscription, call.args[0])),
    followQuery: (call) =>
      this.#followed.add(call, (subscription) => this.#database.followQuery(subscription, call.args[0])),
    stop: ({ port, args: [number] }) =>
      this.#followed.remove(port, number, (subscription) => this.#database.stop(subscription)),
    use: (call) => {
      this.#middleware = call;
      this.#change(() => this.#database.screen(true));
    },
    unuse: () => {
      this.#middleware = null;
      this.#asked = null;
      this.#change(() => this.#database.screen(false));
    },
    decide: ({ args: [question, verdicts] }) => this.#decide(question, verdicts),
    reconsider: () => this.#change(() => this.#database.reconsider()),
    setScope: ({ args: [scope] }) => this.#setScope(scope),
    assignRole: ({ args }) => this.#change(() => this.#database.assignRole(...args)),
    requirePermission: ({ args: [permission] }) => this.#database.requirePermission(permission),
    synced: (call) => this.#synced(call),
    connect: ({ args: [peer] }) => this.#change(() => this.#database.connect(peer)),
    receive: ({ args: [peer, frame] }) => this.#change(() => this.#database.receive(peer, frame)),
    disconnect: ({ args: [peer] }) => this.#change(() => this.#database.disconnect(peer)),
    close: () => {},
  };

  /** A tab opens what is open: it has to mean the same, and may bring the account. */
  #welcome(port, { sm, scope }) {
    this.#ports.add(port);
    if (rolesOf(sm) !== rolesOf(this.#options.sm)) {
      throw refusal("other-roles", `"${this.#name}" is open in this browser with other super admins or roles: close it there first`);
    }
    if (sm?.privateKey) this.#identify(accountOf(sm.privateKey));
    if (scope === undefined || scope === this.#options.scope) this.#tellScope(port);
    else this.#setScope(scope);
    return { storage: this.#files?.kind ?? "memory", address: this.#account?.text ?? null };
  }

  #identify(account) {
    if (account.text === this.#account?.text) return;
    if (this.#account) {
      throw refusal("other-account", `"${this.#name}" is open in this browser with the account ${this.#account.text}: close it there first`);
    }
    this.#flush();
    this.#account = account;
    this.#asked = null;
    this.#database.identify(account);
    this.#isDirty = true;
    queueMicrotask(() => this.onReopened());
    this.#ports.forEach((other) => other.send(["account", this.#name, account.text]));
  }

  // What was asked before a restart is asked again after it.
  #decide(question, verdicts) {
    if (question !== this.#asked?.question) return;
    const { screening } = this.#asked;
    this.#asked = null;
    this.#change(() => this.#database.decide(screening, verdicts));
  }

  #setScope(scope) {
    this.#change(() => this.#database.setScope(scope));
    this.#options.scope = scope;
    this.#ports.forEach((port) => this.#tellScope(port));
  }

  // Whoever has the files next opens them with it.
  #tellScope(port) {
    port.send(["scope", this.#options.scope ?? null]);
  }

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
      this.#answer({ call, error: { code: "timeout", message: `not synced within ${timeoutMillis} ms`, path: "" } });
    }, call.args[0]);
    this.#awaitingSync.push(waiting);
  }

  /** Makes durable what was done, and then tells of it. */
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
    const round = this.#round;
    this.#round = [];
    const settled = this.#files?.settled() ?? null;
    if (settled || this.#unsettled) this.#deliverAfter(settled, round);
    else this.#deliver(round);
    if (this.#database && this.#snapshots?.isDue()) this.#snapshots.make();
  }

  #deliver(round) {
    for (const step of round) {
      if (typeof step === "function") step();
      else this.#answer(step);
    }
  }

  // Storage that takes its time: rounds are told in order, each when it is durable.
  #deliverAfter(settled, round) {
    const previous = this.#unsettled;
    const delivery = (async () => {
      await previous;
      try {
        await settled;
        this.#deliver(round);
      } catch (error) {
        this.#deliver(round.filter((step) => typeof step !== "function").map((answer) => ({ error, ...answer })));
        this.#restart(error);
      }
      if (this.#unsettled === delivery) this.#unsettled = null;
    })();
    this.#unsettled = delivery;
  }

  // What is in memory is ahead of the files, which are read again.
  async #restart(error) {
    if (!this.#database) return;
    this.#database = null;
    this.#asked = null;
    this.#files.close();
    this.#files = null;
    const followed = this.#followed.calls();
    this.#followed = new Followed();
    this.#calls.unshift(...followed.map((call) => ({ ...call, resume: () => {} })));
    try {
      await this.#open();
    } catch {
      this.#fail(error);
      return;
    }
    this.run();
  }

  #answer({ call, result, error }) {
    if (call.number === 0) return;
    if (call.resume) {
      if (!error) call.resume(result);
      return;
    }
    if (!error) {
      call.port.send([call.number, result]);
      return;
    }
    const { code, message, path } = (error.code === "storage" && this.#files?.fault) || error;
    call.port.send([call.number, undefined, { code, message, path }]);
  }

  // What follows from a flush comes before the answers to the calls that caused it.
  #effects = {
    frame: (peer, frame) => this.#round.push(() => this.onFrame(peer, frame)),
    dismiss: (peer) => this.#round.push(() => this.onDismiss(peer)),
    node: (subscription, node) => this.#round.push(() => this.#followed.tell(subscription, node)),
    query: (subscription, action, id, node) => {
      const event = node ? { ...node, action } : { id, value: null, edges: [], timestamp: null, action };
      this.#round.push(() => this.#followed.tell(subscription, event));
    },
    screening: (screening, proposals) => {
      const question = ++this.#questions;
      this.#asked = { screening, question };
      const { port, number } = this.#middleware;
      this.#round.push(() => port.send([number, { question, proposals }]));
    },
    warning: (text) => console.warn(`hypha: ${text}`),
    synced: (isSynced) => {
      if (!isSynced || this.#awaitingSync.length === 0) return;
      this.#awaitingSync.forEach(({ call, timer }) => {
        clearTimeout(timer);
        this.#round.push({ call });
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

  /** A tab is gone: what it followed is not followed any more. */
  forget(port) {
    this.#ports.delete(port);
    this.#followed.removeAll(port, (subscription) => this.#database?.stop(subscription));
  }

  /** Ends, once everything that was asked is done and durable. */
  async close() {
    await this.#unsettled;
    clearTimeout(this.#timer);
    await this.#snapshots?.settled();
    this.#database?.close();
    this.#database = null;
    this.#files?.close();
    this.#files = null;
  }

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
    this.#round = this.#round.filter((step) => typeof step !== "function");
    this.#round.forEach((answer) => (answer.error ??= error));
    this.#isDirty = false;
    this.#asked = null;
    this.#database.reopen();
    queueMicrotask(() => this.onReopened());
  }
}

const refusal = (code, message) => Object.assign(new Error(message), { code, path: "sm", isRefusal: true });

/** All peers have to agree about these. */
const rolesOf = (sm) => JSON.stringify(sm && [sm.superAdmins, sm.roles]);
