// The page's WebRTC connections (core: Transport). The worker orders, under the number of one of its networks.

const CHANNELS_MAX = 128;
const FRAME_BYTES_MAX = 65_536;
/** Bytes left in a data channel at which the worker is told again. */
const LOW_WATER_BYTES = 128 << 10;
/** So much is handed over before the worker is told how far it is: far less than what it lets wait, so small frames cost no report. */
const REPORT_BYTES = 64 << 10;
const STATES = { connected: "connected", disconnected: "disconnected", failed: "closed", closed: "closed" };

class Connection {
  #report;
  #peerConnection;
  #channels = new Map();
  #early = [];
  #isClosed = false;

  constructor(peer, configuration, report) {
    this.peer = peer;
    this.#report = report;
    const connection = new RTCPeerConnection(configuration);
    this.#peerConnection = connection;
    connection.onicecandidate = ({ candidate }) => {
      if (candidate?.candidate) report("candidate", candidate.sdpMid ?? "", candidate.sdpMLineIndex ?? 0, candidate.candidate);
    };
    connection.onconnectionstatechange = () => {
      const state = STATES[connection.connectionState];
      if (state) report("state", state);
    };
    connection.ondatachannel = ({ channel }) => {
      if (this.#channels.size >= CHANNELS_MAX) channel.close();
      else this.#add(channel);
    };
  }

  get peerConnection() {
    return this.#peerConnection;
  }

  offer(labels) {
    labels.forEach((label) => this.open(label));
    return this.#attempt(async (connection) => this.#describe(await connection.createOffer()));
  }

  answer(sdp) {
    return this.#attempt(async (connection) => {
      await connection.setRemoteDescription({ type: "offer", sdp });
      await this.#describe(await connection.createAnswer());
      this.#releaseEarly();
    });
  }

  accept(sdp) {
    return this.#attempt(async (connection) => {
      await connection.setRemoteDescription({ type: "answer", sdp });
      this.#releaseEarly();
    });
  }

  candidate(candidate) {
    if (this.#early) this.#early.push(candidate);
    else this.#peerConnection.addIceCandidate(candidate).catch(() => {});
  }

  open(label) {
    if (!this.#channels.has(label)) this.#add(this.#peerConnection.createDataChannel(label));
  }

  closeChannel(label) {
    const channel = this.#channels.get(label);
    this.#channels.delete(label);
    if (channel) this.#silence(channel);
  }

  send(label, frame) {
    const channel = this.#channels.get(label);
    if (channel?.readyState !== "open") return;
    try {
      channel.send(frame);
    } catch {
      // Its buffer is full or it is closing: frames are missing from here on, so it has to end.
      this.#report("state", "closed");
      return;
    }
    channel.handed += frame.byteLength;
    if (!channel.isDue && channel.handed - channel.reported >= REPORT_BYTES) {
      channel.isDue = true;
      queueMicrotask(() => {
        channel.isDue = false;
        this.#flushed(channel);
      });
    }
  }

  close() {
    this.#isClosed = true;
    this.#channels.forEach((channel) => this.#silence(channel));
    this.#peerConnection.onicecandidate = null;
    this.#peerConnection.onconnectionstatechange = null;
    this.#peerConnection.ondatachannel = null;
    this.#peerConnection.close();
  }

  #silence(channel) {
    channel.onopen = channel.onclose = channel.onmessage = channel.onbufferedamountlow = null;
    channel.close();
  }

  #flushed(channel) {
    channel.reported = channel.handed;
    this.#report("flushed", channel.label, channel.handed - channel.bufferedAmount);
  }

  #add(channel) {
    const { label } = channel;
    const before = this.#channels.get(label);
    if (before) {
      this.#silence(before);
      this.#report("closed", label);
    }
    this.#channels.set(label, channel);
    channel.handed = 0;
    channel.reported = 0;
    channel.binaryType = "arraybuffer";
    channel.bufferedAmountLowThreshold = LOW_WATER_BYTES;
    channel.onbufferedamountlow = () => this.#flushed(channel);
    channel.onmessage = ({ data }) => {
      if (data instanceof ArrayBuffer && data.byteLength > 0 && data.byteLength <= FRAME_BYTES_MAX) {
        this.#report("frame", label, new Uint8Array(data));
      }
    };
    channel.onclose = () => {
      if (this.#channels.get(label) !== channel) return;
      this.#channels.delete(label);
      if (!this.#isClosed) this.#report("closed", label);
    };
    const opened = () => this.#report("opened", label);
    if (channel.readyState === "open") opened();
    else channel.onopen = opened;
  }

  async #describe(description) {
    // First to the other side, then here: its candidates must not overtake it.
    this.#report("described", description.sdp);
    await this.#peerConnection.setLocalDescription(description);
  }

  #releaseEarly() {
    const early = this.#early ?? [];
    this.#early = null;
    early.forEach((candidate) => this.candidate(candidate));
  }

  async #attempt(step) {
    try {
      await step(this.#peerConnection);
    } catch {
      if (!this.#isClosed) this.#report("state", "closed");
    }
  }
}

export class Connections {
  #link;
  #configurations = new Map();
  #connections = new Map();

  constructor(link) {
    this.#link = link;
    link.on("rtc", (network, verb, ...args) => this.#orders[verb](network, ...args));
    // A page that is put aside, or closed, says goodbye at once instead of falling silent.
    addEventListener("pagehide", () => this.#connections.forEach((connection) => connection.close()));
  }

  configuration(network) {
    return this.#configurations.get(network);
  }

  /** The RTCPeerConnection to a peer. */
  to(network, peer) {
    for (const [key, connection] of this.#connections) {
      if (connection.peer === peer && key.startsWith(`${network}:`)) return connection.peerConnection;
    }
    return undefined;
  }

  #orders = {
    configure: (network, configuration) => this.#configurations.set(network, configuration),
    offer: (network, number, peer, labels) => this.#begin(network, number, peer)?.offer(labels),
    answer: (network, number, peer, sdp) => this.#begin(network, number, peer)?.answer(sdp),
    accept: (network, number, sdp) => this.#of(network, number)?.accept(sdp),
    candidate: (network, number, candidate) => this.#of(network, number)?.candidate(candidate),
    open: (network, number, label) => this.#of(network, number)?.open(label),
    closeChannel: (network, number, label) => this.#of(network, number)?.closeChannel(label),
    send: (network, number, label, frame) => this.#of(network, number)?.send(label, frame),
    close: (network, number) => {
      this.#of(network, number)?.close();
      this.#connections.delete(`${network}:${number}`);
    },
  };

  #of(network, number) {
    return this.#connections.get(`${network}:${number}`);
  }

  #begin(network, number, peer) {
    const report = (verb, ...args) => {
      const buffers = args.filter((arg) => arg instanceof Uint8Array).map((bytes) => bytes.buffer);
      this.#link.tell("", "rtc", [network, verb, number, ...args], buffers);
    };
    try {
      const connection = new Connection(peer, this.#configurations.get(network), report);
      this.#connections.set(`${network}:${number}`, connection);
      return connection;
    } catch {
      report("state", "closed");
      return undefined;
    }
  }
}
