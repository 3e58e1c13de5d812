import type { Plan } from "../plan/plan.ts";
import { STAGES, type Stages } from "../session/activity.ts";
import { agentsAllowed, type State } from "../session/state.ts";
import { millis, share } from "./figures.ts";
import { activeMs, type RunHistory, slotOf, workMs } from "./run-history.ts";

/** How a task's estimate compares with what happened; milliseconds. */
export interface EstimateRow {
  task: string;
  estimateMs: number | null;
  /** Time of executors on it, failed attempts included. */
  workMs: number;
  /** Where the time of its attempts went (ms). */
  stages: Stages;
  /** From its first start to its end (or now), waits included. */
  elapsedMs: number | null;
  done: boolean;
}

export function estimatesOf(plan: Plan, state: State, history: RunHistory, now: number): EstimateRow[] {
  const work = new Map<string, number>();
  const stages = new Map<string, Stages>();
  for (const a of history.attempts) {
    work.set(a.task, (work.get(a.task) ?? 0) + workMs(a, now));
    stages.set(a.task, addStages(stages.get(a.task) ?? {}, a.stages ?? {}));
  }
  return plan.tasks.flatMap(task => {
    const at = state.tasks.get(task.id);
    const start = millis(at?.startedAt ?? null);
    if (start === null || at?.status === "skipped") return [];
    return [
      {
        task: task.id,
        estimateMs: task.estimatedHours === undefined ? null : task.estimatedHours * 3_600_000,
        workMs: work.get(task.id) ?? 0,
        stages: stages.get(task.id) ?? {},
        elapsedMs: (millis(at?.completedAt ?? null) ?? now) - start,
        done: at?.status === "completed",
      },
    ];
  });
}

export function addStages(a: Stages, b: Stages): Stages {
  const sum = { ...a };
  for (const stage of STAGES) if (b[stage] !== undefined) sum[stage] = (sum[stage] ?? 0) + b[stage];
  return sum;
}

export interface SlotRow {
  slot: number;
  busyMs: number;
  attempts: number;
  failed: number;
  /** Of the time in which a process ran, in percent. */
  utilisation: number;
}

export interface Utilisation {
  slots: SlotRow[];
  /** Mean number of agents at work while a process ran; null before anything ran. */
  meanBusy: number | null;
  /** Agents that were allowed. */
  allowed: number;
  /** Milliseconds in which a process ran. */
  activeMs: number;
}

export function utilisationOf(state: State, history: RunHistory, now: number): Utilisation {
  const slots = new Map<number, SlotRow>();
  const active = activeMs(history, now);
  let busy = 0;
  for (const attempt of history.attempts) {
    const slot = slotOf(attempt.agent) ?? 0;
    const row = slots.get(slot) ?? { slot, busyMs: 0, attempts: 0, failed: 0, utilisation: 0 };
    slots.set(slot, row);
    const ms = Math.max(0, (attempt.endedAt ?? now) - attempt.startedAt);
    row.busyMs += ms;
    row.attempts += 1;
    if (attempt.outcome === "failed") row.failed += 1;
    busy += ms;
  }
  for (const row of slots.values()) row.utilisation = Math.min(100, share(row.busyMs, active) ?? 0);
  return {
    slots: [...slots.values()].sort((a, b) => a.slot - b.slot),
    meanBusy: active > 0 && slots.size > 0 ? busy / active : null,
    allowed: agentsAllowed(state) ?? slots.size,
    activeMs: active,
  };
}
