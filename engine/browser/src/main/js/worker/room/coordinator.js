// Signaling through the coordinator: docs/protocol/signaling.md.
import { fromBase64, toBase64 } from "./base64.js";
import { PersistentSocket } from "./persistent-socket.js";

export class CoordinatorSignaling {
  #self;
  #socket;
  #topics = new Set();
  #isReady = false;
  #listener;

  constructor(url, self) {
    this.#self = self;
    this.#socket = new PersistentSocket(url, {
      opened: () => this.#socket.send(JSON.stringify({ type: "hello", peer: self })),
      text: (text) => this.#take(text),
      closed: () => this.#ready(false),
    });
  }

  start(listener) {
    this.#listener = listener;
    this.#socket.start();
  }

  join(topic) {
    this.#topics.add(topic);
    this.#tell({ type: "join", topic });
  }

  leave(topic) {
    this.#topics.delete(topic);
    this.#tell({ type: "leave", topic });
  }

  publish(topic, payload) {
    this.#tell({ type: "publish", topic, payload: toBase64(payload) });
  }

  send(topic, to, payload) {
    this.#tell({ type: "send", topic, to, payload: toBase64(payload) });
  }

  close() {
    this.#socket.close();
  }

  #tell(message) {
    if (this.#isReady) this.#socket.send(JSON.stringify(message));
  }

  #ready(isReady) {
    this.#isReady = isReady;
    if (isReady) this.#topics.forEach((topic) => this.#tell({ type: "join", topic }));
    this.#listener.state(isReady);
  }

  #take(text) {
    const message = parse(text);
    switch (message?.type) {
      case "welcome":
        if (message.peer !== this.#self) return this.#socket.fail();
        this.#socket.answered();
        return this.#ready(true);
      case "message": {
        const payload = fromBase64(message.payload);
        if (payload) this.#listener.message(message.topic, message.from, payload);
        return;
      }
      case "gone":
        return this.#listener.gone(message.topic, message.peer);
    }
  }
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
