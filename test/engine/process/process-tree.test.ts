import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { expect, onTestFinished, test } from "vitest";
import { MARKER_VARIABLE } from "../../../src/engine/process/process-marks.ts";
import { readProcess } from "../../../src/engine/process/process-table.ts";
import { hasLeftovers, type ProcessTree } from "../../../src/engine/process/process-tree.ts";

const MARKER = "engine-1-1-process-tree-test";

async function sleeper(marker: string): Promise<ChildProcess> {
  const env = { PATH: process.env.PATH ?? "", [MARKER_VARIABLE]: marker };
  const child = spawn("sleep", ["60"], { env, detached: true, stdio: "ignore" });
  onTestFinished(() => void child.kill("SIGKILL"));
  await once(child, "spawn");
  return child;
}

/** As if `root` had been started so long ago, before the others. */
function treeOf(root: number, start: number, ageMs: number): ProcessTree {
  const since = performance.now() - ageMs;
  const send = (target: number, signal: NodeJS.Signals): void => void process.kill(target, signal);
  return { root, marker: MARKER, start, seen: new Map(), cpuMs: 0, since, send };
}

/** A process that has left its group, and the id of one that was started after it and has ended. */
async function survivor(): Promise<{ start: number; later: number }> {
  const left = await sleeper(MARKER);
  const start = readProcess(left.pid ?? 0)?.start ?? 0;
  const gone = await sleeper("another");
  gone.kill("SIGKILL");
  await once(gone, "exit");
  return { start, later: gone.pid ?? 0 };
}

test.runIf(process.platform === "linux")(
  "S-PROC: who sends the counter of processes round, to have a lower id than the root, is found",
  async () => {
    const { start, later } = await survivor();
    expect(later).toBeGreaterThan(0);
    expect(await hasLeftovers(treeOf(later, start, 20_000))).toBe(true);
  },
);

test.runIf(process.platform === "linux")("a tree of which nothing is left has no leftovers", async () => {
  const { later } = await survivor();
  const start = readProcess(process.pid)?.start ?? 0;
  const empty = { ...treeOf(later, start, 20_000), marker: "engine-1-1-of-nobody" };
  expect(await hasLeftovers(empty)).toBe(false);
});
