import type { FileStat } from "./file-stat.ts";
import { type ObjectFormat, OID_BYTES, type Oid } from "./object.ts";

/** An entry of git's index. */
export interface IndexEntry {
  path: string;
  mode: string;
  oid: Oid;
  /** Absent: the file is left out of the work tree (skip-worktree). */
  stat?: FileStat;
}

export type PresentEntry = IndexEntry & { stat: FileStat };

/** Where the object's name stands in an entry. */
const NAME_AT = 40;
const HEADER = 12;
const MAX_NAME = 0xfff;

/** Bytes of an entry before its path (index version 2). */
function fixedLength(format: ObjectFormat): number {
  return NAME_AT + OID_BYTES[format] + 2;
}

/** Bytes of the whole entry: at least one zero behind the path, and a multiple of eight. */
function entryLength(fixed: number, nameLength: number): number {
  return (fixed + nameLength + 8) & ~7;
}

/** Where the path of the entry that begins at `start` stands, and whether it is left out of the work tree. */
export function nameRange(
  file: Buffer,
  start: number,
  format: ObjectFormat,
): { from: number; to: number; hidden: boolean } {
  const fixed = fixedLength(format);
  const flags = file.readUInt16BE(start + fixed - 2);
  const hidden = (flags & EXTENDED) !== 0;
  const from = start + (hidden ? fixed + 2 : fixed);
  const length = flags & MAX_NAME;
  return { from, to: length < MAX_NAME ? from + length : file.indexOf(0, from), hidden };
}

const EXTENDED = 0x4000;
const SKIP_WORKTREE = 0x4000;

/** The bytes of one entry, which stand one behind the other in the order of their paths' bytes. */
export function encodeEntry({ path, mode, oid, stat }: IndexEntry, format: ObjectFormat): Buffer {
  const name = Buffer.from(path);
  const least = fixedLength(format);
  const fixed = stat ? least : least + 2;
  const out = Buffer.alloc(entryLength(fixed, name.length));
  const times = stat
    ? [stat.ctimeSec, stat.ctimeNsec, stat.mtimeSec, stat.mtimeNsec, stat.dev, stat.ino]
    : [0, 0, 0, 0, 0, 0];
  const owner = stat ? [stat.uid, stat.gid, stat.size] : [0, 0, 0];
  [...times, Number.parseInt(mode, 8), ...owner].forEach((word, i) => {
    out.writeUInt32BE(word, i * 4);
  });
  out.write(oid, NAME_AT, "hex");
  out.writeUInt16BE(Math.min(name.length, MAX_NAME) | (stat ? 0 : EXTENDED), least - 2);
  if (!stat) out.writeUInt16BE(SKIP_WORKTREE, least);
  name.copy(out, fixed);
  return out;
}

/** Where each entry of an index of version 2 begins, and where the last one ends; any other content is a bug and throws. */
export function entryStarts(file: Buffer, format: ObjectFormat): Uint32Array {
  const fixed = fixedLength(format);
  if (file.toString("latin1", 0, 4) !== "DIRC" || file.readUInt32BE(4) !== 2) {
    throw new Error("not an index file of version 2");
  }
  const starts = new Uint32Array(file.readUInt32BE(8) + 1);
  starts[0] = HEADER;
  for (let i = 1; i < starts.length; i++) {
    const at = starts[i - 1]!;
    const { from, to } = nameRange(file, at, format);
    starts[i] = at + entryLength(fixed, to - from);
  }
  return starts;
}

/** Reads an index of version 2 that our own git wrote. */
export function parseIndexFile(file: Buffer, format: ObjectFormat): PresentEntry[] {
  const starts = entryStarts(file, format);
  const entries: PresentEntry[] = [];
  for (let i = 0; i + 1 < starts.length; i++) {
    const at = starts[i]!;
    const { from, to } = nameRange(file, at, format);
    entries.push(readEntry(file, { at, path: from, end: to }));
  }
  return entries;
}

function readEntry(file: Buffer, { at, path, end }: { at: number; path: number; end: number }): PresentEntry {
  const word = (index: number) => file.readUInt32BE(at + index * 4);
  return {
    path: file.toString("utf8", path, end),
    mode: word(6).toString(8),
    oid: file.toString("hex", at + NAME_AT, path - 2),
    stat: {
      ctimeSec: word(0),
      ctimeNsec: word(1),
      mtimeSec: word(2),
      mtimeNsec: word(3),
      dev: word(4),
      ino: word(5),
      uid: word(7),
      gid: word(8),
      size: word(9),
    },
  };
}
