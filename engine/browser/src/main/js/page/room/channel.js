import { Emitter } from "../emitter.js";
import { fault } from "../faults.js";

const NAME_BYTES_MAX = 12;

export function requireName(name) {
  if (typeof name !== "string" || name === "" || new TextEncoder().encode(name).length > NAME_BYTES_MAX) {
    throw fault("bad-argument", `a channel's name has 1 to ${NAME_BYTES_MAX} bytes in UTF-8, not: ${name}`, "name");
  }
  return name;
}

const isBinary = (data) => data instanceof Blob || data instanceof ArrayBuffer || ArrayBuffer.isView(data);

/** The bytes of binary data as a copy that can move to the worker; a Blob stays where it is. */
function movable(data) {
  if (data instanceof Blob) return { data, transfers: [] };
  const view = data instanceof ArrayBuffer ? new Uint8Array(data) : new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const { buffer } = view.slice();
  return { data: buffer, transfers: [buffer] };
}

/** Messages between the peers of a room that are not stored; hypha.d.ts describes the methods. */
export class Channel {
  #link;
  #database;
  #name;
  #events = new Emitter();

  constructor(link, database, name) {
    this.#link = link;
    this.#database = database;
    this.#name = name;
  }

  on(event, listener) {
    if (event === "message") this.#link.tell(this.#database, "room.listen", [this.#name]);
    return this.#events.on(event, listener);
  }

  off(event, listener) {
    this.#events.off(event, listener);
    if (event === "message" && !this.#events.has("message")) this.#link.tell(this.#database, "room.unlisten", [this.#name]);
  }

  send(data, targets, meta, onProgress) {
    const binary = isBinary(data);
    if (meta !== undefined && meta !== null && !binary) {
      throw fault("bad-argument", "meta goes with binary data only: put it into the message instead", "meta");
    }
    const to = targets === undefined || targets === null ? null : Array.isArray(targets) ? targets : [targets];
    const { data: moved, transfers } = binary ? movable(data) : { data, transfers: [] };
    const { promise, number } = this.#link.start(
      this.#database, "room.send", [this.#name, moved, binary, to, meta], undefined, transfers);
    const sent = promise.then(() => {});
    if (onProgress || this.#events.has("progress")) {
      const report = (fraction, peer) => {
        onProgress?.(fraction, peer, meta);
        this.#events.emit("progress", fraction, peer, meta);
      };
      this.#link.on(-number, report);
      sent.finally(() => this.#link.forget(-number)).catch(() => {});
    }
    return sent;
  }

  took(event, args) {
    this.#events.emit(event, ...args);
  }
}
