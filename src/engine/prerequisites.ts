import { paths } from "../milestone/names.ts";
import { milestoneCycle } from "../milestone/plan/milestone-cycle.ts";
import type { Plan, Prerequisite } from "../milestone/plan/plan.ts";
import type { State } from "../milestone/session/state.ts";
import { satisfies } from "../milestone/version.ts";
import type { Basis } from "./open.ts";
import { atCommit, findPlanFile, loadPlan } from "./plan-source.ts";
import type { Ports } from "./ports.ts";
import { checkPromptTemplates } from "./prompt-templates.ts";
import type { Complaint } from "./refusal.ts";
import type { RunOptions } from "./run-context.ts";

/** Everything that must hold before anything is changed; all failures are reported together. */
export async function checkPrerequisites(
  ports: Ports,
  options: RunOptions,
  basis: Basis,
  before: State | null,
): Promise<Complaint[]> {
  const { plan } = basis.reading;
  const parts = [
    checkStatus(plan, before),
    options.forceDependencies ? [] : await checkRequired(ports, basis),
    await checkCycle(ports, basis),
    await checkPrograms(ports, plan, before),
    ...(await Promise.all(plan.prerequisites.map(p => checkPrerequisite(ports, p)))),
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

/** Required milestones that the base branch does not know as completed. */
export async function missingMilestones(ports: Ports, basis: Basis): Promise<string[]> {
  const missing: string[] = [];
  for (const id of basis.reading.plan.requires) if (!(await isCompleted(ports, basis, id))) missing.push(id);
  return missing;
}

async function checkRequired(ports: Ports, basis: Basis): Promise<Complaint[]> {
  const { plan } = basis.reading;
  return (await missingMilestones(ports, basis)).map(id => ({
    message: `the milestone "${plan.id}" requires "${id}", which is not completed (${paths.milestone(id, "completed")} does not exist)`,
    remedy: `complete "${id}" and merge it first, or start with --force-dependencies`,
  }));
}

async function isCompleted(ports: Ports, basis: Basis, id: string): Promise<boolean> {
  const read = atCommit(ports.repository, basis.base.commit);
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

async function checkCycle(ports: Ports, basis: Basis): Promise<Complaint[]> {
  const { plan } = basis.reading;
  const read = atCommit(ports.repository, basis.base.commit);
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
  if (!cycle) return [];
  return [
    {
      message: `the milestones require each other in a circle: ${cycle.join(" → ")}`,
      remedy: "take one of these `requires` away",
      file: paths.milestone(plan.id),
      line: 1,
    },
  ];
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

async function checkPrerequisite(ports: Ports, wanted: Prerequisite): Promise<Complaint[]> {
  switch (wanted.kind) {
    case "tool":
      return checkTool(ports, wanted.tool, wanted.version);
    case "env":
      if (ports.host.env(wanted.env)) return [];
      return [
        {
          message: `the environment variable ${wanted.env} is not set`,
          remedy: "set it, in a workflow with `env:` from a secret",
        },
      ];
    case "command": {
      const outcome = await ports.host.probe(wanted.command);
      if (outcome.ok) return [];
      return [
        {
          message: `the prerequisite command failed with exit ${outcome.exit ?? "by a signal"}: ${wanted.command}`,
          remedy:
            outcome.tail.trim().split("\n").at(-1) ||
            "it printed nothing; run it by hand to see what it needs",
        },
      ];
    }
    case "service":
      return checkService(ports, wanted);
    default:
      return wanted satisfies never;
  }
}

async function checkTool(ports: Ports, name: string, range: string | undefined): Promise<Complaint[]> {
  const tool = await ports.host.tool(name);
  if (!tool.found)
    return [{ message: `the tool "${name}" is not installed`, remedy: "install it before the run" }];
  if (range === undefined) return [];
  if (tool.version === null) {
    return [
      {
        message: `the version of "${name}" is unknown: it does not answer --version`,
        remedy: `${range} is needed`,
      },
    ];
  }
  if (satisfies(tool.version, range)) return [];
  return [{ message: `the tool "${name}" is version ${tool.version}`, remedy: `install a version ${range}` }];
}

/** A failing service is started, then replaced by its alternative, before it counts as missing. */
async function checkService(
  ports: Ports,
  wanted: Extract<Prerequisite, { kind: "service" }>,
): Promise<Complaint[]> {
  if ((await ports.host.probe(wanted.check)).ok) return [];
  for (const start of [wanted.start, wanted.alternative]) {
    if (start === undefined) continue;
    await ports.host.probe(start);
    if ((await ports.host.probe(wanted.check)).ok) return [];
  }
  return [
    {
      message: `the service "${wanted.service}" does not answer: ${wanted.check}`,
      remedy: wanted.start
        ? `neither \`${wanted.start}\` nor an alternative brought it up; start it by hand`
        : "start it",
    },
  ];
}
