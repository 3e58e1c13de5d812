import type { Rig } from "./app-rig.ts";

/** Lets a blocker come and go so often; the writes to its issue. */
export async function issuesStepWrites(rig: Rig, failures: number): Promise<number> {
  const before = rig.github.calls.length;
  const id = "task_failure:schema/design";
  const burst = 50;
  for (let n = 0; n < failures; n += burst) {
    const events = [];
    for (let k = 0; k < burst; k += 1) {
      events.push({ event: "blocker_resolved", data: { id, how: "tried again" } } as const);
      events.push(rig.run.block(id, "schema", `exit ${n + k}`));
    }
    await rig.run.push(events);
    await rig.settled();
  }
  const writes = rig.github.calls.slice(before).filter(c => c.operationId === "issues/update");
  return writes.length;
}
