import type { BlockerType } from "../../milestone/blocker/blocker.ts";
import { paths } from "../../milestone/names.ts";
import { guardPaths } from "../../milestone/path/guard-paths.ts";
import type { Deliverable, PhasePlan, Plan } from "../../milestone/plan/plan.ts";
import { TEST_RESULTS } from "../../milestone/text/test-results.ts";
import type { FileChange, Workspace, WorkspaceChanges } from "../ports.ts";
import type { Run } from "../run/run-context.ts";
import type { PhaseAttempt } from "./phase-attempt.ts";
import type { Own } from "./setup.ts";

/** Why what an attempt left does not count. */
export interface Problem {
  type: BlockerType;
  message: string;
  evidence: string;
}

export type Verdict = { ok: true; files: FileChange[] } | { ok: false; problem: Problem };

/** Judges what an attempt left in its tree: only paths it may change, every deliverable, and the phase's checks. */
export async function judgeWork(
  run: Run,
  at: PhaseAttempt,
  workspace: Workspace,
  own: Own,
): Promise<Verdict> {
  const left = await workspace.changes();
  const folder = paths.deliverables(run.plan.id, at.task.id, at.phase.phase);
  const guarded = guardPaths(
    left.files.map(f => f.path),
    folder,
  );
  const forbidden = changesForbidden(left, guarded.dropped);
  if (forbidden) return { ok: false, problem: forbidden };
  const files = left.files;
  const phase = { ...at.phase, deliverables: deliverablesOf(run.plan, at.phase) };
  const findings = await run.ports.runner.check({ phase, folder, files, workspace });
  if (findings.length > 0) {
    const list = findings.map(f => (f.message.startsWith(f.path) ? f.message : `${f.path}: ${f.message}`));
    const message = list[0]! + andMore(list);
    return { ok: false, problem: { type: "deliverable_invalid", message, evidence: list.join("\n") } };
  }
  const red = await runChecks(run, at, { workspace, folder }, own);
  return red ? { ok: false, problem: red } : { ok: true, files };
}

/** What the executor has to leave: where there is a test command, the engine writes the test results itself. */
function deliverablesOf({ testCommand }: Plan, { phase, deliverables }: PhasePlan): Deliverable[] {
  if (!testCommand || phase !== "execute") return deliverables;
  return deliverables.filter(d => !("path" in d) || d.path !== TEST_RESULTS);
}

function changesForbidden(
  left: WorkspaceChanges,
  dropped: readonly { path: string; reason: string }[],
): Problem | null {
  const list = [...left.unsafe, ...dropped].map(({ path, reason }) => `${path}: ${reason}`);
  if (list.length === 0) return null;
  return {
    type: "task_failure",
    message: `the attempt changed what a phase may not change: ${list[0]}${andMore(list)}; leave these paths alone`,
    evidence: list.join("\n"),
  };
}

const andMore = (list: string[]): string => (list.length > 1 ? ` (and ${list.length - 1} more)` : "");

async function runChecks(
  { plan, ports }: Run,
  { task, phase }: PhaseAttempt,
  { workspace, folder }: { workspace: Workspace; folder: string },
  own: Own,
): Promise<Problem | null> {
  for (const command of phase.checks) {
    const env = {
      MILESTONE_ID: plan.id,
      MILESTONE_TASK: task.id,
      MILESTONE_PHASE: phase.phase,
      MILESTONE_DELIVERABLES: `${workspace.dir}/${folder}`,
    };
    const timeoutMs = plan.limits.phaseTimeoutMs;
    const outcome = await own(ports.runner.command({ command, workspace, env, timeoutMs, label: "check" }));
    if (outcome.ok) continue;
    return {
      type: "quality_gate_failed",
      message: `the phase's check failed with exit ${outcome.exit ?? "by a signal"}: ${command}`,
      evidence: outcome.tail,
    };
  }
  return null;
}
