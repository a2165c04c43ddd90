// The origin private file system.
import { join, storageFault } from "./folder.js";

const SLICE_BYTES = 1 << 20;
/** The disk is asked to follow at most so often, and less often when it is slow: asking holds up all else. */
const SYNC_MILLIS = 50;
const SYNC_MILLIS_MAX = 1000;
const SYNC_SHARE = 1 / 10;
const RETRY_MILLIS = 20;
const RETRIES = 150;

async function directory(name) {
  const root = await navigator.storage.getDirectory();
  const all = await root.getDirectoryHandle("hypha", { create: true });
  return all.getDirectoryHandle(`db-${encodeURIComponent(name)}`, { create: true });
}

/** A file that belongs to an owner who has just ended is free a moment later. */
async function exclusive(handle) {
  for (let retry = 0; ; retry++) {
    try {
      return await handle.createSyncAccessHandle();
    } catch (error) {
      if (error.name !== "NoModificationAllowedError" || retry === RETRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, RETRY_MILLIS));
    }
  }
}

/** With synchronous handles: what is written is in the hands of the operating system at once. */
export class OpfsFolder {
  kind = "opfs";
  #directory;

  constructor(directory) {
    this.#directory = directory;
  }

  static async open(name) {
    if (typeof FileSystemSyncAccessHandle === "undefined") throw new Error("no synchronous file handles");
    return new OpfsFolder(await directory(name));
  }

  async names() {
    const names = [];
    for await (const name of this.#directory.keys()) names.push(name);
    return names;
  }

  async read(name) {
    const file = await (await this.#directory.getFileHandle(name)).getFile();
    return new Uint8Array(await file.arrayBuffer());
  }

  async write(name, bytes) {
    const handle = await exclusive(await this.#directory.getFileHandle(name, { create: true }));
    try {
      handle.truncate(0);
      for (let at = 0; at < bytes.length; at += SLICE_BYTES) {
        handle.write(bytes.subarray(at, at + SLICE_BYTES), { at });
        await new Promise((resolve) => setTimeout(resolve));
      }
      handle.flush();
    } finally {
      handle.close();
    }
  }

  async remove(name) {
    await this.#directory.removeEntry(name);
  }

  async journal(name, length) {
    const handle = await exclusive(await this.#directory.getFileHandle(name, { create: true }));
    handle.truncate(length);
    return new SyncJournal(handle, length);
  }

  close() {}
}

class SyncJournal {
  #handle;
  #length;
  #timer = 0;
  #nextSyncMillis = 0;
  #isBroken = false;

  constructor(handle, length) {
    this.#handle = handle;
    this.#length = length;
  }

  append(bytes) {
    if (this.#isBroken) throw storageFault(new Error("the journal failed before: reload the page"), "write");
    try {
      const written = this.#handle.write(bytes, { at: this.#length });
      if (written !== bytes.length) throw Object.assign(new Error("short write"), { name: "QuotaExceededError" });
    } catch (error) {
      this.#cut();
      throw storageFault(error, "write the journal");
    }
    this.#length += bytes.length;
    // A killed browser loses nothing that was written; the disk follows soon, for the case of a power cut: after what is
    // under way, or a moment later when it was busy just now.
    this.#timer ||= setTimeout(() => this.#sync(), Math.max(0, this.#nextSyncMillis - performance.now()));
  }

  #cut() {
    try {
      this.#handle.truncate(this.#length);
    } catch {
      this.#isBroken = true;
    }
  }

  #sync() {
    this.#timer = 0;
    const startMillis = performance.now();
    try {
      this.#handle.flush();
    } catch (error) {
      // What was acknowledged since the last time may not be on the disk, and nobody can tell how much of it is.
      this.#isBroken = true;
      console.warn(`hypha: the disk does not take the journal: ${error.message}`);
    }
    const endMillis = performance.now();
    const pauseMillis = Math.max(SYNC_MILLIS, (endMillis - startMillis) / SYNC_SHARE);
    this.#nextSyncMillis = endMillis + Math.min(pauseMillis, SYNC_MILLIS_MAX);
  }

  settled() {
    return null;
  }

  close() {
    clearTimeout(this.#timer);
    this.#handle.flush();
    this.#handle.close();
  }
}

/** With asynchronous handles only: a journal is a row of small files, each written whole or not at all. */
export class OpfsAsyncFolder {
  kind = "opfs-async";
  #directory;

  constructor(directory) {
    this.#directory = directory;
  }

  static async open(name) {
    if (!globalThis.FileSystemFileHandle?.prototype.createWritable) throw new Error("no writable files");
    return new OpfsAsyncFolder(await directory(`async-${name}`));
  }

  async #pieces(name) {
    const pieces = [];
    for await (const file of this.#directory.keys()) {
      const [of, number] = file.split(".");
      if (of === name && number !== undefined && /^\d+$/.test(number)) pieces.push(Number(number));
    }
    return pieces.sort((a, b) => a - b);
  }

  async names() {
    const names = new Set();
    for await (const file of this.#directory.keys()) names.add(file.split(".")[0]);
    return [...names];
  }

  async #readFile(file) {
    const handle = await this.#directory.getFileHandle(file);
    return new Uint8Array(await (await handle.getFile()).arrayBuffer());
  }

  async read(name) {
    const pieces = await this.#pieces(name);
    return join(await Promise.all(pieces.map((number) => this.#readFile(`${name}.${number}`))));
  }

  async write(name, bytes) {
    await this.#writeFile(`${name}.0`, bytes);
  }

  async #writeFile(file, bytes) {
    const handle = await this.#directory.getFileHandle(file, { create: true });
    const stream = await handle.createWritable();
    await stream.write(bytes);
    await stream.close();
  }

  async remove(name) {
    for (const number of await this.#pieces(name)) await this.#directory.removeEntry(`${name}.${number}`);
  }

  async journal(name) {
    const pieces = await this.#pieces(name);
    let next = pieces.length === 0 ? 0 : pieces.at(-1) + 1;
    return new QueuedJournal((bytes) => this.#writeFile(`${name}.${next++}`, bytes));
  }

  close() {}
}

/** Gathers what is appended while an earlier write is on its way. */
export class QueuedJournal {
  #write;
  #waiting = [];
  #running = null;

  /** `write` takes a Uint8Array and resolves when it is durable. */
  constructor(write) {
    this.#write = write;
  }

  append(bytes) {
    this.#waiting.push(bytes.slice());
  }

  settled() {
    if (this.#waiting.length === 0) return this.#running;
    const before = this.#running;
    const next = (async () => {
      await before;
      const parts = this.#waiting;
      this.#waiting = [];
      if (parts.length > 0) await this.#write(join(parts));
    })().catch((error) => {
      throw storageFault(error, "write the journal");
    });
    this.#running = next;
    const done = () => {
      if (this.#running === next) this.#running = null;
    };
    next.then(done, done);
    return next;
  }

  close() {}
}
