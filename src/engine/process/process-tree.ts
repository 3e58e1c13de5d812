import { setTimeout as wait } from "node:timers/promises";
import { everStartedWith, rememberMark } from "./process-marks.ts";
import {
  lastPid,
  listPids,
  type ProcessEntry,
  pidsBetween,
  quickestRound,
  readProcess,
  readProcessTable,
  startedWith,
} from "./process-table.ts";

/**
 * A child and everything that came from it, also what left its process group (`setsid`, double forks).
 * A process belongs to the tree when one of these holds: it is in the child's process group; its chain of
 * parents leads to a member; it was seen so once (parents die, the knowledge stays); its environment
 * holds the tree's marker. Only a process that at once clears its environment and leaves its parent
 * between two samples escapes, and one that keeps replacing itself faster than it is looked for; a process namespace
 * (sandbox) closes that too.
 */
export interface ProcessTree {
  root: number;
  marker: string;
  /** Start of the root in ticks, 0 where there is no /proc; members cannot be older. */
  start: number;
  /** Members seen so far: pid → start, so that a pid used again is not taken for a member. */
  seen: Map<number, number>;
  /** Processor time of the members at the last sample, in milliseconds. */
  cpuMs: number;
  since: number;
  /** How a signal reaches a process or group of it. */
  send: (target: number, signal: NodeJS.Signals) => void;
}

/** Beyond this age the pid counter may have gone all round by itself, so that pids tell nothing about age. */
const PIDS_ORDERED_MS = 30_000;

/** Whether all that came from the tree's root has a higher id than it, unless somebody saw to it that it has not. */
export function hasOrderedPids(tree: ProcessTree, counter: number): boolean {
  return performance.now() - tree.since < PIDS_ORDERED_MS && counter >= tree.root;
}

/** The same, whatever anybody did. */
function hasSurelyOrderedPids(tree: ProcessTree, counter: number): boolean {
  return performance.now() - tree.since < quickestRound() && hasOrderedPids(tree, counter);
}

export function openTree(root: number, marker: string, sendBy: ProcessTree["send"] = send): ProcessTree {
  // A root that has come and gone already is still younger than this engine, and may have left something behind.
  const entry = readProcess(root) ?? readProcess(process.pid);
  rememberMark(root, marker);
  return {
    root,
    marker,
    start: entry?.start ?? 0,
    seen: new Map(),
    cpuMs: 0,
    since: performance.now(),
    send: sendBy,
  };
}

/** Remembers the members that are visible now and their processor time. Uses the given table, one for all trees. */
export function sampleTree(tree: ProcessTree, table: Map<number, ProcessEntry>): void {
  let cpuMs = 0;
  for (const member of membersOf(tree, table)) {
    tree.seen.set(member.pid, member.start);
    cpuMs += member.cpuMs;
  }
  tree.cpuMs = Math.max(tree.cpuMs, cpuMs);
}

/** All living members, found by every means; may take some milliseconds. */
export function livingMembers(tree: ProcessTree): ProcessEntry[] {
  const table = readProcessTable();
  for (const entry of table.values()) {
    if (entry.start < tree.start || tree.seen.has(entry.pid) || entry.pid === process.pid) continue;
    if (startedWith(entry.pid, tree.marker)) tree.seen.set(entry.pid, entry.start);
  }
  sampleTree(tree, table);
  return membersOf(tree, table).filter(member => !member.zombie);
}

/** How long a process that is between two programs is waited for (ms): on a busy machine it may lose its turn there. */
const SETTLE_MS = 200;
const SETTLE_LOOK_MS = 5;

/**
 * Whether anything of the tree still runs after its root has ended; cheap enough for every phase, as it looks only at
 * processes younger than the root. One that is just being replaced by a program shows nothing of where it comes from,
 * so it is looked at again.
 */
export async function hasLeftovers(tree: ProcessTree): Promise<boolean> {
  for (const end = performance.now() + SETTLE_MS; ; await wait(SETTLE_LOOK_MS)) {
    const found = lookForLeftovers(tree);
    if (found !== "unsettled" || performance.now() > end) return found === true;
  }
}

function lookForLeftovers(tree: ProcessTree): boolean | "unsettled" {
  if (groupExists(tree.root)) return true;
  for (const [pid, start] of tree.seen) {
    const entry = pid === tree.root ? null : readProcess(pid);
    if (entry && entry.start === start && !entry.zombie) return true;
  }
  if (tree.start === 0) return false;
  const counter = lastPid();
  if (!hasSurelyOrderedPids(tree, counter)) return anyOf(listPids(), pid => startedWith(pid, tree.marker));
  const isOurs = (pid: number): boolean | "unsettled" => everStartedWith(pid, tree.marker, counter);
  const found = anyOf(pidsBetween(tree.root, counter), isOurs);
  // What one of them started meanwhile, to end at once, has a higher id still.
  return found === true ? found : anyOf(pidsBetween(counter, lastPid()), isOurs) || found;
}

function anyOf(pids: number[], isOurs: (pid: number) => boolean | "unsettled"): boolean | "unsettled" {
  let unsettled = false;
  for (const pid of pids) {
    const ours = pid !== process.pid && isOurs(pid);
    if (ours === true) return true;
    unsettled ||= ours === "unsettled";
  }
  return unsettled && "unsettled";
}

/** Sends the signal to the root's group and to each member outside of it. */
export function signalTree(tree: ProcessTree, members: ProcessEntry[], signal: NodeJS.Signals): void {
  tree.send(-tree.root, signal);
  for (const member of members) if (member.group !== tree.root) tree.send(member.pid, signal);
}

export function groupExists(group: number): boolean {
  try {
    process.kill(-group, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function membersOf(tree: ProcessTree, table: Map<number, ProcessEntry>): ProcessEntry[] {
  const verdicts = new Map<number, boolean>();
  const isMember = (entry: ProcessEntry): boolean => {
    const known = verdicts.get(entry.pid);
    if (known !== undefined) return known;
    verdicts.set(entry.pid, false); // also ends a chain that a torn reading has bent into a ring
    const parent = table.get(entry.parent);
    const verdict =
      entry.start >= tree.start &&
      entry.pid !== process.pid &&
      (entry.pid === tree.root ||
        entry.group === tree.root ||
        entry.session === tree.root ||
        tree.seen.get(entry.pid) === entry.start ||
        (parent !== undefined && parent.pid !== process.pid && isMember(parent)));
    verdicts.set(entry.pid, verdict);
    return verdict;
  };
  return [...table.values()].filter(isMember);
}

function send(target: number, signal: NodeJS.Signals): void {
  try {
    process.kill(target, signal);
  } catch (error) {
    // ESRCH: it ended before the signal came, which is the aim. EPERM: it took another user's rights
    // (a set-uid program); then no signal of ours can end it, and the caller counts it as left over.
    const code = (error as NodeJS.ErrnoException).code;
    if (code !== "ESRCH" && code !== "EPERM") throw error;
  }
}
