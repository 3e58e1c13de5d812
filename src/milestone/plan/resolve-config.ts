import { DEFAULT_WEIGHTS, type PhaseWeights } from "../phase.ts";
import type { ExecutorFile, ProfileFile } from "./executor-schema.ts";
import type { ConfigFile, MilestoneFile, PrerequisiteFile, QualityGateFile } from "./milestone-schema.ts";
import {
  type AgentProfile,
  type Budget,
  DEFAULT_LIMITS,
  type Limits,
  type Prerequisite,
  type Price,
  type QualityGate,
} from "./plan.ts";
import { BUILT_IN_PROFILES } from "./profiles.ts";
import { parseDuration } from "./schema-parts.ts";

/** Milliseconds of a duration that the schema has let through. */
export function durationMs(text: string): number {
  const ms = parseDuration(text);
  if (ms === null) throw new Error(`${text} passed the schema but is no duration`);
  return ms;
}

/** Keys that are not written stay absent, as the types want it. */
export function defined<T extends object>(record: { [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as T;
}

type Env = NonNullable<ExecutorFile["env"]>;

/** A name alone is a variable to pass on, as is one without a value; names with values stand in a map or in the list. */
export function resolveEnv(env: Env): Record<string, string | null> {
  const maps = [env].flat().map(item => (typeof item === "string" ? { [item]: null } : item));
  const entries = maps.flatMap(map => Object.entries(map));
  return Object.fromEntries(entries.map(([name, value]) => [name, value === null ? null : String(value)]));
}

/** Each limit from the nearest level that sets it. */
export function resolveBudget(...nearestFirst: (MilestoneFile["budget"] | undefined)[]): Budget {
  const pick = <K extends "minutes" | "attempts" | "tokens" | "cost_usd">(key: K) =>
    nearestFirst.find(budget => budget?.[key] !== undefined)?.[key];
  return defined<Budget>({
    minutes: pick("minutes"),
    attempts: pick("attempts"),
    tokens: pick("tokens"),
    costUsd: pick("cost_usd"),
  });
}

/** The milestone's prices before the config's; cached input that nobody prices costs as much as any. */
export function resolvePrices(milestone: MilestoneFile, config: ConfigFile): Record<string, Price> {
  const all = { ...config.prices, ...milestone.prices };
  return Object.fromEntries(
    Object.entries(all).map(([model, { input, cached = input, output }]) => [
      model,
      { input, cached, output },
    ]),
  );
}

export function resolveLimits(milestone: MilestoneFile, config: ConfigFile): Limits {
  const limits = { ...config.limits, ...milestone.limits };
  const ms = (text: string | undefined, fallback: number) =>
    text === undefined ? fallback : durationMs(text);
  const mib = (given: number | undefined, fallback: number) =>
    given === undefined ? fallback : given * 1024 * 1024;
  return {
    longRunningMs: ms(limits.long_running, DEFAULT_LIMITS.longRunningMs),
    taskStallMs: ms(limits.task_stall, DEFAULT_LIMITS.taskStallMs),
    executionStallMs: ms(limits.execution_stall, DEFAULT_LIMITS.executionStallMs),
    diskPercent: limits.disk_percent ?? DEFAULT_LIMITS.diskPercent,
    lockWaitMs: ms(limits.lock_wait, DEFAULT_LIMITS.lockWaitMs),
    checkpointFiles: limits.checkpoint_files ?? DEFAULT_LIMITS.checkpointFiles,
    pushTasks: limits.push_tasks ?? DEFAULT_LIMITS.pushTasks,
    phaseTimeoutMs: ms(limits.phase_timeout, DEFAULT_LIMITS.phaseTimeoutMs),
    restMs: ms(limits.rest, DEFAULT_LIMITS.restMs),
    fileBytes: mib(limits.file_mib, DEFAULT_LIMITS.fileBytes),
    phaseBytes: mib(limits.phase_mib, DEFAULT_LIMITS.phaseBytes),
    phaseFiles: limits.phase_files ?? DEFAULT_LIMITS.phaseFiles,
  };
}

/** The milestone's weights, else the config's, else the defaults; a phase left out of a given set weighs 0. */
export function resolveWeights(milestone: MilestoneFile, config: ConfigFile): PhaseWeights {
  const given = milestone.kiro_configuration?.phase_weights ?? config.kiro_configuration?.phase_weights;
  if (!given) return DEFAULT_WEIGHTS;
  const { design = 0, spec = 0, task = 0, execute = 0 } = given;
  return { design, spec, task, execute };
}

/** The built-in profiles with the config's on top: a known name is changed key by key. */
export function resolveProfiles(config: ConfigFile): Record<string, AgentProfile> {
  const profiles: Record<string, AgentProfile> = { ...BUILT_IN_PROFILES };
  for (const [name, file] of Object.entries(config.agents ?? {})) {
    const base = Object.hasOwn(profiles, name) ? profiles[name] : undefined;
    profiles[name] = resolveProfile(name, file, base);
  }
  return profiles;
}

function resolveProfile(name: string, file: ProfileFile, base: AgentProfile | undefined): AgentProfile {
  const given = defined<Partial<AgentProfile>>({
    command: file.command,
    args: file.args,
    phaseArgs: file.phase_args && phaseArgs(file.phase_args),
    prompt: file.prompt,
    // Its key still reaches a program that is given a model.
    env: file.env && { ...base?.env, ...resolveEnv(file.env) },
    model: file.model,
    result: file.result,
    stallTimeoutMs: file.stall_timeout === undefined ? undefined : durationMs(file.stall_timeout),
    install: file.install,
  });
  const fallback = {
    command: name,
    args: [],
    phaseArgs: {},
    prompt: "stdin",
    env: {},
    result: "text",
  } as const;
  return { ...fallback, args: [], ...base, ...given, name };
}

function phaseArgs(file: NonNullable<ProfileFile["phase_args"]>): AgentProfile["phaseArgs"] {
  const { design, spec, task, execute } = file;
  return defined<AgentProfile["phaseArgs"]>({ design, spec, task, execute });
}

const CHECKPOINT_NAMES: Readonly<Record<number, string>> = {
  25: "Foundation",
  50: "Core",
  75: "Integration",
  100: "Final",
};

export function resolveQualityGate(file: QualityGateFile): QualityGate {
  return {
    at: file.at,
    name: file.name ?? CHECKPOINT_NAMES[file.at] ?? `Checkpoint at ${file.at} %`,
    run: file.run === undefined ? [] : typeof file.run === "string" ? [file.run] : file.run,
    approvers: file.approvers ?? [],
    minApprovals: file.min_approvals ?? 1,
    criteria: file.criteria ?? [],
  };
}

export function resolvePrerequisite(file: PrerequisiteFile): Prerequisite {
  const { tool, version, install, service, check, start, alternative, env, command, data } = file;
  if (tool !== undefined) {
    return { kind: "tool", tool, ...defined<{ version?: string; install?: string }>({ version, install }) };
  }
  if (service !== undefined && check !== undefined) {
    const ways = defined<{ start?: string; alternative?: string }>({ start, alternative });
    return { kind: "service", service, check, ...ways };
  }
  if (env !== undefined) return { kind: "env", env };
  if (command !== undefined) return { kind: "command", command };
  if (data !== undefined) return { kind: "data", check: data.check, prepare: data.prepare };
  throw new Error("a prerequisite passed the schema without a kind");
}
