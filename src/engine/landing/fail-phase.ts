import { type NextAttempt, nextAttempt } from "../../milestone/blocker/retry.ts";
import type { Executor } from "../../milestone/plan/plan.ts";
import type { ReviewRecord } from "../../milestone/review/review-finding.ts";
import { executorOrder } from "../../milestone/schedule/profile-choice.ts";
import type { EventData, KeptWork } from "../../milestone/session/event.ts";
import type { PhaseState } from "../../milestone/session/state.ts";
import type { AttemptResult, RunningAttempt } from "../attempt/attempt.ts";
import type { AttemptOutcome } from "../ports.ts";
import { block, type Trouble } from "../run/record-blocker.ts";
import type { Run } from "../run/run-context.ts";
import { demoteIfFailing, noteTrouble } from "./profile-trouble.ts";

interface EndedAttempt {
  failure: Extract<AttemptOutcome, { ok: false }>;
  kept: KeptWork | undefined;
}

/** Retries as long as the plan allows, then hands over to the fallback profiles, then to a person. */
export async function failPhase(
  run: Run,
  running: RunningAttempt,
  { failure, review, kept }: Extract<AttemptResult, { failure: unknown }>,
): Promise<void> {
  const { journal, ports } = run;
  const { task, phase, attempt, executorName, executor } = running.start;
  if (failure.trouble && executor.kind === "agent") {
    recordWait(run, running, { failure, kept });
    return noteTrouble(run, { profile: executorName, trouble: failure.trouble, failure });
  }
  if (journal.state.tasks.get(task.id)!.phases.get(phase.phase)!.kept?.conflicts) {
    return giveUpMerge(run, running, failure);
  }
  recordFailure(run, running, { failure, review, kept });
  demoteIfFailing(run, executorName);
  const at = journal.state.tasks.get(task.id)!.phases.get(phase.phase)!;
  const next = nextAttempt({
    executor: executorName,
    order: executorOrder(phase.executor, journal.state),
    failedBy: at.failedBy,
    retries: executor.retries,
    backoffMs: executor.backoffMs,
    kind: failure.kind,
    ...differences(run, phase.executor, at),
    random: ports.random,
  });
  if (!next.retry) {
    const { type, message, evidence } = failure;
    return blockPhase(run, running, { type, message, evidence, attempts: at.failures });
  }
  journal.record({
    event: "retry_scheduled",
    task_id: task.id,
    phase: phase.phase,
    agent: "blocker_detector",
    data: {
      attempt: attempt + 1,
      not_before: new Date(ports.clock.now() + next.delayMs).toISOString(),
      level: next.level,
      executor: next.executor,
      ...recorded(next.differs, at),
      reason: failure.message,
    },
  });
}

/** The phase is done again on the fresh tip; what it could not merge counts as no failure of the phase's own. */
function giveUpMerge(
  { journal, ports }: Run,
  { start }: RunningAttempt,
  failure: EndedAttempt["failure"],
): void {
  const { task, phase, attempt, executorName, slot } = start;
  const where = { task_id: task.id, phase: phase.phase } as const;
  journal.record({
    event: "phase_interrupted",
    ...where,
    agent: `task_executor/${slot}`,
    data: {
      attempt,
      reason: `the merge failed: ${failure.message}`,
      ...(failure.usage ? { usage: failure.usage, duration_ms: Math.round(failure.durationMs) } : {}),
    },
  });
  journal.record({
    event: "retry_scheduled",
    ...where,
    agent: "blocker_detector",
    data: {
      attempt: attempt + 1,
      not_before: new Date(ports.clock.now()).toISOString(),
      level: 3,
      executor: executorName,
      anew: true,
      reason: "the phase runs again on the branch's fresh tip",
    },
  });
}

/** What another attempt could do otherwise. */
function differences(
  { plan }: Run,
  { escalate = [], alternative }: Executor,
  at: PhaseState,
): Pick<Parameters<typeof nextAttempt>[0], "alike" | "alternative" | "escalate"> {
  return {
    alike: at.alike.count,
    alternative: alternative !== undefined && !at.alternative,
    escalate: escalate
      .slice(at.escalated)
      .map(name => ({ name, isProfile: Object.hasOwn(plan.profiles, name) })),
  };
}

function recorded(
  differs: Extract<NextAttempt, { retry: true }>["differs"],
  { escalated }: PhaseState,
): Partial<EventData["retry_scheduled"]> {
  if (!differs) return {};
  if ("alternative" in differs) return differs;
  return { escalated: escalated + 1, ...(differs.model === undefined ? {} : { model: differs.model }) };
}

/** The attempt met its agent's limit: no failure of the phase's, but what it cost is paid. */
function recordWait({ journal }: Run, { start }: RunningAttempt, { failure, kept }: EndedAttempt): void {
  journal.record({
    event: "phase_interrupted",
    task_id: start.task.id,
    phase: start.phase.phase,
    agent: `task_executor/${start.slot}`,
    data: {
      attempt: start.attempt,
      reason: failure.message,
      ...(failure.usage ? { usage: failure.usage, duration_ms: Math.round(failure.durationMs) } : {}),
      ...keptData({ failure, kept }),
    },
  });
}

function recordFailure(
  { journal }: Run,
  { start }: RunningAttempt,
  { failure, review, kept }: EndedAttempt & { review: ReviewRecord | undefined },
): void {
  journal.record({
    event: "phase_failed",
    task_id: start.task.id,
    phase: start.phase.phase,
    agent: `task_executor/${start.slot}`,
    data: {
      attempt: start.attempt,
      executor: start.executorName,
      duration_ms: Math.round(failure.durationMs),
      type: failure.type,
      message: failure.message,
      evidence: failure.evidence.slice(-4_000),
      kind: failure.kind,
      ...(failure.usage ? { usage: failure.usage } : {}),
      ...(review ? { review } : {}),
      ...keptData({ failure, kept }),
    },
  });
}

function keptData({ failure: { conversation }, kept }: EndedAttempt) {
  return { ...(conversation ? { conversation } : {}), ...(kept ? { kept } : {}) };
}

/** Hands the phase over to a person: the blocker is recorded, committed and pushed. */
export async function blockPhase(
  run: Run,
  running: RunningAttempt,
  trouble: Omit<Trouble, "task" | "phase">,
): Promise<void> {
  const { journal, publisher } = run;
  const { task, phase, attempt } = running.start;
  block(journal, { ...trouble, task: task.id, phase: phase.phase });
  journal.recordProgress();
  await journal.commit({
    subject: task.workflow ? `${task.id} ${phase.phase} blocked` : `${task.id} blocked`,
    trailers: { task: task.id, phase: phase.phase, attempt },
    derived: true,
    saveReason: "blocker",
  });
  publisher.request();
}
