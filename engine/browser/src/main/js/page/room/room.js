import { Emitter } from "../emitter.js";
import { fault } from "../faults.js";
import { Channel, requireName } from "./channel.js";
import { Media } from "./media.js";

/** Carries media's own messages; its name is no application's. */
const MEDIA_CHANNEL = "\0media";

/** The other peers that have the database open; hypha.d.ts describes the methods. */
export class Room {
  #link;
  #name;
  #network;
  #connections;
  #events = new Emitter();
  #channels = new Map();
  #peers = new Map();
  #media;
  #handles = 0;
  isLeft = false;

  constructor(link, name, connections) {
    this.#link = link;
    this.#name = name;
    this.#connections = connections;
    this.#media = new Media(
      this.#channel(MEDIA_CHANNEL),
      () => ({ selfId: this.selfId, configuration: connections.configuration(this.#network) }),
      (...event) => this.#events.emit(...event),
    );
  }

  /** Joins; resolves to this session's peer id, which does not wait for the network. */
  async join(options, password) {
    this.#handles++;
    const { selfId, network } = await this.#link.call(this.#name, "room.join", options, password);
    this.selfId = selfId;
    this.#network = network;
    return selfId;
  }

  on(event, listener) {
    return this.#events.on(event, listener);
  }

  off(event, listener) {
    this.#events.off(event, listener);
  }

  channel(name) {
    if (requireName(name) === MEDIA_CHANNEL) throw fault("bad-argument", "this name is the engine's own", "name");
    return this.#channel(name);
  }

  #channel(name) {
    let channel = this.#channels.get(name);
    if (!channel) {
      channel = new Channel(this.#link, this.#name, name);
      this.#channels.set(name, channel);
    }
    return channel;
  }

  getPeers() {
    return Object.fromEntries([...this.#peers.keys()].map((peer) => [peer, this.#connections.to(this.#network, peer)]));
  }

  ping(peerId) {
    return this.#link.call(this.#name, "room.ping", peerId);
  }

  async leave() {
    if (this.isLeft) return;
    this.isLeft = true;
    this.#media.close();
    await this.#link.call(this.#name, "room.leave");
  }

  /** One of the handles that joined is closed; the last one leaves. */
  async release() {
    if (--this.#handles === 0) await this.leave();
  }

  addStream(stream, targets, meta) {
    this.#media.addStream(stream, targets, meta);
  }

  removeStream(stream, targets) {
    this.#media.removeStream(stream, targets);
  }

  addTrack(track, stream, targets, meta) {
    this.#media.addTrack(track, stream, targets, meta);
  }

  removeTrack(track, targets) {
    this.#media.removeTrack(track, targets);
  }

  replaceTrack(before, after, targets, meta) {
    return this.#media.replaceTrack(before, after, targets, meta);
  }

  // Another tab had the connections and is gone; this browser meets the others anew.
  #rejoined({ selfId, network }) {
    this.selfId = selfId;
    this.#network = network;
    [...this.#peers.keys()].forEach((peer) => this.took("peer:leave", peer));
  }

  /** What the worker tells. */
  took(event, ...args) {
    if (event === "message" || event === "progress") {
      const [channel, ...rest] = args;
      this.#channels.get(channel)?.took(event, rest);
      return;
    }
    if (event === "rejoined") return this.#rejoined(...args);
    const [peer, kind] = args;
    if (event === "peer:join") {
      this.#peers.set(peer, kind);
      this.#media.joined(peer);
    } else if (event === "peer:leave") {
      this.#peers.delete(peer);
      this.#media.left(peer);
    }
    this.#events.emit(event, ...args);
  }
}
