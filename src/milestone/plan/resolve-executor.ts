import type { ExecutorFile } from "./executor-schema.ts";
import type { AgentProfile, Executor, ExecutorOptions } from "./plan.ts";
import { defined, durationMs, resolveEnv } from "./resolve-config.ts";

/** Further attempts where nobody wrote how many: a command does the same again, an agent learns from its feedback. */
const DEFAULT_RETRIES: Record<ExecutorLevel["kind"], number> = { run: 1, agent: 2, manual: 0 };
const DEFAULT_BACKOFF_MS = 2000;

/** The executor of a task or phase: what stands below `executor`, and the short words beside it. */
export function executorOf(
  file: (ExecutorFile & { executor?: ExecutorFile | undefined }) | undefined,
): ExecutorFile {
  const {
    run,
    agent,
    manual,
    timeout,
    retries,
    backoff,
    fallback,
    stall_timeout,
    env,
    escalate,
    alternative,
  } = file ?? {};
  const short = {
    ...{ run, agent, manual, timeout, retries, backoff, fallback },
    ...{ stall_timeout, env, escalate, alternative },
  };
  return { ...file?.executor, ...defined<ExecutorFile>(short) };
}

/** Whether what a task runs stands directly on it. */
export function namesItsWork(file: ExecutorFile): boolean {
  return file.run !== undefined || file.agent !== undefined || file.manual === true;
}

/**
 * The executor of a phase from what its phase, task, milestone and config say, nearest first. What is run comes
 * from the nearest that says it; each option from the nearest that names it, except `fallback`, which goes with
 * what is run: profiles meant for an agent never replace a nearer shell command. Null when nothing is to run.
 */
export function resolveExecutor(
  nearestFirst: readonly (ExecutorFile | undefined)[],
  defaults: { timeoutMs: number; profiles: Readonly<Record<string, AgentProfile>> },
): Executor | null {
  const levels = nearestFirst.filter(level => level !== undefined);
  const index = levels.findIndex(level => kindOf(level) !== null);
  const kind = index < 0 ? null : kindOf(levels[index]!);
  if (!kind) return null;
  const withWork = levels.slice(0, index + 1);
  const fallback = withWork.find(level => level.fallback)?.fallback ?? [];
  const isAgent = kind.kind === "agent";
  const pick = <K extends "timeout" | "retries" | "backoff" | "env" | "stall_timeout">(key: K) =>
    levels.find(level => level[key] !== undefined)?.[key];
  const timeout = pick("timeout");
  const backoff = pick("backoff");
  const stall = pick("stall_timeout");
  const profile = kind.kind === "agent" ? defaults.profiles[kind.profile] : undefined;
  const options: ExecutorOptions = {
    timeoutMs: timeout === undefined ? defaults.timeoutMs : durationMs(timeout),
    retries: pick("retries") ?? DEFAULT_RETRIES[kind.kind],
    backoffMs: backoff === undefined ? DEFAULT_BACKOFF_MS : durationMs(backoff),
    fallback,
    env: resolveEnv(pick("env") ?? {}),
    ...defined<Pick<ExecutorOptions, "escalate" | "alternative" | "stallTimeoutMs">>({
      escalate: isAgent ? withWork.find(level => level.escalate)?.escalate : undefined,
      alternative: isAgent ? withWork.find(level => level.alternative)?.alternative : undefined,
      stallTimeoutMs: stall === undefined ? profile?.stallTimeoutMs : durationMs(stall),
    }),
  };
  return { ...options, ...kind };
}

type ExecutorLevel =
  | { kind: "run"; command: string }
  | { kind: "agent"; profile: string }
  | { kind: "manual" };

function kindOf(level: ExecutorFile): ExecutorLevel | null {
  if (level.run !== undefined) return { kind: "run", command: level.run };
  if (level.agent !== undefined) return { kind: "agent", profile: level.agent };
  return level.manual ? { kind: "manual" } : null;
}
