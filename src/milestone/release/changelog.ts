import parse from "semver/functions/parse.js";
import type { Plan } from "../plan/plan.ts";
import type { State } from "../session/state.ts";
import { escapeLine } from "../text/escape-markdown.ts";

/** What a release is called in a changelog. */
export interface ReleaseName {
  /** null: the milestone's title stands for it. */
  version: string | null;
  title: string;
  /** `2026-11-30`, UTC. */
  date: string;
}

const NEW_FILE = "# Changelog\n";
const UNRELEASED = "unreleased";

/** What the milestone brings, a line a task that was done, for a changelog and as the notes of a release. */
export function releaseNotes(plan: Plan, state: State): string {
  const done = plan.tasks.filter(({ id }) => state.tasks.get(id)?.status === "completed");
  const lines = done.map(({ id, title }) => `- ${escapeLine(title || id)}`);
  const what = plan.description ? [escapeLine(plan.description, 1_000), ""] : [];
  return [...what, ...lines].join("\n");
}

/** The newest version that a changelog has a section of; null: none. */
export function newestIn(text: string): string | null {
  return headings(text).find(({ version }) => version !== null)?.version ?? null;
}

/**
 * The changelog with a section for the release on top, written as its others are; what stands under "Unreleased" is now
 * released and comes with it. A section that the same milestone made earlier is replaced. Null: the release has a section
 * that somebody else wrote.
 * @param made the notes of this milestone's earlier section; null: there is none
 */
export function withSection(
  text: string,
  release: ReleaseName & { notes: string; made: string | null },
): string | null {
  const newline = text.includes("\r\n") ? "\r\n" : "\n";
  const plain = (text === "" ? NEW_FILE : text).replaceAll("\r\n", "\n");
  const written = insert(plain, release);
  return written?.replaceAll("\n", newline) ?? null;
}

function insert(text: string, release: ReleaseName & { notes: string; made: string | null }): string | null {
  const all = headings(text);
  const named = all.find(each => isNamed(each, release));
  if (named) {
    if (release.made === null) return null;
    const at = text.indexOf(release.made, named.end);
    if (at < 0 || at >= named.close) return null;
    return text.slice(0, at) + release.notes + text.slice(at + release.made.length);
  }
  const like = all.find(({ version }) => version !== null) ?? null;
  const open = all.find(each => each.name.toLowerCase() === UNRELEASED);
  const level = "#".repeat(like?.level ?? open?.level ?? 2);
  const heading = `${level} ${nameIn(release, like ?? open ?? null)}`;
  if (open) {
    // Its heading stays for what comes next.
    const released = text.slice(open.end, open.close).trim();
    const body = [release.notes, ...(released ? [released] : [])].join("\n\n");
    return joined([text.slice(0, open.end), `${heading}\n\n${body}`, text.slice(open.close)]);
  }
  const at = like?.start ?? afterTitle(text, all);
  return joined([text.slice(0, at), `${heading}\n\n${release.notes}`, text.slice(at)]);
}

const joined = (parts: readonly string[]): string =>
  `${parts
    .map(part => part.trim())
    .filter(Boolean)
    .join("\n\n")}\n`;

interface Heading {
  level: number;
  /** `## [1.2.0] - 2026-11-30` has the name `1.2.0`. */
  name: string;
  version: string | null;
  bracketed: boolean;
  prefix: "v" | "";
  /** What stands around the date; null: it has none. */
  date: "dash" | "brackets" | null;
  start: number;
  /** Of its line. */
  end: number;
  /** Where the next heading of its level, or a higher one, begins. */
  close: number;
}

/** Headings of a changelog, outside code fences. */
function headings(text: string): Heading[] {
  const found: Omit<Heading, "close">[] = [];
  let at = 0;
  let fence: string | null = null;
  for (const line of text.split("\n")) {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1]?.slice(0, 3);
    if (mark && (fence === null || fence === mark)) fence = fence === null ? mark : null;
    const head = fence === null ? /^(#{1,3}) +(\S.{0,300})$/.exec(line) : null;
    if (head)
      found.push({ ...readHeading(head[2]!), level: head[1]!.length, start: at, end: at + line.length });
    at += line.length + 1;
  }
  return found.map((each, index) => {
    const next = found.slice(index + 1).find(other => other.level <= each.level);
    return { ...each, close: next?.start ?? text.length };
  });
}

function readHeading(text: string): Pick<Heading, "name" | "version" | "bracketed" | "prefix" | "date"> {
  const bracketed = text.startsWith("[");
  const closed = text.indexOf("]");
  const first =
    bracketed && closed > 0 ? text.slice(1, closed) : (text.split(/ [-–—(]|\(/, 1)[0] ?? text).trim();
  const prefix = /^v\d/.test(first) ? "v" : "";
  const date = /\(\d{4}-\d\d-\d\d\)/.test(text) ? "brackets" : /\d{4}-\d\d-\d\d/.test(text) ? "dash" : null;
  const version = parse(first.slice(prefix.length))?.version ?? null;
  return { name: first, version, bracketed, prefix, date };
}

function isNamed(heading: Heading, { version, title }: ReleaseName): boolean {
  return version === null ? heading.name === escapeLine(title) : heading.version === version;
}

/** As the file's newest section is headed. */
function nameIn({ version, title, date }: ReleaseName, like: Heading | null): string {
  const name = version === null ? escapeLine(title) : `${like?.prefix ?? ""}${version}`;
  const shown = like?.bracketed && version !== null ? `[${name}]` : name;
  const isDated = !like || like.version === null || like.date !== null;
  if (!isDated) return shown;
  return like?.date === "brackets" ? `${shown} (${date})` : `${shown} - ${date}`;
}

/** Below the file's title and what it says of itself. */
function afterTitle(text: string, all: readonly Heading[]): number {
  const [title, next] = all;
  if (title?.level !== 1) return title?.start ?? text.length;
  return next?.start ?? text.length;
}
