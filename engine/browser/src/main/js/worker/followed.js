/** Who follows what: the engine's subscription numbers and the calls that asked for them. */
export class Followed {
  #last = 0;
  #calls = new Map();

  /** Begins a subscription for a call, which names it from then on; returns what `follow` returns. */
  add(call, follow) {
    const subscription = ++this.#last;
    const first = follow(subscription);
    this.#calls.set(subscription, call);
    return first;
  }

  remove(port, number, stop) {
    for (const [subscription, call] of this.#calls) {
      if (call.port === port && call.number === number) {
        this.#calls.delete(subscription);
        stop(subscription);
        return;
      }
    }
  }

  /** Ends everything that calls of one port asked for. */
  removeAll(port, stop) {
    for (const [subscription, call] of this.#calls) {
      if (call.port === port) {
        this.#calls.delete(subscription);
        stop(subscription);
      }
    }
  }

  /** The calls whose subscriptions go on. */
  calls() {
    return [...this.#calls.values()];
  }

  tell(subscription, event) {
    const call = this.#calls.get(subscription);
    call?.port.send([call.number, event]);
  }
}
