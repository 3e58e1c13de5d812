import { ROOT } from "../../milestone/names.ts";
import type { LoggedEvent } from "../../milestone/session/event.ts";
import { foldLog } from "../../milestone/session/fold.ts";
import {
  type LogHead,
  type LogProblem,
  LogReader,
  type LogSegment,
  type TornLine,
} from "../../milestone/session/log.ts";
import type { State } from "../../milestone/session/state.ts";
import type { Oid, Repository } from "../ports.ts";

/** A milestone's whole history as a commit holds it. */
export interface History {
  commit: Oid;
  state: State;
  head: LogHead;
  events: LoggedEvent[];
  /** Segments that the commit does not have so, to be written with the next one. */
  restored: LogSegment[];
  /** The last segment, to go on in. */
  last: { segment: number; text: string } | null;
  torn: TornLine | null;
  /** The file with an earlier tool's log, which counts as none and is begun anew. */
  older: string | null;
}

export type HistoryReading = { ok: true; history: History } | { ok: false; problem: LogProblem };

/** Reads and verifies the log that stands at `commit` and folds it. Costs one read per segment. */
export async function loadHistory(
  repository: Pick<Repository, "list" | "readFile">,
  milestone: string,
  commit: Oid,
): Promise<HistoryReading> {
  const segments: LogSegment[] = [];
  const reader = new LogReader();
  for await (const segment of eachSegment(repository, milestone, commit)) {
    segments.push(segment);
    reader.add(segment);
  }
  const { reading } = reader;
  if (!reading.ok) return reading;
  const folded = foldLog(milestone, reading.events);
  if (!folded.ok) return { ok: false, problem: problemAt(segments, folded.seq, folded.message) };
  const { state } = folded;
  const { older } = reader;
  const last = reading.head.seq > 0 || !older ? segments.at(-1) : undefined;
  const text = last && reading.torn ? last.text.slice(0, last.text.lastIndexOf("\n") + 1) : last?.text;
  return {
    ok: true,
    history: {
      commit,
      state,
      head: reading.head,
      events: reading.events,
      restored: [],
      last: last ? { segment: segments.length, text: text ?? "" } : null,
      torn: reading.torn,
      older,
    },
  };
}

/** The log's files as they stand at `commit`, in order. */
export async function readSegments(
  repository: Pick<Repository, "list" | "readFile">,
  milestone: string,
  commit: Oid,
): Promise<LogSegment[]> {
  const segments: LogSegment[] = [];
  for await (const segment of eachSegment(repository, milestone, commit)) segments.push(segment);
  return segments;
}

/** All are asked for at once, so that git unpacks one while another is verified. */
async function* eachSegment(
  repository: Pick<Repository, "list" | "readFile">,
  milestone: string,
  commit: Oid,
): AsyncGenerator<LogSegment> {
  const folder = `${ROOT}/logs`;
  const pattern = new RegExp(`^execution-${milestone.replaceAll(".", "\\.")}(?:\\.(\\d{4,}))?\\.jsonl$`);
  const names = (await repository.list(commit, folder))
    .flatMap(entry => {
      const match = pattern.exec(entry.name);
      return match ? [{ name: entry.name, number: match[1] ? Number(match[1]) : 1 }] : [];
    })
    .sort((a, b) => a.number - b.number);
  const reads = names.map(async ({ name }) => {
    const bytes = await repository.readFile(commit, `${folder}/${name}`);
    return { file: `${folder}/${name}`, text: bytes?.toString("utf8") ?? "" };
  });
  // A read that fails before its turn is told when its turn comes.
  void Promise.allSettled(reads);
  for (const read of reads) yield await read;
}

/** The line of the event with this number; numbers count the lines of all segments. */
function problemAt(segments: readonly LogSegment[], seq: number, message: string): LogProblem {
  let line = seq;
  for (const { file, text } of segments) {
    const lines = text.split("\n").length - 1;
    if (line <= lines) return { file, line, message };
    line -= lines;
  }
  return { file: segments.at(-1)?.file ?? "", line: 1, message };
}
