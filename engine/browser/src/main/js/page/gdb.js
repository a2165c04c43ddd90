import { Database } from "./database.js";
import { fault } from "./faults.js";
import { WorkerLink } from "./worker-link.js";

const OPLOG_SIZE = 200;

let link;

/** Opens a database, creating it where it does not exist; never waits for the network. */
export async function gdb(name, options = {}) {
  if (typeof name !== "string" || name === "") {
    throw fault("bad-argument", "gdb(name): the name of a database is a string that is not empty", "name");
  }
  const { oplogSize = OPLOG_SIZE, storage } = options;
  link ??= new WorkerLink();
  await link.call(name, "open", { oplogSize, storage });
  return new Database(link, name);
}
