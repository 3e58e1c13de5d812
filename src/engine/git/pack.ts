import { createHash } from "node:crypto";
import { crc32, deflateSync } from "node:zlib";
import type { ObjectType, Oid } from "./object.ts";

/**
 * A pack of freshly made objects. Why packs and not loose objects: a phase's commit is about 12 objects, and
 * two files are made faster than twelve and take 8 KiB of disk instead of 49 (`bench/git.ts` measures it).
 */
export interface PackInput {
  oid: Oid;
  type: ObjectType;
  data: Buffer;
  /** An earlier object of this very list that is an older version of this one: stored as a difference. */
  previous?: Oid | undefined;
}

interface PackEntry {
  oid: Oid;
  /** Bytes from the start of the pack. */
  offset: number;
  crc: number;
}

/** A pack's entries without header and trailer. */
interface PackBody {
  body: Buffer;
  entries: PackEntry[];
}

const HEADER_BYTES = 12;
const TYPE_BITS: Record<ObjectType, number> = { commit: 1, tree: 2, blob: 3, tag: 4 };
const OFS_DELTA = 6;
/** Longer chains make old versions slow to read; 50 is git's own default depth. */
const MAX_CHAIN = 50;
/** Below this a delta saves nothing against its own overhead. */
const MIN_DELTA = 256;
/** zlib's set-up, not the deflating, is what small objects cost: with small windows and tables, … */
const SMALL = 8192;
/** … and not at all for the smallest, most of which are trees, whose object names do not shrink. */
const STORED = 512;

function deflate(data: Buffer): Buffer {
  if (data.length <= STORED) return store(data);
  // One chunk for all of the answer; zlib's own would be 16 KiB of garbage for each object.
  const chunkSize = data.length + 64;
  return data.length <= SMALL
    ? deflateSync(data, { level: 1, memLevel: 5, windowBits: 13, chunkSize })
    : deflateSync(data, { level: 1, chunkSize });
}

/** A zlib stream (RFC 1950) of one stored block; at most 64 KiB. */
function store(data: Buffer): Buffer {
  const out = Buffer.allocUnsafe(data.length + 11);
  out.writeUInt16BE(0x7801, 0);
  out[2] = 1;
  out.writeUInt16LE(data.length, 3);
  out.writeUInt16LE(~data.length & 0xffff, 5);
  data.copy(out, 7);
  out.writeUInt32BE(adler32(data), data.length + 7);
  return out;
}

/** RFC 1950's checksum; the sums stay below 2^31 for the few bytes that are stored. */
function adler32(data: Buffer): number {
  let a = 1;
  let b = 0;
  for (const byte of data) {
    a += byte;
    b += a;
  }
  return ((b % 65521) * 65536 + (a % 65521)) >>> 0;
}

/** Type and length of an entry: 4 bits of length in the first byte, then 7 bits a byte, low bits first. */
function entryHeader(type: number, length: number): Buffer {
  const bytes: number[] = [];
  let byte = (type << 4) | (length & 15);
  let rest = Math.floor(length / 16);
  while (rest > 0) {
    bytes.push(byte | 0x80);
    byte = rest & 0x7f;
    rest = Math.floor(rest / 128);
  }
  bytes.push(byte);
  return Buffer.from(bytes);
}

/** Distance back to the base of a delta, in git's offset encoding (high bits first, each carry plus one). */
function baseDistance(distance: number): Buffer {
  const bytes = [distance & 0x7f];
  let rest = Math.floor(distance / 128);
  while (rest > 0) {
    rest--;
    bytes.unshift(0x80 | (rest & 0x7f));
    rest = Math.floor(rest / 128);
  }
  return Buffer.from(bytes);
}

function deltaSize(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest > 0x7f) {
    bytes.push((rest & 0x7f) | 0x80);
    rest = Math.floor(rest / 128);
  }
  bytes.push(rest);
  return bytes;
}

function copy(out: number[], from: number, length: number): void {
  let offset = from;
  let left = length;
  while (left > 0) {
    const size = Math.min(left, 0xffff);
    const args = [offset & 0xff, (offset >>> 8) & 0xff, (offset >>> 16) & 0xff, offset >>> 24];
    const flags = args.map((byte, i) => (byte ? 1 << i : 0)).reduce((a, b) => a | b, 0);
    const sizes = [size & 0xff, size >>> 8];
    const sizeFlags = (sizes[0] ? 0x10 : 0) | (sizes[1] ? 0x20 : 0);
    out.push(0x80 | flags | sizeFlags, ...args.filter(byte => byte), ...sizes.filter(byte => byte));
    offset += size;
    left -= size;
  }
}

function mismatch(a: Buffer, b: Buffer): { head: number; tail: number } {
  const shared = Math.min(a.length, b.length);
  let head = 0;
  const block = 4096;
  while (head + block <= shared && a.compare(b, head, head + block, head, head + block) === 0) head += block;
  while (head < shared && a[head] === b[head]) head++;
  let tail = 0;
  const most = shared - head;
  while (tail < most && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++;
  return { head, tail };
}

/** What an appended log or an edited tree needs: the common head, the new middle, the common tail. */
export function makeDelta(base: Buffer, target: Buffer): Buffer {
  const { head, tail } = mismatch(base, target);
  const out = [...deltaSize(base.length), ...deltaSize(target.length)];
  copy(out, 0, head);
  const parts: Buffer[] = [Buffer.from(out)];
  for (let at = head; at < target.length - tail; at += 127) {
    const piece = target.subarray(at, Math.min(at + 127, target.length - tail));
    parts.push(Buffer.from([piece.length]), piece);
  }
  const end: number[] = [];
  copy(end, base.length - tail, tail);
  parts.push(Buffer.from(end));
  return Buffer.concat(parts);
}

/** Encodes the objects one behind the other. Each `oid` may stand once only. */
function encodeBody(objects: readonly PackInput[]): PackBody {
  const placed = new Map<Oid, { offset: number; data: Buffer; type: ObjectType; chain: number }>();
  const pieces: Buffer[] = [];
  const entries: PackEntry[] = [];
  let offset = HEADER_BYTES;
  for (const { oid, type, data, previous } of objects) {
    const base = previous === undefined ? undefined : placed.get(previous);
    const usable = base && base.type === type && base.chain < MAX_CHAIN && data.length >= MIN_DELTA;
    const delta = usable ? makeDelta(base.data, data) : null;
    const asDelta = base !== undefined && delta !== null && delta.length < data.length / 2;
    const parts = asDelta
      ? [entryHeader(OFS_DELTA, delta.length), baseDistance(offset - base.offset), deflate(delta)]
      : [entryHeader(TYPE_BITS[type], data.length), deflate(data)];
    const bytes = Buffer.concat(parts);
    placed.set(oid, { offset, data, type, chain: asDelta ? base.chain + 1 : 0 });
    entries.push({ oid, offset, crc: crc32(bytes) });
    pieces.push(bytes);
    offset += bytes.length;
  }
  return { body: Buffer.concat(pieces), entries };
}

/** The pack file, its index (version 2), and the checksum that names both. */
export function encodePack(objects: Iterable<PackInput>): { name: string; pack: Buffer[]; index: Buffer } {
  const { body, entries } = encodeBody([...objects]);
  const header = Buffer.alloc(HEADER_BYTES);
  header.write("PACK", 0, "latin1");
  header.writeUInt32BE(2, 4);
  header.writeUInt32BE(entries.length, 8);
  const sum = createHash("sha1").update(header).update(body).digest();
  return { name: sum.toString("hex"), pack: [header, body, sum], index: encodeIndex(entries, sum) };
}

function encodeIndex(entries: readonly PackEntry[], packSum: Buffer): Buffer {
  const sorted = [...entries].sort((a, b) => (a.oid < b.oid ? -1 : 1));
  const count = sorted.length;
  const out = Buffer.alloc(8 + 256 * 4 + count * 28 + 40);
  out.writeUInt32BE(0xff744f63, 0);
  out.writeUInt32BE(2, 4);
  const fanout = new Uint32Array(256);
  const oids = 8 + 256 * 4;
  sorted.forEach(({ oid, crc, offset }, i) => {
    fanout[Number.parseInt(oid.slice(0, 2), 16)]!++;
    out.write(oid, oids + i * 20, "hex");
    out.writeUInt32BE(crc, oids + count * 20 + i * 4);
    out.writeUInt32BE(offset, oids + count * 24 + i * 4);
  });
  let total = 0;
  for (let byte = 0; byte < 256; byte++) {
    total += fanout[byte]!;
    out.writeUInt32BE(total, 8 + byte * 4);
  }
  packSum.copy(out, out.length - 40);
  createHash("sha1")
    .update(out.subarray(0, out.length - 20))
    .digest()
    .copy(out, out.length - 20);
  return out;
}
