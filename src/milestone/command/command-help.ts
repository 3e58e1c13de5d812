import { flagSummary, flagUsage } from "./command-flags.ts";
import {
  type Argument,
  COMMANDS,
  type CommandName,
  type CommandPlace,
  commandsAt,
  type NeededAccess,
  SHELLS,
  TERMINAL_FLAGS,
} from "./command-table.ts";

const PLACEHOLDERS: { readonly [A in Argument]: string } = {
  task: "<task>",
  target: "<task>[/<phase>]",
  phase: "<task>/<phase>",
  gate: "<task>/<phase>",
  question: "<task>/<phase>[#<number>]",
  text: "<reason>",
  answer: "<option>|<text>",
  source: "<path>|github:<number>",
  id: "<id>",
  shell: SHELLS.join("|"),
  command: "<command>",
};

/** What is said where an argument is missing or is something else. */
export const WANTED: { readonly [A in Argument]: string } = {
  task: "which task? Its id is wanted here",
  target: "a task, or <task>/<phase>, is wanted here; the phases are design, spec, task and execute",
  phase: "<task>/<phase> is wanted here; the phases are design, spec, task and execute",
  gate: "<task>/<phase> is wanted here; the phases are design, spec, task and execute",
  question: "<task>/<phase> is wanted here, with #<number> where it asks several questions",
  text: "a reason is wanted here",
  answer: "an answer is wanted: the number of an option, or a text",
  source: "where from? A path, or github:<number of the milestone>, is wanted here",
  id: "an id is wanted here",
  shell: `which shell? One of ${SHELLS.join(", ")} is wanted here`,
  command: "a command is wanted here",
};

const WHO: { readonly [N in NeededAccess]: string } = {
  read: "anyone who can read the repository",
  write: "whoever has write permission",
  approver: "the gate's approvers",
  maintain: "whoever has maintain permission",
};

/** Who may give a command, in words. */
export const whoMay = (need: NeededAccess): string => WHO[need];

/** The command's line of usage without its flags; where a comment's place implies the milestone, the id is optional. */
export function commandUsage(name: CommandName, place: CommandPlace): string[] {
  const spec = COMMANDS[name];
  const words = [place === "comment" ? "/milestone" : "milestone", name];
  if (spec.milestone !== "none") {
    words.push(place === "comment" || spec.milestone === "optional" ? "[<id>]" : "<id>");
  }
  for (const { kind, required } of spec.arguments) {
    words.push(required ? PLACEHOLDERS[kind] : `[${PLACEHOLDERS[kind]}]`);
  }
  if (name === "plan")
    return [words.join(" "), `${words.slice(0, 2).join(" ")} [--goal] <what is to be reached>`];
  return [words.join(" ")];
}

/** Everything about one command: what it does, usage, flags, who may, examples. Plain text. */
export function commandHelp(name: CommandName, place: "comment" | "terminal"): string {
  const spec = COMMANDS[name];
  const lead = place === "comment" ? "/milestone" : "milestone";
  const flags = spec.flags.map(flag => [flagUsage(flag), flagSummary(flag)] as const);
  const width = Math.max(0, ...flags.map(([usage]) => usage.length));
  return [
    `${spec.summary[0]!.toUpperCase()}${spec.summary.slice(1)}.`,
    "",
    "Usage",
    ...commandUsage(name, place).map(usage => `  ${usage}${flags.length ? " [flags]" : ""}`),
    ...(flags.length ? ["", "Flags"] : []),
    ...flags.map(([usage, summary]) => `  ${usage.padEnd(width)}  ${summary}`),
    "",
    "Examples",
    ...spec.examples.map(example => `  ${lead} ${example}`),
    ...(place === "comment" ? ["", `Who may: ${WHO[spec.needs]}.`] : []),
  ].join("\n");
}

/** One line per command. Plain text. */
export function commandOverview(place: "comment" | "terminal"): string {
  const lead = place === "comment" ? "/milestone" : "milestone";
  const names = commandsAt(place);
  const width = Math.max(...names.map(name => name.length));
  return [
    `${lead} <command> [<id>] …`,
    "",
    ...names.map(name => `  ${name.padEnd(width)}  ${COMMANDS[name].summary}`),
    "",
    `${lead} help <command> shows flags and examples.`,
    ...(place === "terminal"
      ? [`Every command takes ${TERMINAL_FLAGS.map(flag => flagUsage(flag)).join(" ")}.`]
      : []),
  ].join("\n");
}

/** A command line to suggest; words that are not plain are left out, since they would be repeated to everybody. */
export function lineOf(place: CommandPlace, words: readonly string[]): string {
  const plain = words.slice(0, 12).filter(word => /^[A-Za-z0-9._/=-]{1,80}$/.test(word));
  return [place === "comment" ? "/milestone" : "milestone", ...plain].join(" ");
}

/** A word of a command line; `start` is its place in the line. */
export interface Word {
  text: string;
  start: number;
}

/**
 * Splits a line at spaces and tabs, in one pass. A word that begins with a quote runs to the next such quote, and
 * `--x="a b"` works the same way; a quote inside a word, or one that is never closed, is an ordinary character.
 */
export function wordsOf(line: string): Word[] {
  const words: Word[] = [];
  let at = 0;
  while (at < line.length) {
    if (isSpace(line[at])) {
      at += 1;
      continue;
    }
    const { text, end } = readWord(line, at);
    words.push({ text, start: at });
    at = end;
  }
  return words;
}

function readWord(line: string, start: number): { text: string; end: number } {
  let end = start;
  while (end < line.length && !isSpace(line[end])) {
    const opens = end === start || (line[end - 1] === "=" && line.startsWith("--", start));
    const quote = line[end]!;
    if (opens && (quote === '"' || quote === "'")) {
      const close = line.indexOf(quote, end + 1);
      const after = line[close + 1];
      if (close > 0 && (after === undefined || isSpace(after))) {
        return { text: line.slice(start, end) + line.slice(end + 1, close), end: close + 1 };
      }
    }
    end += 1;
  }
  return { text: line.slice(start, end), end };
}

function isSpace(char: string | undefined): boolean {
  return char === " " || char === "\t" || char === "\u00a0";
}

/** Telephones turn two hyphens into a dash. */
export function withHyphens(word: string): string {
  return word.startsWith("\u2014") || word.startsWith("\u2013") ? `--${word.slice(1)}` : word;
}

/**
 * The first character that cannot be seen, or null: control characters, and those that turn text around or hide it.
 * Tabs are blanks, and the joiner inside of emoji is harmless.
 */
export function unseenCharacter(text: string): string | null {
  const found = /(?![\t\u200d])[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029]/u.exec(text);
  return found ? found[0] : null;
}

/** What was written, fit to be shown: at most 60 visible characters. */
export function shown(text: string): string {
  const visible = text
    .slice(0, 240)
    .replace(/[\p{C}\p{Z}]+/gu, " ")
    .trim();
  return visible.length > 60 ? `${visible.slice(0, 59).toWellFormed()}…` : visible;
}
