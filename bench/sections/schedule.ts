import { rmSync } from "node:fs";
import { readPlan } from "../../src/milestone/plan/read-plan.ts";
import { simulatePlan } from "../../src/milestone/schedule/simulate.ts";
import { runBareGraph, runMake } from "../baselines.ts";
import { makespanOf, runEngine } from "../engine.ts";
import {
  addSlowRemote,
  type BenchTask,
  MILESTONE_FILE,
  makeRepository,
  standardMilestone,
} from "../repository.ts";
import { floor, median, type Row, row } from "../row.ts";

const AGENTS = 6;

export function parallel(): Row[] {
  const text = standardMilestone(Array.from({ length: 30 }, (_, i) => ({ id: `t${i}`, run: "sleep 0.5" })));
  const [six, one] = [[], ["--strategy=sequential"]].map(flags => {
    const root = makeRepository(text);
    const ms = runEngine(root, flags);
    rmSync(root, { recursive: true });
    return ms;
  });
  return [row("parallel", "sequential / six agents, 30 independent tasks", one! / six!, 5, { least: true })];
}

interface Lengths {
  /** Milliseconds of the shortest and the longest task. */
  least: number;
  most: number;
}

/** 48 free tasks and a chain of 12 that is listed last: where a list in the file's order loses most. */
function mixed({ least, most }: Lengths): (BenchTask & { ms: number })[] {
  const length = (share: number): number => Math.round(least + (most - least) * share);
  const free = Array.from({ length: 48 }, (_, i) => ({ id: `s${i}`, ms: length(((i * 37) % 11) / 10) }));
  const chain = Array.from({ length: 12 }, (_, i) => ({
    id: `c${i}`,
    ms: length((2 + ((i * 53) % 7)) / 10),
    ...(i > 0 ? { after: [`c${i - 1}`] } : {}),
  }));
  return [...free, ...chain].map(t => ({ ...t, run: `sleep ${t.ms / 1000}`, hours: t.ms / 1000 }));
}

function simulated(text: string, tasks: readonly { id: string; ms: number }[]): number {
  const reading = readPlan({ text, file: MILESTONE_FILE });
  if (!reading.ok) throw new Error(reading.errors[0]?.message);
  const ms = new Map(tasks.map(t => [t.id, t.ms]));
  const durations = (task: string): number => ms.get(task) ?? 0;
  return simulatePlan(reading.plan, { agents: AGENTS, strategy: "parallel", durations }).makespanMs;
}

async function measured(lengths: Lengths): Promise<Row[]> {
  const tasks = mixed(lengths);
  const text = standardMilestone(tasks);
  const best = simulated(text, tasks);
  const longestFirst = [...tasks].sort((a, b) => Number(b.id.startsWith("c")) - Number(a.id.startsWith("c")));
  const rounds = [];
  for (let round = 0; round < 5; round++) {
    const root = makeRepository(text);
    runEngine(root);
    const ours = makespanOf(root);
    rmSync(root, { recursive: true });
    rounds.push({ ours, make: runMake(tasks, AGENTS), bare: await runBareGraph(longestFirst, AGENTS) });
  }
  const graph = `mixed graph, tasks of ${lengths.least} to ${lengths.most} ms`;
  const ours = median(rounds.map(r => r.ours));
  const bare = median(rounds.map(r => r.bare));
  return [
    floor(
      "makespan",
      `${graph}: its shells in a bare loop, the chain first / the same schedule`,
      bare / best,
    ),
    row("makespan", `${graph} / its simulated critical-path schedule`, ours / best, 1.05),
    row("makespan", `${graph} / make -j6`, median(rounds.map(r => r.ours / r.make)), 0.7),
  ];
}

/** What starting and saving cost shows most with short tasks; an agent's phases take minutes. */
export async function makespan(): Promise<Row[]> {
  return [...(await measured({ least: 50, most: 200 })), ...(await measured({ least: 250, most: 750 }))];
}

export function push(): Row[] {
  const text = standardMilestone(Array.from({ length: 24 }, (_, i) => ({ id: `t${i}`, run: "sleep 1" })));
  const ratios = Array.from({ length: 3 }, () => {
    const without = makeRepository(text);
    runEngine(without);
    const withRemote = makeRepository(text);
    const remote = addSlowRemote(withRemote, 300);
    runEngine(withRemote, ["--push"]);
    const ratio = makespanOf(withRemote) / makespanOf(without);
    for (const folder of [without, withRemote, remote]) rmSync(folder, { recursive: true });
    return ratio;
  });
  return [row("push", "makespan with a remote that takes 300 ms / without one", median(ratios), 1.05)];
}
