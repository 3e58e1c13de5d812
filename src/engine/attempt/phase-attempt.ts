import type { Phase } from "../../milestone/phase.ts";
import type { PhasePlan, Plan, TaskPlan } from "../../milestone/plan/plan.ts";

/** One attempt at one phase, with what the plan says of it. */
export interface PhaseAttempt {
  task: TaskPlan;
  phase: PhasePlan;
  attempt: number;
}

/** What the plan says of an attempt that is only named; undefined where the plan knows no such task or phase. */
export function plannedAttempt(
  plan: Plan,
  named: { task: string | null; phase: Phase | null; attempt: number },
): PhaseAttempt | undefined {
  const task = plan.tasks.find(t => t.id === named.task);
  const phase = task?.phases.find(p => p.phase === named.phase);
  return task && phase && { task, phase, attempt: named.attempt };
}
