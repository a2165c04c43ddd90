// The page's end of the border with the worker; docs/browser.md describes what crosses it.
import workerSource from "hypha:worker";
import { fault, fromWorker } from "./faults.js";

/** One worker for all databases of a page. Calls made within one task travel as one message. */
export class WorkerLink {
  #worker;
  #last = 0;
  #waiting = new Map();
  #events = new Map();
  #calls = [];
  #transfers = [];

  constructor() {
    const url = URL.createObjectURL(new Blob([workerSource], { type: "text/javascript" }));
    this.#worker = new Worker(url, { name: "hypha" });
    this.#worker.onmessage = ({ data }) => data.forEach((message) => this.#take(message));
    this.#worker.onerror = (event) => this.#fail(event.message);
    URL.revokeObjectURL(url);
  }

  /** Resolves to what the worker answers. */
  call(database, verb, ...args) {
    const { promise, number } = this.start(database, verb, args);
    return Object.assign(promise, { number });
  }

  /** Like `call`, and tells the call's number, under which the worker sends what is followed. */
  start(database, verb, args, onEvent, transfers = []) {
    const number = ++this.#last;
    const promise = new Promise((resolve, reject) => this.#waiting.set(number, { resolve, reject }));
    if (onEvent) this.#events.set(number, onEvent);
    this.#post([number, database, verb, ...args], transfers);
    return { promise, number };
  }

  /** Without an answer; the buffers in `transfers` move to the worker. */
  tell(database, verb, args, transfers = []) {
    this.#post([0, database, verb, ...args], transfers);
  }

  /** Nothing more comes for this number. */
  forget(number) {
    this.#events.delete(number);
  }

  /** What the worker sends under a name rather than a number: see docs/browser.md. */
  on(name, listener) {
    this.#events.set(name, listener);
  }

  #post(call, transfers) {
    if (this.#calls.length === 0) queueMicrotask(() => this.#flush());
    this.#calls.push(call);
    this.#transfers.push(...transfers);
  }

  #flush() {
    const calls = this.#calls;
    const transfers = this.#transfers;
    this.#calls = [];
    this.#transfers = [];
    try {
      this.#worker.postMessage(calls, transfers);
    } catch (error) {
      this.#postOneByOne(calls, transfers, error);
    }
  }

  // Something in one of them cannot be cloned, such as a function; the others must not suffer.
  #postOneByOne(calls, transfers) {
    for (const call of calls) {
      try {
        this.#worker.postMessage([call], transfers.filter((buffer) => call.some((part) => part?.buffer === buffer)));
      } catch (error) {
        const waiting = this.#waiting.get(call[0]);
        this.#waiting.delete(call[0]);
        waiting?.reject(fault("unsupported-type", `cannot store this: ${error.message}`));
      }
    }
  }

  #take([number, ...rest]) {
    const waiting = this.#waiting.get(number);
    if (!waiting) {
      this.#events.get(number)?.(...rest);
      return;
    }
    this.#waiting.delete(number);
    const [result, error] = rest;
    if (error) {
      this.#events.delete(number);
      waiting.reject(fromWorker(error));
    } else {
      waiting.resolve(result);
    }
  }

  #fail(message) {
    const error = fault("internal", `The database's worker failed: ${message}`);
    this.#waiting.forEach(({ reject }) => reject(error));
    this.#waiting.clear();
  }
}
