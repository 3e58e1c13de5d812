import { answersIn } from "../../milestone/brief/feedback.ts";
import type { AgentProfile } from "../../milestone/plan/plan.ts";
import type { Usage } from "../../milestone/session/event.ts";
import { waitFromText } from "../process/rate-limit.ts";
import { readClaude } from "./claude.ts";
import { readCodex } from "./codex.ts";
import { readCopilot } from "./copilot.ts";
import { readGemini } from "./gemini.ts";
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
 * Reads what an agent's program printed. Anything around its report is skipped, a report that is missing or cut is no
 * error: then the exit code alone counts and no usage is claimed. `usageText` is the content of the file that the
 * program was told to write its usage to; `now` in milliseconds since the epoch.
 */
export function parseResult(
  profile: Pick<AgentProfile, "name" | "result">,
  outcome: ProgramOutcome,
  { usageText = null, now }: { usageText?: string | null; now: number },
): AgentResult {
  const said = read(profile.result, outcome, usageText);
  const exited = outcome.exitCode === 0;
  const ok = exited && !said.failed;
  const result: AgentResult = { ok, text: said.text, answers: answersIn(said.text) };
  const usage = usageOf(profile.name, said);
  if (usage) result.usage = usage;
  if (!ok) Object.assign(result, failureOf(said, outcome, now));
  return result;
}

function read(kind: AgentProfile["result"], outcome: ProgramOutcome, usageText: string | null): Said {
  const stdout = outcome.stdout.toString("utf8");
  switch (kind) {
    case "claude-json":
      return readClaude(stdout);
    case "codex-jsonl":
      return readCodex(stdout);
    case "gemini-json":
      return readGemini(stdout, outcome.tail);
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

function failureOf(said: Said, outcome: ProgramOutcome, now: number): Partial<AgentResult> {
  const error = said.error ? { error: oneLine(said.error) } : {};
  if (said.budgetSpent) return { ...error, kind: "ordinary", budgetSpent: true };
  const words = said.error ?? (said.known ? "" : lastLines(outcome.tail));
  const status = said.status ?? statusIn(words);
  if (status === 401 || status === 403 || /\binvalid api key\b|\bnot logged in\b/i.test(words)) {
    return { ...error, kind: "permanent" };
  }
  const busy = status === 429 || status === 503 || status === 529 || BUSY.test(words);
  if (busy)
    return { ...error, kind: "transient", waitMs: waitFromText(words, now).waitMs ?? DEFAULT_WAIT_MS };
  if (status !== undefined && status >= 500) return { ...error, kind: "transient" };
  return said.error ? { ...error, kind: "ordinary" } : {};
}

const BUSY =
  /\brate[ _-]?limit|\btoo many requests\b|\busage limit\b|\blimit reached\b|\boverloaded\b|\bRESOURCE_EXHAUSTED\b|\bhit your limit\b/i;

/** `API Error: 529 …`, `last status: 429`, `HTTP 401`, `"code": 429`. */
function statusIn(text: string): number | undefined {
  const match = /\b(?:status|error|HTTP|code)\b[^\n\d]{0,24}\b([45]\d\d)\b/i.exec(text);
  return match ? Number(match[1]) : undefined;
}

function lastLines(tail: string): string {
  return tail.trimEnd().split("\n").slice(-12).join("\n");
}

function oneLine(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > 500 ? `${line.slice(0, 500).toWellFormed()}…` : line;
}
