import { paths } from "../../milestone/names.ts";
import type { PhaseAttempt } from "../../milestone/plan/plan.ts";
import type { ProvenCriterion } from "../../milestone/session/event.ts";
import { type CommandOutcome, shownPath, type Workspace } from "../ports.ts";
import { warnOnce } from "../run/record-blocker.ts";
import type { Run } from "../run/run-context.ts";
import type { ForbiddenChange } from "./forbidden.ts";
import type { Own } from "./prepare-workspace.ts";

/**
 * Runs the commands of the acceptance criteria before the work: one that succeeds already proves nothing of it, which is
 * said. Answers how each of them stood.
 */
export async function criteriaBefore(
  run: Run,
  at: PhaseAttempt,
  workspace: Workspace,
  own: Own,
): Promise<ProvenCriterion[]> {
  const proven: ProvenCriterion[] = [];
  for (const { criterion, run: command } of at.phase.provenCriteria) {
    const { ok } = await prove(run, { at, workspace, command }, own);
    proven.push({ criterion, run: command, passed_before: ok });
  }
  for (const each of proven) warnWhereHeld(run, at, each);
  return proven;
}

/** What another machine proved of the criteria; null: not those that the plan has. */
export function provenElsewhere(
  run: Run,
  at: PhaseAttempt,
  given: readonly ProvenCriterion[],
): ProvenCriterion[] | null {
  const { provenCriteria } = at.phase;
  const isOf = ({ criterion, run: command }: ProvenCriterion, index: number): boolean =>
    provenCriteria[index]?.criterion === criterion && provenCriteria[index].run === command;
  if (given.length !== provenCriteria.length || !given.every(isOf)) return null;
  for (const each of given) warnWhereHeld(run, at, each);
  return [...given];
}

function warnWhereHeld(run: Run, { task, phase }: PhaseAttempt, proven: ProvenCriterion): void {
  if (!proven.passed_before) return;
  const message = `the acceptance criterion "${proven.criterion}" of ${task.id}/${phase.phase} proves nothing of the work: its command succeeds before it (${proven.run})`;
  warnOnce(run.journal, "criterion_holds_before", message, task.id);
}

/** Why the work does not meet its criteria; null: all of their commands succeed. */
export async function criteriaAfter(
  run: Run,
  at: PhaseAttempt,
  workspace: Workspace,
  own: Own,
): Promise<ForbiddenChange | null> {
  for (const { criterion, run: command } of at.phase.provenCriteria) {
    const outcome = await prove(run, { at, workspace, command }, own);
    if (outcome.ok) continue;
    return {
      type: "quality_gate_failed",
      message: `the acceptance criterion "${criterion}" is not met: ${command} failed with exit ${outcome.exit ?? "by a signal"}`,
      evidence: outcome.tail,
    };
  }
  return null;
}

function prove(
  { plan, ports }: Run,
  { at, workspace, command }: { at: PhaseAttempt; workspace: Workspace; command: string },
  own: Own,
): Promise<CommandOutcome> {
  const { task, phase, attempt } = at;
  const env = {
    MILESTONE_ID: plan.id,
    MILESTONE_TASK: task.id,
    MILESTONE_PHASE: phase.phase,
    MILESTONE_DELIVERABLES: `${shownPath(workspace)}/${paths.deliverables(plan.id, task.id, phase.phase)}`,
  };
  const timeoutMs = plan.limits.phaseTimeoutMs;
  const log = { kind: "check", task: task.id, phase: phase.phase, attempt } as const;
  return own(
    ports.runner.command({ command, workspace, env, allow: plan.env, timeoutMs, label: "criterion", log }),
  );
}
