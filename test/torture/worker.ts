import { cancelOnce } from "../rig/cancelling.ts";
import { CHANGES } from "../rig/differential/changes.ts";
import { differences } from "../rig/differential/compare.ts";
import { SHAPES } from "../rig/differential/shapes.ts";
import { killSchedule, type Schedule, survive } from "../rig/killing.ts";
import { raceFrozen, raceTwo } from "../rig/races.ts";
import { loseMachines } from "../rig/runner-kills.ts";
import { fleetProblems } from "../rig/simulation/fleet.ts";
import { race } from "../rig/simulation/race.ts";
import { play, type Scenario, scenarioOf } from "../rig/simulation/scenario.ts";
import type { Answer, Job } from "./workers.ts";

const trees = new Map<string, string>();

/** The tree that the same milestone leaves in a world without trouble. */
async function undisturbedTree({ world: { draft }, options }: Scenario): Promise<string> {
  const key = JSON.stringify(draft);
  const world = { seed: 0, draft };
  const tree = trees.get(key) ?? (await play({ world, options, dooms: [], sameClone: () => true })).tree;
  trees.set(key, tree);
  return tree;
}

async function simulate(from: number, to: number): Promise<string[]> {
  const failures: string[] = [];
  for (let seed = from; seed < to; seed++) {
    try {
      const scenario = scenarioOf(seed);
      const { violations, tree } = await play(scenario);
      if (tree !== (await undisturbedTree(scenario))) violations.push("the final tree differs");
      failures.push(...violations.map(v => `seed ${seed}: ${v}`));
    } catch (error) {
      failures.push(`seed ${seed}: ${error instanceof Error ? error.message : error}`);
    }
  }
  return failures;
}

async function playFleets(from: number, to: number): Promise<string[]> {
  const failures: string[] = [];
  for (let seed = from; seed < to; seed++) {
    const problems = await fleetProblems(seed).catch(error => [String(error)]);
    failures.push(...problems.map(problem => `fleet ${seed}: ${problem}`));
  }
  return failures;
}

async function simulateRaces(from: number, to: number): Promise<string[]> {
  const failures: string[] = [];
  for (let seed = from; seed < to; seed++) {
    for (const [sameClone, freeze] of [
      [false, false],
      [true, false],
      [false, true],
    ] as const) {
      const { violations } = await race({ seed, sameClone, freeze });
      failures.push(
        ...violations.map(
          v => `race ${seed} ${sameClone ? "in one clone" : ""} ${freeze ? "frozen" : ""}: ${v}`,
        ),
      );
    }
  }
  return failures;
}

async function kill(schedule: Schedule, tree: string): Promise<string[]> {
  const survived = await survive(schedule);
  const wrong = [...survived.broken];
  if (wrong.length === 0 && survived.tree !== tree) wrong.push("the final tree differs");
  return wrong.map(w => `${JSON.stringify(schedule)}: ${w}`);
}

async function cancel(): Promise<{ failures: string[]; ms: number }> {
  const { ms, orphans, session, finished, resumed, broken } = await cancelOnce();
  const failures = [...broken];
  if (ms > 5_000) failures.push(`it took ${Math.round(ms)} ms`);
  if (orphans.length > 0) failures.push(`${orphans.length} processes are left`);
  if (session !== "interrupted" || finished.code !== 12)
    failures.push(`the session is ${session}, exit ${finished.code}`);
  if (resumed.code !== 0) failures.push(`the next run ended with ${resumed.code}`);
  return { failures, ms };
}

async function raceReally(delay: number): Promise<string[]> {
  const { statuses, broken, finished } = await raceTwo(delay);
  const failures = [...broken];
  if ([...statuses].sort().join() !== "completed,in_progress")
    failures.push(`the two said ${statuses.join(", ")}`);
  if (finished.some(f => f.code !== 0))
    failures.push(`they ended with ${finished.map(f => f.code).join(", ")}`);
  return failures.map(f => `${delay} ms apart: ${f}`);
}

async function freezeReally(): Promise<string[]> {
  const { statuses, broken, tips } = await raceFrozen();
  const failures = [...broken];
  if (statuses.join() !== "in_progress,completed") failures.push(`the two said ${statuses.join(", ")}`);
  if (tips[0] !== tips[1]) failures.push("the frozen run wrote after it woke");
  return failures;
}

async function differ(shape: number, change: number): Promise<string[]> {
  // A second phase in the same tree shows what the first left there.
  const changes = [CHANGES[change]!, CHANGES[(change + shape) % CHANGES.length]!];
  const found = await differences(SHAPES[shape]!, changes, { push: true });
  return found.map(what => `${SHAPES[shape]!.name}: ${what}`);
}

async function work(job: Job): Promise<{ failures: string[]; ms?: number }> {
  // The rig hands it on to whatever it starts.
  process.env.MILESTONE_TREES = job.trees ?? "";
  switch (job.kind) {
    case "simulation":
      return { failures: await simulate(job.from, job.to) };
    case "races in simulation":
      return { failures: await simulateRaces(job.from, job.to) };
    case "fleet":
      return { failures: await playFleets(job.from, job.to) };
    case "runner kill":
      return {
        failures: (await loseMachines(job.seed)).problems.map(each => `runner kill ${job.seed}: ${each}`),
      };
    case "kill":
      return { failures: await kill(killSchedule(job.seed, job.operations), job.tree) };
    case "kill at":
      return {
        failures: await kill(
          { strategy: job.strategy, at: [job.at], what: "kill", fresh: job.at % 2 === 0 },
          job.tree,
        ),
      };
    case "fault":
      return {
        failures: await kill({ strategy: "parallel", at: [job.at], what: job.what, fresh: false }, job.tree),
      };
    case "cancel":
      return cancel();
    case "race":
      return { failures: await raceReally(job.delay) };
    case "frozen":
      return { failures: await freezeReally() };
    case "difference":
      return { failures: await differ(job.shape, job.change) };
    default:
      return job satisfies never;
  }
}

process.on("message", (job: Job) => {
  const began = performance.now();
  void work(job)
    .catch((error: unknown) => ({
      failures: [error instanceof Error ? (error.stack ?? error.message) : String(error)],
    }))
    .then(({ failures, ms }: { failures: string[]; ms?: number }) => {
      const over = job.trees ? `over ${job.trees} trees: ` : "";
      const answer: Answer = {
        job,
        failures: failures.map(f => over + f),
        ms: ms ?? performance.now() - began,
      };
      process.send?.(answer);
    });
});
