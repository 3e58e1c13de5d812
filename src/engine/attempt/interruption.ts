import type { Phase } from "../../milestone/phase.ts";
import { type PhaseAttempt, type Plan, phasePlan } from "../../milestone/plan/plan.ts";
import { keepsCap, minuteUsd } from "../../milestone/schedule/budget.ts";
import type { ConversationRecord, KeptWork, Usage } from "../../milestone/session/event.ts";
import type { PhaseState, State } from "../../milestone/session/state.ts";
import type { Journal } from "../journal/journal.ts";

/** What an attempt cost that came to nothing. */
export interface Spent {
  usage: Usage;
  durationMs: number;
}

/** What an attempt cost, as far as it is known. */
export function spentIn({ usage, durationMs }: { usage?: Usage; durationMs: number }): Spent | undefined {
  return usage && { usage, durationMs };
}

interface Died {
  task: string;
  phase: Phase;
  startedAt: string | null;
  /** When its run was last heard of, or from when on it can be no more. */
  lastSign: string | null;
}

/**
 * What an attempt may have cost that died with its run: its time until then, which is no more than it is allowed, at what a
 * minute costs at the most; and no more than it was told to stay within.
 */
export function costOfDied(
  plan: Plan,
  state: State,
  { task, phase, startedAt, lastSign }: Died,
): { usage?: Usage } {
  const planned = plan.tasks.find(each => each.id === task);
  const executor = planned && phasePlan(planned, phase)?.executor;
  const profile = executor?.kind === "agent" ? plan.profiles[executor.profile] : undefined;
  const perMinute = profile ? minuteUsd(plan, state, profile) : null;
  const ms = Math.min(
    Date.parse(lastSign ?? "") - Date.parse(startedAt ?? ""),
    executor?.timeoutMs ?? Number.POSITIVE_INFINITY,
  );
  if (!profile || perMinute === null || !(ms > 0)) return {};
  const cap = state.tasks.get(task)?.phases.get(phase)?.capUsd ?? null;
  const most = cap !== null && keepsCap(plan, state, profile.name) ? cap : Number.POSITIVE_INFINITY;
  const cost = Number(Math.min(most, (perMinute * ms) / 60_000).toFixed(10));
  const usage = { agent: profile.name, input_tokens: 0, output_tokens: 0, cost_usd: cost, estimated: true };
  return { usage };
}

/** Of an attempt that was ended before it came to anything: why, and what is left of it. */
export interface Interrupted {
  interrupted: string;
  spent?: Spent;
  kept?: KeptWork;
  conversation?: ConversationRecord;
}

/** An attempt of this run was ended before it came to anything; it does not count as a failure. */
export function recordInterruption(
  journal: Journal,
  start: PhaseAttempt & { slot: number },
  { interrupted: reason, spent, kept, conversation }: Interrupted,
): void {
  journal.record({
    event: "phase_interrupted",
    task_id: start.task.id,
    phase: start.phase.phase,
    agent: `task_executor/${start.slot}`,
    data: {
      attempt: start.attempt,
      reason,
      ...(spent ? { usage: spent.usage, duration_ms: Math.round(spent.durationMs) } : {}),
      ...(kept ? { kept } : {}),
      ...(conversation ? { conversation } : {}),
    },
  });
}

/**
 * What the run before this one left running, by the log: it died, and each attempt of its with it.
 * @param isElsewhere whether the attempt goes on, on a machine of its own
 */
export function recordInterruptions(
  journal: Journal,
  plan: Plan,
  {
    lastSign,
    isElsewhere = () => false,
    reason = "the run before this one died",
  }: { lastSign: string | null; isElsewhere?: (at: PhaseState) => boolean; reason?: string },
): void {
  for (const task of journal.state.tasks.values()) {
    for (const [phase, at] of task.phases) {
      if (!at.running || isElsewhere(at)) continue;
      journal.record({
        event: "phase_interrupted",
        task_id: task.id,
        phase,
        agent: "session_manager",
        data: {
          attempt: at.attempt,
          reason,
          // As far as anything of it is left; the next attempt looks.
          ...(at.ranBy !== null && plan.profiles[at.ranBy]?.conversation
            ? { conversation: { resumed: false, kept: true } }
            : {}),
          ...costOfDied(plan, journal.state, { task: task.id, phase, startedAt: at.startedAt, lastSign }),
        },
      });
    }
  }
}
