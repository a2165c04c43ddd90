// Audio and video between the peers of a room, over a connection of their own: docs/protocol/media.md. Each pair
// agrees about it on a channel, by the rules of "perfect negotiation" (WebRTC 1.0, section 10.7).

/** What is sent: a track in a stream, to some peers or to all who come. */
class Sent {
  constructor(track, stream, targets, meta) {
    this.track = track;
    this.stream = stream;
    this.targets = targets;
    this.meta = meta;
  }

  isFor(peer) {
    return this.targets === null || this.targets.has(peer);
  }
}

/** Media with one peer. */
class MediaConnection {
  #peer;
  #isPolite;
  #say;
  #emit;
  #connection;
  #senders = new Map();
  #metas = {};
  #streams = new Set();
  #isOffering = false;
  #ignoresOffer = false;
  #inbox = Promise.resolve();

  constructor(peer, isPolite, configuration, say, emit) {
    this.#peer = peer;
    this.#isPolite = isPolite;
    this.#say = say;
    this.#emit = emit;
    const connection = new RTCPeerConnection(configuration);
    this.#connection = connection;
    connection.onicecandidate = ({ candidate }) => {
      if (candidate?.candidate) {
        say({ candidate: candidate.candidate, mid: candidate.sdpMid ?? "", line: candidate.sdpMLineIndex ?? 0 });
      }
    };
    connection.onnegotiationneeded = () => this.#offer();
    connection.ontrack = ({ track, streams: [stream], transceiver }) =>
      this.#tracked(track, stream ?? new MediaStream([track]), this.#metas[transceiver.mid] ?? undefined);
    connection.onconnectionstatechange = () => {
      if (connection.connectionState === "failed") connection.restartIce();
    };
  }

  add(sent) {
    if (this.#senders.has(sent)) return;
    this.#senders.set(sent, this.#connection.addTrack(sent.track, sent.stream));
  }

  remove(sent) {
    const sender = this.#senders.get(sent);
    if (!sender) return;
    this.#senders.delete(sent);
    this.#connection.removeTrack(sender);
  }

  async replace(sent, track) {
    await this.#senders.get(sent)?.replaceTrack(track);
  }

  close() {
    this.#connection.onicecandidate = this.#connection.onnegotiationneeded = this.#connection.ontrack = null;
    this.#connection.close();
  }

  /** Messages are taken one after the other: a candidate waits for the description before it. */
  take(message) {
    this.#inbox = this.#inbox.then(() => this.#took(message)).catch(() => {});
  }

  async #offer() {
    try {
      this.#isOffering = true;
      await this.#connection.setLocalDescription();
      this.#describe();
    } catch {
      // The connection was closed meanwhile.
    } finally {
      this.#isOffering = false;
    }
  }

  #describe() {
    const { type, sdp } = this.#connection.localDescription;
    this.#say({ type, sdp, metas: this.#ownMetas() });
  }

  /** What is said about each track, by its media section: ids of tracks differ from side to side. */
  #ownMetas() {
    const bySender = new Map([...this.#senders].map(([sent, sender]) => [sender, sent.meta]));
    const told = this.#connection.getTransceivers().filter(({ mid, sender }) => mid !== null && bySender.get(sender) !== undefined);
    return Object.fromEntries(told.map(({ mid, sender }) => [mid, bySender.get(sender)]));
  }

  async #took(message) {
    const connection = this.#connection;
    if (typeof message.sdp === "string") {
      const isOffer = message.type === "offer";
      const collides = isOffer && (this.#isOffering || connection.signalingState !== "stable");
      this.#ignoresOffer = collides && !this.#isPolite;
      if (this.#ignoresOffer) return;
      this.#metas = message.metas ?? {};
      await connection.setRemoteDescription({ type: isOffer ? "offer" : "answer", sdp: message.sdp });
      if (isOffer) {
        await connection.setLocalDescription();
        this.#describe();
      }
    } else if (typeof message.candidate === "string") {
      if (this.#ignoresOffer) return;
      await connection.addIceCandidate({ candidate: message.candidate, sdpMid: message.mid, sdpMLineIndex: message.line });
    }
  }

  #tracked(track, stream, meta) {
    if (!this.#streams.has(stream.id)) {
      this.#streams.add(stream.id);
      stream.addEventListener("removetrack", () => {
        if (stream.getTracks().length === 0) this.#streams.delete(stream.id);
      });
      this.#emit("stream:add", stream, this.#peer, meta);
    }
    this.#emit("track:add", track, stream, this.#peer, meta);
  }
}

const targetSet = (targets) => (targets === undefined || targets === null ? null : new Set(Array.isArray(targets) ? targets : [targets]));

/** What this page sends to whom, and a connection for each peer that sends or is sent something. */
export class Media {
  #channel;
  #context;
  #emit;
  #sent = new Set();
  #peers = new Set();
  #connections = new Map();

  constructor(channel, context, emit) {
    this.#channel = channel;
    this.#context = context;
    this.#emit = emit;
    channel.on("message", (message, peer) => {
      if (typeof message === "object" && message !== null && this.#peers.has(peer)) this.#to(peer).take(message);
    });
  }

  joined(peer) {
    this.#peers.add(peer);
    this.#sent.forEach((sent) => this.#offer(sent, peer));
  }

  left(peer) {
    this.#peers.delete(peer);
    this.#connections.get(peer)?.close();
    this.#connections.delete(peer);
  }

  close() {
    [...this.#peers].forEach((peer) => this.left(peer));
    this.#sent.clear();
  }

  addStream(stream, targets, meta) {
    stream.getTracks().forEach((track) => this.#add(new Sent(track, stream, targetSet(targets), meta)));
  }

  removeStream(stream, targets) {
    this.#remove((sent) => sent.stream === stream, targetSet(targets));
  }

  addTrack(track, stream, targets, meta) {
    this.#add(new Sent(track, stream, targetSet(targets), meta));
  }

  removeTrack(track, targets) {
    this.#remove((sent) => sent.track === track, targetSet(targets));
  }

  async replaceTrack(before, after, targets, meta) {
    const to = targetSet(targets);
    for (const sent of this.#sent) {
      if (sent.track !== before) continue;
      const replacing = [...this.#connections].filter(([peer]) => sent.isFor(peer) && (to === null || to.has(peer)));
      await Promise.all(replacing.map(([, connection]) => connection.replace(sent, after)));
      if (to === null) {
        sent.track = after;
        sent.meta = meta ?? sent.meta;
      }
    }
  }

  #add(sent) {
    this.#sent.add(sent);
    this.#peers.forEach((peer) => this.#offer(sent, peer));
  }

  #offer(sent, peer) {
    if (sent.isFor(peer)) this.#to(peer).add(sent);
  }

  #remove(isMeant, targets) {
    for (const sent of [...this.#sent].filter(isMeant)) {
      for (const peer of targets ?? [...this.#peers]) this.#connections.get(peer)?.remove(sent);
      if (targets === null) this.#sent.delete(sent);
      else sent.targets = new Set([...(sent.targets ?? this.#peers)].filter((peer) => !targets.has(peer)));
    }
  }

  #to(peer) {
    let connection = this.#connections.get(peer);
    if (!connection) {
      const { selfId, configuration } = this.#context();
      const say = (message) => this.#channel.send(message, peer).catch(() => {});
      connection = new MediaConnection(peer, selfId > peer, configuration, say, this.#emit);
      this.#connections.set(peer, connection);
    }
    return connection;
  }
}
