import type { Phase } from "../phase.ts";
import { shown, unseenCharacter, wordsOf } from "./command-help.ts";
import {
  type Command,
  type CommandReading,
  type CommandRefusal,
  type ReadOptions,
  readCommand,
} from "./command-reader.ts";
import { readCommentLines } from "./comment-lines.ts";

export type { Command, CommandReading, CommandRefusal } from "./command-reader.ts";

/** Longest command line that is read, and most commands in a comment. */
const LINE_LIMIT = 512;
const MAX_COMMANDS = 20;
/** Longest reason that lines below a `reject` add up to. */
const REASON_LIMIT = 4_000;

export type ParsedComment =
  /** The comment is not for us. */
  | { kind: "none" }
  | { kind: "commands"; commands: Command[] }
  /** One line is wrong, so none runs. `line` counts from 1. */
  | { kind: "refused"; refusal: CommandRefusal; line: number };

/** What a place and a repository say about a command that names no milestone. */
export interface CommentPlace {
  /** The milestone that the place is about. */
  implied?: string | undefined;
  /** The milestones that may be meant; where they are not known, a first word is taken for an id. */
  known?: readonly string[] | undefined;
}

/** Whether a comment is for us: one of its lines is a command. Most comments are talk, and cost no more than a search. */
export function givesCommands(body: string): boolean {
  return mentionsUs(body) && readCommentLines(body).some(({ said }) => commandOf(said) !== null);
}

/**
 * Reads a comment: every line that begins with `/milestone` is a command, also as an item of a list. The other lines
 * are text, and those below a `reject` belong to its reason. What is quoted, code or hidden is text, and so is what a
 * mail program puts below an answer. Whether the comment was edited or written by a bot is for the caller to know.
 */
export function parseComment(body: string, place: CommentPlace = {}): ParsedComment {
  if (!mentionsUs(body)) return { kind: "none" };
  const options: ReadOptions = { place: "comment", ...place };
  const commands: Command[] = [];
  let line = 0;
  for (const { said, text } of readCommentLines(body)) {
    line += 1;
    const command = commandOf(said);
    if (command === null) {
      if (text !== null && commands.length) addToReason(commands.at(-1), text);
      continue;
    }
    const reading = readLine(command, options);
    if (!reading.ok) return { kind: "refused", refusal: reading.refusal, line };
    if (commands.length === MAX_COMMANDS) {
      return {
        kind: "refused",
        refusal: refusal(`a comment gives at most ${MAX_COMMANDS} commands`, null),
        line,
      };
    }
    commands.push(reading.command);
  }
  if (!commands.length) return { kind: "none" };
  const speechless = commands.find(c => c.name === "reject" && c.reason.trim() === "");
  if (speechless) return { kind: "refused", refusal: needsReason(), line: 1 };
  for (const command of commands) command.reason = command.reason.trim();
  return { kind: "commands", commands };
}

function readLine(line: string, options: ReadOptions): CommandReading {
  if (line.length > LINE_LIMIT) {
    return { ok: false, refusal: refusal(`a command has at most ${LINE_LIMIT} characters`, line) };
  }
  if (unseenCharacter(line) !== null) {
    return { ok: false, refusal: refusal("the command holds characters that cannot be seen", line) };
  }
  // `/milestone/execute` is read as `/milestone execute`; a blank keeps every word at its place in the line.
  const spaced =
    line[PREFIX.length] === "/" ? `${line.slice(0, PREFIX.length)} ${line.slice(PREFIX.length + 1)}` : line;
  return readCommand(wordsOf(spaced).slice(1), spaced, options);
}

const PREFIX = "/milestone";

function mentionsUs(body: string): boolean {
  return body.toLowerCase().includes(PREFIX);
}

/** The command that a line gives: its text from the prefix on. */
function commandOf(said: string | null): string | null {
  if (said === null) return null;
  const at = unseenStart(said);
  if (said.slice(at, at + PREFIX.length).toLowerCase() !== PREFIX) return null;
  const after = said[at + PREFIX.length];
  if (after !== undefined && after !== "/" && !UNSEEN.has(after)) return null;
  // What cannot be seen before it stays, to be refused.
  const unseen = said.slice(0, at).replace(BLANKS, "");
  return `${unseen}${said.slice(at).trimEnd().replaceAll("\u00a0", " ")}`;
}

const BLANKS = /[\p{Zs}\t]+/gu;
/** Blanks of any width, and what has none: mail programs and telephones put them around a text. */
const UNSEEN: ReadonlySet<string> = new Set(
  "\t \u00a0\u00ad\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200c\u200d\u200e\u200f\u202f\u205f\u2060\u3000\ufeff",
);

function unseenStart(text: string): number {
  let at = 0;
  while (UNSEEN.has(text[at] ?? "")) at += 1;
  return at;
}

function addToReason(command: Command | undefined, line: string): void {
  if (command?.name !== "reject" || command.reason.length >= REASON_LIMIT) return;
  const whole = `${command.reason}\n${line}`;
  command.reason = whole.length > REASON_LIMIT ? whole.slice(0, REASON_LIMIT).toWellFormed() : whole;
}

function refusal(reason: string, given: string | null): CommandRefusal {
  return {
    reason,
    given: given === null ? null : shown(given),
    suggestion: null,
    usage: ["/milestone help"],
  };
}

function needsReason(): CommandRefusal {
  return {
    reason: "a rejection needs a reason: it is what the next attempt is told",
    given: null,
    suggestion: null,
    usage: ["/milestone reject [<id>] <task>/<phase> <reason>"],
  };
}

/**
 * Reads what was typed behind `milestone` in a terminal. Without anything it is `help`.
 * @param active ids of the checkout's milestones; absent: not known, so that a first word is taken for an id
 */
export function parseArgs(argv: readonly string[], active?: readonly string[]): CommandReading {
  const words = argv.map(text => ({ text, start: 0 }));
  const first = words[0]?.text;
  if (first === "--help" || first === "-h")
    return readCommand([{ text: "help", start: 0 }], null, { place: "terminal" });
  const long = words.map(w => (w.text === "-h" ? { ...w, text: "--help" } : w));
  const bad = argv.find(word => unseenCharacter(word.replaceAll("\n", " ")) !== null);
  if (bad === undefined) return readCommand(long, null, { place: "terminal", known: active });
  return {
    ok: false,
    refusal: {
      reason: "the command holds characters that cannot be seen",
      given: shown(bad),
      suggestion: null,
      usage: ["milestone help"],
    },
  };
}

/** A person's command that changes the state. Each is recorded with who, and lands in one commit. */
export type Steering =
  | { command: "pause"; reason: string }
  | {
      command: "retry";
      task?: string;
      phase?: Phase;
      revert: boolean;
      raise: RaiseArguments;
      /** Also what was done after the task and needs it. */
      dependants?: boolean;
      /** From its first phase on. */
      whole?: boolean;
    }
  | { command: "skip"; task: string; reason: string }
  | { command: "approve"; task?: string; phase?: Phase; checkpoint?: string }
  | { command: "reject"; task?: string; phase?: Phase; checkpoint?: string; reason: string }
  /** An agent's question; without a number the one that is open. */
  | { command: "answer"; task: string; phase?: Phase; number?: number; answer: string }
  /** A person's own work is finished. */
  | { command: "done"; task: string; phase?: Phase }
  | { command: "postpone"; reason: string }
  | { command: "cancel"; reason: string }
  | { command: "archive" }
  | { command: "unlock"; reason: string }
  | { command: "raise"; raise: RaiseArguments };

/** The base branch's plan is wanted; more than a command, as it needs that plan. */
export interface SyncCommand {
  command: "sync";
}

export interface RaiseArguments {
  minutes?: number;
  tokens?: number;
  cost_usd?: number;
  attempts?: number;
}
