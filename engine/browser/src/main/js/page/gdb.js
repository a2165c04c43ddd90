import { Database } from "./database.js";
import { fault } from "./faults.js";
import { Middleware } from "./middleware.js";
import { Connections } from "./room/connections.js";
import { roomOptions } from "./room/options.js";
import { Room } from "./room/room.js";
import { Accounts, securityOptions } from "./security.js";
import { WorkerLink } from "./worker-link.js";

const OPLOG_SIZE = 200;

let link;
let connections;
const rooms = new Map();
const middleware = new Map();
const accounts = new Accounts();

function start() {
  if (link) return;
  link = new WorkerLink();
  connections = new Connections(link);
  link.on("account", (name, address) => accounts.became(name, address));
  link.on("room", (name, ...event) => rooms.get(name)?.took(...event));
}

/** The database's room, joined once however often the database is opened. */
async function roomOf(name, rtc, password) {
  const options = roomOptions(rtc);
  if (!options) return null;
  let room = rooms.get(name);
  if (!room || room.isLeft) {
    room = new Room(link, name, connections);
    rooms.set(name, room);
  }
  await room.join(options, password);
  return room;
}

/** Opens a database, creating it where it does not exist; never waits for the network. */
export async function gdb(name, options = {}) {
  if (typeof name !== "string" || name === "") {
    throw fault("bad-argument", "gdb(name): the name of a database is a string that is not empty", "name");
  }
  const { oplogSize = OPLOG_SIZE, retentionMillis = Infinity, storage, rtc, password, ii, geo, rx, resolveConflict = {}, scope } = options;
  const sm = securityOptions(options.sm);
  // Functions do not reach the worker, and every peer has to have the same: resolvers have names.
  const resolvers = Object.entries(resolveConflict).flatMap(([field, resolver]) => [field, String(resolver)]);
  start();
  const modules = { ii: Boolean(ii), geo: Boolean(geo), rx: Boolean(rx) };
  const opened = await link.call(name, "open", { oplogSize, retentionMillis, storage, ...modules, resolvers, scope, sm });
  accounts.became(name, opened.address);
  // Where the user is not asked, this keeps the browser from clearing the database when space is short.
  if (opened.storage !== "memory") navigator.storage?.persist?.().catch(() => {});
  if (!middleware.has(name)) middleware.set(name, new Middleware(link, name));
  return new Database(link, name, await roomOf(name, rtc, password), accounts, middleware.get(name));
}
