import { rmSync } from "node:fs";
import { readPlan } from "../../src/milestone/plan/read-plan.ts";
import { simulatePlan } from "../../src/milestone/schedule/simulate.ts";
import { runMake } from "../baselines.ts";
import { makespanOf, runEngine } from "../engine.ts";
import {
  addSlowRemote,
  type BenchTask,
  MILESTONE_FILE,
  makeRepository,
  standardMilestone,
} from "../repository.ts";
import { median, type Row, row } from "../row.ts";

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

/** 48 short tasks and a chain of 12 that is listed last: where a list in the file's order loses most. */
function mixed(): (BenchTask & { ms: number })[] {
  const short = Array.from({ length: 48 }, (_, i) => ({ id: `s${i}`, ms: 250 + ((i * 37) % 11) * 50 }));
  const chain = Array.from({ length: 12 }, (_, i) => ({
    id: `c${i}`,
    ms: 300 + ((i * 53) % 7) * 50,
    ...(i > 0 ? { after: [`c${i - 1}`] } : {}),
  }));
  return [...short, ...chain].map(t => ({ ...t, run: `sleep ${t.ms / 1000}`, hours: t.ms / 1000 }));
}

function simulated(text: string, tasks: readonly { id: string; ms: number }[]): number {
  const reading = readPlan({ text, file: MILESTONE_FILE });
  if (!reading.ok) throw new Error(reading.errors[0]?.message);
  const ms = new Map(tasks.map(t => [t.id, t.ms]));
  const durations = (task: string): number => ms.get(task) ?? 0;
  return simulatePlan(reading.plan, { agents: AGENTS, strategy: "parallel", durations }).makespanMs;
}

export function makespan(): Row[] {
  const tasks = mixed();
  const text = standardMilestone(tasks);
  const best = simulated(text, tasks);
  const rounds = Array.from({ length: 3 }, () => {
    const root = makeRepository(text);
    runEngine(root);
    const ours = makespanOf(root);
    rmSync(root, { recursive: true });
    return { ours, make: runMake(tasks, AGENTS) };
  });
  return [
    row(
      "makespan",
      "mixed graph / its simulated critical-path schedule",
      median(rounds.map(r => r.ours)) / best,
      1.05,
    ),
    row("makespan", "mixed graph / make -j6", median(rounds.map(r => r.ours / r.make)), 0.7),
  ];
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
