import { guestLock } from "./guest.js";
import { Port } from "./port.js";

/**
 * The owner's end of what the tabs of a browser say to each other about one database, over a BroadcastChannel:
 *
 *     {seek}                      a guest looks for the owner
 *     {owner}                     the owner's id: to whoever seeks, and to all when it begins
 *     {to: owner, from, calls}    a guest's calls, [number, verb, ...arguments] each
 *     {to: guest, messages}       answers and events, as a worker sends them to its page
 */
export class OwnerChannel {
  #id = crypto.randomUUID();
  #name;
  #host;
  #rooms;
  #channel;
  #guests = new Map();

  constructor(name, host, rooms) {
    this.#name = name;
    this.#host = host;
    this.#rooms = rooms;
    this.#channel = new BroadcastChannel(`hypha:${name}`);
    this.#channel.onmessage = ({ data }) => this.#hear(data);
    this.#announce();
  }

  #announce() {
    this.#channel.postMessage({ owner: this.#id });
  }

  #hear({ seek, to, from, calls }) {
    if (seek) this.#announce();
    if (to !== this.#id) return;
    const port = this.#guests.get(from) ?? this.#welcome(from);
    for (const [number, verb, ...args] of calls) {
      const call = { port, number, verb, args };
      if (verb.startsWith("room.")) this.#rooms.take(call, this.#name);
      else this.#host.take(call);
    }
    this.#host.run();
  }

  #welcome(guest) {
    const port = new Port((messages) => this.#channel.postMessage({ to: guest, messages }));
    this.#guests.set(guest, port);
    navigator.locks.request(guestLock(this.#name, guest), () => {
      this.#guests.delete(guest);
      this.#host.forget(port);
      this.#rooms.forget(port);
    });
    return port;
  }

  close() {
    this.#channel.close();
  }
}
