import { shown, unseenCharacter, wordsOf } from "./command-help.ts";
import { type Command, type CommandReading, type CommandRefusal, readCommand } from "./command-reader.ts";

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

/** Whether a comment is for us: its first line is a command. Costs next to nothing. */
export function givesCommands(body: string): boolean {
  return isCommandLine(lineAt(body, 0).text);
}

/**
 * Reads a comment: commands when its first line is one, one a line; other lines are text, and those below a `reject`
 * belong to its reason. What is quoted, in a code block or hidden is text. Whether the comment was edited or written by
 * a bot is for the caller to know. Each character is looked at a fixed number of times.
 */
export function parseComment(body: string, implied?: string): ParsedComment {
  if (!givesCommands(body)) return { kind: "none" };
  const options = { place: "comment", ...(implied === undefined ? {} : { implied }) } as const;
  const commands: Command[] = [];
  const hidden = new HiddenText();
  let number = 0;
  for (let at = 0; at <= body.length; ) {
    const { text, next } = lineAt(body, at);
    at = next;
    number += 1;
    const covered = hidden.covers(text);
    if (covered === "comment") continue;
    if (covered === "code" || !isCommandLine(text)) {
      addToReason(commands.at(-1), text);
      continue;
    }
    const reading = readLine(text, options);
    if (!reading.ok) return { kind: "refused", refusal: reading.refusal, line: number };
    if (commands.length === MAX_COMMANDS) {
      return {
        kind: "refused",
        refusal: refusal(`a comment gives at most ${MAX_COMMANDS} commands`, null),
        line: number,
      };
    }
    commands.push(reading.command);
  }
  const speechless = commands.find(c => c.name === "reject" && c.reason.trim() === "");
  if (speechless) return { kind: "refused", refusal: needsReason(), line: 1 };
  for (const command of commands) command.reason = command.reason.trim();
  return { kind: "commands", commands };
}

function readLine(line: string, options: { place: "comment"; implied?: string }): CommandReading {
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

function isCommandLine(line: string): boolean {
  if (line.slice(0, PREFIX.length).toLowerCase() !== PREFIX) return false;
  const after = line[PREFIX.length];
  return after === undefined || after === " " || after === "\t" || after === "/";
}

function lineAt(body: string, start: number): { text: string; next: number } {
  const end = body.indexOf("\n", start);
  const stop = end < 0 ? body.length : end;
  const text = body.slice(start, body[stop - 1] === "\r" && stop > start ? stop - 1 : stop);
  return { text, next: end < 0 ? body.length + 1 : end + 1 };
}

function addToReason(command: Command | undefined, line: string): void {
  if (command?.name !== "reject" || command.reason.length >= REASON_LIMIT) return;
  command.reason = `${command.reason}\n${line}`.slice(0, REASON_LIMIT).toWellFormed();
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

/** Reads what was typed behind `milestone` in a terminal. Without anything it is `help`. */
export function parseArgs(argv: readonly string[]): CommandReading {
  const words = argv.map(text => ({ text, start: 0 }));
  const first = words[0]?.text;
  if (first === "--help" || first === "-h")
    return readCommand([{ text: "help", start: 0 }], null, { place: "terminal" });
  const long = words.map(w => (w.text === "-h" ? { ...w, text: "--help" } : w));
  const bad = argv.find(word => unseenCharacter(word.replaceAll("\n", " ")) !== null);
  if (bad === undefined) return readCommand(long, null, { place: "terminal" });
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

/** Follows code fences and HTML comments from line to line. */
class HiddenText {
  #fence = "";
  #comment = false;

  /** What the line is part of, so that no command in it counts; null where it is plain text. */
  covers(line: string): "code" | "comment" | null {
    if (this.#comment) {
      this.#comment = !line.includes("-->");
      return "comment";
    }
    const fence = fenceOf(line);
    if (this.#fence !== "") {
      if (fence.startsWith(this.#fence) && line.trim() === fence) this.#fence = "";
      return "code";
    }
    if (fence !== "") {
      this.#fence = fence;
      return "code";
    }
    const opens = line.lastIndexOf("<!--");
    this.#comment = opens >= 0 && !line.includes("-->", opens);
    return this.#comment && line.slice(0, opens).trim() === "" ? "comment" : null;
  }
}

/** The run of backticks or tildes that opens or closes a code block on this line, or nothing. */
function fenceOf(line: string): string {
  let start = 0;
  while (start < 3 && line[start] === " ") start += 1;
  const char = line[start];
  if (char !== "`" && char !== "~") return "";
  let end = start;
  while (line[end] === char) end += 1;
  return end - start >= 3 ? line.slice(start, end) : "";
}
