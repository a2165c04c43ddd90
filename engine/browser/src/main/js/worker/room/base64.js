const BYTES_MAX = 65_536;

export function toBase64(bytes) {
  let text = "";
  for (let i = 0; i < bytes.length; i += 8_192) text += String.fromCharCode(...bytes.subarray(i, i + 8_192));
  return btoa(text);
}

/** The bytes of a text from outside; null when it is none, or too long. */
export function fromBase64(text) {
  if (typeof text !== "string" || text.length > (BYTES_MAX / 3 + 1) * 4) return null;
  try {
    return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
  } catch {
    return null;
  }
}
