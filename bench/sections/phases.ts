import { rmSync } from "node:fs";
import { join } from "node:path";
import { runBare, runSpawnedGit } from "../baselines.ts";
import { completions, type Memory, runEngine, runWatched } from "../engine.ts";
import { git, makeRepository, temporary, workflowMilestone } from "../repository.ts";
import { floor, mean, median, type Row, row } from "../row.ts";

/** What the engine adds to the executors themselves: log, checks, work trees, one commit per phase. */
export async function overhead(): Promise<Row[]> {
  const phases = 400;
  const [ratios, bares]: [number[], number[]] = [[], []];
  for (let round = 0; round < 5; round++) {
    const root = makeRepository(workflowMilestone(phases / 4));
    const engine = runEngine(root) / phases;
    rmSync(root, { recursive: true });
    const bare = (await runBare(phases, 6)) / phases;
    ratios.push((engine - bare) / runSpawnedGit(60));
    bares.push(engine / bare);
  }
  return [
    row("overhead", "per phase, less the bare executors / git add + git commit", median(ratios), 0.5),
    row("overhead", "whole run / the executors in a bare six-wide loop", median(bares), 6),
  ];
}

interface Long {
  /** When each phase was completed, and each last phase of a task. */
  stamps: number[];
  lastPhases: number[];
  memory: Memory;
  /** Of the branch's objects, a phase. */
  kib: number;
  /** `git clone --single-branch` of it, in seconds. */
  cloneSeconds: number;
}

let long: Promise<Long> | null = null;

/** One run of 1,000 tasks with four phases each, for both sections. */
function longRun(): Promise<Long> {
  long ??= (async () => {
    const root = makeRepository(workflowMilestone(1000));
    const memory = await runWatched(root);
    const [stamps, lastPhases] = [completions(root), completions(root, "execute")];
    const size = /size-pack: (\d+)/.exec(git(root, "count-objects", "-v"));
    const clone = join(temporary("clone"), "clone");
    const started = performance.now();
    git(root, "clone", "-q", "--single-branch", "--no-local", "--branch", "milestone/bench", root, clone);
    const cloneSeconds = (performance.now() - started) / 1000;
    for (const folder of [root, clone]) rmSync(folder, { recursive: true });
    return { stamps, lastPhases, memory, kib: Number(size?.[1]) / stamps.length, cloneSeconds };
  })();
  return long;
}

function lastToFirstTenth(stamps: readonly number[]): number {
  const tenth = Math.floor(stamps.length / 10);
  return (stamps.at(-1)! - stamps.at(-1 - tenth)!) / (stamps[tenth]! - stamps[0]!);
}

/**
 * The first tenth is designs alone and the last one executions, whose agents have three earlier documents in their
 * trees; the second figure compares like with like.
 */
export async function growth(): Promise<Row[]> {
  const { stamps, lastPhases } = await longRun();
  const all = "last tenth / first tenth of 1,000 tasks (4,000 phases), time";
  const alike = "last tenth / first tenth of that run's 1,000 execute phases, time";
  return [
    row("growth", all, lastToFirstTenth(stamps), 1.25),
    row("growth", alike, lastToFirstTenth(lastPhases), 1.25),
  ];
}

/** What the branch weighs, for git and for whoever fetches it. */
export async function weight(): Promise<Row[]> {
  const { kib, cloneSeconds } = await longRun();
  return [
    row("weight", "packs of the repository after 4,000 phases, KiB a phase", kib, 6, { digits: 1 }),
    floor("weight", "git clone --single-branch of that branch, s", cloneSeconds),
  ];
}

export async function memory(): Promise<Row[]> {
  const { samples, peakMiB } = (await longRun()).memory;
  const part = (from: number, to: number): number =>
    mean(samples.slice(Math.floor(samples.length * from), Math.ceil(samples.length * to)));
  return [
    row("memory", "peak of the engine at 1,000 tasks, MiB", peakMiB, 200, { digits: 0 }),
    row("memory", "last tenth / middle of that run, resident set", part(0.9, 1) / part(0.45, 0.55), 1.15),
  ];
}
