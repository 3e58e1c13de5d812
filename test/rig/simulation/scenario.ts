import type { RunOptions } from "../../../src/engine/run/run-context.ts";
import type { MilestoneDraft } from "../milestone-file.ts";
import { seeded } from "./clock.ts";
import type { SimProcess } from "./engine.ts";
import { comparable, unlikeReplay, violationsOf } from "./invariants.ts";
import type { SimDisk } from "./repository.ts";
import { type Ended, execute, type SessionOptions, steerAs } from "./session.ts";
import { World, type WorldOptions } from "./world.ts";

export interface Scenario {
  world: WorldOptions;
  options: Partial<RunOptions>;
  /** The operations at which one process after the other dies; those after them live. */
  dooms: number[];
  /** Whether the process with this index has the disk of the one before it. */
  sameClone: (index: number) => boolean;
  /** Changes the engine's ports or its run; the seeded bugs come in here. */
  session?: (world: World, process: SimProcess) => SessionOptions;
}

export interface Played {
  world: World;
  /** Port operations of the first process. */
  operations: number;
  /** Runs until the milestone was completed. */
  runs: number;
  violations: string[];
  tree: string;
}

/** More runs than any scenario needs: a milestone that is still not done by then never will be. */
const MOST_RUNS = 60;

/** Runs the milestone again and again, as a person or a workflow would, until it is completed on the server. */
export async function play(scenario: Scenario): Promise<Played> {
  const world = new World(scenario.world);
  const violations: string[] = [];
  let disk = world.clone();
  let runs = 0;
  for (let over = false; !over; ) {
    if (runs >= MOST_RUNS) throw new Error(`not completed after ${runs} runs`);
    if (!scenario.sameClone(runs)) disk = world.clone();
    const process = world.process({ at: scenario.dooms[runs] ?? 0 });
    runs += 1;
    const { options, session } = scenario;
    const done = execute(world, process, disk, { options, ...session?.(world, process) });
    const [ended] = await world.until([{ process, done }]);
    if (ended !== "died") {
      // A process ends with its work; a lease that it left is nobody's.
      process.die();
      if (ended!.kind === "ran") violations.push(...(await unlikeReplay(world, ended!.run)));
      over = isOver(ended!);
      if (ended!.kind === "ran" && ended!.status === "waiting_approval") await approveAll(world, disk);
    }
  }
  violations.push(...(await violationsOf(world)));
  const tip = world.server.refs.get(world.ref);
  const operations = world.processes[0]!.operations;
  return { world, operations, runs, violations, tree: tip ? comparable(world, tip) : "" };
}

function isOver(ended: Exclude<Ended, "died">): boolean {
  return ended.kind === "settled" || (ended.kind === "ran" && ended.status === "completed");
}

async function approveAll(world: World, disk: SimDisk): Promise<void> {
  const process = world.process();
  await world.until([{ process, done: steerAs(world, process, disk, { command: "approve" }) }]);
  process.die();
}

export const STRATEGIES = ["parallel", "sequential", "hybrid"] as const;

/** Trees without a setup, and of both kinds with one. */
const TREES = [null, "folder", "overlay"] as const;

const SHAPES: MilestoneDraft["tasks"][] = [
  [{ id: "a" }, { id: "b" }],
  [{ id: "a" }, { id: "b", after: ["a"] }, { id: "c", standard: true }],
  [
    { id: "a", standard: true },
    { id: "b", standard: true, after: ["a"] },
    { id: "c", standard: true },
    { id: "d", standard: true, after: ["b", "c"] },
  ],
  [
    { id: "a", gated: ["design"] },
    { id: "b", standard: true },
  ],
  [{ id: "a", gated: ["spec", "execute"] }],
];

/** A scenario of everything that may go wrong, all of it decided by the seed. */
export function scenarioOf(seed: number): Scenario {
  const random = seeded(seed * 7919 + 17);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const trouble = random() < 0.4 ? random() * 0.2 : 0;
  const full = random() < 0.2 ? 0.02 : 0;
  const failing = random() < 0.3 ? 0.3 : 0;
  const dooms = Array.from({ length: Math.floor(random() * 4) }, () => 1 + Math.floor(random() * 140));
  const fresh = random();
  const trees = TREES[seed % TREES.length]!;
  const setup = trees === null ? {} : { more: "setup: make ready" };
  return {
    world: {
      seed,
      trees,
      draft: { id: "m", retries: 2, tasks: pick(SHAPES), ...setup },
      script: (r, { earlier }) => ({
        ms: 200 + Math.floor(r() * 40_000),
        fails: earlier < 2 && r() < failing,
      }),
      mishap: r => (r() < trouble ? (r() < 0.5 ? "lost" : "unanswered") : "none"),
      fault: r => operation => {
        if (r() < full)
          throw Object.assign(new Error(`no space left on device, ${operation}`), { code: "ENOSPC" });
      },
      slowestCallMs: pick([20, 400, 4_000]),
    },
    options: { strategy: pick(STRATEGIES), agents: pick([1, 2, 4]) },
    dooms,
    sameClone: index => seeded(seed + index)() > fresh,
  };
}
