import { randomBytes } from "node:crypto";
import { closeSync, openSync, readdirSync, readlinkSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { engineMark } from "../process/leftovers.ts";
import { readProcess, startedWith } from "../process/process-table.ts";

/**
 * Nothing approves itself: a program that an agent started runs as the same person as the engine, may open the same
 * socket, and must still decide nothing. So the caller holds a file open that was made for this one connection, and
 * says its process id; the engine sees in /proc that the process has it, and that no agent of its own is above it.
 */
export const CAN_PROVE = process.platform === "linux";

/** Makes the file that the next caller is to hold. */
export function makeChallenge(folder: string): string {
  const path = join(folder, `${process.pid}.${randomBytes(16).toString("hex")}`);
  writeFileSync(path, "", { mode: 0o600, flag: "wx" });
  return path;
}

export function dropChallenge(path: string): void {
  rmSync(path, { force: true });
}

/** Held by the caller until it has its answer; the answer lets it go. */
export function holdChallenge(path: string): () => void {
  const descriptor = openSync(path, "r");
  return () => closeSync(descriptor);
}

/** Why this process may not command, or null. */
export function peerProblem(pid: number | null, challenge: string): string | null {
  if (pid === null || !holds(pid, challenge)) return "the caller did not show which process it is";
  const mark = engineMark();
  const seen = new Set<number>();
  for (let at = pid; at > 1 && !seen.has(at); ) {
    seen.add(at);
    if (at === process.pid || startedWith(at, mark))
      return "an agent of this run gave it, and nothing that runs for a milestone decides on it";
    at = readProcess(at)?.parent ?? 0;
  }
  return null;
}

/**
 * Whether the process belongs to a session, such as a terminal's, that was there before this engine: nothing that the
 * engine started can join one. This tells where agents could reach the socket and hide what they came from.
 */
export function isOfEarlierSession(pid: number | null): boolean {
  const own = readProcess(process.pid);
  const session = pid === null ? undefined : readProcess(pid)?.session;
  if (!own || !session || session === own.session) return false;
  const leader = readProcess(session);
  return leader !== null && leader.session === session && leader.start < own.start;
}

function holds(pid: number, path: string): boolean {
  const folder = `/proc/${pid}/fd`;
  try {
    return readdirSync(folder).some(name => linkOf(join(folder, name)) === path);
  } catch {
    return false; // gone, or another user's
  }
}

function linkOf(path: string): string | null {
  try {
    return readlinkSync(path);
  } catch {
    return null; // closed meanwhile
  }
}
