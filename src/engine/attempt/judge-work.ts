import { paths } from "../../milestone/names.ts";
import type { Deliverable, PhaseAttempt, PhasePlan, Plan } from "../../milestone/plan/plan.ts";
import { TEST_RESULTS } from "../../milestone/text/test-results.ts";
import { hasMarks } from "../git/merge.ts";
import { type FileChange, shownPath, type Workspace, type WorkspaceChanges } from "../ports.ts";
import type { Run } from "../run/run-context.ts";
import { criteriaAfter } from "./criteria.ts";
import { andMore, type ForbiddenChange, workForbidden } from "./forbidden.ts";
import type { Own } from "./prepare-workspace.ts";

/** What an attempt left counts, or why it does not. */
type WorkVerdict = { ok: true; files: FileChange[] } | { ok: false; problem: ForbiddenChange };

/** Judges what an attempt left in its tree: only paths it may change, every deliverable, and the phase's checks. */
export async function judgeWork(
  run: Run,
  at: PhaseAttempt,
  { workspace, conflicts }: { workspace: Workspace; conflicts: readonly string[] },
  own: Own,
): Promise<WorkVerdict> {
  const verdict = await judgeLeft(run, at, { left: await workspace.changes(run.plan.limits), workspace });
  if (!verdict.ok) return verdict;
  const unsettled = verdict.files.find(
    f => conflicts.includes(f.path) && "content" in f && hasMarks(f.content),
  );
  if (unsettled) {
    const message = `the merge of ${unsettled.path} is not settled: marks stand in it`;
    return { ok: false, problem: { type: "git_conflicts", message, evidence: "" } };
  }
  const folder = paths.deliverables(run.plan.id, at.task.id, at.phase.phase);
  const red = await runChecks(run, at, { workspace, folder }, own);
  const unmet = red ?? (await criteriaAfter(run, at, workspace, own));
  return unmet ? { ok: false, problem: unmet } : verdict;
}

/** The part that runs nothing: no matter who made the changes, they pass it before they land. */
export async function judgeLeft(
  run: Run,
  at: PhaseAttempt,
  { left, workspace }: { left: WorkspaceChanges; workspace: Workspace },
): Promise<WorkVerdict> {
  const folder = paths.deliverables(run.plan.id, at.task.id, at.phase.phase);
  const forbidden = await workForbidden(run, left, folder);
  if (forbidden) return { ok: false, problem: forbidden };
  const files = left.files;
  const phase = { ...at.phase, deliverables: deliverablesOf(run.plan, at.phase) };
  const findings = await run.ports.runner.check({ phase, folder, files, ignored: left.ignored, workspace });
  if (findings.length > 0) {
    const list = findings.map(f => (f.message.startsWith(f.path) ? f.message : `${f.path}: ${f.message}`));
    const message = list[0]! + andMore(list);
    return { ok: false, problem: { type: "deliverable_invalid", message, evidence: list.join("\n") } };
  }
  return { ok: true, files };
}

/** What the executor has to leave: where there is a test command, the engine writes the test results itself. */
function deliverablesOf({ testCommand }: Plan, { phase, deliverables }: PhasePlan): Deliverable[] {
  if (!testCommand || phase !== "execute") return deliverables;
  return deliverables.filter(d => !("path" in d) || d.path !== TEST_RESULTS);
}

async function runChecks(
  { plan, ports }: Run,
  { task, phase, attempt }: PhaseAttempt,
  { workspace, folder }: { workspace: Workspace; folder: string },
  own: Own,
): Promise<ForbiddenChange | null> {
  for (const command of phase.checks) {
    const env = {
      MILESTONE_ID: plan.id,
      MILESTONE_TASK: task.id,
      MILESTONE_PHASE: phase.phase,
      MILESTONE_DELIVERABLES: `${shownPath(workspace)}/${folder}`,
    };
    const timeoutMs = plan.limits.phaseTimeoutMs;
    const log = { kind: "check", task: task.id, phase: phase.phase, attempt } as const;
    const outcome = await own(
      ports.runner.command({ command, workspace, env, allow: plan.env, timeoutMs, label: "check", log }),
    );
    if (outcome.ok) continue;
    return {
      type: "quality_gate_failed",
      message: `the phase's check failed with exit ${outcome.exit ?? "by a signal"}: ${command}`,
      evidence: outcome.tail,
    };
  }
  return null;
}
