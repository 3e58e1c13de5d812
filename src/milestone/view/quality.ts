import type { Plan } from "../plan/plan.ts";
import type { State } from "../session/state.ts";
import { share } from "./figures.ts";

/** What was really checked, and how it ended. Nothing counts as passed that was not run. */
export interface Quality {
  /** Checkpoints and approval gates passed, of all that the plan holds. */
  passed: number;
  total: number;
  /** null when the plan has no gate at all. */
  percentage: number | null;
  checkpoints: Checkpoint[];
  approvals: { granted: number; open: number; rejected: number; total: number };
  tests: TestFigures | null;
}

export interface Checkpoint {
  name: string;
  at: number;
  status: "pending" | "passed" | "failed";
  checks: { command: string; ok: boolean; exit: number | null; durationMs: number }[];
  decidedAt: string | null;
}

export interface TestFigures {
  command: string;
  ok: boolean;
  commit: string | null;
  total: number | null;
  passed: number | null;
  failed: number | null;
  skipped: number | null;
  failures: string[];
  durationMs: number;
  at: string;
}

export function qualityOf(plan: Plan, state: State): Quality {
  const checkpoints = checkpointsOf(plan, state);
  const approvals = approvalsOf(plan, state);
  const passed = checkpoints.filter(c => c.status === "passed").length + approvals.granted;
  const total = checkpoints.length + approvals.total;
  return {
    passed,
    total,
    percentage: share(passed, total),
    checkpoints,
    approvals,
    tests: testsOf(state),
  };
}

function checkpointsOf(plan: Plan, state: State): Checkpoint[] {
  return plan.qualityGates.map(gate => {
    const known = state.qualityGates.get(gate.name);
    return {
      name: gate.name,
      at: gate.at,
      status: known?.status ?? "pending",
      checks: (known?.checks ?? []).map(c => ({
        command: c.command,
        ok: c.ok,
        exit: c.exit,
        durationMs: c.duration_ms,
      })),
      decidedAt: known?.decidedAt ?? null,
    };
  });
}

/**
 * Counts gates, not requests: a gate that asked three times is one gate. Skipped tasks need none, nor do phases that
 * were finished before anyone could be asked: nobody approved those.
 */
function approvalsOf(plan: Plan, state: State): Quality["approvals"] {
  const counts = { granted: 0, open: 0, rejected: 0, total: 0 };
  for (const task of plan.tasks) {
    const at = state.tasks.get(task.id);
    if (at?.status === "skipped") continue;
    for (const phase of task.phases) {
      const known = at?.phases.get(phase.phase);
      if (!phase.gate || known?.status === "completed") continue;
      counts.total += 1;
      const approval = known?.approval ? state.approvals.get(known.approval) : undefined;
      if (known?.status === "approved") counts.granted += 1;
      else if (approval?.status === "open") counts.open += 1;
      else if (approval?.status === "rejected") counts.rejected += 1;
    }
  }
  return counts;
}

function testsOf(state: State): TestFigures | null {
  const run = state.lastTests;
  if (!run) return null;
  return {
    command: run.command,
    ok: run.ok,
    commit: run.commit,
    total: run.total ?? null,
    passed: run.passed ?? null,
    failed: run.failed ?? null,
    skipped: run.skipped ?? null,
    failures: run.failures,
    durationMs: run.duration_ms,
    at: run.at,
  };
}
