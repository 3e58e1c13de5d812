import type { Prerequisite } from "../../milestone/plan/plan.ts";
import { checkPrerequisite } from "../opening/machine-needs.ts";
import { missingMilestones } from "../opening/required-milestones.ts";
import type { Oid } from "../ports.ts";
import { block, unblock } from "../run/record-blocker.ts";
import type { Run } from "../run/run-context.ts";

/** How often what the milestone needs is looked at (ms), and oftener where stalls are told soon. */
const EVERY_MS = 60_000;
const LEAST_EVERY_MS = 500;
const TYPE = "dependency_unavailable";

/** What one look found of everything that the milestone needs: an empty message says that it is there. */
export type DependencyState = { about: string; message: string }[];

export function lookEveryMs({ plan }: Run): number {
  return Math.max(LEAST_EVERY_MS, Math.min(EVERY_MS, plan.limits.executionStallMs / 10));
}

/**
 * Asks whether required milestones are still completed, on the base branch as it is now, and services still answer; one
 * that does not is started again, then replaced by its alternative. What cannot be asked is left out.
 */
export async function lookAtNeeds(run: Run): Promise<DependencyState> {
  const { plan, ports, options } = run;
  const services = plan.prerequisites.filter(p => p.kind === "service");
  const needs = await Promise.all(services.map(service => serviceNeed(run, service)));
  const requires = plan.requires.filter(id => !run.journal.state.forced.has(id));
  if (options.forceDependencies || requires.length === 0) return needs;
  const base = await newestBase(run);
  if (base === null) return needs;
  const missing = new Set(await missingMilestones(ports.repository, { requires, base }));
  for (const id of requires) {
    const message = `the milestone "${plan.id}" requires "${id}", which is not completed on ${run.base.branch} any more`;
    needs.push({ about: `requires-${id}`, message: missing.has(id) ? message : "" });
  }
  return needs;
}

/** Blocks for what is gone, and lets go on what is back. */
export function noteNeeds({ journal }: Run, needs: DependencyState): void {
  for (const { about, message } of needs) {
    if (message === "") unblock(journal, `${TYPE}:${about}`, "it is there again");
    else block(journal, { type: TYPE, about, message });
  }
}

/** A run begins only after everything it needs was found. */
export function forgetNeeds({ journal }: Run): void {
  for (const id of [...journal.state.blockers.keys()]) {
    if (/^dependency_unavailable:(?:requires|service)-/.test(id))
      unblock(journal, id, "it was there when the run began");
  }
}

async function serviceNeed(
  { ports, plan }: Run,
  service: Extract<Prerequisite, { kind: "service" }>,
): Promise<DependencyState[number]> {
  const [complaint] = await checkPrerequisite(ports, service, { mayStart: true, env: plan.env });
  const message = complaint ? `${complaint.message}; ${complaint.remedy}` : "";
  return { about: `service-${service.service}`, message };
}

/** null: the remote does not answer now. */
async function newestBase({ ports, base }: Run): Promise<Oid | null> {
  if (!ports.remote) return base.commit;
  const fetched = await ports.remote.fetch(`refs/heads/${base.branch}`);
  return fetched.ok ? fetched.oid : null;
}
