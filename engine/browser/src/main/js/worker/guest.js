import { Known } from "./known.js";

/** Calls that go on after they were answered: a new owner is told of them again. */
const STANDING = new Set(["open", "followNode", "followQuery", "room.join"]);

/**
 * A tab that asks the owner of the files: see OwnerChannel for what the two say. What was not answered when an owner ended
 * is asked of the next one, and what is followed goes on there: the page hears of what changed in between.
 */
export class Guest {
  #id = crypto.randomUUID();
  #name;
  #page;
  #channel;
  #owner = null;
  #unanswered = [];
  #standing = new Map();
  /** The part that the database holds, as the owner said last. */
  #scope;
  #leave = () => {};

  constructor(name, page) {
    this.#name = name;
    this.#page = page;
    this.#channel = new BroadcastChannel(`hypha:${name}`);
    this.#channel.onmessage = ({ data }) => this.#hear(data);
    // Whoever gets this lock knows that this tab is gone.
    navigator.locks.request(guestLock(name, this.#id), () => {
      this.#channel.postMessage({ seek: true });
      return new Promise((resolve) => {
        this.#leave = resolve;
      });
    });
  }

  take(calls) {
    for (const call of calls) {
      if (call.verb === "stop") this.#standing.delete(call.args[0]);
      if (call.verb === "room.leave") this.#forgetRoom();
      this.#noteListening(call);
      this.#unanswered.push(call);
    }
    if (this.#owner) this.#send(calls);
  }

  // Not answered, but to go on all the same.
  #noteListening(call) {
    const key = `channel ${call.args[0]}`;
    if (call.verb === "room.listen") this.#standing.set(key, { call, owner: null, known: new Known(call.verb, null) });
    else if (call.verb === "room.unlisten") this.#standing.delete(key);
  }

  #forgetRoom() {
    this.#standing.forEach(({ call }, number) => call.verb.startsWith("room.") && this.#standing.delete(number));
  }

  #send(calls) {
    if (calls.length === 0) return;
    const message = calls.map(({ number, verb, args }) => [number, verb, ...args]);
    this.#channel.postMessage({ to: this.#owner, from: this.#id, calls: message });
    // What gets no answer is done once it is on its way.
    this.#unanswered = this.#unanswered.filter(({ number }) => number !== 0);
  }

  #hear({ owner, to, messages }) {
    if (owner !== undefined && owner !== this.#owner) {
      this.#owner = owner;
      this.#send([...[...this.#standing.values()].map(({ call }) => this.#again(call)), ...this.#unanswered]);
    } else if (to === this.#id) {
      messages.forEach((message) => this.#take(message));
    }
  }

  #again(call) {
    if (call.verb !== "open") return call;
    const [options] = call.args;
    return { ...call, args: [{ ...options, scope: this.#scope }] };
  }

  #take(message) {
    const [number, result, error] = message;
    if (number === "scope") {
      this.#scope = result;
      return;
    }
    const standing = this.#standing.get(number);
    if (standing && standing.owner !== this.#owner) {
      standing.owner = this.#owner;
      this.#resume(standing, result);
      return;
    }
    const at = this.#unanswered.findIndex((call) => call.number === number);
    if (at >= 0) {
      const [call] = this.#unanswered.splice(at, 1);
      if (!error && STANDING.has(call.verb)) {
        this.#standing.set(number, { call, owner: this.#owner, known: new Known(call.verb, result) });
      }
    } else {
      standing?.known.took(result);
    }
    this.#page.send(message);
  }

  #resume({ call, known }, result) {
    if (call.verb === "open") this.#page.send(["account", this.#name, result.address]);
    if (call.verb === "room.join") this.#page.send(["room", this.#name, "rejoined", result]);
    known.changesTo(result).forEach((event) => this.#page.send([call.number, event]));
  }

  /** Ends; returns the calls that whoever owns the files next has to carry out for this tab. */
  close() {
    this.#channel.close();
    this.#leave();
    const resumed = [...this.#standing.values()].map((standing) => ({
      ...this.#again(standing.call),
      resume: (result) => this.#resume(standing, result),
    }));
    return [...resumed, ...this.#unanswered];
  }
}

export const guestLock = (name, guest) => `hypha:${name}:guest:${guest}`;
