import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import { isFinished } from "../phase.ts";
import { type Gate, type PhasePlan, type Plan, phasePlan, type QualityGate, type TaskPlan } from "./plan.ts";

/**
 * The plan with its gates as the base branch has them: which phases need an approval, by whom, how many, on what
 * criteria, and the quality gates. The plan itself may stand on a milestone branch, where agents write; who may
 * approve must not. A task or phase that the base does not know gets the base's default gate, or keeps a gate of
 * its own where that asks for more, but never approvers of its own. A task keeps the
 * phases that the base has for it, and the milestone what the base says that it requires.
 *
 * The warnings compare two files, so they stand at the file's first line.
 */
export function applyPolicy(plan: Plan, base: Plan, file: string): { plan: Plan; warnings: Diagnostic[] } {
  const warnings: Diagnostic[] = [];
  const warn = (what: string) => {
    warnings.push({
      severity: "warning",
      code: "policy-difference",
      file,
      line: 1,
      column: 1,
      message: `${what} differs from the base branch, whose word counts`,
      remedy: "change it on the base branch",
    });
  };
  const known = new Map([...base.tasks, ...(base.lost ?? [])].map(task => [task.id, task]));
  const tasks = plan.tasks.map(task => bindTask(task, { base, known: known.get(task.id), warn }));
  if (!same(plan.qualityGates, base.qualityGates)) warn("the list of quality gates");
  const there = new Set(plan.tasks.map(task => task.id));
  const lost = [...known.values()].filter(task => !there.has(task.id) && isGated(task));
  for (const { id } of lost) warn(`the list of tasks, which lacks ${id} and its gates,`);
  // What must be done before is forced by whoever may, not by a change of the file where anyone may push.
  const requires = [...new Set([...plan.requires, ...base.requires])];
  if (requires.length > plan.requires.length) warn("the list of required milestones");
  const { qualityGates, defaultGates, isolation, trustAgentSettings, moveSubmodules } = base;
  if (plan.isolation !== isolation) warn("isolation");
  if (plan.trustAgentSettings !== trustAgentSettings) warn("trust_agent_settings");
  if (plan.moveSubmodules !== moveSubmodules) warn("move_submodules");
  const ruled = { qualityGates, defaultGates, isolation, trustAgentSettings, moveSubmodules };
  return {
    plan: { ...plan, requires, tasks, lost, ...ruled },
    warnings,
  };
}

interface Binding {
  base: Plan;
  known: TaskPlan | undefined;
  warn: (what: string) => void;
}

/** Whether somebody still has to approve something of it. */
function isGated(task: TaskPlan): boolean {
  return !isSkippedBefore(task) && task.phases.some(phase => phase.gate !== null && !isDoneBefore(phase));
}

/** As `isDoneBefore`. */
function isSkippedBefore({ status, skippedBefore }: TaskPlan): boolean {
  return skippedBefore ?? status === "skipped";
}

function bindTask(task: TaskPlan, { base, known, warn }: Binding): TaskPlan {
  const skippedBefore = known ? isSkippedBefore(known) : false;
  if (known?.phases.some(({ phase }) => !phasePlan(task, phase))) {
    warn(`the workflow of ${task.id}`);
    const { workflow, migrated, declared } = known;
    const phases = known.phases.map(phase => ({ ...phase, doneBefore: isDoneBefore(phase) }));
    return { ...task, workflow, migrated, declared, phases, skippedBefore };
  }
  const phases = task.phases.map(phase => {
    const basePhase = known && phasePlan(known, phase.phase);
    const counts = basePhase && (known.workflow === task.workflow || basePhase.gate !== null);
    const gate = counts ? basePhase.gate : newGate(phase, task, base);
    if (!same(phase.gate, gate)) warn(`the gate of ${task.id}/${phase.phase}`);
    return { ...phase, gate, doneBefore: basePhase ? isDoneBefore(basePhase) : false };
  });
  return { ...task, phases, skippedBefore };
}

/** The base may itself be a plan under its policy, as when a run reads the branch's file again. */
function isDoneBefore({ status, doneBefore }: PhasePlan): boolean {
  return doneBefore ?? isFinished(status);
}

/** The gate of a phase that the base does not know. */
function newGate({ phase, gate: own }: PhasePlan, { workflow }: TaskPlan, base: Plan): Gate | null {
  const usual = workflow ? base.defaultGates[phase] : null;
  if (!own) return usual;
  const approvers = base.defaultGates[phase]?.approvers ?? [];
  const minApprovals = Math.max(own.minApprovals, usual?.minApprovals ?? 1);
  return {
    ...own,
    approvers,
    minApprovals,
    criteria: [...new Set([...(usual?.criteria ?? []), ...own.criteria])],
  };
}

/** Whether two plain values are equal; the resolver always writes their keys in one order. */
function same(a: Gate | QualityGate[] | null, b: Gate | QualityGate[] | null): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
