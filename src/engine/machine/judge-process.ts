import type { AttemptOutcome, AttemptRequest } from "../ports.ts";
import { classifyFailure } from "../process/classify-failure.ts";
import type { ProcessOutcome } from "../process/run-process.ts";
import { type AgentCall, readAnswer } from "./agent-call.ts";

/** The phase as people read it. */
export function labelOf(request: AttemptRequest): string {
  return `${request.task.id}/${request.phase.phase}`;
}

/** What the end of an attempt's process means. */
export function judge(
  request: AttemptRequest,
  call: AgentCall,
  outcome: ProcessOutcome,
  now: number,
): AttemptOutcome {
  const { durationMs } = outcome;
  const label = labelOf(request);
  switch (outcome.reason) {
    case "timeout": {
      const limit = limitWords(request.executor.timeoutMs);
      const message = `${label} did not end within its timeout of ${limit} and was killed`;
      return failure(durationMs, "timeout", message, outcome.tail, "ordinary");
    }
    case "stalled": {
      const message = `${label} showed no sign of life for its stall_timeout and was ended`;
      return failure(durationMs, "stalled_task", message, outcome.tail, "ordinary");
    }
    case "killed":
      return failure(durationMs, "task_failure", "it was stopped", outcome.tail, "transient");
    case "spawn_failed":
    case "exited":
      return judgeEnded(call, outcome, now);
    default:
      return outcome.reason satisfies never;
  }
}

/** A process that ended by itself, or never began. */
function judgeEnded(call: AgentCall, outcome: ProcessOutcome, now: number): AttemptOutcome {
  const { durationMs } = outcome;
  const answer = call.parse ? readAnswer(call, outcome, now) : null;
  const usage = answer?.usage ? { usage: answer.usage } : {};
  if (outcome.reason === "exited" && outcome.exitCode === 0 && (answer?.ok ?? true)) {
    return { ok: true, durationMs, ...usage, ...(answer ? { answers: answer.answers } : {}) };
  }
  const classified = classifyFailure(outcome, now);
  const said = answer?.error ? `: ${answer.error}` : "";
  const why = outcome.failure?.message ?? exitWords(outcome);
  return {
    ...failure(
      durationMs,
      "task_failure",
      `${call.name} ${why}${said}`,
      outcome.tail,
      answer?.kind ?? classified.kind,
    ),
    ...usage,
    ...waitOf(answer, classified, call),
  };
}

/** Only an agent's rate limit is a wait without blame; a command that meets one has failed. */
function waitOf(
  answer: ReturnType<typeof readAnswer> | null,
  classified: ReturnType<typeof classifyFailure>,
  call: AgentCall,
): { waitMs?: number } {
  const waitMs =
    answer?.waitMs ?? (classified.kind === "transient" && call.parse ? classified.waitMs : undefined);
  return waitMs === undefined ? {} : { waitMs };
}

function limitWords(timeoutMs: number): string {
  const minutes = Math.round(timeoutMs / 60_000);
  return minutes >= 2 ? `${minutes} minutes` : `${Math.round(timeoutMs / 1000)} seconds`;
}

function exitWords(outcome: ProcessOutcome): string {
  if (outcome.exitCode === 0) return "ended without an error but reported a failure";
  return outcome.exitCode === null ? `was ended by ${outcome.signal}` : `ended with exit ${outcome.exitCode}`;
}

export function failure(
  durationMs: number,
  type: Extract<AttemptOutcome, { ok: false }>["type"],
  message: string,
  evidence: string,
  kind: Extract<AttemptOutcome, { ok: false }>["kind"],
): Extract<AttemptOutcome, { ok: false }> {
  return { ok: false, durationMs, type, message, evidence, kind };
}
