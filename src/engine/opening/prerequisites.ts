import { paths } from "../../milestone/names.ts";
import type { Plan } from "../../milestone/plan/plan.ts";
import type { State } from "../../milestone/session/state.ts";
import type { Ports } from "../ports.ts";
import { checkPromptTemplates } from "../prompt-templates.ts";
import type { Complaint } from "../refusal.ts";
import type { RunOptions } from "../run-context.ts";
import type { Basis } from "./basis.ts";
import { checkPrerequisite } from "./machine-needs.ts";
import { checkCycle, checkRequired } from "./required-milestones.ts";

/**
 * Everything that must hold before anything is changed; all failures are reported together. `mayStart`: services that
 * do not answer may be started.
 */
export async function checkPrerequisites(
  ports: Ports,
  options: RunOptions,
  basis: Basis,
  { mayStart }: { mayStart: boolean },
): Promise<Complaint[]> {
  const { plan } = basis.reading;
  const before = basis.located.history?.state ?? null;
  const parts = [
    checkStatus(plan, before),
    options.forceDependencies ? [] : await checkRequired(ports, basis),
    await checkCycle(ports, basis),
    await checkPrograms(ports, plan, before),
    ...(await Promise.all(plan.prerequisites.map(p => checkPrerequisite(ports, p, mayStart)))),
    await checkPromptTemplates(ports.repository, basis.located.tip ?? basis.base.commit),
    checkOptions(options),
  ];
  return parts.flat();
}

function checkOptions(options: RunOptions): Complaint[] {
  if (Number.isInteger(options.agents) && options.agents >= 1 && options.agents <= 64) return [];
  return [{ message: `agents is ${options.agents}`, remedy: "give a whole number from 1 to 64" }];
}

/** Never from completed or cancelled; a file that says so without a branch that says so is bad input. */
function checkStatus(plan: Plan, before: State | null): Complaint[] {
  const status = before?.activatedAt ? before.status : plan.status;
  if (status === "cancelled") {
    const remedy = "a cancelled milestone is over; copy it to a new id to do the work after all";
    return [{ message: `the milestone "${plan.id}" was cancelled`, remedy }];
  }
  if (status === "completed" && !before?.activatedAt) {
    const message = `the milestone file says that "${plan.id}" is completed, but no branch milestone/${plan.id} says so`;
    return [
      { message, remedy: "set its status to planned to run it", file: paths.milestone(plan.id), line: 1 },
    ];
  }
  return [];
}

/** The programs of every agent profile that is going to run, or that may have to. */
async function checkPrograms(ports: Ports, plan: Plan, before: State | null): Promise<Complaint[]> {
  const names = new Set<string>();
  for (const task of plan.tasks) {
    const state = before?.tasks.get(task.id)?.status ?? task.status;
    if (state === "completed" || state === "skipped") continue;
    for (const { executor } of task.phases) {
      if (executor.kind === "agent") names.add(executor.profile);
      for (const profile of executor.fallback) names.add(profile);
    }
  }
  const complaints: Complaint[] = [];
  for (const name of names) {
    const profile = plan.profiles[name]!;
    if ((await ports.host.tool(profile.command)).found) continue;
    complaints.push({
      message: `the program "${profile.command}" of the agent profile "${name}" is not installed`,
      remedy: profile.install ?? `install it, or give the profile another command in ${paths.config}`,
    });
  }
  return complaints;
}
