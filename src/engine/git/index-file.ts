import { createHash } from "node:crypto";
import type { FileStat } from "./file-stat.ts";
import type { Oid } from "./object.ts";

/** An entry of git's index. */
export interface IndexEntry {
  path: string;
  mode: string;
  oid: Oid;
  stat: FileStat;
}

/** Bytes of an entry before its path (index version 2). */
const FIXED = 62;
const HEADER = 12;
const SUM = 20;
const MAX_NAME = 0xfff;

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  return Buffer.compare(a, b);
}

/** Bytes of the whole entry: at least one zero behind the path, and a multiple of eight. */
function entryLength(nameLength: number): number {
  return (FIXED + nameLength + 8) & ~7;
}

/** git's index, version 2. The order of the entries given does not matter. */
export function encodeIndexFile(entries: Iterable<IndexEntry>): Buffer {
  const named = [...entries].map(entry => ({ entry, name: Buffer.from(entry.path) }));
  named.sort((a, b) => compareBytes(a.name, b.name));
  const length = named.reduce((sum, { name }) => sum + entryLength(name.length), HEADER + SUM);
  const out = Buffer.alloc(length);
  out.write("DIRC", 0, "latin1");
  out.writeUInt32BE(2, 4);
  out.writeUInt32BE(named.length, 8);
  let at = HEADER;
  for (const { entry, name } of named) {
    writeEntry(out, at, entry, name);
    at += entryLength(name.length);
  }
  createHash("sha1").update(out.subarray(0, at)).digest().copy(out, at);
  return out;
}

function writeEntry(out: Buffer, at: number, { mode, oid, stat }: IndexEntry, name: Buffer): void {
  const words = [
    ...[stat.ctimeSec, stat.ctimeNsec, stat.mtimeSec, stat.mtimeNsec, stat.dev, stat.ino],
    ...[Number.parseInt(mode, 8), stat.uid, stat.gid, stat.size],
  ];
  words.forEach((word, i) => {
    out.writeUInt32BE(word, at + i * 4);
  });
  out.write(oid, at + 40, "hex");
  out.writeUInt16BE(Math.min(name.length, MAX_NAME), at + 60);
  name.copy(out, at + FIXED);
}

/** Reads an index of version 2 that our own git wrote; any other content is a bug and throws. */
export function parseIndexFile(file: Buffer): IndexEntry[] {
  if (file.toString("latin1", 0, 4) !== "DIRC" || file.readUInt32BE(4) !== 2) {
    throw new Error("not an index file of version 2");
  }
  const entries: IndexEntry[] = [];
  let at = HEADER;
  for (let left = file.readUInt32BE(8); left > 0; left--) {
    const end = file.indexOf(0, at + FIXED);
    entries.push(readEntry(file, at, end));
    at += entryLength(end - at - FIXED);
  }
  return entries;
}

function readEntry(file: Buffer, at: number, end: number): IndexEntry {
  const word = (index: number) => file.readUInt32BE(at + index * 4);
  return {
    path: file.toString("utf8", at + FIXED, end),
    mode: word(6).toString(8),
    oid: file.toString("hex", at + 40, at + 60),
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
