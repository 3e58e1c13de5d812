import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
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

const WRITES = "write,writev,ftruncate,fsync,fdatasync,rename,link,linkat,unlink,unlinkat,mkdir,rmdir";

/**
 * How the program is started so that its whole process group is killed right behind an operation, of its own or of a
 * git that it started, on the clone's git directory or on the private ones; the system counts them.
 */
function killed({ at, count }: Pick<FaultOrder, "at" | "count">): StartOptions {
  const tell = count === undefined ? "" : ` END { print n > "${count}" }`;
  const judge = `/\\.git\\/|\\/milestone-git-/ { n++; if (n == ${at}) exit 1 }${tell}`;
  const calls = ["-y", "-s", "0", "-e", `trace=${WRITES}`, "-e", "signal=none"];
  return {
    under: ["strace", "-f", "--seccomp-bpf", "-qq", ...calls, "-o", `|awk '${judge}' || kill -KILL 0`],
  };
}

/** How the program is started with a fault. */
export function withFault(clone: Clone, order: Omit<FaultOrder, "root">): StartOptions {
  if (order.what === "kill") return killed(order);
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

/** What the system does to one of the engine's long-lived gits, as `strace --inject` reads it. */
export interface GitFaultOrder {
  command: "fast-import" | "update-ref";
  inject: string;
}

/** Runs the milestone while the first git of that kind meets a fault, then undisturbed. @throws when it met none */
export function surviveInGit(order: GitFaultOrder): Promise<Survived> {
  return surviveEach([rig => startWithGit(rig, order)], {
    strategy: "parallel",
    fresh: false,
    look: rig => {
      if (!/\(INJECTED\)|killed by SIGKILL/.test(readFileSync(logOf(rig), "utf8")))
        throw new Error(`no git came to ${order.inject}`);
    },
  });
}

function logOf(rig: Rig): string {
  return join(rig.folder, "strace.log");
}

function startWithGit(rig: Rig, { command, inject }: GitFaultOrder): StartOptions {
  const path = process.env.PATH ?? "";
  const real = path
    .split(":")
    .map(folder => join(folder, "git"))
    .find(existsSync);
  const bin = join(rig.folder, "bin");
  mkdirSync(bin);
  const calls = inject.slice(0, inject.indexOf(":"));
  const strace = `strace -f -qq -o "${logOf(rig)}" -e trace=${calls} -e inject=${inject}`;
  const text = [
    "#!/bin/sh",
    `case "$*" in *" ${command} "*) mkdir "${join(bin, "struck")}" 2>/dev/null && exec ${strace} ${real} "$@" ;; esac`,
    `exec ${real} "$@"`,
  ];
  writeFileSync(join(bin, "git"), `${text.join("\n")}\n`, { mode: 0o755 });
  return { env: { PATH: `${bin}:${dirname(process.execPath)}:${path}` } };
}

export interface Survived {
  /** Of the runs that were hit. */
  hit: Finished[];
  last: Finished;
  broken: string[];
  tree: string;
}

/** Runs the milestone with one fault after the other, then undisturbed, and tells what is left. */
export function survive({ strategy, at, what, fresh }: Schedule): Promise<Survived> {
  const starts = at.map(operation => (_: Rig, clone: Clone) => withFault(clone, { at: operation, what }));
  return surviveEach(starts, { strategy, fresh });
}

async function surviveEach(
  starts: ((rig: Rig, clone: Clone) => StartOptions)[],
  { strategy, fresh, look }: Pick<Schedule, "strategy" | "fresh"> & { look?: (rig: Rig) => void },
): Promise<Survived> {
  const rig = makeRig(DRAFT);
  try {
    const args = ["execute", DRAFT.id, `--strategy=${strategy}`];
    const hit: Finished[] = [];
    let clone = rig.main;
    for (const [index, start] of starts.entries()) {
      hit.push(await clone.milestone(args, start(rig, clone)));
      removeStaleLocks(rig.origin);
      if (fresh) clone = rig.clone(`clone-${index}`);
    }
    look?.(rig);
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
