// Opens an example's database, and shows who else is there.
//
//   ?signaling=ws://127.0.0.1:7101/v1/signaling   meet through this coordinator
//   ?relay=ws://127.0.0.1:7102                    meet through this relay; without either, through public ones
//   ?room=name                                    a room of one's own
import { gdb } from "./hypha.js";

const parameters = new URLSearchParams(location.search);

/** The database `name`, joined with whoever opens the same example in the same room. */
export async function open(name, options = {}) {
  const signalingUrl = parameters.get("signaling") ?? undefined;
  const relayUrls = parameters.getAll("relay");
  const room = parameters.get("room");
  const db = await gdb(`example-${name}${room ? `-${room}` : ""}`, {
    rtc: signalingUrl || relayUrls.length > 0 ? { signalingUrl, relayUrls } : true,
    ...options,
  });
  const badge = document.querySelector("#peers");
  const show = () => {
    const count = Object.keys(db.room.getPeers()).length;
    badge.textContent = count === 0 ? "nobody else here yet" : count === 1 ? "1 other here" : `${count} others here`;
    badge.classList.toggle("met", count > 0);
  };
  db.room.on("peer:join", show);
  db.room.on("peer:leave", show);
  show();
  return db;
}

/** A link to another example keeps the parameters. */
for (const link of document.querySelectorAll('a[href^="./"]')) link.search = location.search;

/** Shows the results of a query in a list, one element each, in order: `draw(node, element?)` makes or renews one. */
export function list(db, query, parent, draw) {
  const shown = new Map();
  const follow = ({ id, value, action }) => {
    if (action === "removed") {
      shown.get(id)?.element.remove();
      shown.delete(id);
    } else {
      const element = draw({ id, value }, shown.get(id)?.element);
      element.dataset.id = id;
      shown.set(id, { element, key: value[query.field] ?? id });
      const next = [...shown.values()]
        .filter((other) => other.element !== element && compare(other, shown.get(id)) > 0)
        .sort(compare)[0];
      if (element.nextElementSibling !== (next?.element ?? null) || !element.parentNode) {
        parent.insertBefore(element, next?.element ?? null);
      }
    }
    const empty = parent.parentNode.querySelector(".empty");
    if (empty) empty.hidden = shown.size > 0;
  };
  const direction = query.order === "desc" ? -1 : 1;
  const compare = (a, b) =>
    direction * (a.key < b.key ? -1 : a.key > b.key ? 1 : 0) || (a.element.dataset.id < b.element.dataset.id ? -1 : 1);
  return db.map(query, follow);
}

/** An element with properties and children. */
export function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

const NAMES = ["Ada", "Alan", "Barbara", "Dennis", "Donald", "Edsger", "Frances", "Grace", "Hedy", "John", "Karen", "Ken", "Leslie", "Niklaus", "Radia", "Tim"];
const COLORS = ["#c2410c", "#0f766e", "#1d4ed8", "#a21caf", "#b45309", "#15803d", "#be123c", "#6d28d9"];

/** Who one is in the examples: kept for the tab. */
export function me() {
  const kept = sessionStorage.getItem("hypha-me");
  if (kept) return JSON.parse(kept);
  const pick = (from) => from[Math.floor(Math.random() * from.length)];
  const self = { id: crypto.randomUUID(), name: pick(NAMES), color: pick(COLORS) };
  sessionStorage.setItem("hypha-me", JSON.stringify(self));
  return self;
}
