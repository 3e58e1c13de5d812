import { VERSION } from "../../milestone/names.ts";
import { hashLine, type LogHead } from "../../milestone/session/log.ts";
import type { State } from "../../milestone/session/state.ts";
import {
  decodeHistory,
  decodeState,
  encodeHistory,
  encodeState,
  FOLD_SHAPE,
} from "../../milestone/view/fold-text.ts";
import type { RunHistory } from "../../milestone/view/run-history.ts";
import type { Oid, Repository } from "../ports.ts";

/*
 * What a log added up to when it was last read, so that the next reading begins where that one ended. It is a claim and
 * no second truth: it is sealed by this engine, it names every file that was read by the hash of its bytes, and the log
 * must go on from the line where it stands. Whatever does not fit is dropped, and the log is read from its first line.
 */

/** A file of the log, with the name of its bytes. */
export interface LogFile {
  name: string;
  oid: Oid;
  /** From 1, among all files of the log. */
  place: number;
}

export interface LogSnapshot {
  state: State;
  head: LogHead;
  older: string | null;
  /** Files that were read to their end and will never change. */
  covered: number;
  /** What was read of the one after them. */
  last: ReadPart;
  /** The files begin with what was read. */
  covers(files: readonly LogFile[]): boolean;
  /** The files are an earlier part of what was read. */
  isAhead(files: readonly LogFile[]): boolean;
}

export interface ReadPart {
  /** Characters. */
  length: number;
  lines: number;
  starts(text: string): boolean;
}

/** The first line of both texts. */
interface Header {
  program: string;
  milestone: string;
  head: LogHead;
  older: string | null;
  files: [name: string, oid: Oid][];
  last: { name: string; length: number; lines: number; hash: string };
}

type Sealed = Repository["sealed"];

/** Another version, or another set of fields, reads the log again. */
const PROGRAM = `${VERSION} ${FOLD_SHAPE}`;

const stateName = (milestone: string): string => `${milestone}.state`;
const viewName = (milestone: string): string => `${milestone}.history`;

/** What was kept of the milestone's log; null: nothing, or nothing that this engine wrote. */
export function readSnapshot(sealed: Sealed, milestone: string): LogSnapshot | null {
  return readPart(sealed, { name: stateName(milestone), milestone }, ({ head, older, files, last }, text) => {
    const hasFiles = (there: readonly LogFile[], count: number): boolean =>
      there.slice(0, count).every(({ name, oid }, at) => files[at]?.[0] === name && files[at]?.[1] === oid);
    return {
      state: decodeState(text),
      head,
      older,
      covered: files.length,
      last: {
        length: last.length,
        lines: last.lines,
        starts: found => found.length >= last.length && hashLine(found.slice(0, last.length)) === last.hash,
      },
      covers: there =>
        there.length > files.length &&
        there[files.length]?.name === last.name &&
        hasFiles(there, files.length),
      // The last file of an earlier log had not all of its lines yet.
      isAhead: there => there.length <= files.length + 1 && hasFiles(there, there.length - 1),
    };
  });
}

/** What reports tell, as it was kept with the state at `head`; null where it was not. */
export function readSnapshotView(sealed: Sealed, milestone: string, head: LogHead): RunHistory | null {
  return readPart(sealed, { name: viewName(milestone), milestone }, (header, text) =>
    header.head.hash === head.hash && header.head.seq === head.seq ? decodeHistory(text) : null,
  );
}

function readPart<T>(
  sealed: Sealed,
  { name, milestone }: { name: string; milestone: string },
  take: (header: Header, text: string) => T | null,
): T | null {
  const text = sealed?.read(name)?.toString("utf8");
  if (!sealed || text === undefined) return null;
  const end = text.indexOf("\n");
  try {
    const header = JSON.parse(text.slice(0, end)) as Header;
    if (header.program !== PROGRAM || header.milestone !== milestone) return null;
    return take(header, text.slice(end + 1));
  } catch {
    // Sealed by us and unreadable all the same: of a program whose fields have the same names.
    return null;
  }
}

/** Keeps what the log adds up to; `last` is the text of its last file. */
export function keepSnapshot(
  sealed: NonNullable<Sealed>,
  milestone: string,
  fold: {
    state: State;
    view: RunHistory;
    head: LogHead;
    older: string | null;
    files: readonly LogFile[];
    last: string;
  },
): void {
  const { state, view, head, older, files, last } = fold;
  const header: Header = {
    program: PROGRAM,
    milestone,
    head,
    older,
    files: files.slice(0, -1).map(({ name, oid }) => [name, oid]),
    last: {
      name: files.at(-1)?.name ?? "",
      length: last.length,
      lines: last.split("\n").length - 1,
      hash: hashLine(last),
    },
  };
  const first = JSON.stringify(header);
  sealed.write(viewName(milestone), `${first}\n${encodeHistory(view)}`);
  sealed.write(stateName(milestone), `${first}\n${encodeState(state)}`);
}

export function dropSnapshot(sealed: Sealed, milestone: string): void {
  sealed?.drop(stateName(milestone));
  sealed?.drop(viewName(milestone));
}
