import { answersIn } from "../../milestone/brief/feedback.ts";
import type { AgentProfile, Price } from "../../milestone/plan/plan.ts";
import { dollarsOf } from "../../milestone/plan/prices.ts";
import type { Usage } from "../../milestone/session/event.ts";
import { type AgentReport, jsonObjects, type ModelUse, textAt } from "./agent-report.ts";
import { readClaude } from "./claude.ts";
import { readCodex } from "./codex.ts";
import { readCopilot } from "./copilot.ts";
import { readGemini } from "./gemini.ts";
import { type ProviderTrouble, type Recognised, recogniseTrouble, statusIn } from "./provider-trouble.ts";

export interface AgentResult {
  /** What the program says of itself; the deliverables decide whether the attempt counts. */
  ok: boolean;
  usage?: Usage;
  /** The agent's last message. */
  text: string;
  /** How it says it answered each point of feedback. */
  answers: string[];
  /** A sentence, when it failed. */
  error?: string;
  /** `permanent`: a person must change something (key, model, plan) before it can go well. */
  kind?: "transient" | "ordinary" | "permanent";
  /** What the model's service, or the account, has against it. */
  trouble?: ProviderTrouble;
  /** The service was busy or its limit reached: call again after this many milliseconds, and count no failure. */
  waitMs?: number;
  /** The program stopped because it had spent what it was allowed. */
  budgetSpent?: true;
}

export interface ProgramOutcome {
  exitCode: number | null;
  /** Raw bytes of stdout. */
  stdout: Buffer;
  /** Last lines of both streams. */
  tail: string;
}

/** What the program's work is worth where it does not say so itself. */
export interface Pricing {
  /** Of the model by its name, and by an empty name of the one that the program is taken to use; null: nobody knows. */
  price(model: string): Price | null;
  /** What the program is taken to use where it names none. */
  model: string | null;
  /** What a minute of it costs at the most, in US dollars; null: nobody knows. */
  perMinuteUsd: number | null;
  /** What it was allowed to spend; null: no limit. */
  capUsd: number | null;
}

const UNPRICED: Pricing = { price: () => null, model: null, perMinuteUsd: null, capUsd: null };

/** A busy service that names no time is asked again after a minute. */
export const DEFAULT_WAIT_MS = 60_000;

/**
 * Reads what an agent's program printed. Anything around its report is skipped. A program that ends without an error
 * but leaves no whole report where its form has one has failed: its answer was cut off, or never came. `usageText` is the
 * content of the file that the program was told to write its usage to; `now` in milliseconds since the epoch.
 */
export function parseResult(
  profile: Pick<AgentProfile, "name" | "result">,
  outcome: ProgramOutcome,
  { usageText = null, now, pricing = UNPRICED, before = [] }: ResultContext,
): AgentResult {
  const said = since(before, read(profile.result, outcome, usageText));
  const exited = outcome.exitCode === 0;
  const unanswered = exited && !said.failed ? missingAnswer(profile.result, said) : undefined;
  if (unanswered !== undefined) said.error = said.error ?? unanswered;
  const ok = exited && !said.failed && unanswered === undefined;
  const result: AgentResult = { ok, text: said.text, answers: answersIn(said.text) };
  const usage = usageOf(profile.name, said, pricing);
  if (usage) result.usage = usage;
  if (!ok) Object.assign(result, failureOf(said, { outcome, now, isText: profile.result === "text" }));
  return result;
}

interface ResultContext {
  usageText?: string | null;
  /** What its conversation had used before, as its program told it then. */
  before?: readonly ModelUse[];
  now: number;
  pricing?: Pricing;
}

/**
 * What a program used that was ended before it could tell: what its output had told already, else what its time costs at
 * the most, within what it was allowed. Undefined where nobody knows.
 */
export function usageOfKilled(
  profile: Pick<AgentProfile, "name" | "result">,
  outcome: ProgramOutcome & { durationMs: number },
  { usageText = null, pricing = UNPRICED, before = [] }: ResultContext,
): Usage | undefined {
  const told = usageOf(profile.name, since(before, read(profile.result, outcome, usageText)), pricing);
  if (told && told.cost_usd > 0) return told;
  if (pricing.perMinuteUsd === null) return told;
  const worth = (pricing.perMinuteUsd * outcome.durationMs) / 60_000;
  const cost = Math.min(worth, pricing.capUsd ?? worth);
  return {
    agent: profile.name,
    ...(pricing.model === null ? {} : { model: pricing.model }),
    input_tokens: told?.input_tokens ?? 0,
    output_tokens: told?.output_tokens ?? 0,
    cost_usd: Number(cost.toFixed(10)),
    estimated: true,
  };
}

/** What a program says of the conversation that it had: its id, and what all of it used, where it counts so. */
export function conversationOf(
  { result }: Pick<AgentProfile, "result">,
  outcome: ProgramOutcome,
  usageText: string | null,
): { session?: string; told: ModelUse[] } {
  const { session, isWhole, models } = read(result, outcome, usageText);
  return { ...(session === undefined ? {} : { session }), told: isWhole ? models : [] };
}

/** Without what the conversation had used before, where the program counts the whole of it. */
function since(before: readonly ModelUse[], said: AgentReport): AgentReport {
  if (!said.isWhole || before.length === 0) return said;
  const models = said.models.map(use => {
    const old = before.find(({ model }) => model === use.model);
    // Less than before: it counts anew after all.
    if (!old || use.input_tokens < old.input_tokens || use.output_tokens < old.output_tokens) return use;
    return {
      model: use.model,
      input_tokens: use.input_tokens - old.input_tokens,
      cached_tokens: Math.max(0, use.cached_tokens - old.cached_tokens),
      output_tokens: use.output_tokens - old.output_tokens,
      cost_usd: Math.max(0, use.cost_usd - old.cost_usd),
    };
  });
  return { ...said, models };
}

/** A sentence where a program that ended well left no answer; a `text` profile's exit code is its whole report. */
function missingAnswer(kind: AgentProfile["result"], said: AgentReport): string | undefined {
  switch (kind) {
    case "claude-json":
    case "codex-jsonl":
    case "gemini-json":
      return said.known ? undefined : "its answer is missing or cut off";
    case "copilot-text":
      return said.text === "" && said.models.length === 0 ? "it gave no answer" : undefined;
    case "text":
      return undefined;
    default:
      return kind satisfies never;
  }
}

function read(kind: AgentProfile["result"], outcome: ProgramOutcome, usageText: string | null): AgentReport {
  const stdout = outcome.stdout.toString("utf8");
  switch (kind) {
    case "claude-json":
      return readClaude(stdout);
    case "codex-jsonl":
      return readCodex(stdout);
    case "gemini-json":
      return readGemini(stdout, outcome.tail, outcome.exitCode);
    case "copilot-text":
      return readCopilot(stdout, usageText);
    case "text": {
      const error = errorAtEnd(stdout);
      const said = error === undefined ? {} : { failed: true, error };
      return { failed: false, text: stdout.trim(), models: [], ...said };
    }
    default:
      return kind satisfies never;
  }
}

/**
 * The error of a known program's report with which an output ends whose form nobody knows: a command that starts an agent
 * often passes its report on, and not its failure. Undefined: it ends with none.
 */
export function errorAtEnd(output: string): string | undefined {
  const text = output.slice(-MAX_REPORT).trimEnd();
  if (!text.endsWith("}") && !text.endsWith("]")) return undefined;
  const claude = readClaude(text);
  if (claude.failed) return claude.error;
  const last = jsonObjects(text).at(-1);
  if (last?.type === "turn.failed" || last?.type === "error") return textAt(last.error, "message");
  return undefined;
}

/** Reports are a few kilobytes; an agent's last message stands in one (characters). */
const MAX_REPORT = 256 * 1024;

function usageOf(agent: string, said: AgentReport, pricing: Pricing): Usage | undefined {
  if (said.models.length === 0) return undefined;
  const models = said.models.map(use => priced(use, said, pricing));
  const isPriced = models.some((use, index) => use.cost_usd !== said.models[index]!.cost_usd);
  const main = models.reduce((a, b) => (weight(b) > weight(a) ? b : a));
  const sum = (of: (m: ModelUse) => number) => models.reduce((all, m) => all + of(m), 0);
  return {
    agent,
    ...(main.model === "" ? {} : { model: main.model }),
    input_tokens: sum(m => m.input_tokens),
    output_tokens: sum(m => m.output_tokens),
    // Ten decimals keep sums exact enough and the log free of noise like 0.30000000000000004.
    cost_usd: Number(sum(m => m.cost_usd).toFixed(10)),
    ...(isPriced ? { priced: true } : {}),
    ...(models.length > 1 ? { models: models.map(({ cached_tokens: _, ...use }) => use) } : {}),
  };
}

/** With its dollars by the price list, where the program tells none; a name only where one is known. */
function priced(use: ModelUse, { tellsDollars }: AgentReport, pricing: Pricing): ModelUse {
  const named = { ...use, model: use.model || (pricing.model ?? "") };
  const price = tellsDollars || use.cost_usd > 0 ? null : pricing.price(named.model);
  if (!price) return named;
  const tokens = { input: use.input_tokens, cached: use.cached_tokens, output: use.output_tokens };
  return { ...named, cost_usd: dollarsOf(tokens, price) };
}

function weight(m: ModelUse): number {
  return m.cost_usd * 1e9 + m.input_tokens + m.output_tokens;
}

interface EndedProgram {
  outcome: ProgramOutcome;
  now: number;
  /** Its output is that of any program, and not the words of one of the known ones. */
  isText: boolean;
}

function failureOf(said: AgentReport, { outcome, now, isText }: EndedProgram): Partial<AgentResult> {
  const error = said.error ? { error: oneLine(said.error) } : {};
  if (said.budgetSpent) return { ...error, kind: "ordinary", budgetSpent: true };
  const words = said.error ?? (said.known ? "" : lastLines(outcome.tail));
  const recognised = recogniseTrouble({
    words,
    structured: !isText,
    now,
    ...(said.status ? { status: said.status } : {}),
  });
  if (recognised) return { ...error, ...kindOf(recognised), trouble: recognised.trouble };
  const status = said.status ?? statusIn(words);
  if (status !== undefined && status >= 500) return { ...error, kind: "transient" };
  return said.error ? { ...error, kind: "ordinary" } : {};
}

function kindOf({ trouble, waitMs }: Recognised): Pick<AgentResult, "kind" | "waitMs"> {
  switch (trouble) {
    case "busy":
      return { kind: "transient", waitMs: waitMs ?? DEFAULT_WAIT_MS };
    case "usage_limit":
      return waitMs === undefined ? { kind: "permanent" } : { kind: "transient", waitMs };
    case "credentials":
    case "credit":
    case "model":
    case "context":
      return { kind: "permanent" };
    default:
      return trouble satisfies never;
  }
}

/** What ended the program stands at the end of its output. */
function lastLines(tail: string): string {
  return tail.trimEnd().split("\n").slice(-6).join("\n");
}

function oneLine(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > 500 ? `${line.slice(0, 500).toWellFormed()}…` : line;
}
