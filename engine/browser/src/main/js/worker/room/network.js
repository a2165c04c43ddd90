import { openNetwork } from "hypha:engine";
import { CombinedSignaling } from "./combined-signaling.js";
import { CoordinatorSignaling } from "./coordinator.js";
import { sessionKey } from "./nostr-event.js";
import { NostrSignaling } from "./nostr.js";

const ANNOUNCE_MILLIS = 30_000;
/** Bytes in a data channel, as far as the page has told, above which frames are refused. */
const BUFFERED_BYTES_MAX = 1 << 20;

const now = () => Math.floor(performance.now());

/**
 * This session on the network: meets peers by topic through signaling, over connections that the page holds. Rooms
 * are told of their peers and frames.
 */
export class Network {
  #tellPage;
  #signaling;
  #engine;
  #rooms = new Map();
  #peers = new Map();
  #handed = new Map();
  #flushed = new Map();
  #timer = 0;

  /**
   * @param tellPage sends an order to the page's connections, with buffers that move there
   * @param options relayUrls, signalingUrl
   */
  constructor(tellPage, { relayUrls = [], signalingUrl }) {
    const key = sessionKey();
    this.self = key.peer;
    this.#tellPage = tellPage;
    this.#engine = openNetwork(this.self, ANNOUNCE_MILLIS);
    const parts = [];
    if (signalingUrl) parts.push(new CoordinatorSignaling(signalingUrl, this.self));
    if (relayUrls.length > 0) parts.push(new NostrSignaling(relayUrls, key));
    this.#signaling = new CombinedSignaling(parts);
    this.#signaling.start({
      message: (topic, from, payload) => this.#received(topic, from, payload),
      gone: (topic, peer) => this.#feed((engine) => engine.gone(topic, peer)),
      state: (isReady) => this.#feed((engine) => engine.signaling(isReady, now())),
    });
  }

  /** Meets everybody on the room's topic. */
  join(room) {
    this.#rooms.set(room.topic, room);
    this.#signaling.join(room.topic);
    this.#feed((engine) => engine.join(room.topic, now()));
  }

  leave(room) {
    this.#feed((engine) => engine.leave(room.topic, now()));
    this.#rooms.delete(room.topic);
    this.#signaling.leave(room.topic);
  }

  get isUnused() {
    return this.#rooms.size === 0;
  }

  close() {
    clearTimeout(this.#timer);
    this.#signaling.close();
  }

  /** Hands a frame to the connection, which owns its bytes from then on; false when too much waits in it. */
  send(connection, topic, frame) {
    const key = connection + topic;
    const handed = this.#handed.get(key) ?? 0;
    if (this.buffered(connection, topic) + frame.length > BUFFERED_BYTES_MAX) return false;
    this.#handed.set(key, handed + frame.length);
    this.#tellPage(["send", connection, topic, frame], [frame.buffer]);
    return true;
  }

  buffered(connection, topic) {
    const key = connection + topic;
    return (this.#handed.get(key) ?? 0) - (this.#flushed.get(key) ?? 0);
  }

  /** Ends a connection whose peer misbehaves. */
  expel(connection) {
    this.#feed((engine) => engine.expel(connection, now()));
  }

  /** What the page's connections report. */
  reported(verb, connection, ...args) {
    this.#reports[verb]?.(connection, ...args);
  }

  #reports = {
    described: (connection, sdp) => this.#feed((engine) => engine.described(connection, sdp)),
    candidate: (connection, mid, line, text) =>
      this.#feed((engine) => engine.candidate(connection, mid, line, text, now())),
    state: (connection, state) => this.#feed((engine) => engine.state(connection, state, now())),
    opened: (connection, label) => this.#feed((engine) => engine.channelOpened(connection, label)),
    closed: (connection, label) => this.#feed((engine) => engine.channelClosed(connection, label, now())),
    frame: (connection, label, frame) => this.#rooms.get(label)?.frame(this.#peers.get(connection), connection, frame),
    flushed: (connection, label, bytes) => {
      this.#flushed.set(connection + label, bytes);
      this.#rooms.get(label)?.writable(this.#peers.get(connection));
    },
  };

  #received(topic, from, payload) {
    const opened = this.#rooms.get(topic)?.unseal(payload, from);
    if (opened) this.#feed((engine) => engine.received(topic, from, opened, now()));
  }

  #feed(input) {
    input(this.#engine);
    this.#engine.drain(this.#outputs);
    clearTimeout(this.#timer);
    const deadline = this.#engine.deadlineMillis();
    if (deadline !== Infinity) {
      this.#timer = setTimeout(() => this.#feed((engine) => engine.tick(now())), Math.max(0, deadline - now()));
    }
  }

  #sealed(topic, payload) {
    const room = this.#rooms.get(topic);
    return room ? room.seal(payload, this.self) : null;
  }

  #begin(verb, connection, peer, detail) {
    this.#peers.set(connection, peer);
    this.#tellPage([verb, connection, peer, detail], []);
  }

  #outputs = {
    publish: (topic, payload) => {
      const sealed = this.#sealed(topic, payload);
      if (sealed) this.#signaling.publish(topic, sealed);
    },
    send: (topic, to, payload) => {
      const sealed = this.#sealed(topic, payload);
      if (sealed) this.#signaling.send(topic, to, sealed);
    },
    offer: (connection, peer, labels) => this.#begin("offer", connection, peer, labels),
    answer: (connection, peer, sdp) => this.#begin("answer", connection, peer, sdp),
    accept: (connection, sdp) => this.#tellPage(["accept", connection, sdp], []),
    addCandidate: (connection, candidate) => this.#tellPage(["candidate", connection, candidate], []),
    open: (connection, label) => this.#tellPage(["open", connection, label], []),
    closeChannel: (connection, label) => this.#tellPage(["closeChannel", connection, label], []),
    close: (connection) => {
      this.#tellPage(["close", connection], []);
      this.#peers.delete(connection);
      for (const key of this.#handed.keys()) {
        if (key.length === String(connection).length + 64 && key.startsWith(String(connection))) {
          this.#handed.delete(key);
          this.#flushed.delete(key);
        }
      }
    },
    joined: (topic, peer, kind, connection) => this.#rooms.get(topic)?.joined(peer, kind, connection),
    left: (topic, peer) => this.#rooms.get(topic)?.left(peer),
    seen: (topic, peer, kind) => this.#rooms.get(topic)?.seen(peer, kind),
    lost: (topic, peer) => this.#rooms.get(topic)?.lost(peer),
  };
}
