import type { MilestoneDraft } from "../milestone-file.ts";
import { seeded } from "./clock.ts";
import type { SimProcess } from "./engine.ts";
import { unlikeReplay, violationsOf } from "./invariants.ts";
import { type Ended, execute, type SessionOptions } from "./session.ts";
import { World } from "./world.ts";

export interface Race {
  seed: number;
  /** Both on one disk, as two terminals have it; else a clone each. */
  sameClone: boolean;
  /** The first one is stopped in the midst of its work for longer than its lease lasts, and wakes after that. */
  freeze: boolean;
  session?: (world: World, process: SimProcess) => SessionOptions;
}

export interface Raced {
  world: World;
  ended: [Ended, Ended];
  violations: string[];
}

const DRAFT: MilestoneDraft = {
  id: "m",
  tasks: [{ id: "a" }, { id: "b", standard: true }, { id: "c", standard: true, after: ["b"] }],
};

/** Two runs of one milestone at once, then a third where neither could finish. */
export async function race({ seed, sameClone, freeze, session }: Race): Promise<Raced> {
  const random = seeded(seed * 104_729 + 5);
  const world = new World({
    seed,
    draft: DRAFT,
    script: r => ({ ms: 1_000 + Math.floor(r() * 60_000) }),
    slowestCallMs: 800,
    seesOthers: !freeze,
  });
  const [first, second] = [world.process(), world.process()];
  const disks = [world.clone(), world.clone()];
  const start = freeze ? freezeFor(world, first, random) : Math.floor(random() * 1_200);
  const works = [
    { process: first, done: execute(world, first, disks[0]!, session?.(world, first)) },
    {
      process: second,
      done: later(world, start, () =>
        execute(world, second, disks[sameClone ? 0 : 1]!, session?.(world, second)),
      ),
    },
  ];
  const ended = (await world.until(works)) as [Ended, Ended];
  const violations: string[] = [];
  for (const end of ended) {
    const overtaken = end.kind === "ran" && end.status === "in_progress";
    if (end.kind === "ran" && !overtaken) violations.push(...(await unlikeReplay(world, end.run)));
  }
  for (const process of world.processes) process.die();
  if (!ended.some(e => e.kind === "ran" && e.status === "completed"))
    violations.push("no run completed the milestone");
  violations.push(...(await violationsOf(world)));
  return { world, ended, violations };
}

/** Answers when the second run starts: once the first has been silent for longer than its lease allows. */
function freezeFor(world: World, process: SimProcess, random: () => number): number {
  const at = 2_000 + Math.floor(random() * 40_000);
  world.time.after(at, () => {
    process.frozenUntil = world.time.now + 150_000 + Math.floor(random() * 200_000);
  });
  return at + 100_000;
}

async function later<T>(world: World, ms: number, work: () => Promise<T>): Promise<T> {
  await new Promise<void>(resolve => world.time.after(ms, resolve));
  return work();
}
