// A WebSocket that comes back by itself: after 1 s, 2 s, 4 s, … 10 min, at once when the browser is online again.

const PAUSE_MILLIS = 1_000;
const REFUSAL_PAUSE_MILLIS = 60_000;
const PAUSE_MILLIS_MAX = 600_000;
const CONNECT_MILLIS = 10_000;
/** A clock that stood still for so long means that the machine slept: what was open is not to be trusted. */
const SLEEP_MILLIS = 15_000;
const WATCH_MILLIS = 5_000;
const BUFFERED_BYTES_MAX = 1 << 20;

export class PersistentSocket {
  #url;
  #events;
  #socket = null;
  #isOpen = false;
  #isStopped = false;
  #failures = 0;
  #refusals = 0;
  #timer = 0;
  #watch = 0;
  #online = () => this.#retryNow();

  constructor(url, events) {
    const { protocol } = new URL(url);
    if (protocol !== "ws:" && protocol !== "wss:") {
      throw Object.assign(new Error(`a signaling URL looks like wss://host/path, not: ${url}`), { code: "bad-argument" });
    }
    this.#url = url;
    this.#events = events;
  }

  get isOpen() {
    return this.#isOpen;
  }

  start() {
    self.addEventListener("online", this.#online);
    let last = Date.now();
    this.#watch = setInterval(() => {
      const slept = Date.now() - last > SLEEP_MILLIS;
      last = Date.now();
      if (slept) this.#retryNow();
    }, WATCH_MILLIS);
    this.#connect();
  }

  send(text) {
    if (this.#isOpen && this.#socket.bufferedAmount < BUFFERED_BYTES_MAX) this.#socket.send(text);
  }

  /** It works: what went wrong before is forgiven. */
  answered() {
    this.#failures = 0;
    this.#refusals = 0;
  }

  /** The other side fails its part: hang up, and come back after a pause. */
  fail() {
    this.#rest(PAUSE_MILLIS * 2 ** Math.min(this.#failures++, 16));
  }

  /** The other side refuses: come back after a long pause. */
  refuse() {
    this.#rest(REFUSAL_PAUSE_MILLIS * 2 ** Math.min(this.#refusals++, 16));
  }

  close() {
    this.#isStopped = true;
    self.removeEventListener("online", this.#online);
    clearInterval(this.#watch);
    this.#hangUp();
  }

  #connect() {
    clearTimeout(this.#timer);
    if (this.#isStopped) return;
    const socket = new WebSocket(this.#url);
    this.#socket = socket;
    const current = (action) => (event) => this.#socket === socket && action(event);
    socket.onopen = current(() => {
      clearTimeout(this.#timer);
      this.#isOpen = true;
      this.#events.opened();
    });
    socket.onmessage = current(({ data }) => typeof data === "string" && this.#events.text(data));
    socket.onclose = current(() => this.fail());
    this.#timer = setTimeout(() => this.fail(), CONNECT_MILLIS);
  }

  #rest(pauseMillis) {
    this.#hangUp();
    if (this.#isStopped) return;
    const pause = Math.min(pauseMillis, PAUSE_MILLIS_MAX);
    this.#timer = setTimeout(() => this.#connect(), pause * (1 + Math.random() / 4));
  }

  #hangUp() {
    clearTimeout(this.#timer);
    const socket = this.#socket;
    const wasOpen = this.#isOpen;
    this.#socket = null;
    this.#isOpen = false;
    socket?.close();
    if (wasOpen) this.#events.closed();
  }

  #retryNow() {
    if (this.#isStopped) return;
    this.#failures = 0;
    this.#hangUp();
    this.#connect();
  }
}
