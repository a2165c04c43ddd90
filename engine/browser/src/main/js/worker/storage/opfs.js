// The origin private file system.
import { Flusher } from "./flusher.js";
import { join, storageFault } from "./folder.js";

const SLICE_BYTES = 1 << 20;
/** The disk is asked to follow at most so often, and less often when it is slow. */
const SYNC_MILLIS = 50;
const SYNC_MILLIS_MAX = 1000;
/** How much of its time it may be asked, where asking holds up nothing, and where it holds up all else. */
const SYNC_SHARE = 1 / 2;
const SYNC_SHARE_ALONE = 1 / 11;
const RETRY_MILLIS = 20;
const RETRIES = 150;

/** A file may be open twice, so that it can be flushed from elsewhere; where a browser knows no modes, it may not. */
const UNSAFE = "readwrite-unsafe";

async function directory(name) {
  const root = await navigator.storage.getDirectory();
  const all = await root.getDirectoryHandle("hypha", { create: true });
  return all.getDirectoryHandle(`db-${encodeURIComponent(name)}`, { create: true });
}

/** A file that belongs to an owner who has just ended is free a moment later. */
async function exclusive(handle) {
  for (let retry = 0; ; retry++) {
    try {
      return await handle.createSyncAccessHandle({ mode: UNSAFE });
    } catch (error) {
      if (error.name !== "NoModificationAllowedError" || retry === RETRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, RETRY_MILLIS));
    }
  }
}

class OpenFile {
  handle;
  #elsewhere;

  /** `elsewhere` flushes without holding up this thread; null where that cannot be. */
  constructor(handle, elsewhere) {
    this.handle = handle;
    this.#elsewhere = elsewhere;
  }

  isFlushedElsewhere() {
    return this.#elsewhere !== null;
  }

  /** Elsewhere, and from its first failure on here: what fails here too is the disk's. */
  async flush() {
    try {
      if (this.#elsewhere) return await this.#elsewhere.flush();
    } catch (error) {
      console.debug(`hypha: flushing here, as it failed elsewhere: ${error.message}`);
      this.#elsewhere?.close();
      this.#elsewhere = null;
    }
    this.handle.flush();
  }

  close() {
    this.#elsewhere?.close();
    this.handle.close();
  }
}

/** With synchronous handles: what is written is in the hands of the operating system at once. */
export class OpfsFolder {
  kind = "opfs";
  #directory;
  #flusher = new Flusher();

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

  async #open(name) {
    const file = await this.#directory.getFileHandle(name, { create: true });
    const handle = await exclusive(file);
    return new OpenFile(handle, handle.mode === UNSAFE ? this.#flusher.of(file) : null);
  }

  async write(name, bytes) {
    const file = await this.#open(name);
    try {
      file.handle.truncate(0);
      for (let at = 0; at < bytes.length; at += SLICE_BYTES) {
        file.handle.write(bytes.subarray(at, at + SLICE_BYTES), { at });
        await new Promise((resolve) => setTimeout(resolve));
      }
      await file.flush();
    } finally {
      file.close();
    }
  }

  async remove(name) {
    await this.#directory.removeEntry(name);
  }

  async journal(name, length) {
    const file = await this.#open(name);
    file.handle.truncate(length);
    return new SyncJournal(file, length);
  }

  close() {
    this.#flusher.close();
  }
}

class SyncJournal {
  #file;
  #length;
  #timer = 0;
  #nextSyncMillis = 0;
  #isAhead = false;
  #isSyncing = false;
  #isClosed = false;
  #isBroken = false;

  constructor(file, length) {
    this.#file = file;
    this.#length = length;
  }

  append(bytes) {
    if (this.#isBroken) throw storageFault(new Error("the journal failed before: reload the page"), "write");
    try {
      const written = this.#file.handle.write(bytes, { at: this.#length });
      if (written !== bytes.length) throw Object.assign(new Error("short write"), { name: "QuotaExceededError" });
    } catch (error) {
      this.#cut();
      throw storageFault(error, "write the journal");
    }
    this.#length += bytes.length;
    this.#isAhead = true;
    this.#scheduleSync();
  }

  // A killed browser loses nothing that was written; the disk follows soon, for the case of a power cut: after what is under
  // way, or a moment later when it was busy just now.
  #scheduleSync() {
    if (!this.#isAhead || this.#isSyncing || this.#isClosed) return;
    this.#timer ||= setTimeout(() => this.#sync(), Math.max(0, this.#nextSyncMillis - performance.now()));
  }

  #cut() {
    try {
      this.#file.handle.truncate(this.#length);
    } catch {
      this.#isBroken = true;
    }
  }

  async #sync() {
    this.#timer = 0;
    this.#isAhead = false;
    this.#isSyncing = true;
    const startMillis = performance.now();
    try {
      await this.#file.flush();
    } catch (error) {
      // What was acknowledged since the last time may not be on the disk, and nobody can tell how much of it is.
      this.#isBroken = true;
      console.warn(`hypha: the disk does not take the journal: ${error.message}`);
    }
    this.#isSyncing = false;
    const endMillis = performance.now();
    const share = this.#file.isFlushedElsewhere() ? SYNC_SHARE : SYNC_SHARE_ALONE;
    const pauseMillis = Math.max(SYNC_MILLIS, (endMillis - startMillis) * (1 / share - 1));
    this.#nextSyncMillis = endMillis + Math.min(pauseMillis, SYNC_MILLIS_MAX);
    this.#scheduleSync();
  }

  settled() {
    return null;
  }

  async relieve() {
    if (this.#file.isFlushedElsewhere()) await this.#file.flush();
  }

  close() {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.#file.handle.flush();
    this.#file.close();
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

  async relieve() {}

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
