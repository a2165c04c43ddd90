import { fault } from "./faults.js";

/** Collects the operations of one commit. */
export class Batch {
  #steps = [];

  put(value, id) {
    return this.#add("put", value, id);
  }

  remove(id) {
    return this.#add("remove", id);
  }

  link(from, to) {
    return this.#add("link", from, to);
  }

  unlink(from, to) {
    return this.#add("unlink", from, to);
  }

  #add(...step) {
    if (!this.#steps) throw fault("closed", "this batch was submitted already: begin another");
    this.#steps.push(step);
    return this;
  }

  take() {
    const steps = this.#steps;
    this.#steps = null;
    return steps;
  }
}
