/** Where answers and events go: those of one task travel as one message. */
export class Port {
  #post;
  #messages = [];
  #transfers = [];

  constructor(post) {
    this.#post = post;
  }

  /** The buffers in `transfers` move to the other side. */
  send(message, transfers = []) {
    if (this.#messages.length === 0) queueMicrotask(() => this.#flush());
    this.#messages.push(message);
    this.#transfers.push(...transfers);
  }

  #flush() {
    const messages = this.#messages;
    const transfers = this.#transfers;
    this.#messages = [];
    this.#transfers = [];
    this.#post(messages, transfers);
  }
}
