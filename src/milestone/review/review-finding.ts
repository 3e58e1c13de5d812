import { z } from "zod";
import type { FilePatch } from "./patch.ts";

export const REVIEW_SEVERITIES = ["low", "medium", "high"] as const;
export type ReviewSeverity = (typeof REVIEW_SEVERITIES)[number];
export const LENSES = ["correctness", "security", "performance", "docs"] as const;
export type Lens = (typeof LENSES)[number];

/** What a phase's review looks for, and who looks. */
export interface ReviewPlan {
  /** Profile of the agent that reads the patch; absent: the engine alone looks at it. */
  agent?: string;
  /** Profiles that read it in its place. */
  fallback: string[];
  lenses: Lens[];
  /** Findings of this severity and above send the work back; `none`: no finding does. */
  blocking: ReviewSeverity | "none";
}

export const reviewFinding = z.object({
  file: z.string(),
  /** As the file is now, from 1; 0: the file as a whole. */
  line: z.int().min(0),
  severity: z.enum(REVIEW_SEVERITIES),
  lens: z.enum(LENSES),
  message: z.string(),
  /** The line that it is about, word for word. */
  quote: z.string().optional(),
  /** The engine found it itself. */
  own: z.boolean().optional(),
});
export type ReviewFinding = z.infer<typeof reviewFinding>;

/** What a review of an attempt's patch came to. */
export const reviewRecord = z.object({
  /** Absent: no agent was asked. */
  agent: z.string().optional(),
  lenses: z.array(z.string()),
  findings: z.array(reviewFinding),
  /** Findings that were left out: what they quote is not in the patch, or they were too many. */
  dropped: z.int().min(0),
});
export type ReviewRecord = z.infer<typeof reviewRecord>;

const MOST_FINDINGS = 50;
const MOST_CHARS = 2_000;

/** What reviewers call severities by, beside the names that they were given. */
const SEVERITY_WORDS: ReadonlyMap<string, ReviewSeverity> = new Map([
  ...REVIEW_SEVERITIES.map((name): [string, ReviewSeverity] => [name, name]),
  ...["critical", "blocker", "severe", "major", "fatal", "error"].map((word): [string, ReviewSeverity] => [
    word,
    "high",
  ]),
  ...["moderate", "warning"].map((word): [string, ReviewSeverity] => [word, "medium"]),
  ...["minor", "info", "trivial", "nit"].map((word): [string, ReviewSeverity] => [word, "low"]),
]);

/** As a reviewer may write it; what is no use of it is left out by itself. */
const answered = z.object({
  file: z.string().min(1).max(4_096),
  line: z.int().min(0).catch(0),
  severity: z.preprocess(
    value => (typeof value === "string" ? SEVERITY_WORDS.get(value.trim().toLowerCase()) : value),
    z.enum(REVIEW_SEVERITIES),
  ),
  lens: z.enum(LENSES).catch("correctness"),
  message: z.string().min(1),
  quote: z.string().min(1),
});

/**
 * The findings of a reviewer's answer that hold: each names a changed file and quotes a line of its patch. null: it is no
 * answer, and so nobody has looked.
 */
export function readFindings(
  answer: Record<string, unknown> | undefined,
  patches: readonly FilePatch[],
): Pick<ReviewRecord, "findings" | "dropped"> | null {
  if (!Array.isArray(answer?.findings)) return null;
  const findings: ReviewFinding[] = [];
  for (const each of answer.findings as unknown[]) {
    const reading = answered.safeParse(each);
    const finding = reading.success ? placed(reading.data, patches) : null;
    if (finding) findings.push(finding);
  }
  const rank = ({ severity }: ReviewFinding): number => REVIEW_SEVERITIES.indexOf(severity);
  // Where some are too many, none that weighs more is left out for one that weighs less.
  const kept = findings.sort((a, b) => rank(b) - rank(a)).slice(0, MOST_FINDINGS);
  return { findings: kept, dropped: answer.findings.length - kept.length };
}

/** With the line where the quoted text really stands. */
function placed(finding: z.infer<typeof answered>, patches: readonly FilePatch[]): ReviewFinding | null {
  const patch = patches.find(({ path }) => path === finding.file.replace(/^(?:\.\/|[ab]\/)/, ""));
  const quote = finding.quote.split("\n").map(quotedLine).find(Boolean);
  if (!patch || quote === undefined) return null;
  const found = patch.lines.filter(
    line => line.text.trim() === quote || (quote.length >= 12 && line.text.includes(quote)),
  );
  if (found.length === 0) return null;
  const nearest = found.reduce((a, b) =>
    Math.abs(b.new - finding.line) < Math.abs(a.new - finding.line) ? b : a,
  );
  const message = finding.message.slice(0, MOST_CHARS).toWellFormed();
  return {
    ...finding,
    file: patch.path,
    line: nearest.new,
    message,
    quote: nearest.text.trim().slice(0, 300),
  };
}

/** Without the sign that it has in the patch. */
function quotedLine(line: string): string {
  return line
    .trim()
    .replace(/^[+-]\s*/, "")
    .trim();
}

/** The findings that send the work back. */
export function blockingOf(findings: readonly ReviewFinding[], { blocking }: ReviewPlan): ReviewFinding[] {
  if (blocking === "none") return [];
  const least = REVIEW_SEVERITIES.indexOf(blocking);
  return findings.filter(({ severity }) => REVIEW_SEVERITIES.indexOf(severity) >= least);
}

/** `src/a.ts:12: high, security: the key is printed (console.log(key))`. */
export function findingWords({ file, line, severity, lens, message, quote }: ReviewFinding): string {
  const at = line > 0 ? `${file}:${line}` : file;
  return `${at}: ${severity}, ${lens}: ${message}${quote ? ` (${quote})` : ""}`;
}
