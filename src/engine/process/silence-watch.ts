import { readFileSync } from "node:fs";
import { type ProcessEntry, readProcessTable } from "./process-table.ts";

/** Looks in each span of silence. */
const LOOKS = 4;

/**
 * Calls `onSilence` once no process of the group has read, written or computed anything for `ms`. What an ssh client
 * does counts for nothing: it keeps its own connection alive whether or not anyone speaks through it. Without /proc
 * (macOS) nothing is ever silent. Answers how to end the watch.
 */
export function watchSilence(group: number, ms: number, onSilence: () => void): () => void {
  let last = stampOf(group);
  let since = performance.now();
  const timer = setInterval(() => {
    const now = stampOf(group);
    if (now !== last || now === "") {
      last = now;
      since = performance.now();
    } else if (performance.now() - since >= ms) {
      clearInterval(timer);
      onSilence();
    }
  }, ms / LOOKS);
  timer.unref();
  return () => clearInterval(timer);
}

/** Changes with everything that the group does; empty where nothing can be known of it. */
function stampOf(group: number): string {
  const members = [...readProcessTable().values()].filter(each => each.group === group && !isSsh(each));
  return members.map(({ pid, cpuMs }) => `${pid} ${cpuMs} ${bytesOf(pid)}`).join("\n");
}

function isSsh({ pid }: ProcessEntry): boolean {
  return readProc(pid, "comm").trim() === "ssh";
}

/** Bytes that passed through the process's calls to read and write. */
function bytesOf(pid: number): string {
  return readProc(pid, "io").split("\n").slice(0, 2).join(" ");
}

function readProc(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "latin1");
  } catch {
    return ""; // gone, or closed to us: what else is known of it speaks then
  }
}
