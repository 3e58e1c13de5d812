import { BLOCKER_TYPES, blockerId } from "../blocker/blocker.ts";
import { isFinished, type Phase } from "../phase.ts";
import type { Executor, TaskPlan } from "../plan/plan.ts";
import { isDone, type State } from "../session/state.ts";

/** What a task could do next if everything it depends on were done. */
export type NextStep =
  | { kind: "done" }
  /** Every phase is finished; only the record of it is missing. */
  | { kind: "complete" }
  | { kind: "blocked"; phase: Phase | null }
  /** Waits for an approval, or for a person's own work, that was asked for. */
  | { kind: "approval"; phase: Phase; request: string }
  /** Its gate is to be asked (again): no request is open. */
  | { kind: "ask"; phase: Phase; attempt: number }
  | { kind: "manual"; phase: Phase; attempt: number }
  | { kind: "run"; phase: Phase; attempt: number; executor: string; notBefore: number | null };

/**
 * The first phase that is not finished decides, so an earlier phase whose approval became void stops the later ones.
 * A phase that is in progress without running was interrupted and runs again as a new attempt.
 */
export function nextStep(task: TaskPlan, state: State): NextStep {
  const now = state.tasks.get(task.id);
  if (now && isDone(now)) return { kind: "done" };
  if (state.blockers.size > 0 && isBlockedWhole(state, task.id)) return { kind: "blocked", phase: null };
  for (const plan of task.phases) {
    const at = now?.phases.get(plan.phase);
    const status = at?.status ?? "pending";
    if (isFinished(status)) continue;
    const { phase } = plan;
    if (status === "blocked") return { kind: "blocked", phase };
    if (at && status === "waiting_approval") {
      const request = at.approval ? state.approvals.get(at.approval) : undefined;
      if (request?.status === "open") return { kind: "approval", phase, request: request.request };
      return { kind: "ask", phase, attempt: at.attempt };
    }
    const attempt = (at?.attempt ?? 0) + 1;
    const executor = at?.executor ?? executorName(plan.executor);
    if (executor === "manual") return { kind: "manual", phase, attempt };
    return {
      kind: "run",
      phase,
      attempt,
      executor,
      notBefore: at?.notBefore ? Date.parse(at.notBefore) : null,
    };
  }
  return { kind: "complete" };
}

/** The name under which an executor stands in the log: its profile, or `run`, or `manual`. */
export function executorName(executor: Executor): string {
  return executor.kind === "agent" ? executor.profile : executor.kind;
}

/** The executor of that name with the phase's own options: the plan's, or a fallback profile in its place. */
export function executorNamed(planned: Executor, name: string): Executor {
  if (name === executorName(planned)) return planned;
  const { timeoutMs, retries, backoffMs, fallback, env, stallTimeoutMs } = planned;
  const options = { timeoutMs, retries, backoffMs, fallback, env };
  const stall = stallTimeoutMs === undefined ? {} : { stallTimeoutMs };
  return { ...options, ...stall, kind: "agent", profile: name };
}

/** A blocker of the task as a whole, not of one of its phases; its id is `<type>:<task>`. */
function isBlockedWhole(state: State, task: string): boolean {
  return BLOCKER_TYPES.some(type => {
    const blocker = state.blockers.get(blockerId(type, task));
    return blocker?.task === task && blocker.phase === undefined;
  });
}
