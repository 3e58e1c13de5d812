import { chmodSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import type { Steering, SyncCommand } from "../../milestone/command/command.ts";
import type { Person, RunStatus } from "../../milestone/session/event.ts";

/**
 * What is said over the socket of a running engine: one JSON value a line. The engine speaks first, with a challenge
 * that the caller answers in its request; then come one answer, or for `watch` lines until one side ends.
 */

/** A person's command, to be carried out by the run that holds the milestone. */
export interface CommandRequest {
  ask: "command";
  command: Steering | SyncCommand;
  by: Person;
  /** Idempotency key; null: none. */
  request: string | null;
}

/** What the engine knows and the branch does not: events that no commit holds yet, and what is under way. */
export interface WatchRequest {
  ask: "watch";
}

export type InboxRequest = CommandRequest | WatchRequest;

export interface Greeting {
  milestone: string;
  pid: number;
  /** A file that the caller holds open while it asks, to show which process it is; null where that cannot be seen. */
  challenge: string | null;
}

export interface CommandDone {
  ok: true;
  /** What was done, in a sentence. */
  done: string;
  status: RunStatus;
}

export interface CommandRefused {
  ok: false;
  problems: { message: string; remedy: string }[];
  /** Nothing is wrong with it: the run has come to rest, and the command may be carried out as soon as it has ended. */
  over?: true;
}

export type CommandAnswer = CommandDone | CommandRefused;

/** More than any command needs, with the longest reason. */
export const LINE_LIMIT = 64 * 1024;

/** The name of a running engine's socket in the folder of inboxes. */
export function socketName(pid: number): string {
  return `${pid}.sock`;
}

const COMMANDS: ReadonlySet<string> = new Set<(Steering | SyncCommand)["command"]>([
  "approve",
  "done",
  "answer",
  "reject",
  "skip",
  "retry",
  "raise",
  "sync",
]);

/** Whether a running engine carries the command out itself. The others end the run, and come once it has ended. */
export function isTakenLive(command: (Steering | SyncCommand)["command"]): boolean {
  return COMMANDS.has(command);
}

export type ParsedRequest =
  | { ok: true; request: InboxRequest; pid: number | null }
  | { ok: false; problem: string };

/** Reads a line that anybody may have written. What a command is about is judged later, against the state. */
export function parseRequest(line: string): ParsedRequest {
  const refused = (problem: string): ParsedRequest => ({ ok: false, problem });
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return refused("the request is no JSON");
  }
  if (!isRecord(value)) return refused("the request is no object");
  const pid = Number.isInteger(value.pid) ? Number(value.pid) : null;
  if (value.ask === "watch") return { ok: true, request: { ask: "watch" }, pid };
  if (value.ask !== "command") return refused("the request is of no known kind");
  const { command, by, request } = value;
  if (!isRecord(command) || typeof command.command !== "string" || !isTakenLive(command.command as never))
    return refused("a running milestone takes no such command");
  if (!hasPlainFields(command)) return refused("the command's fields are not of their kinds");
  if (!isRecord(by) || typeof by.login !== "string" || by.login.length > 256)
    return refused("the request does not say whom it is from");
  const key = typeof request === "string" ? request.slice(0, 256) : null;
  // Whatever it says of itself: over this socket speaks a person of this machine.
  const person: Person = { login: by.login, id: null, source: "local" };
  return {
    ok: true,
    request: {
      ask: "command",
      command: command as unknown as CommandRequest["command"],
      by: person,
      request: key,
    },
    pid,
  };
}

const TEXTS = ["task", "phase", "checkpoint", "reason", "answer"];

function hasPlainFields(command: Record<string, unknown>): boolean {
  if (TEXTS.some(key => command[key] !== undefined && typeof command[key] !== "string")) return false;
  if (command.command === "reject" || command.command === "skip") {
    if (typeof command.reason !== "string") return false;
  }
  if (["skip", "done", "answer"].includes(String(command.command)) && typeof command.task !== "string")
    return false;
  if (command.command === "answer") {
    const { number, answer } = command;
    return typeof answer === "string" && (number === undefined || Number.isInteger(number));
  }
  if (command.command !== "retry" && command.command !== "raise") return true;
  const { raise } = command;
  if ([command.dependants, command.whole].some(flag => flag !== undefined && typeof flag !== "boolean"))
    return false;
  return isRecord(raise) && Object.values(raise).every(v => v === undefined || typeof v === "number");
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A socket's path is cut at 108 bytes by Linux and at 104 by others, so a longer one is no path to it. */
const LONGEST_PATH = 100;

/** Where the engines of one clone listen: a folder beside the repository's own state that only its owner may enter. */
export function inboxFolder(commonDirectory: string): string {
  return join(commonDirectory, "milestone", "inbox");
}

/** Makes the folder, closed to everybody else, and clears what engines that died left in it. */
export function prepareFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  // It may be older than this program, or made under another umask.
  chmodSync(folder, 0o700);
  for (const name of readdirSync(folder)) {
    const pid = Number(/^(\d+)\./.exec(name)?.[1]);
    if (pid === process.pid || !isRunning(pid)) rmSync(join(folder, name), { force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/**
 * A path to the engine's socket that is short enough to be one, and what is to be closed when it is no longer used;
 * null where there is none.
 */
export async function socketPath(
  folder: string,
  pid: number,
): Promise<{ path: string; close(): Promise<void> } | null> {
  const path = join(folder, socketName(pid));
  if (Buffer.byteLength(path) <= LONGEST_PATH) return { path, close: async () => undefined };
  if (process.platform !== "linux") return null;
  const handle = await open(folder, "r");
  return { path: `/proc/self/fd/${handle.fd}/${socketName(pid)}`, close: () => handle.close() };
}
