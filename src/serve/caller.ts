import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { MARKER_VARIABLE } from "../engine/process/process-marks.ts";
import { listPids, readProcess, startedWith } from "../engine/process/process-table.ts";

/**
 * Whether a connection over loopback comes from a process that an engine of this user started: an agent may have found
 * the key where the person's browser was given it, and must still decide nothing. Only Linux can tell: there a caller that
 * has closed its end is nobody who waits for an answer, and counts as an agent's.
 * @param theirs the port that they connected from
 */
export function isAgents(theirs: number, ours: number): boolean {
  if (textOf("/proc/net/tcp") === "") return false;
  const inode = inodeOf(theirs, ours);
  if (inode === null || inode === "0") return true;
  return listPids().some(pid => holdsSocket(pid, inode) && isMarked(pid));
}

/** Of the caller's end of the connection, as the kernel lists it. */
function inodeOf(theirs: number, ours: number): string | null {
  const hex = (port: number): string => port.toString(16).toUpperCase().padStart(4, "0");
  for (const table of ["/proc/net/tcp", "/proc/net/tcp6"]) {
    for (const line of textOf(table).split("\n").slice(1)) {
      const fields = line.trim().split(/\s+/);
      if (fields[1]?.endsWith(`:${hex(theirs)}`) && fields[2]?.endsWith(`:${hex(ours)}`))
        return fields[9] ?? null;
    }
  }
  return null;
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return ""; // no Linux, or no such protocol
  }
}

function holdsSocket(pid: number, inode: string): boolean {
  const folder = `/proc/${pid}/fd`;
  try {
    return readdirSync(folder).some(name => linkOf(`${folder}/${name}`) === `socket:[${inode}]`);
  } catch {
    return false; // gone, or another user's
  }
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return ""; // closed meanwhile
  }
}

function isMarked(pid: number): boolean {
  const seen = new Set<number>();
  for (let at = pid; at > 1 && !seen.has(at); at = readProcess(at)?.parent ?? 0) {
    seen.add(at);
    if (startedWith(at, `${MARKER_VARIABLE}=`)) return true;
  }
  return false;
}
