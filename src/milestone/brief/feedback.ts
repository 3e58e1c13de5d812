import type { Answered } from "../session/questions.ts";
import type { NoteState } from "../session/state.ts";
import { noteOrigin } from "../session/task-notes.ts";
import { sanitise } from "../text/sanitise.ts";

/** More points than this are hard to answer; the rest is counted. */
const MAX_POINTS = 40;

/**
 * What the last attempt got wrong, as single points. A failure comes as its message and its evidence; when the
 * evidence is the list of findings that the message begins with, each finding is a point. A review comes as its body
 * and line comments, each a point.
 */
export function feedbackPoints(feedback: readonly string[]): string[] {
  const [message, evidence, ...more] = feedback;
  const lines = evidence?.split("\n").filter(line => line.trim() !== "") ?? [];
  const isList = more.length === 0 && lines.length > 0 && message!.startsWith(lines[0]!);
  const points = (isList ? lines : feedback).map(visibleText).filter(point => point !== "");
  return points.length <= MAX_POINTS
    ? points
    : [...points.slice(0, MAX_POINTS), `and ${points.length - MAX_POINTS} more`];
}

/** The text of MILESTONE_FEEDBACK: each point numbered, and fenced as data. */
export function feedbackText(points: readonly string[]): string {
  return points.map((point, i) => `Point ${i + 1}\n${dataBlock(`point-${i + 1}`, point)}`).join("\n\n");
}

/** What people answered, fenced as data like the rest of the feedback; empty where nothing was asked. */
export function answersText(answered: readonly Answered[]): string {
  return answered
    .map(({ name, question, answer, by }, i) => {
      const who = by === null ? "nobody answered in time, so the default holds" : `by ${visibleText(by)}`;
      return `Question ${name}\n${dataBlock(`question-${i + 1}`, question)}\nAnswer (${who})\n${dataBlock(`answer-${i + 1}`, answer)}`;
    })
    .join("\n\n");
}

/** Notes in a brief; older ones stand in the context file. */
const MAX_NOTES = 20;

/** What agents of other tasks left for this one, and what came back, fenced as data; empty where there is nothing. */
export function notesText(notes: readonly NoteState[]): string {
  const older = Math.max(0, notes.length - MAX_NOTES);
  const told = notes.slice(older).map((note, i) => {
    const block = dataBlock(`note-${older + i + 1}`, note.text);
    return note.refused === null
      ? `Note of the agent of ${noteOrigin(note)}\n${block}`
      : `This task's own note for ${visibleText(note.to)} came back: ${visibleText(note.refused)}\n${block}`;
  });
  if (older > 0) told.unshift(`${older} older notes stand in the file MILESTONE_CONTEXT.`);
  return told.join("\n\n");
}

/**
 * How the agent says it answered each point: the lines `Answer <n>: …` of its last message, as `<n>. …` in the order
 * of the points. Its word is shown to people and decides nothing.
 */
export function answersIn(text: string): string[] {
  const answers = new Map<number, string>();
  for (const line of text.split("\n")) {
    const match = /^[\s>*_#-]{0,12}answer[ *_]{0,4}(\d{1,3})[*_]{0,4}\s{0,3}[:.)-]\s{0,3}(.{1,600})/i.exec(
      line,
    );
    if (match) answers.set(Number(match[1]), visibleText(match[2]!.replace(/^[*_ ]{1,4}/, "")));
  }
  return [...answers]
    .filter(([, answer]) => answer !== "")
    .sort(([a], [b]) => a - b)
    .map(([point, answer]) => `${point}. ${answer}`);
}

/**
 * Text of reviewers, issues, test runs and agents goes into a brief only as a data block: what a person could not see
 * is removed, and a fence that the text cannot close stands around it. A label says what it is.
 */
export function dataBlock(label: string, text: string, limit = BLOCK_LIMIT): string {
  const shown = cutMiddle(visibleText(text), limit);
  const fence = "`".repeat(Math.max(4, longestRun(shown) + 1));
  return `${fence}data ${label}\n${shown}\n${fence}`;
}

/** A review's body or a log's tail; GitHub's bodies have at most 65,536 characters. */
const BLOCK_LIMIT = 8_000;

/**
 * What a person sees of markdown or a log: without comments, zero-width, reordering and control characters, alternative
 * texts of images, and attributes that are never shown.
 */
export function visibleText(text: string): string {
  const plain = sanitise(text);
  return withoutComments(plain)
    .replace(/^[ \t]{0,8}\[[^\]\n]{1,200}\]:[ \t]{0,8}(?:#|<>|<#>)[^\n]*$/gm, "")
    .replace(/!\[[^[\]\n]{0,4000}\](?:\([^)\n]{0,4000}\)|\[[^\]\n]{0,400}\])/g, "(image)")
    .replace(/<img\b[^<>]{0,4000}>/gi, "(image)")
    .replace(/<[a-z][^<>]{0,4000}>/gi, tag => tag.replace(UNSHOWN, ""))
    .replace(/\n{4,}/g, "\n\n\n")
    .trim();
}

/** Attributes whose value is not on the page. */
const UNSHOWN =
  /\s(?:alt|title|style|hidden|placeholder|content|aria-[a-z]{1,30}|data-[\w-]{1,60})(?:\s?=\s?(?:"[^"]*"|'[^']*'|[^\s>]{1,4000}))?/gi;

/** Without `<!-- … -->`; of a comment that never ends only the opening is dropped, so that its text can be seen. */
function withoutComments(text: string): string {
  const kept: string[] = [];
  let at = 0;
  for (;;) {
    const begin = text.indexOf("<!--", at);
    if (begin < 0) break;
    kept.push(text.slice(at, begin));
    const end = text.indexOf("-->", begin + 4);
    if (end < 0) {
      at = begin + 4;
      kept.push(text.slice(at).replaceAll("<!--", ""));
      return kept.join("");
    }
    at = end + 3;
  }
  kept.push(text.slice(at));
  // Two halves may have made a new comment out of what stood around a removed one.
  return kept.join("").replaceAll("<!--", "");
}

/** Beginning and end of a text that is too long; a failure tells most at its end. */
export function cutMiddle(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const head = Math.floor(limit / 4);
  const left = text.length - limit;
  const end = text.slice(text.length - (limit - head));
  return `${text.slice(0, head)}\n… (${left} characters left out) …\n${end}`.toWellFormed();
}

function longestRun(text: string): number {
  let longest = 0;
  for (const run of text.matchAll(/`+/g)) longest = Math.max(longest, run[0].length);
  return longest;
}
