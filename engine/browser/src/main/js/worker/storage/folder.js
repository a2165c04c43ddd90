/**
 * A database's folder, in the tiers of storage; each offers
 *
 *     names()                    → Promise of the names of its files
 *     read(name)                 → Promise of a Uint8Array
 *     write(name, bytes)         → Promise; the file may be half there if the browser is killed meanwhile
 *     remove(name)               → Promise
 *     journal(name, length)      → Promise of a journal to append to, cut to that length if it exists
 *     close()
 *
 * and a journal:
 *
 *     append(bytes)              takes over the bytes wholly, or throws and takes nothing
 *     settled()                  null when what was appended survives a killed browser; else a Promise of that
 *     relieve()                  Promise; there is less to do for close() then
 *     close()
 */

/** Errors of the browser in terms of the API. */
export function storageFault(error, what) {
  const isFull = error?.name === "QuotaExceededError";
  const reason = isFull ? "the browser gives this site no more space: free some, or remove data" : `${error?.message ?? error}`;
  return Object.assign(new Error(`Cannot ${what}: ${reason}`), { code: isFull ? "quota-exceeded" : "storage", path: "" });
}

export function join(parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
