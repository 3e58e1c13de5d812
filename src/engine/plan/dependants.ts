import { ROOT } from "../../milestone/names.ts";
import type { Plan } from "../../milestone/plan/plan.ts";
import type { Oid, Ports } from "../ports.ts";
import { atCommit, loadPlan } from "./plan-source.ts";

/** Milestones that wait for this one: those it names under `enables`, and active ones of the base that require it. */
export async function dependantsOf(
  repository: Ports["repository"],
  base: Oid,
  plan: Pick<Plan, "id" | "enables">,
): Promise<string[]> {
  const read = atCommit(repository, base);
  const found = new Set(plan.enables);
  const folder = `${ROOT}/active`;
  for (const { name } of await repository.list(base, folder)) {
    if (!name.endsWith(".yaml") || name === `${plan.id}.yaml`) continue;
    const path = `${folder}/${name}`;
    const text = (await read(path))?.toString("utf8") ?? "";
    // Most files do not even name it, and reading a plan costs far more than looking for a word.
    if (!text.includes(plan.id)) continue;
    const reading = await loadPlan(read, { text, path, shelf: "active" });
    if (reading.ok && reading.plan.requires.includes(plan.id)) found.add(reading.plan.id);
  }
  return [...found];
}
