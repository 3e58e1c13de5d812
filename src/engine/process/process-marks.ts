import { readFileSync, readlinkSync } from "node:fs";
import { quickestRound } from "./process-table.ts";

/** In the environment of each process started here, so that its descendants can be recognised. */
export const MARKER_VARIABLE = "MILESTONE_PROCESS";

/** Far more processes than run at once; what is forgotten is read again. */
const MOST_KNOWN = 4_096;

const known = new Map<number, string>();
/** The counter and the time (ms) at the last look. */
let [learntAt, lookedAt] = [0, 0];

/**
 * Whether the process was ever started with this marker, reading the environment of each process once. A process that
 * has no marker never gains it, as every child begins with its parent's environment; one that has it may have lost it
 * since, so a yes is to be looked into. `unsettled`: just now a program takes another's place in it.
 * @param counter `lastPid()`: where it went round, ids stand for other processes than before
 */
export function everStartedWith(pid: number, marker: string, counter: number): boolean | "unsettled" {
  const now = performance.now();
  if (counter < learntAt || now - lookedAt > quickestRound() || known.size > MOST_KNOWN) known.clear();
  [learntAt, lookedAt] = [counter, now];
  let marks = known.get(pid);
  if (marks === undefined) {
    const environment = readEnvironment(pid);
    // Empty also for a moment while a program takes another's place, so nothing is learnt from it.
    if (environment === "") return isProgram(pid) && "unsettled";
    marks = markIn(environment);
    known.set(pid, marks);
  }
  return marks.includes(marker);
}

/** Of a process that was just started, so that nobody has to read it. */
export function rememberMark(pid: number, marker: string): void {
  known.set(pid, marker);
}

/** Threads of the kernel and zombies have no environment either, and stand for no program. */
function isProgram(pid: number): boolean {
  try {
    return readlinkSync(`/proc/${pid}/exe`) !== "";
  } catch {
    return false; // gone, of the kernel, or another user's
  }
}

function markIn(environment: string): string {
  return environment.split("\0").find(line => line.startsWith(`${MARKER_VARIABLE}=`)) ?? "";
}

function readEnvironment(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, "utf8");
  } catch {
    return ""; // gone, or another user's: then it is not of our tree
  }
}
