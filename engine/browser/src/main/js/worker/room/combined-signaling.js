/** Several kinds of signaling as one: publishes through all, answers a peer through the one it was last heard on. */
export class CombinedSignaling {
  #parts;
  #ready;
  #heardOn = new Map();

  constructor(parts) {
    this.#parts = parts;
    this.#ready = parts.map(() => false);
  }

  start(listener) {
    this.#parts.forEach((part, index) =>
      part.start({
        message: (topic, from, payload) => {
          this.#heard(from, part);
          listener.message(topic, from, payload);
        },
        gone: listener.gone,
        state: (isReady) => {
          this.#ready[index] = isReady;
          listener.state(this.#ready.includes(true));
        },
      }),
    );
  }

  #heard(peer, part) {
    this.#heardOn.delete(peer);
    this.#heardOn.set(peer, part);
    if (this.#heardOn.size > 1_024) this.#heardOn.delete(this.#heardOn.keys().next().value);
  }

  join(topic) {
    this.#parts.forEach((part) => part.join(topic));
  }

  leave(topic) {
    this.#parts.forEach((part) => part.leave(topic));
  }

  publish(topic, payload) {
    this.#parts.forEach((part) => part.publish(topic, payload));
  }

  send(topic, to, payload) {
    const part = this.#heardOn.get(to);
    (part ? [part] : this.#parts).forEach((each) => each.send(topic, to, payload));
  }

  close() {
    this.#parts.forEach((part) => part.close());
  }
}
