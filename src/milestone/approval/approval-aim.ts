import type { ApprovalState } from "../session/state.ts";
import type { CandidateDecision } from "./who-counts.ts";

/** Longest text of one point of feedback, and most points, that are passed on. */
const POINT_CHARS = 4_000;
const POINTS = 100;

/**
 * The open gates that a decision is about. A command's target is exact. Requested changes aim at the gates whose
 * deliverables the line comments touch or whose names (`task/phase`, a file, else the task) the text names, and at
 * all of them where it names none. Anything else aims at all.
 */
export function aimOf(candidate: CandidateDecision, open: readonly ApprovalState[]): Set<string> {
  const { target, verdict } = candidate;
  const requests = (found: readonly ApprovalState[]) => new Set(found.map(a => a.request));
  if (target) {
    const { task, phase } = target;
    return requests(open.filter(a => a.task === task && (phase === undefined || a.phase === phase)));
  }
  if (verdict === "approved") return requests(open);
  const exact = namedGates(candidate, open);
  return requests(exact.length ? exact : open);
}

/** The gates that requested changes name or touch; empty where they are about no gate in particular. */
export function namedGates(candidate: CandidateDecision, gates: readonly ApprovalState[]): ApprovalState[] {
  const words = wordsOf(candidate.body);
  const touched = new Set(candidate.lineComments.map(c => c.path));
  const exact = gates.filter(
    a =>
      a.deliverables.some(d => touched.has(d.path) || namesFile(words, d.path)) ||
      (a.task !== null && words.has(`${a.task}/${a.phase}`.toLowerCase())),
  );
  return exact.length ? exact : gates.filter(a => a.task !== null && words.has(a.task.toLowerCase()));
}

/** What the next attempt is told: the text, then each line comment with its place. */
export function feedbackOf(candidate: CandidateDecision): string[] {
  const points = candidate.lineComments.map(({ path, line, body }) =>
    body.trim() ? `${path}${line === null ? "" : `:${line}`}: ${body.trim()}` : "",
  );
  return [candidate.body.trim(), ...points]
    .filter(point => point !== "")
    .slice(0, POINTS)
    .map(point => (point.length > POINT_CHARS ? `${point.slice(0, POINT_CHARS - 1)}…` : point));
}

/** Words that may be names of tasks or files, in lower case, each path's last part too. One pass over the text. */
function wordsOf(text: string): Set<string> {
  const words = new Set<string>();
  for (const raw of text.toLowerCase().split(/[^a-z0-9._/-]/)) {
    const word = trimDots(raw);
    if (word === "") continue;
    words.add(word);
    const slash = word.lastIndexOf("/");
    if (slash >= 0 && slash < word.length - 1) words.add(word.slice(slash + 1));
  }
  return words;
}

/** A full stop ends a sentence, it does not belong to the name before it. */
function trimDots(word: string): string {
  let end = word.length;
  while (end > 0 && word[end - 1] === ".") end -= 1;
  return word.slice(0, end);
}

function namesFile(words: ReadonlySet<string>, path: string): boolean {
  const lower = path.toLowerCase();
  return words.has(lower) || words.has(lower.slice(lower.lastIndexOf("/") + 1));
}
