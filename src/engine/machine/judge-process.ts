import { counted } from "../../milestone/text/counted.ts";
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
  const { durationMs, tail: evidence } = outcome;
  const label = labelOf(request);
  const failed = { ok: false, durationMs, evidence } as const;
  switch (outcome.reason) {
    case "timeout": {
      const limit = limitWords(request.executor.timeoutMs);
      const message = `${label} did not end within its timeout of ${limit} and was killed`;
      return { ...failed, type: "timeout", message, kind: "ordinary" };
    }
    case "stalled": {
      const message = `${label} showed no sign of life for its stall_timeout and was ended`;
      return { ...failed, type: "stalled_task", message, kind: "ordinary" };
    }
    case "killed":
      return { ...failed, type: "task_failure", message: "it was stopped", kind: "transient" };
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
    ok: false,
    durationMs,
    type: "task_failure",
    message: `${call.name} ${why}${said}`,
    evidence: outcome.tail,
    kind: answer?.kind ?? classified.kind,
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
  if (timeoutMs % 60_000 === 0) return counted(timeoutMs / 60_000, "minute");
  return counted(timeoutMs / 1000, "second");
}

function exitWords(outcome: ProcessOutcome): string {
  if (outcome.exitCode === 0) return "ended without an error but reported a failure";
  return outcome.exitCode === null ? `was ended by ${outcome.signal}` : `ended with exit ${outcome.exitCode}`;
}
