import { PHASES, type Phase } from "../../milestone/phase.ts";

/** Whose output a log holds. */
export type LogSubject =
  | { kind: "attempt"; task: string; phase: Phase; attempt: number }
  /** A check of what an attempt left. */
  | { kind: "check"; task: string; phase: Phase; attempt: number }
  /** The preparation of a work tree. */
  | { kind: "setup"; tree: string }
  /** The test command, or a checkpoint's checks. */
  | { kind: "tests"; name: string };

/** A log as it is listed. Times are milliseconds since the epoch. */
export interface LogEntry {
  subject: LogSubject;
  /** Of several with the same subject, counted from 1. */
  number: number;
  bytes: number;
  changedAt: number;
  /** File name, below the session's folder. */
  file: string;
}

/**
 * The file of a log. Ids of tasks, phases and trees are names of files by their own rule; a checkpoint's name may hold
 * anything, and is brought down to what a file may be called.
 */
export function logFile(subject: LogSubject, number: number): string {
  switch (subject.kind) {
    case "attempt":
      return `${subject.task}/${subject.phase}.${subject.attempt}.log`;
    case "check":
      return `${subject.task}/${subject.phase}.${subject.attempt}.check-${number}.log`;
    case "setup":
      return `@setup/${subject.tree}.${number}.log`;
    case "tests":
      return `@tests/${subject.name.replace(/[^A-Za-z0-9._-]+/g, "-").slice(0, 60)}.${number}.log`;
    default:
      return subject satisfies never;
  }
}

const ATTEMPT = /^([^@/][^/]*)\/([a-z]+)\.(\d+)(?:\.check-(\d+))?\.log$/;
const OTHER = /^@(setup|tests)\/([^/]+)\.(\d+)\.log$/;

/** What a file of the folder is; null where it is none of ours. */
export function subjectOf(file: string): { subject: LogSubject; number: number } | null {
  const attempt = ATTEMPT.exec(file);
  if (attempt) {
    const [, task, phase, count, check] = attempt as unknown as [string, string, Phase, string, string?];
    if (!PHASES.includes(phase)) return null;
    const kind = check === undefined ? "attempt" : "check";
    return { subject: { kind, task, phase, attempt: Number(count) }, number: Number(check ?? 1) };
  }
  const other = OTHER.exec(file);
  if (!other) return null;
  const [, kind, name, number] = other as unknown as [string, "setup" | "tests", string, string];
  const subject: LogSubject = kind === "setup" ? { kind, tree: name } : { kind, name };
  return { subject, number: Number(number) };
}
