import { pathLabel } from "../diagnostic/explain.ts";
import { type Finding, type Findings, spanAt } from "../diagnostic/findings.ts";
import { nearest } from "../diagnostic/nearest.ts";
import { globProblem } from "../path/glob.ts";
import { PHASES } from "../phase.ts";
import { counted } from "../text/sanitise.ts";
import type { YamlNode, YamlPath } from "../yaml/node.ts";
import type { ExecutorFile } from "./executor-schema.ts";
import type { ConfigFile, MilestoneFile } from "./milestone-schema.ts";
import type { AgentProfile } from "./plan.ts";
import type { TaskFile } from "./task-schema.ts";

interface CheckContext {
  root: YamlNode;
  findings: Findings;
  profiles: Readonly<Record<string, AgentProfile>>;
  /** Names of the roles that this file may use. */
  roles: readonly string[];
  /** Paths that the schema refused: what seems wrong around them may be their absence. */
  refused: readonly YamlPath[];
}

/** What a schema cannot say: references to profiles, sums, gates that nobody could pass. */
export function checkShared(file: MilestoneFile | ConfigFile, context: CheckContext): void {
  checkExecutor(file.executor, ["executor"], context);
  checkPhases(file.phases, ["phases"], context);
  checkReview(file, [], context);
  for (const [name, role] of Object.entries(file.roles ?? {})) {
    checkProfile(role.agent, ["roles", name, "agent"], context);
  }
  checkWeights(file, context);
  const gates = file.kiro_configuration?.approval_gates ?? {};
  for (const [transition, gate] of Object.entries(gates)) {
    const path = ["kiro_configuration", "approval_gates", transition];
    checkApprovals(gate as Approvals | undefined, path, context);
  }
  file.quality_gates?.forEach((gate, index) => {
    const path = ["quality_gates", index];
    checkApprovals(gate, path, context);
    if (gate.run === undefined && gate.approvers === undefined && gate.criteria === undefined) {
      report(context, path, {
        code: "bad-gate",
        message: "this quality gate checks nothing",
        remedy: "give it `run` (commands), `approvers` or `criteria`",
      });
    }
  });
}

/** A due date before the start is a slip of the pen: the forecast would call every milestone late. */
export function checkDates(
  { start, due }: { start?: string; due?: string },
  path: YamlPath,
  context: CheckContext,
): void {
  if (start === undefined || due === undefined || Date.parse(due) >= Date.parse(start)) return;
  report(context, [...path, "due"], {
    code: "bad-value",
    message: `due ${due} is before start ${start}`,
    remedy: "correct one of the two",
    value: due,
  });
}

export function checkTask(task: TaskFile, path: YamlPath, context: CheckContext): void {
  checkDates(task, path, context);
  checkReview(task, path, context);
  checkWork(task, path, context);
  checkDeliverables(task.deliverables ?? [], [...path, "deliverables"], context);
  task.resources?.forEach((resource, index) => {
    const problem = resource.startsWith("path:") ? globProblem(resource.slice("path:".length)) : null;
    if (problem) {
      report(context, [...path, "resources", index], {
        code: "bad-glob",
        message: `the resource ${resource.slice(0, 60)} cannot be used`,
        remedy: problem,
        value: resource,
      });
    }
  });
  const needed = task.dependencies ?? [task.needs ?? []].flat();
  if (task.when !== undefined && task.when !== "success" && needed.length === 0) {
    report(context, [...path, "when"], {
      code: "bad-value",
      message: `\`when: ${task.when}\` goes by what became of the tasks that it needs, and it needs none`,
      remedy: "name them in `needs`, or leave `when` out",
      value: task.when,
    });
  }
  const workflow = task.kiro_workflow;
  if (task.phases && (workflow?.enabled !== undefined || workflow?.phases)) {
    report(context, [...path, "phases"], {
      code: "bad-value",
      message: "both `phases` and `kiro_workflow` say which phases the task has",
      remedy: "keep one of the two",
    });
  }
  checkLast(task, path, context);
  checkPhases(task.phases, [...path, "phases"], context);
  checkPhases(workflow?.phases, [...path, "kiro_workflow", "phases"], context);
}

/** What is written on a task for its last phase must not stand in that phase too. */
function checkLast(task: TaskFile, path: YamlPath, context: CheckContext): void {
  const maps = [task.phases, task.kiro_workflow?.phases].filter(map => map && !Array.isArray(map));
  for (const map of maps as PhaseMap[]) {
    const last = map === task.phases ? PHASES.findLast(name => map[name]) : "execute";
    const phase = last && map[last];
    if (!phase) continue;
    for (const key of ["deliverables", "checks"] as const) {
      if (task[key] && phase[key]) twice(key, `in the phase ${last}`, [...path, key], context);
    }
    if (task.gate !== undefined && (phase.gate !== undefined || phase.approval_required !== undefined)) {
      twice("gate", `in the phase ${last}`, [...path, "gate"], context);
    }
  }
}

function twice(key: string, where: string, path: YamlPath, context: CheckContext): void {
  report(context, path, {
    code: "bad-value",
    message: `\`${key}\` also stands ${where}, and only one of the two can hold`,
    remedy: "keep one of the two",
  });
}

type PhaseMap = Exclude<NonNullable<TaskFile["phases"]>, readonly unknown[]>;

function checkPhases(phases: TaskFile["phases"], path: YamlPath, context: CheckContext): void {
  if (!phases || Array.isArray(phases)) return;
  for (const name of PHASES) {
    const phase = phases[name];
    if (!phase) continue;
    const at = [...path, name];
    checkWork(phase, at, context);
    checkReview(phase, at, context);
    checkApprovals(phase, at, context);
    checkDeliverables(phase.deliverables ?? [], [...at, "deliverables"], context);
    if (phase.gate !== undefined && phase.approval_required !== undefined) {
      twice("gate", "as approval_required", [...at, "gate"], context);
    }
    if (Array.isArray(phase.gate) && phase.approvers) {
      twice("approvers", "in `gate`", [...at, "approvers"], context);
    }
  }
}

/** The reviewer is a profile, and the role one that is declared. */
function checkReview(
  file: {
    review?: { agent?: string | undefined; fallback?: string[] | undefined } | undefined;
    role?: string | undefined;
  },
  path: YamlPath,
  context: CheckContext,
): void {
  checkProfile(file.review?.agent, [...path, "review", "agent"], context);
  file.review?.fallback?.forEach((name, index) => {
    checkProfile(name, [...path, "review", "fallback", index], context);
  });
  const { role } = file;
  if (role === undefined || context.roles.includes(role)) return;
  const known = context.roles.join(", ");
  report(context, [...path, "role"], {
    code: "bad-value",
    message: `there is no role "${role}"`,
    remedy: known
      ? `write one of ${known}, or add it under \`roles\``
      : `add it: \`roles: { ${role}: { agent: …, brief: … } }\``,
    value: role,
  });
}

/** What is run, as short words and below `executor`. */
function checkWork(
  file: ExecutorFile & { executor?: ExecutorFile | undefined },
  path: YamlPath,
  context: CheckContext,
): void {
  checkExecutor(file, path, context);
  checkExecutor(file.executor, [...path, "executor"], context);
  if (!file.executor) return;
  const work = (each: ExecutorFile) => WORK.find(key => each[key] !== undefined);
  const [short, long] = [work(file), work(file.executor)];
  if (short && long) twice(short, "below `executor`", [...path, short], context);
  for (const key of EXECUTOR_OPTIONS) {
    if (file[key] !== undefined && file.executor[key] !== undefined) {
      twice(key, "below `executor`", [...path, key], context);
    }
  }
}

const WORK = ["run", "agent", "manual"] as const;
const EXECUTOR_OPTIONS = [
  "timeout",
  "retries",
  "backoff",
  "fallback",
  "stall_timeout",
  "env",
  "escalate",
  "alternative",
] as const;

function checkExecutor(executor: ExecutorFile | undefined, path: YamlPath, context: CheckContext): void {
  const names: [string | undefined, YamlPath][] = [[executor?.agent, [...path, "agent"]]];
  executor?.fallback?.forEach((name, index) => {
    names.push([name, [...path, "fallback", index]]);
  });
  // What is no profile is a model, which only programs whose flags are known can be told.
  const agent = executor?.agent === undefined ? undefined : context.profiles[executor.agent];
  executor?.escalate?.forEach((name, index) => {
    if (agent?.result === "text") names.push([name, [...path, "escalate", index]]);
  });
  for (const [name, at] of names) checkProfile(name, at, context);
}

function checkProfile(name: string | undefined, at: YamlPath, context: CheckContext): void {
  if (name === undefined || Object.hasOwn(context.profiles, name)) return;
  const known = Object.keys(context.profiles);
  const meant = nearest(name, known);
  report(context, at, {
    code: "unknown-profile",
    message: `there is no agent profile "${name}"`,
    remedy: meant
      ? `write "${meant}" if that is meant`
      : `write one of ${known.join(", ")}, or add it in config.yaml`,
    value: name,
  });
}

function checkWeights(file: MilestoneFile | ConfigFile, context: CheckContext): void {
  const weights = file.kiro_configuration?.phase_weights;
  if (!weights) return;
  const given = PHASES.map(phase => weights[phase] ?? 0);
  const sum = given.reduce((a, b) => a + b, 0);
  // Weights such as 33.3 are no exact binary fractions.
  if (Math.abs(sum - 100) < 1e-9) return;
  report(context, ["kiro_configuration", "phase_weights"], {
    code: "bad-value",
    message: `the phase weights ${given.join(" + ")} sum to ${Number(sum.toFixed(6))}, not to 100`,
    remedy: "change them so that design, spec, task and execute sum to 100",
    value: sum,
  });
}

interface Approvals {
  approvers?: string[] | undefined;
  min_approvals?: number | undefined;
}

/** A team's size is not known here, so only lists of single people can be found too short. */
function checkApprovals(gate: Approvals | undefined, path: YamlPath, context: CheckContext): void {
  const people = new Set(gate?.approvers?.map(name => name.toLowerCase()));
  const wanted = gate?.min_approvals ?? 1;
  if (people.size === 0 || wanted <= people.size || [...people].some(name => name.includes("/"))) return;
  report(context, [...path, "min_approvals"], {
    code: "bad-gate",
    message: `${wanted} approvals are asked of ${counted(people.size, "approver")}`,
    remedy: "name more approvers, or lower min_approvals",
    value: wanted,
  });
}

function checkDeliverables(
  list: NonNullable<NonNullable<NonNullable<TaskFile["kiro_workflow"]>["phases"]>["design"]>["deliverables"] &
    object,
  path: YamlPath,
  context: CheckContext,
): void {
  const seen = new Set<string>();
  list.forEach((file, index) => {
    const name = (typeof file === "string" ? file : file.path)?.toLowerCase();
    if (name === undefined) return;
    if (seen.has(name)) {
      report(context, [...path, index], {
        code: "bad-path",
        message: `the deliverable ${name} stands twice in this phase (case does not count)`,
        remedy: "keep one of the two",
        value: name,
      });
    }
    seen.add(name);
  });
}

/** Reports at a path; `pathLabel` names it where the message alone does not say which. */
function report(context: CheckContext, path: YamlPath, finding: Finding): void {
  if (context.refused.some(each => path.every((step, index) => each[index] === step))) return;
  const where = path[0] === "tasks" ? `${pathLabel(context.root, path.slice(0, 2))}: ` : "";
  context.findings.error(spanAt(context.root, path), { ...finding, message: where + finding.message });
}
