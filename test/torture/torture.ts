/**
 * The long forms of what `npm test` plays in short: `npm run torture [part …] [--times=<share>]`, for example
 * `npm run torture simulation kill --times=0.1`. A failure prints what is needed to see it again.
 */

import { spawnSync } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { CHANGES } from "../rig/differential/changes.ts";
import { hasLfs } from "../rig/differential/place.ts";
import { SHAPES } from "../rig/differential/shapes.ts";
import type { FaultKind } from "../rig/faults.ts";
import { undisturbed } from "../rig/killing.ts";
import { seeded } from "../rig/simulation/clock.ts";
import { STRATEGIES } from "../rig/simulation/scenario.ts";
import { type Answer, doAll, type Job, TREES } from "./workers.ts";

const FAULTS: FaultKind[] = ["ENOSPC", "EIO", "EACCES", "short write", "disk stays full"];
/** Seeds that one worker plays in a row. */
const BATCH = 100;
/** One takes as long as a hundred of those. */
const FLEETS = 10;
/** The part that is a run of the tests themselves, in their long form. */
const TABLES = "tables";
/** How often it is told how far a part is. */
const PROGRESS_MS = 30_000;

/** The parts in the order in which they run; `times` scales each one's number. */
const PARTS: Record<string, (times: number) => Promise<Job[]>> = {
  simulation: async times => batches("simulation", 10_000 * times),
  "simulated-races": async times => batches("races in simulation", 1_000 * times),
  fleet: async times =>
    repeat((200 * times) / FLEETS, n => ({ kind: "fleet", from: n * FLEETS, to: (n + 1) * FLEETS })),
  "runner-kills": async times => repeat(20 * times, n => ({ kind: "runner kill", seed: n + 1 })),
  cancel: overBoth(async times => repeat(50 * times, () => ({ kind: "cancel" }))),
  races: overBoth(async times => {
    const random = seeded(1);
    return [
      ...repeat(200 * times, () => ({ kind: "race", delay: Math.floor(random() * 600) }) as const),
      ...repeat(20 * times, () => ({ kind: "frozen" }) as const),
    ];
  }),
  differences: everyDifference,
  points: overBoth(everyPoint),
  faults: overBoth(everyFault),
  kill: overBoth(async times => {
    const { operations, tree } = await undisturbed("kill");
    return repeat(2_000 * times, n => ({ kind: "kill", seed: n + 1, operations, tree }));
  }),
};

/** Half of a part's jobs over each kind of work tree. What is counted before is counted over the same kind. */
function overBoth(make: (times: number) => Promise<Job[]>): (times: number) => Promise<Job[]> {
  return async times => {
    const jobs: Job[] = [];
    for (const trees of TREES) {
      process.env.MILESTONE_TREES = trees;
      for (const job of await make(times / TREES.length)) jobs.push({ ...job, trees });
    }
    return jobs;
  };
}

/** Every change in every shape of repository, or an even choice of them. */
async function everyDifference(times: number): Promise<Job[]> {
  const jobs = SHAPES.flatMap((_, shape) =>
    CHANGES.map((_, change) => ({ kind: "difference", shape, change }) as const),
  ).filter(({ shape }) => !SHAPES[shape]!.needsLfs || hasLfs());
  const step = Math.max(1, Math.round(1 / times));
  return jobs.filter((_, n) => n % step === 0);
}

function repeat<T extends Job>(times: number, make: (n: number) => T): T[] {
  return Array.from({ length: Math.max(1, Math.round(times)) }, (_, n) => make(n));
}

function batches(kind: "simulation" | "races in simulation", total: number): Job[] {
  return repeat(total / BATCH, n => ({ kind, from: n * BATCH, to: (n + 1) * BATCH }));
}

/** Every operation that a run can die at, or an even choice of them. */
async function everyPoint(times: number): Promise<Job[]> {
  const jobs: Job[] = [];
  for (const strategy of STRATEGIES) {
    const { operations, tree } = await undisturbed("kill", strategy);
    const step = Math.max(1, Math.round(1 / times));
    for (let at = 1; at <= operations; at += step) jobs.push({ kind: "kill at", strategy, at, tree });
  }
  return jobs;
}

async function everyFault(times: number): Promise<Job[]> {
  const jobs: Job[] = [];
  const step = Math.max(1, Math.round(1 / times));
  for (const what of FAULTS) {
    const { operations, tree } = await undisturbed(what);
    for (let at = 1; at <= operations; at += step) jobs.push({ kind: "fault", what, at, tree });
  }
  return jobs;
}

/** The tests that play a part of their tables in `npm test` play all of it. */
function runTables(): number {
  const root = join(import.meta.dirname, "../..");
  const files = globSync("test/**/*.test.ts", { cwd: root }).filter(file =>
    readFileSync(join(root, file), "utf8").includes("rig/long.ts"),
  );
  const vitest = join(root, "node_modules/vitest/vitest.mjs");
  const ended = spawnSync(process.execPath, [vitest, "run", "--testTimeout=600000", ...files], {
    cwd: root,
    env: { ...process.env, LONG: "1" },
    stdio: "inherit",
  });
  return ended.status === 0 ? 0 : 1;
}

async function runPart(name: string, times: number): Promise<number> {
  const began = performance.now();
  const jobs = await PARTS[name]!(times);
  const failures: string[] = [];
  const spans: number[] = [];
  const soFar = (): string =>
    `${name}: ${spans.length} of ${jobs.length}, ${failures.length} failures so far`;
  const progress = setInterval(() => console.log(soFar()), PROGRESS_MS);
  await doAll(jobs, ({ failures: wrong, ms }: Answer) => {
    for (const failure of wrong) console.error(`  ${name}: ${failure}`);
    failures.push(...wrong);
    spans.push(ms);
  });
  clearInterval(progress);
  const sorted = spans.sort((a, b) => a - b);
  const [median = 0, longest = 0] = [sorted[sorted.length >> 1], sorted.at(-1)];
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  const figures = `median ${Math.round(median)} ms, longest ${Math.round(longest)} ms`;
  console.log(`${name}: ${jobs.length} jobs in ${seconds} s (${figures}), ${failures.length} failures`);
  return failures.length;
}

const given = process.argv.slice(2);
const times = Number(given.find(word => word.startsWith("--times="))?.slice("--times=".length) ?? 1);
const wanted = given.filter(word => !word.startsWith("--"));
const parts = [...Object.keys(PARTS), TABLES];
const unknown = wanted.filter(name => !parts.includes(name));
if (unknown.length > 0) throw new Error(`unknown: ${unknown.join(", ")}; parts: ${parts.join(", ")}`);
let failed = 0;
for (const name of wanted.length > 0 ? wanted : parts)
  failed += name === TABLES ? runTables() : await runPart(name, times);
process.exitCode = failed > 0 ? 1 : 0;
