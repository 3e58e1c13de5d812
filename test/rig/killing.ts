import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { FaultKind, FaultOrder } from "./faults.ts";
import type { MilestoneDraft } from "./milestone-file.ts";
import { brokenPromises, comparableTree } from "./promises.ts";
import {
  type Clone,
  type Finished,
  makeRig,
  type Rig,
  removeStaleLocks,
  type StartOptions,
} from "./repository.ts";
import { seeded } from "./simulation/clock.ts";
import { STRATEGIES } from "./simulation/scenario.ts";

const PRELOAD = join(import.meta.dirname, "faults.ts");

/** Small, with every kind of step in it: dependencies, two agents at once, all four phases. */
export const DRAFT: MilestoneDraft = {
  id: "m",
  tasks: [{ id: "a" }, { id: "b", standard: true, after: ["a"] }, { id: "c", standard: true }],
  run: [
    'mkdir -p src "$MILESTONE_DELIVERABLES"',
    'for name in note implementation-summary test-results; do printf "# %s\\n\\nThe %s of %s is done.\\n" "$MILESTONE_TASK" "$MILESTONE_PHASE" "$MILESTONE_TASK" > "$MILESTONE_DELIVERABLES/$name.md"; done',
    'if [ "$MILESTONE_PHASE" = execute ]; then printf "%s\\n" "$MILESTONE_TASK" > "src/$MILESTONE_TASK.txt"; fi',
  ].join("\n"),
};

/** How the program is started with a fault. */
export function withFault(clone: Clone, order: Omit<FaultOrder, "root">): StartOptions {
  const full: FaultOrder = { ...order, root: join(clone.root, ".git") };
  return { node: ["--import", PRELOAD], env: { RIG_FAULTS: JSON.stringify(full) } };
}

export interface Schedule {
  strategy: (typeof STRATEGIES)[number];
  /** Operations at which one run after the other is hit. */
  at: number[];
  what: FaultKind;
  /** Whether the next run has a clone of its own. */
  fresh: boolean;
}

/**
 * Of the operations counted in one undisturbed run, the share that every run comes to: phases that end together share
 * a settle, so there are up to a fifth fewer on a busy machine. `npm run torture points` kills at those behind it too.
 */
const REACHED = 0.7;

/** One or two kills at operations that the seed chooses. */
export function killSchedule(seed: number, operations: number): Schedule {
  const random = seeded(seed * 31 + 7);
  const kills = random() < 0.75 ? 1 : 2;
  return {
    strategy: STRATEGIES[Math.floor(random() * 3)]!,
    at: Array.from({ length: kills }, () => 1 + Math.floor(random() * operations * REACHED)),
    what: "kill",
    fresh: random() < 0.5,
  };
}

export interface Survived {
  /** Of the runs that were hit. */
  hit: Finished[];
  last: Finished;
  broken: string[];
  tree: string;
}

/** Runs the milestone with one fault after the other, then undisturbed, and tells what is left. */
export async function survive({ strategy, at, what, fresh }: Schedule): Promise<Survived> {
  const rig = makeRig(DRAFT);
  try {
    const args = ["execute", DRAFT.id, `--strategy=${strategy}`];
    const hit: Finished[] = [];
    let clone = rig.main;
    for (const [index, operation] of at.entries()) {
      hit.push(await clone.milestone(args, withFault(clone, { at: operation, what })));
      removeStaleLocks(rig.origin);
      if (fresh) clone = rig.clone(`clone-${index}`);
    }
    const last = await clone.milestone(args);
    const done = last.code === 0;
    return {
      hit,
      last,
      broken: done ? brokenPromises(rig, DRAFT) : [`the last run failed: ${last.stderr}`],
      tree: done ? comparableTree(rig.origin, DRAFT.id) : "",
    };
  } finally {
    rig.close();
  }
}

/** An undisturbed run: the tree to compare with, and how many operations there are to be hit at. */
export async function undisturbed(
  what: FaultKind,
  strategy: Schedule["strategy"] = "parallel",
): Promise<{ tree: string; operations: number }> {
  const rig: Rig = makeRig(DRAFT);
  try {
    const count = join(rig.folder, "count");
    const options = withFault(rig.main, { at: 0, what, count });
    const { code, stderr } = await rig.main.milestone(
      ["execute", DRAFT.id, `--strategy=${strategy}`],
      options,
    );
    if (code !== 0) throw new Error(`the undisturbed run failed: ${stderr}`);
    return { tree: comparableTree(rig.origin, DRAFT.id), operations: Number(readFileSync(count, "utf8")) };
  } finally {
    rig.close();
  }
}
