// What the typings have to refuse: each line is an error, and a line that is none fails.
import { gdb } from "../../../target/npm/hypha.js";

export async function page(): Promise<void> {
  // @ts-expect-error a database has a name
  await gdb();
  // @ts-expect-error no such storage
  await gdb("app", { storage: "floppy" });
  // @ts-expect-error no such option
  await gdb("app", { oplog: 1 });
  const db = await gdb("app");
  // @ts-expect-error a node's value is a map
  await db.put("text");
  // @ts-expect-error functions cannot be stored
  await db.put({ f: () => 1 });
  // @ts-expect-error ids are strings
  await db.put({}, 5);
  // @ts-expect-error a link has two ends
  await db.link("a");
  // @ts-expect-error there may be no node
  (await db.get("a")).result.value;
  // @ts-expect-error nothing to unsubscribe from
  (await db.map({})).unsubscribe();
  // @ts-expect-error no such order
  await db.map({ order: "upwards" });
  // @ts-expect-error middleware returns operations
  await db.use((operations) => operations.length);
  // @ts-expect-error no such operation
  await db.use(() => [{ type: "dance", id: "a" }]);
  // @ts-expect-error no such function
  await db.aggregate({ values: { n: { $median: "age" } } });
  // @ts-expect-error a database with roles has super admins
  await gdb("app", { sm: { privateKey: "1" } });
  // @ts-expect-error a role is a name
  await db.sm.assignRole("0x0", 1);
  // @ts-expect-error there may be no account
  db.sm.getActiveEthAddress().length;
  // @ts-expect-error no such level
  await db.sm.acls.grant("a", "0x0", "own");
  // @ts-expect-error the value of a removed node is null
  await db.map({}, ({ value }) => value.name);
}
