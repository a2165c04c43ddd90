// Signaling through Nostr relays: docs/protocol/rendezvous.md. Everything goes to every relay that is up.
import { fromBase64, toBase64 } from "./base64.js";
import { isEvent, isGenuine, signedEvent, tag } from "./nostr-event.js";
import { PersistentSocket } from "./persistent-socket.js";

const KIND_PUBLISH = 25_050;
const KIND_DIRECT = 25_051;
const SINCE_SECONDS = 60;
const CLOCK_DIFFERENCE_SECONDS_MAX = 3_600;
const ANSWER_MILLIS = 10_000;
const UNANSWERED_MAX = 1_024;
const SEEN_MAX = 8_192;
const REFUSALS = ["pow:", "auth-required:", "restricted:", "blocked:"];

class Relay {
  #socket;
  #inbox;
  #unanswered = new Map();
  #timer = 0;

  constructor(url, inbox) {
    this.#inbox = inbox;
    this.#socket = new PersistentSocket(url, {
      opened: () => this.#opened(),
      text: (text) => this.#take(text),
      closed: () => {
        this.#unanswered.clear();
        inbox.ready();
      },
    });
  }

  get isOpen() {
    return this.#socket.isOpen;
  }

  start() {
    this.#socket.start();
  }

  close() {
    clearTimeout(this.#timer);
    this.#socket.close();
  }

  publish(event) {
    if (!this.isOpen) return;
    if (this.#unanswered.size === 0) this.#timer = setTimeout(() => this.#checkAnswers(), ANSWER_MILLIS);
    if (this.#unanswered.size < UNANSWERED_MAX) this.#unanswered.set(event.id, Date.now());
    this.#send("EVENT", event);
  }

  /** Asks for what is published on the topics of now; replaces the earlier request. */
  subscribe() {
    const topics = [...this.#inbox.topics];
    if (topics.length === 0) this.#send("CLOSE", "published");
    else this.#send("REQ", "published", { kinds: [KIND_PUBLISH], since: since(), "#x": topics });
  }

  #send(...message) {
    this.#socket.send(JSON.stringify(message));
  }

  #opened() {
    this.#send("REQ", "direct", { kinds: [KIND_DIRECT], since: since(), "#p": [this.#inbox.self] });
    if (this.#inbox.topics.size > 0) this.subscribe();
    this.#inbox.ready();
  }

  #checkAnswers() {
    const [oldest] = this.#unanswered.values();
    if (oldest === undefined) return;
    const due = oldest + ANSWER_MILLIS - Date.now();
    if (due <= 0) this.#socket.fail();
    else this.#timer = setTimeout(() => this.#checkAnswers(), due);
  }

  #take(text) {
    let message;
    try {
      message = JSON.parse(text);
    } catch {
      return;
    }
    if (!Array.isArray(message)) return;
    if (message[0] === "EVENT") this.#inbox.event(message[2]);
    else if (message[0] === "OK") this.#answered(message);
    else if (message[0] === "CLOSED") this.#refused(message[2]);
  }

  #answered([, id, accepted, reason]) {
    if (!this.#unanswered.delete(id)) return;
    if (accepted === true || String(reason).startsWith("duplicate:")) this.#socket.answered();
    else this.#refused(reason);
  }

  #refused(reason) {
    if (REFUSALS.some((prefix) => String(reason).startsWith(prefix))) this.#socket.refuse();
    else this.#socket.fail();
  }
}

const since = () => Math.floor(Date.now() / 1_000) - SINCE_SECONDS;

export class NostrSignaling {
  #key;
  #relays;
  #topics = new Set();
  #seen = new Set();
  #sent = 0;
  #listener;

  constructor(urls, key) {
    this.#key = key;
    const inbox = {
      self: key.peer,
      topics: this.#topics,
      event: (event) => this.#take(event),
      ready: () => this.#listener.state(this.#relays.some((relay) => relay.isOpen)),
    };
    this.#relays = urls.map((url) => new Relay(url, inbox));
  }

  start(listener) {
    this.#listener = listener;
    this.#relays.forEach((relay) => relay.start());
  }

  join(topic) {
    this.#topics.add(topic);
    this.#relays.forEach((relay) => relay.subscribe());
  }

  leave(topic) {
    this.#topics.delete(topic);
    this.#relays.forEach((relay) => relay.subscribe());
  }

  publish(topic, payload) {
    this.#emit(KIND_PUBLISH, [["x", topic]], payload);
  }

  send(topic, to, payload) {
    this.#emit(KIND_DIRECT, [["x", topic], ["p", to]], payload);
  }

  close() {
    this.#relays.forEach((relay) => relay.close());
  }

  #emit(kind, tags, payload) {
    if (!this.#relays.some((relay) => relay.isOpen)) return;
    // The same payload twice in one second would be the same event, and the second one dropped on the way.
    const event = signedEvent(this.#key, kind, [...tags, ["n", String(++this.#sent)]], toBase64(payload));
    this.#relays.forEach((relay) => relay.publish(event));
  }

  #take(event) {
    if (!isEvent(event) || event.pubkey === this.#key.peer || this.#seen.has(event.id)) return;
    const topic = tag(event, "x");
    const isDirect = event.kind === KIND_DIRECT && tag(event, "p") === this.#key.peer;
    if (!this.#topics.has(topic) || !(isDirect || event.kind === KIND_PUBLISH)) return;
    if (Math.abs(Date.now() / 1_000 - event.created_at) > CLOCK_DIFFERENCE_SECONDS_MAX || !isGenuine(event)) return;
    this.#seen.add(event.id);
    if (this.#seen.size > SEEN_MAX) this.#seen.delete(this.#seen.values().next().value);
    const payload = fromBase64(event.content);
    if (payload) this.#listener.message(topic, event.pubkey, payload);
  }
}
