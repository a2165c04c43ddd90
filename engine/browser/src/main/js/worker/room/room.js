import { openChannels, pack } from "hypha:engine";
import { Seal, UNSEALED } from "./seal.js";
import { soon } from "./soon.js";
import { BlobSource, BytesSource, Delivery } from "./sources.js";
import { topicOf } from "./topic.js";

/** Above this many bytes in the connection's buffer messages wait, so that sync can pass. */
const BUFFERED_BYTES_MAX = 512 << 10;

const isChannelFrame = (frame) => (frame[0] & 0xc0) === 0x40;

/** One peer of a room. */
class Member {
  heldBack = [];
  pings = new Map();

  constructor(kind, connection, listening) {
    this.kind = kind;
    this.connection = connection;
    this.channels = openChannels(listening);
  }
}

/** The room of one database: frames between its replica and peers, channels, and what the page hears of both. */
export class Room {
  #host;
  #network;
  #tell;
  #members = new Map();
  #listening;
  #seal = UNSEALED;
  #pings = 0;
  #isDue = false;

  /**
   * @param host the database's, which is given the frames of its peers
   * @param network joined at once
   * @param listening the names of channels that the page listens on, as they are at any time
   * @param tell sends an event to the page, with buffers that move there
   */
  constructor(name, password, host, network, listening, tell) {
    this.topic = topicOf(name);
    this.#host = host;
    this.#network = network;
    this.#listening = listening;
    this.#tell = tell;
    if (password) this.#seal = new Seal(password, this.topic);
    host.onFrame = (peer, frame) => this.#sendSync(peer, frame);
    host.onDismiss = (peer) => this.#network.expel(this.#members.get(peer)?.connection ?? 0);
    host.onReopened = () => this.#members.forEach((_, peer) => this.#feed("connect", peer));
    network.join(this);
  }

  seal(payload, from) {
    return this.#seal.seal(payload, from);
  }

  unseal(payload, from) {
    return this.#seal.unseal(payload, from);
  }

  leave() {
    this.#network.leave(this);
    [...this.#members.keys()].forEach((peer) => this.left(peer));
    this.#host.onFrame = () => {};
    this.#host.onDismiss = () => {};
    this.#host.onReopened = () => {};
  }

  /** Who is there: ids and kinds. */
  peers() {
    return [...this.#members].map(([peer, { kind }]) => [peer, kind]);
  }

  // What the network reports

  joined(peer, kind, connection) {
    this.#members.set(peer, new Member(kind, connection, this.#listening));
    this.#feed("connect", peer);
    this.#tell("peer:join", [peer, kind]);
  }

  left(peer) {
    const member = this.#members.get(peer);
    if (!member) return;
    this.#members.delete(peer);
    member.channels.clear();
    member.pings.forEach((ping) => ping(`peer ${peer.slice(0, 8)} left`));
    this.#feed("disconnect", peer);
    this.#tell("peer:leave", [peer]);
  }

  seen(peer, kind) {
    this.#tell("peer:seen", [peer, kind]);
  }

  lost(peer) {
    this.#tell("peer:lost", [peer]);
  }

  frame(peer, connection, frame) {
    const member = this.#members.get(peer);
    if (member?.connection !== connection || frame.length === 0) return;
    if (!isChannelFrame(frame)) return this.#feed("receive", peer, frame);
    if (!member.channels.receive(frame, this.#events(peer, member))) this.#network.expel(connection);
    this.#pump(member);
  }

  writable(peer) {
    const member = this.#members.get(peer);
    if (!member) return;
    while (member.heldBack.length > 0 && this.#network.send(member.connection, this.topic, member.heldBack[0])) {
      member.heldBack.shift();
    }
    this.#pump(member);
  }

  #events(peer, member) {
    return {
      progress: (channel, fraction, meta) => this.#tell("progress", [channel, fraction, peer, meta ?? undefined]),
      message: (channel, isBinary, data, meta) =>
        this.#tell("message", [channel, isBinary ? data.buffer : data, peer, meta ?? undefined], isBinary ? [data.buffer] : []),
      pong: (number) => member.pings.get(number)?.(null),
    };
  }

  // The replica

  // Frames come a task each: those that are here already share one flush.
  #feed(verb, ...args) {
    this.#host.take({ port: null, number: 0, verb, args });
    if (this.#isDue) return;
    this.#isDue = true;
    soon(() => {
      this.#isDue = false;
      this.#host.run();
    });
  }

  #sendSync(peer, frame) {
    const member = this.#members.get(peer);
    if (!member) return;
    // Its memory is the engine's, and its buffer is about to move to the page.
    const own = frame.byteLength === frame.buffer.byteLength ? frame : frame.slice();
    if (member.heldBack.length > 0 || !this.#network.send(member.connection, this.topic, own)) member.heldBack.push(own);
  }

  // Channels

  /**
   * Sends a message to those of the targets that are there, to all without targets.
   *
   * @param report called with each step of it for each peer, and once with how it ended
   */
  send(channel, data, isBinary, targets, meta, report) {
    const delivery = new Delivery(
      (fraction, peer) => report({ fraction, peer }),
      (failure) => report({ failure }),
    );
    const bytes = data instanceof Blob ? null : isBinary ? new Uint8Array(data) : pack(data);
    for (const peer of targets ?? [...this.#members.keys()]) {
      const member = this.#members.get(peer);
      if (!member) continue;
      const source = bytes
        ? new BytesSource(peer, bytes, delivery)
        : new BlobSource(peer, data, delivery, () => this.#pump(member));
      if (!member.channels.send(channel, isBinary, source, meta ?? null)) {
        delivery.end("too many messages wait: await earlier ones");
      }
      this.#pump(member);
    }
    delivery.endIfUnused();
  }

  ping(peer, done) {
    const member = this.#members.get(peer);
    if (!member) return done(`peer ${String(peer).slice(0, 8)} is not connected`);
    const number = (this.#pings = (this.#pings + 1) & 0x7fffffff);
    const start = performance.now();
    member.pings.set(number, (failure) => {
      member.pings.delete(number);
      done(failure, performance.now() - start);
    });
    member.channels.ping(number);
    this.#pump(member);
  }

  #pump(member) {
    while (this.#network.buffered(member.connection, this.topic) < BUFFERED_BYTES_MAX) {
      const frame = member.channels.poll();
      if (!frame) return;
      this.#network.send(member.connection, this.topic, frame);
    }
  }
}
