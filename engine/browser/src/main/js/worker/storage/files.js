// The files of a database: `snapshot-N` holds everything that was written before `journal-N` began; what came later is in
// journal-N and those after it. A new snapshot is begun with a new journal, and older files go when it is complete.
import { storageFault } from "./folder.js";
import { IndexedDbFolder } from "./indexed-db.js";
import { OpfsAsyncFolder, OpfsFolder } from "./opfs.js";

const TIERS = [OpfsFolder, OpfsAsyncFolder, IndexedDbFolder];
const KINDS = ["opfs", "opfs-async", "indexeddb"];

/** The best folder that the browser has, or the one asked for; `null` for none at all. */
export async function openFolder(name, kind) {
  const tiers = kind === undefined ? TIERS : TIERS.filter((_, i) => KINDS[i] === kind);
  const refused = [];
  for (const tier of tiers) {
    try {
      return await tier.open(name);
    } catch (error) {
      refused.push(error.message);
    }
  }
  if (kind !== undefined) throw storageFault(new Error(refused.join("; ") || "there is no such storage"), `use ${kind}`);
  console.warn(`hypha: this browser keeps nothing for this page (${refused.join("; ")}): "${name}" is lost when it closes`);
  return null;
}

const numbers = (names, prefix) =>
  names
    .map((name) => new RegExp(`^${prefix}-(\\d+)$`).exec(name)?.[1])
    .filter((number) => number !== undefined)
    .map(Number)
    .sort((a, b) => a - b);

export class Files {
  #folder;
  #journal = null;
  #number = 0;
  /** Why the last append failed, for whoever hears of it by a plain exception. */
  fault = null;

  constructor(folder) {
    this.#folder = folder;
  }

  get kind() {
    return this.#folder.kind;
  }

  /**
   * Reads what is there and begins to append.
   *
   * @param open (snapshot or null, journals) → what it opened, with `replayed()`: the intact length of the last journal;
   *     throws when the snapshot is damaged
   */
  async load(open) {
    const names = await this.#folder.names();
    const snapshots = numbers(names, "snapshot");
    const journals = numbers(names, "journal");
    for (const base of [...snapshots.reverse(), 0]) {
      const later = journals.filter((number) => number >= base);
      try {
        return await this.#loadFrom(base, snapshots.includes(base), later, open);
      } catch (error) {
        // One that was not finished: what it was made from is still there.
        const hasOlder = base > 0 && journals.some((number) => number < base);
        if (error.code !== "storage" || !hasOlder) throw error;
      }
    }
    throw new Error("unreachable");
  }

  async #loadFrom(base, hasSnapshot, numbered, open) {
    const snapshot = hasSnapshot ? await this.#folder.read(`snapshot-${base}`) : null;
    const journals = [];
    for (const number of numbered) journals.push(await this.#folder.read(`journal-${number}`));
    const opened = open(snapshot, journals);
    this.#number = numbered.at(-1) ?? base;
    this.#journal = await this.#folder.journal(`journal-${this.#number}`, opened.replayed());
    await this.#removeBelow(base);
    return opened;
  }

  /** Takes a record over, or says why not and returns false. */
  append(record) {
    try {
      this.#journal.append(record);
      return true;
    } catch (error) {
      this.fault = error;
      return false;
    }
  }

  /** `null` when everything appended is durable, else a promise of it. */
  settled() {
    return this.#journal.settled();
  }

  /** Prepares the next journal; call what it resolves to in order to append there from then on. */
  async beginJournal() {
    const number = this.#number + 1;
    const next = await this.#folder.journal(`journal-${number}`, 0);
    await this.#journal.relieve();
    return () => {
      this.#journal.close();
      this.#journal = next;
      this.#number = number;
    };
  }

  /** Keeps the snapshot that goes before the present journal, in place of everything older. */
  async saveSnapshot(bytes) {
    const number = this.#number;
    await this.#folder.write(`snapshot-${number}`, bytes);
    await this.#removeBelow(number);
  }

  async #removeBelow(number) {
    const names = await this.#folder.names();
    for (const prefix of ["snapshot", "journal"]) {
      for (const old of numbers(names, prefix)) {
        if (old < number) await this.#folder.remove(`${prefix}-${old}`);
      }
    }
  }

  close() {
    this.#journal?.close();
    this.#folder.close();
  }
}
