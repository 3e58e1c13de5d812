import { waitFromText } from "./rate-limit.ts";
import type { ProcessOutcome } from "./run-process.ts";

/** What may be done about a process that failed. */
export type FailureClass =
  | {
      /** May go well when tried again. */
      kind: "transient";
      reason: "network" | "rate_limit" | "out_of_memory" | "busy";
      /** How long the service asked to wait, in milliseconds. */
      waitMs?: number;
    }
  /** Fails the same way each time until a person changes something. */
  | { kind: "permanent"; reason: "program_missing" | "not_executable" | "bad_configuration"; message: string }
  /** The work itself failed; another attempt that is told why may do better. */
  | { kind: "ordinary" };

type ExitFacts = Pick<ProcessOutcome, "reason" | "exitCode" | "signal" | "tail" | "failure">;

/** Classifies a process that did not end with exit 0. `now` is in milliseconds since the epoch. */
export function classifyFailure(outcome: ExitFacts, now: number): FailureClass {
  switch (outcome.reason) {
    case "spawn_failed":
      return classifySpawn(outcome);
    case "timeout":
    case "stalled":
    case "killed":
      return { kind: "ordinary" };
    case "exited":
      return classifyExit(outcome, now);
  }
}

function classifySpawn({ failure }: ExitFacts): FailureClass {
  const { code = "UNKNOWN", message = "it could not be started" } = failure ?? {};
  if (code === "ENOENT") return { kind: "permanent", reason: "program_missing", message };
  if (code === "EACCES" || code === "ENOEXEC" || code === "EISDIR") {
    return { kind: "permanent", reason: "not_executable", message };
  }
  if (code === "ENOMEM") return { kind: "transient", reason: "out_of_memory" };
  if (code === "EAGAIN" || code === "EMFILE" || code === "ENFILE" || code === "ETXTBSY") {
    return { kind: "transient", reason: "busy" };
  }
  return { kind: "permanent", reason: "bad_configuration", message };
}

function classifyExit(outcome: ExitFacts, now: number): FailureClass {
  const { exitCode, signal, tail } = outcome;
  const end = lastLines(tail);
  const notStarted = EXECVP.exec(end);
  if (notStarted) {
    const reason = notStarted[2] === "Permission denied" ? "not_executable" : "program_missing";
    return { kind: "permanent", reason, message: `${notStarted[1]}: ${notStarted[2]}` };
  }
  if (exitCode === 127) return { kind: "permanent", reason: "program_missing", message: missing(end) };
  if (exitCode === 126)
    return {
      kind: "permanent",
      reason: "not_executable",
      message: firstMatch(end, /.*denied.*|.*cannot execute.*/i),
    };
  // Nobody here sent it (then the reason would be another one), so the kernel did, for want of memory.
  if (signal === "SIGKILL" || exitCode === 137 || MEMORY.test(end))
    return { kind: "transient", reason: "out_of_memory" };
  if (CONFIGURATION.test(end)) {
    return { kind: "permanent", reason: "bad_configuration", message: firstMatch(end, CONFIGURATION) };
  }
  if (RATE_LIMIT.test(end)) return { kind: "transient", reason: "rate_limit", ...waitFromText(end, now) };
  if (NETWORK.test(end)) return { kind: "transient", reason: "network" };
  return { kind: "ordinary" };
}

/** What bwrap says, with exit 1, of a program that it could not start. */
const EXECVP = /^bwrap: execvp ([^\n]{1,200}): (No such file or directory|Permission denied)$/m;

/** What ended the program stands at the end; earlier words may be about anything. */
const LINES = 12;

function lastLines(tail: string): string {
  const lines = tail.split("\n").filter(line => line.trim() !== "");
  return lines
    .slice(-LINES)
    .map(line => line.slice(0, 500))
    .join("\n");
}

/** Lines that say nothing of why: a stack, what node adds to one, a program's JSON. */
const IDLE_LINE = /^\s*(?:at |[{}[\]()]|\^|Node\.js v\d|npm (?:error|ERR!) A complete log|$)/;
const TELLING =
  /\b(?:error|fail(?:ed|ure)?|fatal|denied|cannot|could not|invalid|missing|not|please|unable|refused|exceed(?:ed|s)?|limit|no such)\b/i;
const WORDS_CHARS = 300;

/** The line at the end of an output that says why a program failed; empty when it says nothing. */
export function lastWords(tail: string): string {
  const lines = tail
    .split("\n")
    .slice(-LINES)
    .filter(line => !IDLE_LINE.test(line));
  const line = lines.findLast(candidate => TELLING.test(candidate)) ?? lines.at(-1) ?? "";
  const words = line.replace(/\s+/g, " ").trim();
  return words.length > WORDS_CHARS ? `${words.slice(0, WORDS_CHARS).toWellFormed()}…` : words;
}

const MEMORY =
  /JavaScript heap out of memory|\bOutOfMemoryError\b|\bCannot allocate memory\b|\bstd::bad_alloc\b|\bMemoryError\b|\bENOMEM\b/;
const RATE_LIMIT =
  /\brate[ _-]?limit|\btoo many requests\b|\b(?:HTTP|status|error|code)[ :/]{1,3}429\b|\busage limit\b|\bquota exceeded\b|\bRESOURCE_EXHAUSTED\b|\blimit reached\b/i;
const NETWORK =
  /\bE(?:CONNRESET|CONNREFUSED|TIMEDOUT|NOTFOUND|HOSTUNREACH|NETUNREACH|PIPE)\b|\bEAI_AGAIN\b|\bsocket hang up\b|\bfetch failed\b|could not resolve host|connection (?:reset|refused|timed out)|temporary failure in name resolution|network is unreachable|TLS handshake timeout|\b50[234] (?:bad gateway|service unavailable|gateway time-?out)|\boverloaded(?:_error)?\b|\bapi_error\b.{0,40}\b5\d\d\b/i;
const CONFIGURATION =
  /\binvalid (?:x-)?api[ -]?key\b|\bincorrect api key\b|\bauthentication[ _]error\b|\bnot logged in\b|\bplease (?:run|use) \S{0,20} ?\/?login\b|\bcredit balance is too low\b|\bunknown (?:option|argument|flag|command-line)\b|\bunrecognized (?:option|argument)s?\b/i;

function missing(end: string): string {
  return firstMatch(end, /.*(?:not found|No such file).*/i);
}

function firstMatch(text: string, expression: RegExp): string {
  const line = text.split("\n").find(candidate => expression.test(candidate));
  return (line ?? text.split("\n").at(-1) ?? "").trim().slice(0, 300);
}
