// IndexedDB: each file is a row of chunks under [name, position].
import { join, storageFault } from "./folder.js";
import { QueuedJournal } from "./opfs.js";

const CHUNKS = "chunks";

const result = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

const all = (name) => IDBKeyRange.bound([name, 0], [name, Infinity]);

export class IndexedDbFolder {
  kind = "indexeddb";
  #database;

  constructor(database) {
    this.#database = database;
  }

  static async open(name) {
    const request = indexedDB.open(`hypha:${name}`, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(CHUNKS);
    return new IndexedDbFolder(await result(request));
  }

  #read() {
    return this.#database.transaction(CHUNKS, "readonly").objectStore(CHUNKS);
  }

  #write(change) {
    return new Promise((resolve, reject) => {
      const transaction = this.#database.transaction(CHUNKS, "readwrite", { durability: "strict" });
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error ?? storageFault(new Error("the transaction was aborted"), "write"));
      change(transaction.objectStore(CHUNKS));
    });
  }

  async names() {
    const keys = await result(this.#read().getAllKeys());
    return [...new Set(keys.map(([name]) => name))];
  }

  async read(name) {
    return join(await result(this.#read().getAll(all(name))));
  }

  async write(name, bytes) {
    await this.#write((chunks) => {
      chunks.delete(all(name));
      chunks.put(bytes, [name, 0]);
    });
  }

  async remove(name) {
    await this.#write((chunks) => chunks.delete(all(name)));
  }

  async journal(name) {
    const keys = await result(this.#read().getAllKeys(all(name)));
    let next = keys.length === 0 ? 0 : keys.at(-1)[1] + 1;
    return new QueuedJournal((bytes) => this.#write((chunks) => chunks.put(bytes, [name, next++])));
  }

  close() {
    this.#database.close();
  }
}
