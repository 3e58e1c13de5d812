import { appendFileSync, existsSync, mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { type LogEntry, type LogSubject, logFile, subjectOf } from "./log-names.ts";

/** Kept of one session: the newest (contract §11). */
const SESSION_BYTES = 20 * 1024 * 1024;
/** Sessions whose logs are kept, the newest; of older ones the branch holds what counts. */
const MOST_SESSIONS = 20;
/** Lines are written together, at the latest after this time (ms): a reader who follows sees them at once. */
const FLUSH_MS = 200;
const FLUSH_CHARS = 64 * 1024;

export interface LogSink {
  /** A line, masked and clean. */
  line(text: string): void;
  end(): void;
}

/**
 * The output of every attempt, set-up, test and check, in files outside of the branch. Losing them loses nothing that
 * counts: whatever goes wrong with them never harms the run.
 */
export interface LogStore {
  /** Holds a folder for each session. */
  readonly root: string;
  /** Folder of the session's logs; null before `begin`. */
  readonly folder: string | null;
  begin(session: string): void;
  open(subject: LogSubject): LogSink;
}

/** Logs below `root`, a folder for each session. */
export function openLogStore(root: string): LogStore {
  return new FileLogs(root);
}

class FileLogs implements LogStore {
  folder: string | null = null;
  readonly root: string;
  #written = 0;

  constructor(root: string) {
    this.root = root;
  }

  begin(session: string): void {
    if (!isFolderName(session)) return;
    this.folder = join(this.root, session);
    quietly(() => {
      mkdirSync(this.folder!, { recursive: true, mode: 0o700 });
      dropOldSessions(this.root);
    });
  }

  open(subject: LogSubject): LogSink {
    const { folder } = this;
    if (folder === null) return { line: () => undefined, end: () => undefined };
    const path = quietly(() => freshFile(folder, subject));
    let held = "";
    let timer: NodeJS.Timeout | null = null;
    let isSilent = true;
    const flush = (): void => {
      if (timer) clearTimeout(timer);
      timer = null;
      const text = held;
      held = "";
      if (path === null || text === "") return;
      quietly(() => appendFileSync(path, text));
      this.#wrote(text.length);
    };
    return {
      line(text) {
        isSilent = false;
        held += `${text}\n`;
        if (held.length > FLUSH_CHARS) flush();
        else timer ??= setTimeout(flush, FLUSH_MS).unref();
      },
      end() {
        // An empty file is that of a program that still runs.
        if (isSilent) held = "(it printed nothing)\n";
        flush();
      },
    };
  }

  #wrote(length: number): void {
    this.#written += length;
    // Looked at now and then: a folder of thousands of small files is not read for each of them.
    if (this.#written < SESSION_BYTES / 20) return;
    this.#written = 0;
    quietly(() => dropOldest(this.folder!, SESSION_BYTES));
  }
}

/** A file of its own for each time: a second run of the tests does not follow the first one's lines. */
function freshFile(folder: string, subject: LogSubject): string {
  for (let number = 1; ; number++) {
    const path = join(folder, logFile(subject, number));
    if (number === 1) mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    if (existsSync(path)) {
      // The same attempt begun again, after a run that died: the lines of both belong to it.
      if (subject.kind === "attempt") return path;
      continue;
    }
    appendFileSync(path, "", { mode: 0o600 });
    return path;
  }
}

/** The logs of a session, oldest first. */
export function listLogs(folder: string): LogEntry[] {
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return files
    .flatMap((file): LogEntry[] => {
      const known = subjectOf(file.replaceAll("\\", "/"));
      const stats = known ? statSync(join(folder, file), { throwIfNoEntry: false }) : undefined;
      if (!known || !stats?.isFile()) return [];
      return [{ ...known, bytes: stats.size, changedAt: stats.mtimeMs, file }];
    })
    .sort((a, b) => a.changedAt - b.changedAt || (a.file < b.file ? -1 : 1));
}

/** The sessions that have logs, the newest last. */
export function listSessions(root: string): string[] {
  if (!existsSync(root)) return [];
  const changed = (name: string): number =>
    statSync(join(root, name), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return readdirSync(root).sort((a, b) => changed(a) - changed(b));
}

function dropOldest(folder: string, most: number): void {
  const logs = listLogs(folder);
  let bytes = logs.reduce((sum, log) => sum + log.bytes, 0);
  for (const log of logs) {
    if (bytes <= most) return;
    rmSync(join(folder, log.file), { force: true });
    bytes -= log.bytes;
  }
}

function dropOldSessions(root: string): void {
  for (const old of listSessions(root).slice(0, -MOST_SESSIONS)) {
    rmSync(join(root, old), { recursive: true, force: true });
  }
}

/** Its name comes from a log that others may have written. */
function isFolderName(session: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9._-]{0,199}$/.test(session) && !session.includes("..");
}

function quietly<T>(work: () => T): T | null {
  try {
    return work();
  } catch {
    return null;
  }
}
