import { ROOT } from "../../milestone/names.ts";
import { DEFAULT_WEIGHTS } from "../../milestone/phase.ts";
import type { LoggedEvent } from "../../milestone/session/event.ts";
import {
  EMPTY_LOG,
  hashLine,
  type LogHead,
  type LogProblem,
  LogReader,
  type LogSegment,
  type TornLine,
  tryEvent,
} from "../../milestone/session/log.ts";
import { emptyState, type State } from "../../milestone/session/state.ts";
import {
  addToHistory,
  newHistory,
  type RunHistory as ViewHistory,
} from "../../milestone/view/run-history.ts";
import type { Oid, Repository } from "../ports.ts";
import {
  dropSnapshot,
  keepSnapshot,
  type LogFile,
  type LogSnapshot,
  type ReadPart,
  readSnapshot,
  readSnapshotView,
} from "./log-snapshot.ts";

/** A milestone's history as a commit holds it. */
export interface History {
  commit: Oid;
  /** The commit whose log it is: another one than `commit` where that has lost lines. */
  readAt: Oid;
  state: State;
  head: LogHead;
  /** What reports tell and the state does not keep; only some commands ask for it. The caller may change it. */
  view: () => Promise<ViewHistory>;
  /** Segments that the commit does not have so, to be written with the next one. */
  restored: LogSegment[];
  /** The last segment, to go on in. */
  last: { segment: number; text: string } | null;
  torn: TornLine | null;
  /** The file with an earlier tool's log, which counts as none and is started over. */
  older: string | null;
}

export type HistoryReading = { ok: true; history: History } | { ok: false; problem: LogProblem };

export type LogRepository = Pick<Repository, "list" | "readFile"> & Partial<Pick<Repository, "sealed">>;

/** Events that are read before it is worth keeping what they add up to. */
const KEEP_EVERY = 2_000;

export interface LogReadOptions {
  /** Told of every event, oldest first, also of a log that turns out to be faulty. */
  each?: (event: LoggedEvent) => void;
  /** Whatever was kept of the log, it is read from its first line. */
  fresh?: boolean;
}

/**
 * Reads and verifies the log that stands at `commit` and folds it. What this engine kept of an earlier reading is gone
 * on from where the commit has the very bytes that were read then; everything else is read and verified line by line.
 */
export async function loadHistory(
  repository: LogRepository,
  milestone: string,
  commit: Oid,
  { each, fresh = false }: LogReadOptions = {},
): Promise<HistoryReading> {
  const files = await logFiles(repository, milestone, commit);
  const log: LogSource = { repository, milestone, commit, files };
  const kept = each || fresh ? null : readSnapshot(repository.sealed, milestone);
  const continued = kept?.covers(files) ? await readFrom(log, kept) : null;
  if (continued) return continued;
  const reading = await readWhole(log, each);
  // Of an older commit's log it may still be the newest.
  if (kept && reading.ok && !kept.isAhead(files)) dropSnapshot(repository.sealed, milestone);
  const seen = kept?.isAhead(files) ? kept.head.seq : 0;
  if (reading.ok && !each) await keepIfLong(log, reading.history, seen);
  return reading;
}

interface LogSource {
  repository: LogRepository;
  milestone: string;
  commit: Oid;
  files: LogFile[];
}

/** The log from its first line. */
async function readWhole(log: LogSource, each?: (event: LoggedEvent) => void): Promise<HistoryReading> {
  const { milestone } = log;
  const state = emptyState(milestone, DEFAULT_WEIGHTS);
  const view = newHistory();
  const reading = await readSegmentsOn(log, { state, from: EMPTY_LOG, skip: null }, event => {
    addToHistory(view, event);
    each?.(event);
  });
  if (!reading.ok) return reading;
  return { ok: true, history: { ...reading.history, view: async () => view } };
}

/** What was kept, and the lines since; null where they do not go on from it, which only the whole log can explain. */
async function readFrom(log: LogSource, kept: LogSnapshot): Promise<HistoryReading | null> {
  const since: LoggedEvent[] = [];
  const rest = { ...log, files: log.files.slice(kept.covered) };
  const reading = await readSegmentsOn(rest, { state: kept.state, from: kept.head, skip: kept.last }, event =>
    since.push(event),
  );
  if (!reading.ok) return null;
  const readView = async (): Promise<ViewHistory> => {
    const before = readSnapshotView(log.repository.sealed, log.milestone, kept.head);
    if (before === null) {
      const whole = await loadHistory(log.repository, log.milestone, log.commit, { fresh: true });
      return whole.ok ? whole.history.view() : newHistory();
    }
    for (const event of since) addToHistory(before, event);
    return before;
  };
  // Once: what is kept below takes the place of what it reads.
  let found: Promise<ViewHistory> | null = null;
  const view = (): Promise<ViewHistory> => {
    found ??= readView();
    return found;
  };
  const history = { ...reading.history, older: kept.older, view };
  await keepIfLong(log, history, kept.head.seq);
  return { ok: true, history };
}

/** Keeps what the log adds up to, where much was read since that was last done. */
async function keepIfLong(
  { repository, milestone, files }: LogSource,
  history: History,
  seen: number,
): Promise<void> {
  const { head, state, last, torn, older } = history;
  if (!repository.sealed || head.seq < seen + KEEP_EVERY || torn !== null || last === null) return;
  const fold = { state, head, older, last: last.text, files, view: await history.view() };
  keepSnapshot(repository.sealed, milestone, fold);
}

interface Start {
  state: State;
  from: LogHead;
  /** What of the first file was read before; null: nothing. */
  skip: ReadPart | null;
}

async function readSegmentsOn(
  { repository, commit, files }: LogSource,
  { state, from, skip }: Start,
  take: (event: LoggedEvent) => void,
): Promise<{ ok: true; history: Omit<History, "view"> } | { ok: false; problem: LogProblem }> {
  const misfits: { seq: number; message: string }[] = [];
  const reader = new LogReader(event => {
    if (misfits.length > 0) return;
    const message = tryEvent(state, event);
    if (message === null) take(event);
    else misfits.push({ seq: event.seq, message });
  }, from);
  const lengths: { file: string; lines: number }[] = [];
  let last: { segment: number; text: string } | null = null;
  for await (const { file, text, place } of eachSegment(repository, commit, files)) {
    const isSkipped = lengths.length === 0 && skip !== null;
    if (isSkipped && !skip.starts(text))
      return { ok: false, problem: { file, line: 1, message: "the file is another one" } };
    const rest = isSkipped ? { text: text.slice(skip.length), after: skip.lines } : { text, after: 0 };
    reader.add({ file, ...rest });
    lengths.push({ file, lines: text.split("\n").length - 1 });
    last = { segment: place, text };
  }
  const { reading, older } = reader;
  if (!reading.ok) return reading;
  const [misfit] = misfits;
  if (misfit) return { ok: false, problem: problemAt(lengths, misfit) };
  if (reading.head.seq === 0 && older) last = null;
  if (last && reading.torn) last.text = last.text.slice(0, last.text.lastIndexOf("\n") + 1);
  const { head, torn } = reading;
  return { ok: true, history: { commit, readAt: commit, state, head, restored: [], last, torn, older } };
}

/** The log's files as they stand at `commit`, in order. */
export async function readSegments(
  repository: Pick<Repository, "list" | "readFile">,
  milestone: string,
  commit: Oid,
): Promise<LogSegment[]> {
  const segments: LogSegment[] = [];
  const files = await logFiles(repository, milestone, commit);
  for await (const { file, text } of eachSegment(repository, commit, files)) segments.push({ file, text });
  return segments;
}

async function logFiles(
  repository: Pick<Repository, "list">,
  milestone: string,
  commit: Oid,
): Promise<LogFile[]> {
  const pattern = new RegExp(`^execution-${milestone.replaceAll(".", "\\.")}(?:\\.(\\d{4,}))?\\.jsonl$`);
  return (await repository.list(commit, LOGS))
    .flatMap(({ name, oid }) => {
      const match = pattern.exec(name);
      return match ? [{ name, oid, number: match[1] ? Number(match[1]) : 1 }] : [];
    })
    .sort((a, b) => a.number - b.number)
    .map(({ name, oid }, at) => ({ name, oid, place: at + 1 }));
}

const LOGS = `${ROOT}/logs`;

/** Files that are asked for ahead, so that git unpacks one while another is verified. */
const AHEAD = 16;

async function* eachSegment(
  repository: Pick<Repository, "readFile">,
  commit: Oid,
  files: readonly LogFile[],
): AsyncGenerator<{ file: string; text: string; place: number }> {
  const asked: Promise<Buffer | null>[] = [];
  for (const [at, { name: asking, place }] of files.entries()) {
    for (const { name } of files.slice(asked.length + at, at + AHEAD)) {
      asked.push(repository.readFile(commit, `${LOGS}/${name}`));
    }
    // A read that fails before its turn is told when its turn comes.
    void Promise.allSettled(asked);
    const bytes = await asked.shift()!;
    yield { file: `${LOGS}/${asking}`, text: bytes?.toString("utf8") ?? "", place };
  }
}

/** Whether the first log ends where the second one once stood. */
export async function isPrefix(
  repository: Pick<Repository, "list" | "readFile">,
  shorter: History,
  longer: History,
): Promise<boolean> {
  const { seq, hash } = shorter.head;
  if (seq === 0 || seq > longer.head.seq) return seq === 0;
  if (seq === longer.head.seq) return hash === longer.head.hash;
  return (await hashAt(repository, longer, seq)) === hash;
}

/** The hash of the line with this number, in a log that was verified; null: it was not found. */
async function hashAt(
  repository: Pick<Repository, "list" | "readFile">,
  { state: { milestone }, readAt }: History,
  seq: number,
): Promise<string | null> {
  const files = await logFiles(repository, milestone, readAt);
  for (const file of files.reverse()) {
    const text = (await repository.readFile(readAt, `${LOGS}/${file.name}`))?.toString("utf8") ?? "";
    const lines = text.split("\n");
    const first = numberOf(lines[0] ?? "");
    if (first === null) return null;
    if (first <= seq) return hashLine(lines[seq - first] ?? "");
  }
  return null;
}

function numberOf(line: string): number | null {
  try {
    const { seq } = JSON.parse(line) as { seq?: unknown };
    return typeof seq === "number" ? seq : null;
  } catch {
    return null;
  }
}

/** The line of the event with this number; numbers count the lines of all segments. */
function problemAt(
  segments: readonly { file: string; lines: number }[],
  { seq, message }: { seq: number; message: string },
): LogProblem {
  let line = seq;
  for (const { file, lines } of segments) {
    if (line <= lines) return { file, line, message };
    line -= lines;
  }
  return { file: segments.at(-1)?.file ?? "", line: 1, message };
}
