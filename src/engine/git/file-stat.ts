import type { BigIntStats, Stats } from "node:fs";

/**
 * What tells cheaply that a file was not touched. Numbers are cut to 32 bits, as in git's index, so that what
 * git wrote there and what we saw compare equal.
 */
export interface FileStat {
  mtimeSec: number;
  mtimeNsec: number;
  ctimeSec: number;
  ctimeNsec: number;
  dev: number;
  ino: number;
  uid: number;
  gid: number;
  size: number;
}

const BILLION = 1_000_000_000n;

function low32(value: bigint): number {
  return Number(BigInt.asUintN(32, value));
}

export function fileStat(stats: BigIntStats): FileStat {
  return {
    mtimeSec: low32(stats.mtimeNs / BILLION),
    mtimeNsec: Number(stats.mtimeNs % BILLION),
    ctimeSec: low32(stats.ctimeNs / BILLION),
    ctimeNsec: Number(stats.ctimeNs % BILLION),
    dev: low32(stats.dev),
    ino: low32(stats.ino),
    uid: low32(stats.uid),
    gid: low32(stats.gid),
    size: low32(stats.size),
  };
}

/** The last modification in ms, computed as Node computes `mtimeMs`, so that both can be compared exactly. */
export function mtimeMs({ mtimeSec, mtimeNsec }: FileStat): number {
  return mtimeSec * 1000 + mtimeNsec / 1_000_000;
}

function ctimeMs({ ctimeSec, ctimeNsec }: FileStat): number {
  return ctimeSec * 1000 + ctimeNsec / 1_000_000;
}

/** Whether the file is, by its metadata, the one that was recorded. */
export function sameStat(known: FileStat, now: Stats): boolean {
  return (
    known.size === now.size >>> 0 &&
    mtimeMs(known) === now.mtimeMs &&
    ctimeMs(known) === now.ctimeMs &&
    known.ino === lowOf(now.ino)
  );
}

function lowOf(value: number): number {
  return value <= 0xffffffff ? value : Number(BigInt.asUintN(32, BigInt(value)));
}

/** Coarsest step of the kernels' file clocks that we reckon with, twice over. */
const CLOCK_STEP_MS = 20;

/** Whether a write just after `settled` (ms) could have left the very same times behind: then only the bytes tell. */
export function isRacy(known: FileStat, settled: number): boolean {
  return mtimeMs(known) >= settled - CLOCK_STEP_MS || ctimeMs(known) >= settled - CLOCK_STEP_MS;
}
