// Files are flushed in a worker of its own: a slow disk takes up to a second, and whoever flushes waits for it.

// It opens each file once more, beside the handle that writes it.
const SCRIPT = `
  const handles = new Map();
  const flush = async (number, file) => {
    if (!handles.has(number)) handles.set(number, await file.createSyncAccessHandle({ mode: "readwrite-unsafe" }));
    handles.get(number).flush();
  };
  const forget = (number) => {
    handles.get(number)?.close();
    handles.delete(number);
  };
  let turn = Promise.resolve();
  onmessage = ({ data: { request, number, file } }) => {
    if (!file) turn = turn.then(() => forget(number));
    else turn = turn.then(() => flush(number, file)).then(() => postMessage({ request }), ({ message }) => postMessage({ request, message }));
  };
`;

/** Flushes files that are open in the mode `readwrite-unsafe`, which lets a file be open twice. */
export class Flusher {
  #worker = null;
  #files = 0;
  #requests = 0;
  #waiting = new Map();

  /** What flushes one file: `flush()` → Promise, and `close()`. */
  of(file) {
    const number = ++this.#files;
    return {
      flush: () =>
        new Promise((resolve, reject) => {
          this.#worker ??= this.#start();
          const request = ++this.#requests;
          this.#waiting.set(request, { resolve, reject });
          this.#worker.postMessage({ request, number, file });
        }),
      close: () => this.#worker?.postMessage({ number }),
    };
  }

  #start() {
    const url = URL.createObjectURL(new Blob([SCRIPT], { type: "text/javascript" }));
    const worker = new Worker(url, { name: "hypha-flush" });
    URL.revokeObjectURL(url);
    worker.onmessage = ({ data: { request, message } }) => this.#answer(request, message);
    worker.onerror = ({ message }) => this.#giveUp(`${message}`);
    return worker;
  }

  /** The worker answers no more; whoever asks next gets another. */
  #giveUp(failure) {
    this.close();
    [...this.#waiting.keys()].forEach((request) => this.#answer(request, failure));
  }

  #answer(request, failure) {
    const { resolve, reject } = this.#waiting.get(request);
    this.#waiting.delete(request);
    if (failure === undefined) resolve();
    else reject(new Error(failure));
  }

  close() {
    this.#worker?.terminate();
    this.#worker = null;
  }
}
