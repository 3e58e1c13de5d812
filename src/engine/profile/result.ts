import { answersIn } from "../../milestone/brief/feedback.ts";
import type { AgentProfile } from "../../milestone/plan/plan.ts";
import type { Usage } from "../../milestone/session/event.ts";
import { readClaude } from "./claude.ts";
import { readCodex } from "./codex.ts";
import { readCopilot } from "./copilot.ts";
import { readGemini } from "./gemini.ts";
import { type ProviderTrouble, type Recognised, recogniseTrouble, statusIn } from "./provider-trouble.ts";
import type { Said } from "./said.ts";

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
  { usageText = null, now }: { usageText?: string | null; now: number },
): AgentResult {
  const said = read(profile.result, outcome, usageText);
  const exited = outcome.exitCode === 0;
  const unanswered = exited && !said.failed ? missingAnswer(profile.result, said) : undefined;
  if (unanswered !== undefined) said.error = said.error ?? unanswered;
  const ok = exited && !said.failed && unanswered === undefined;
  const result: AgentResult = { ok, text: said.text, answers: answersIn(said.text) };
  const usage = usageOf(profile.name, said);
  if (usage) result.usage = usage;
  if (!ok) Object.assign(result, failureOf(said, { outcome, now, isText: profile.result === "text" }));
  return result;
}

/** A sentence where a program that ended well left no answer; a `text` profile's exit code is its whole report. */
function missingAnswer(kind: AgentProfile["result"], said: Said): string | undefined {
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

function read(kind: AgentProfile["result"], outcome: ProgramOutcome, usageText: string | null): Said {
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
    case "text":
      return { failed: false, text: stdout.trim(), models: [] };
    default:
      return kind satisfies never;
  }
}

function usageOf(agent: string, { models }: Said): Usage | undefined {
  if (models.length === 0) return undefined;
  const main = models.reduce((a, b) => (weight(b) > weight(a) ? b : a));
  const sum = (of: (m: Said["models"][number]) => number) => models.reduce((all, m) => all + of(m), 0);
  return {
    agent,
    ...(main.model === "" ? {} : { model: main.model }),
    input_tokens: sum(m => m.input_tokens),
    output_tokens: sum(m => m.output_tokens),
    // Ten decimals keep sums exact enough and the log free of noise like 0.30000000000000004.
    cost_usd: Number(sum(m => m.cost_usd).toFixed(10)),
    ...(models.length > 1 ? { models } : {}),
  };
}

function weight(m: Said["models"][number]): number {
  return m.cost_usd * 1e9 + m.input_tokens + m.output_tokens;
}

interface Ended {
  outcome: ProgramOutcome;
  now: number;
  /** Its output is that of any program, and not the words of one of the known ones. */
  isText: boolean;
}

function failureOf(said: Said, { outcome, now, isText }: Ended): Partial<AgentResult> {
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
