import { paths } from "../../milestone/names.ts";
import type { Plan } from "../../milestone/plan/plan.ts";
import { forceDoubt } from "../gate/pushed-lines.ts";
import { atCommit, findPlanFile, loadPlan, type ReadFile } from "../plan/plan-source.ts";
import type { Oid, Ports, Repository } from "../ports.ts";
import type { Complaint } from "../refusal.ts";
import { type Basis, placeOf } from "./basis.ts";

/** Which of the required milestones the base branch does not know as completed. */
export async function missingMilestones(
  repository: Pick<Repository, "readFile">,
  { requires, base }: { requires: readonly string[]; base: Oid },
): Promise<string[]> {
  const missing: string[] = [];
  for (const id of requires) if (!(await isCompleted(atCommit(repository, base), id))) missing.push(id);
  return missing;
}

/** Complaints about each required milestone that is not completed, and that nobody let the work go on without before. */
export async function checkRequired(ports: Ports, basis: Basis): Promise<Complaint[]> {
  const { located, base } = basis;
  const { plan } = basis.reading;
  const state = located.history?.state;
  const needed = { requires: plan.requires, base: base.commit };
  const complaints: Complaint[] = [];
  for (const id of await missingMilestones(ports.repository, needed)) {
    const asked = state && { milestone: plan.id, base, state };
    const doubt = asked ? await forceDoubt(ports, asked, id) : null;
    if (state?.forced.has(id) && !doubt) continue;
    const but = doubt ? `; its log goes on without it, but ${doubt.reason}` : "";
    complaints.push({
      message: `the milestone "${plan.id}" requires "${id}", which is not completed (${paths.milestone(id, "completed")} does not exist)${but}`,
      remedy: `complete "${id}" and merge it first, or start with --force-dependencies`,
      ...placeOf(basis, "dependencies", "requires", plan.requires.indexOf(id)),
    });
  }
  return complaints;
}

async function isCompleted(read: ReadFile, id: string): Promise<boolean> {
  for (const shelf of ["completed", "archived"] as const) {
    const file = await read(paths.milestone(id, shelf));
    if (!file) continue;
    if (shelf === "completed") return true;
    const reading = await loadPlan(read, {
      text: file.toString("utf8"),
      path: paths.milestone(id, shelf),
      shelf,
    });
    return reading.ok && reading.plan.status === "completed";
  }
  return false;
}

/** Complains about milestones that require each other in a circle. */
export async function checkCycle(ports: Ports, basis: Basis): Promise<Complaint[]> {
  const complaint = await cycleComplaint(atCommit(ports.repository, basis.base.commit), basis.reading.plan);
  return complaint ? [{ ...complaint, ...placeOf(basis, "dependencies", "requires") }] : [];
}

/** What is wrong where the milestones that `read` finds require each other in a circle with this one, or null. */
export async function cycleComplaint(
  read: ReadFile,
  plan: Pick<Plan, "id" | "requires">,
): Promise<Complaint | null> {
  const requires = new Map<string, string[]>([[plan.id, plan.requires]]);
  const queue = [...plan.requires];
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    if (requires.has(id)) continue;
    const file = await findPlanFile(read, id);
    const reading = file ? await loadPlan(read, file) : null;
    const next = reading?.ok ? reading.plan.requires : [];
    requires.set(id, next);
    queue.push(...next);
  }
  const cycle = milestoneCycle(requires, plan.id);
  if (!cycle) return null;
  return {
    message: `the milestones require each other in a cycle: ${cycle.join(" → ")}`,
    remedy: "take one of these `requires` away",
  };
}

/** The circle of `requires` that leads back to `from`, in order and closed, or null. */
function milestoneCycle(requires: ReadonlyMap<string, readonly string[]>, from: string): string[] | null {
  const visited = new Set<string>();
  const path: string[] = [];
  const visit = (id: string): boolean => {
    path.push(id);
    for (const next of requires.get(id) ?? []) {
      if (next === from) return true;
      if (visited.has(next)) continue;
      visited.add(next);
      if (visit(next)) return true;
    }
    path.pop();
    return false;
  };
  return visit(from) ? [...path, from] : null;
}
