import { html } from "lit";

const numbers = new Intl.NumberFormat("en");

export const number = (value) => numbers.format(value ?? 0);

export const plural = (count, one, many = `${one}s`) => `${number(count)} ${count === 1 ? one : many}`;

/** Long hex shortened in the middle; the whole stays in the title. */
export const shortId = (id) => (id.length > 20 ? `${id.slice(0, 10)}…${id.slice(-6)}` : id);

export const host = (url) => url.replace(/^https?:\/\//, "");

export function duration(seconds) {
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 86400) return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
  return `${Math.floor(seconds / 86400)} d ${Math.floor((seconds % 86400) / 3600)} h`;
}

/** The text with each occurrence of the query marked. */
export function highlight(text, query) {
  const at = query ? text.toLowerCase().indexOf(query) : -1;
  return at < 0 ? text : html`${text.slice(0, at)}<mark>${text.slice(at, at + query.length)}</mark>${text.slice(at + query.length)}`;
}

export const matches = (query, ...texts) => !query || texts.some((text) => text.toLowerCase().includes(query));
