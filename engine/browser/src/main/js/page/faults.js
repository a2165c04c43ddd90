// Errors as the API gives them: a sentence, a stable `code`, and the `path` of what is wrong.

export function fault(code, message, path = "") {
  return Object.assign(new Error(message), { code, path });
}

/** The error that the worker described; it has no prototype of its own after the crossing. */
export function fromWorker({ code, message, path }) {
  return fault(code, message, path);
}
