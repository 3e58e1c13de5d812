import { isFinished } from "../phase.ts";
import type { Executor, Plan, TaskPlan } from "../plan/plan.ts";
import type { ReviewPlan } from "../review/review-finding.ts";
import { isDone, type PhaseState, type State } from "../session/state.ts";

/** Who does a phase next, or why nobody can. */
export type ProfileChoice =
  | {
      kind: "found";
      executor: string;
      /** When its rest is over (ms since the epoch); null: at once. */
      restsUntil: number | null;
    }
  /** Each of them is of no use until a person acts. */
  | { kind: "out"; profiles: string[] };

/** The name under which an executor stands in the log: its profile, or `run`, or `manual`. */
export function executorName(executor: Executor): string {
  return executor.kind === "agent" ? executor.profile : executor.kind;
}

/** Every executor of a phase in the order in which they are tried: as planned, but those that keep failing last. */
export function executorOrder(planned: Executor, state: Pick<State, "profiles">): string[] {
  const names = [...new Set([executorName(planned), ...planned.fallback])];
  const isLast = (name: string): boolean => state.profiles.get(name)?.last === true;
  return [...names.filter(name => !isLast(name)), ...names.filter(isLast)];
}

/**
 * The executor of the phase's next attempt: the one that the retry chose, or the first in order, unless it rests or is
 * out of use; then the next that has attempts left. Where all rest, the one whose rest is over first.
 */
export function chooseExecutor(
  planned: Executor,
  at: Pick<PhaseState, "executor" | "failedBy"> | undefined,
  state: Pick<State, "profiles">,
  now: number,
): ProfileChoice {
  const order = executorOrder(planned, state);
  const chosen = at?.executor ?? order[0]!;
  const others = order.filter(name => name !== chosen && (at?.failedBy.get(name) ?? 0) <= planned.retries);
  const usable = [chosen, ...others].filter(name => !state.profiles.get(name)?.fault);
  if (usable.length === 0) return { kind: "out", profiles: [chosen, ...others] };
  const rests = usable.map(name => ({ name, until: restEnd(state, name, now) }));
  const first =
    rests.find(({ until }) => until === null) ?? rests.reduce((a, b) => (b.until! < a.until! ? b : a));
  return { kind: "found", executor: first.name, restsUntil: first.until };
}

/** Who reads the patch next, of those that were not asked yet; null: no agent is to. */
export function chooseReviewer(
  review: ReviewPlan | undefined,
  state: Pick<State, "profiles">,
  { now, asked = [] }: { now: number; asked?: readonly string[] },
): ProfileChoice | null {
  if (review?.agent === undefined) return null;
  const [profile, ...fallback] = [review.agent, ...review.fallback].filter(name => !asked.includes(name));
  if (profile === undefined) return { kind: "out", profiles: [...asked] };
  const options = { retries: 0, backoffMs: 0, timeoutMs: 0, env: {} };
  return chooseExecutor({ kind: "agent", profile, fallback, ...options }, undefined, state, now);
}

function restEnd({ profiles }: Pick<State, "profiles">, name: string, now: number): number | null {
  const until = profiles.get(name)?.restsUntil;
  const at = until ? Date.parse(until) : 0;
  return at > now ? at : null;
}

/** Unfinished tasks that cannot come to their end while the profile is out of use, in the plan's order. */
export function heldTasks(plan: Plan, state: State, profile: string): string[] {
  return plan.tasks.filter(task => isHeld(task, state, profile)).map(task => task.id);
}

function isHeld(task: TaskPlan, state: State, profile: string): boolean {
  const now = state.tasks.get(task.id);
  if (!now || isDone(now)) return false;
  return task.phases.some(({ phase, executor, review }) => {
    const at = now.phases.get(phase);
    if (isFinished(at?.status ?? "pending") || at?.status === "waiting_approval") return false;
    const reviewer = chooseReviewer(review, state, { now: 0 });
    if (reviewer?.kind === "out" && reviewer.profiles.includes(profile)) return true;
    const names = executorOrder(executor, state);
    return names.includes(profile) && chooseExecutor(executor, at, state, 0).kind === "out";
  });
}
