// What a page may write: compiles without an error.
import { gdb, hypha, type Database, type HyphaError, type LiveEvent, type Node } from "../../../target/npm/hypha.js";

interface Person extends Record<string, unknown> {
  name: string;
  age?: number;
}

export async function page(): Promise<string[]> {
  const db: Database = await gdb("app", { oplogSize: 500, retentionMillis: 86_400_000, storage: "opfs", scope: { queries: [{ type: "Task" }], depth: 1 }, resolveConflict: { score: "greatest", votes: "each(union)" } });
  const same: Database = await hypha("app");
  const id: string = await db.put({ name: "Alice", tags: ["a", 1, null], at: new Date(), big: 2n ** 60n, raw: new Uint8Array(2) });
  await db.put({ name: "Bob" }, "bob");
  await db.link(id, "bob");
  const { result } = await db.get<Person>("bob");
  const name: string | undefined = result?.value.name;
  const followed = await db.get("bob", (node: Node | null) => console.log(node?.timestamp.physical));
  followed.unsubscribe();
  const { results } = await db.map({ query: { age: { $gte: 18 } }, field: "age", order: "desc", $limit: 3 });
  const { explanation, understood } = await db.map({ prompt: "Users older than 30", explain: true });
  console.log(explanation?.plan, explanation?.nodesExamined, understood?.$limit);
  const live = await db.map<Person>({ query: {} }, ({ action, value }: LiveEvent<Person>) => console.log(action, value?.name));
  live.unsubscribe();
  (await db.map(({ id }) => console.log(id), { query: { name } })).unsubscribe();
  const ids: string[] = await db.batch((b) => {
    b.put({ n: 1 }).link(id, "bob").remove("x");
  });
  const sm = { superAdmins: ["0x0"], customRoles: { editor: { can: ["review"], inherits: ["user"] } }, privateKey: "1" };
  const signed: Database = await gdb("signed", { sm });
  signed.sm.setSecurityStateChangeCallback(({ isActive, activeAddress }) => console.log(isActive, activeAddress?.length));
  await signed.sm.assignRole("0x0", "editor", new Date());
  const address: string = await signed.sm.executeWithPermission("review");
  const own: string | null = signed.sm.isSecurityActive() ? signed.sm.getActiveEthAddress() : address;
  console.log(own);
  const end = await db.use(async (operations, previousStates) =>
    operations.filter(({ id, value }) => value?.price !== previousStates.get(id)?.value.price));
  end();
  await db.use(({ length }) => (length > 9 ? undefined : [{ type: "remove", id }]));
  await db.reconsiderDropped();
  const { groups } = await db.aggregate({ prompt: "Users", groupBy: ["city"], values: { n: { $count: true }, total: { $sum: "age" } } });
  console.log(groups[0].total, (await db.map({ prompt: "Users older than 30" })).results);
  try {
    await db.sm.acls.grant(id, "0x0", "write");
  } catch (error) {
    console.log((error as HyphaError).code, (error as HyphaError).path);
  }
  await same.synced(1000);
  await db.close();
  return [...ids, ...results.map((node) => node.id)];
}
