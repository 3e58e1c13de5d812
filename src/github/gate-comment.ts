import { createTwoFilesPatch } from "diff";
import { branchName } from "../milestone/names.ts";
import { unreachable } from "../milestone/phase.ts";
import type { ApprovalState } from "../milestone/session/state.ts";
import { codeSpan, cut, escapeLine, escapeText, fenced, shorten } from "../milestone/text/escape-markdown.ts";
import { sanitise } from "../milestone/text/sanitise.ts";
import { type GateMarker, readLeadingMarkers, writeMarker } from "./marker.ts";
import { listed } from "./text.ts";

/** One gate as its comment should show it. */
export interface DesiredGate {
  approval: ApprovalState;
  /** Of its task; null for a checkpoint. */
  title: string | null;
  /** Who may approve, as the base branch names them; empty: anyone with write permission. */
  approvers: string[];
  status: "open" | "granted" | "rejected" | "void";
}

/** What a gate that is asked for the first time shows. */
export interface AskedGate {
  gate: DesiredGate;
  marker: GateMarker;
  /** The deliverables that differ from what was approved before, each with a link to its difference. */
  changes: { path: string; link: string; before: string | null; after: string | null }[];
  /** What the deliverables hold at the marker's commit, by path; one that could not be read is missing. */
  texts: ReadonlyMap<string, string>;
}

/** A comment in its parts: GitHub is the only database, so that it is read back from its own body. */
export interface GateComment {
  markers: GateMarker[];
  /** One for each marker, in their order. */
  sections: string[];
}

/** Stands between the sections of several gates. No text of others holds it: they are escaped, and differences broken. */
const BETWEEN = "\n\n<!-- gate -->\n";
/** Begins the section of a gate that is asked for beside others, and of one that is not. */
const GROUPED = "#### ";
const ALONE = "### ";
/** Begins the line that a decided gate is headed by. */
const DECIDED = "**Decided:**";
const FOLDED = "<details><summary>What was asked for</summary>\n\n";
const UNFOLDED = "\n\n</details>";
/** GitHub's limit is 65,536; the rest is for markers and what is said once. */
export const SECTIONS_LIMIT = 40_000;
/** Below this a gate's documents could not even be named. */
const LEAST_SECTION = 2_000;

/** The comment that asks for these gates: one that open together are one comment, and one notification. */
export function askGates(asked: readonly AskedGate[], milestone: string, url: string): string {
  const limit = Math.floor(SECTIONS_LIMIT / asked.length);
  const sections = asked.map(each => section(each, { milestone, url, limit, isAlone: asked.length === 1 }));
  const markers = asked.map(({ marker }) => marker);
  return writeGateComment(
    { markers, sections },
    asked.map(({ gate }) => gate),
    milestone,
  );
}

/** Gates that join others in a comment; null where there is too little room for them. */
export function askSections(
  asked: readonly AskedGate[],
  { milestone, url, room }: { milestone: string; url: string; room: number },
): string[] | null {
  const limit = Math.floor(room / asked.length);
  if (limit < LEAST_SECTION) return null;
  return asked.map(each => section(each, { milestone, url, limit, isAlone: false }));
}

/** Sections as they stand beside others. The only one of a comment says how to answer, which is then said once for all. */
export function groupedSections(
  sections: readonly string[],
  first: DesiredGate,
  milestone: string,
): string[] | null {
  const [only = "", ...more] = sections;
  if (more.length > 0 || undecided(only).startsWith(GROUPED)) return [...sections];
  const answer = howToAnswer(first, targetOf(first.approval), milestone).join("\n");
  const end = only.lastIndexOf(answer);
  if (!only.startsWith(ALONE) || end < 0) return null;
  const rest = only.slice(end + answer.length);
  if (rest !== "" && !/^\n\nGitHub would not ask [^\n]*$/.test(rest)) return null;
  return [GROUPED + only.slice(ALONE.length, end).trimEnd()];
}

/** `gates` in the order of the markers. */
export function writeGateComment(
  { markers, sections }: GateComment,
  gates: readonly DesiredGate[],
  milestone: string,
): string {
  const head = markers.map(writeMarker).join("\n");
  const isAlone = sections.length === 1 && !undecided(sections[0]!).startsWith(GROUPED);
  if (isAlone) return `${head}\n${sections[0]}`;
  const open = gates.filter(gate => gate.status === "open");
  // Never empty: GitHub takes blanks off a body's end, and the last separator with them.
  const foot = open.length > 0 ? howToAnswerAll(open, milestone) : "Nothing is left to decide here.";
  const what = open.length === 1 ? "1 gate is" : `${open.length} gates are`;
  const title = open.length > 0 ? `### ${what} open` : "### Decided";
  return [`${head}\n${title}`, ...sections, foot].join(BETWEEN);
}

/** The parts of a comment of ours; null when it asks for no gate of this milestone, or somebody rewrote it. */
export function readGateComment(body: string, milestone: string): GateComment | null {
  const { markers, rest } = readLeadingMarkers(body);
  const own = markers.filter(marker => marker.kind === "gate" && marker.milestone === milestone);
  if (own.length === 0 || own.length !== markers.length) return null;
  const parts = rest.split(BETWEEN);
  const sections = parts.length === 1 ? [rest] : parts.slice(1, -1);
  return { markers: own as GateMarker[], sections };
}

/** The section of a gate that is decided, or open again. */
export function decidedSection(gate: DesiredGate, there: string): string {
  const asked = undecided(there);
  const said = decision(gate);
  return said === null ? asked : `${DECIDED} ${said}\n\n${FOLDED}${asked}${UNFOLDED}`;
}

function undecided(section: string): string {
  if (!section.startsWith(DECIDED)) return section;
  const end = section.indexOf("\n\n");
  const rest = end < 0 ? "" : section.slice(end + 2);
  if (!rest.startsWith(FOLDED) || !rest.endsWith(UNFOLDED)) return rest;
  return rest.slice(FOLDED.length, -UNFOLDED.length);
}

function decision({ approval, status }: DesiredGate): string | null {
  const target = codeSpan(targetOf(approval));
  const who = approval.decisions.map(d => codeSpan(d.by.login));
  const by = who.length ? ` by ${listed(who)}` : "";
  switch (status) {
    case "granted":
      return `${target} approved${by}.`;
    case "rejected":
      return `${target}: changes requested${by}; the phase is done again.`;
    case "void":
      return `${target} is no longer asked for, because what it was about has changed.`;
    case "open":
      return null;
    default:
      return unreachable("status", status);
  }
}

interface SectionOptions {
  milestone: string;
  url: string;
  limit: number;
  /** The comment has no other gate, and so says how to answer in its one section. */
  isAlone: boolean;
}

function section(asked: AskedGate, { milestone, url, limit, isAlone }: SectionOptions): string {
  const { gate, marker, changes, texts } = asked;
  const { approval, title } = gate;
  const target = targetOf(approval);
  const waits = approval.kind === "manual" ? "waits for a person's work" : "waits for approval";
  const lines = [
    `${isAlone ? ALONE : GROUPED}${codeSpan(target)} ${waits}${title === null ? "" : `: ${escapeLine(title, 120)}`}`,
    "",
  ];
  if (changes.length) {
    lines.push("What was approved has changed since, so the gate asks again. Just the difference:", "");
    for (const change of changes) lines.push(`- [${escapeLine(change.path)}](${change.link})`);
    lines.push("");
  }
  if (approval.missing.length) {
    lines.push("Missing on the branch, so an approval is one without it:", "");
    lines.push(...approval.missing.map(path => `- ${escapeLine(path)}`), "");
  }
  if (approval.deliverables.length) {
    lines.push(`To look at, as of ${codeSpan(marker.commit.slice(0, 7))}:`, "");
    for (const { path, blob } of approval.deliverables)
      lines.push(
        `- [${escapeLine(path)}](${fileLink(url, marker.commit, path)}) (${codeSpan(blob.slice(0, 12))})`,
      );
    lines.push("");
  }
  if (approval.criteria.length)
    lines.push("Criteria:", "", ...approval.criteria.map(c => `- [ ] ${escapeLine(c)}`), "");
  // Last, as they may be cut: what an approval covers stands above.
  lines.push(...(changes.length > 0 ? changes.flatMap(differenceOf) : outlines(approval, texts)));
  const answer = isAlone ? howToAnswer(gate, target, milestone) : [];
  const room = Math.max(500, limit - answer.join("\n").length);
  return [cut(lines.join("\n"), room), ...answer].join("\n");
}

const DIFFERENCE_CHARS = 4_000;
/** Larger texts, or ones with more changed lines, are only linked to: a difference is looked for in quadratic time. */
const COMPARED_CHARS = 200_000;
const MOST_EDITS = 400;
const COMPARE_MS = 50;

function differenceOf({ path, before, after }: AskedGate["changes"][number]): string[] {
  if (before === null || after === null || before.length + after.length > COMPARED_CHARS) return [];
  const patch = createTwoFilesPatch("approved", "now", before, after, "", "", {
    context: 2,
    maxEditLength: MOST_EDITS,
    timeout: COMPARE_MS,
  });
  if (patch === undefined) return [];
  const lines = patch.split("\n");
  // Without the file names, which stand above it. Nothing in it may look like a mark of ours.
  const hunks = lines.slice(lines.findIndex(line => line.startsWith("@@")));
  const shown = sanitise(hunks.join("\n")).replaceAll("<!--", "<! --");
  const summary = `<details><summary>What changed in ${htmlText(path)}</summary>`;
  return [summary, "", fenced(shown, { info: "diff", limit: DIFFERENCE_CHARS }), "", "</details>", ""];
}

const HEADINGS = 12;
const FIRST_LINES = 6;
const DOCUMENT = /\.(?:md|markdown|txt)$/i;

/** The headings and first words of each document, so that most gates are judged without leaving the page. */
function outlines({ deliverables }: ApprovalState, texts: AskedGate["texts"]): string[] {
  const shown = deliverables.flatMap(({ path }) => {
    const body = DOCUMENT.test(path) ? texts.get(path) : undefined;
    return body?.trim() ? [{ path, body }] : [];
  });
  return shown.flatMap(({ path, body }) => [
    `<details><summary>Outline of ${htmlText(path.slice(path.lastIndexOf("/") + 1))}</summary>`,
    "",
    ...outline(body),
    "",
    "</details>",
    "",
  ]);
}

function outline(body: string): string[] {
  const headings: { level: number; text: string }[] = [];
  const first: string[] = [];
  let isCode = false;
  for (const line of body.slice(0, COMPARED_CHARS).split("\n")) {
    if (/^ {0,3}(?:```|~~~)/.test(line)) isCode = !isCode;
    const heading = isCode ? null : /^(#{1,6})[ \t]+(\S.*)$/.exec(line.slice(0, 300));
    if (heading) {
      if (headings.length < HEADINGS)
        headings.push({ level: heading[1]!.length, text: escapeLine(heading[2]!, 100) });
    } else if (line.trim() && first.length < FIRST_LINES) first.push(`> ${escapeText(shorten(line, 200))}  `);
  }
  // Four blanks before the first would make code of it.
  const top = Math.min(...headings.map(({ level }) => level));
  const list = headings.map(({ level, text }) => `${"  ".repeat(level - top)}- ${text}`);
  return list.length && first.length ? [...list, "", ...first] : [...list, ...first];
}

function htmlText(value: string): string {
  return escapeLine(value).replaceAll("\\", "");
}

function howToAnswer(gate: DesiredGate, target: string, milestone: string): string[] {
  if (gate.approval.kind === "manual") return [byHand(milestone)];
  return [
    whoMay(gate),
    "",
    `- To approve: an approving review, or the comment ${codeSpan(`/milestone approve ${target}`)}`,
    `- To send it back: a review that requests changes, or ${codeSpan(`/milestone reject ${target} <reason>`)}. The words become the next attempt's instructions.`,
  ];
}

/** Said once for all gates of a comment that are still open. */
function howToAnswerAll(open: readonly DesiredGate[], milestone: string): string {
  const reviewed = open.filter(gate => gate.approval.kind !== "manual");
  const lines: string[] = [];
  const who = new Map<string, string[]>();
  for (const gate of reviewed) {
    const line = whoMay(gate);
    who.set(line, [...(who.get(line) ?? []), codeSpan(targetOf(gate.approval))]);
  }
  for (const [line, targets] of who) lines.push(who.size === 1 ? line : `${listed(targets)}: ${line}`, "");
  if (reviewed.length > 0) {
    const targets = reviewed.map(({ approval }) => targetOf(approval));
    lines.push(
      `- To approve all that are open: an approving review, or the comment ${codeSpan(`/milestone approve ${milestone}`)}; one of them: ${codeSpan(`/milestone approve ${targets[0]}`)}`,
      `- To send one back: ${codeSpan(`/milestone reject ${targets[0]} <reason>`)}, or a review that requests changes and names it in a line comment or its text. The words become the next attempt's instructions.`,
    );
  }
  if (reviewed.length < open.length) lines.push("", byHand(milestone));
  return lines.join("\n").trim();
}

function whoMay({ approval, approvers }: DesiredGate): string {
  const who = approvers.length
    ? listed(approvers.map(name => codeSpan(name)))
    : "anyone with write permission";
  const count = approval.min_approvals > 1 ? ` ${approval.min_approvals} approvals are needed.` : "";
  return `Who may: ${who}, but nobody who wrote these files.${count}`;
}

function byHand(milestone: string): string {
  return `Commit the deliverables to the branch ${codeSpan(branchName(milestone))}, then comment ${codeSpan("/milestone resume")}.`;
}

function targetOf({ task, phase, request }: ApprovalState): string {
  return task && phase ? `${task}/${phase}` : request;
}

function fileLink(url: string, commit: string, path: string): string {
  return `${url}/blob/${commit}/${path.split("/").map(encodeURIComponent).join("/")}`;
}
