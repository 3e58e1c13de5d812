import type { Phase } from "../../milestone/phase.ts";
import { type Plan, phasePlan } from "../../milestone/plan/plan.ts";
import { minuteUsd } from "../../milestone/schedule/budget.ts";
import type { Usage } from "../../milestone/session/event.ts";
import type { State } from "../../milestone/session/state.ts";

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
  /** When its run was last heard of. */
  lastSign: string | null;
}

/** What an attempt may have cost that died with its run: its time until then at what a minute costs at the most. */
export function costOfDied(
  plan: Plan,
  state: State,
  { task, phase, startedAt, lastSign }: Died,
): { usage?: Usage } {
  const planned = plan.tasks.find(each => each.id === task);
  const executor = planned && phasePlan(planned, phase)?.executor;
  const profile = executor?.kind === "agent" ? plan.profiles[executor.profile] : undefined;
  const perMinute = profile ? minuteUsd(plan, state, profile) : null;
  const ms = Date.parse(lastSign ?? "") - Date.parse(startedAt ?? "");
  if (!profile || perMinute === null || !(ms > 0)) return {};
  const cost = Number(((perMinute * ms) / 60_000).toFixed(10));
  const usage = { agent: profile.name, input_tokens: 0, output_tokens: 0, cost_usd: cost, estimated: true };
  return { usage };
}
