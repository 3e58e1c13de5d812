import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { freemem } from "node:os";
import { join } from "node:path";
import { completions, lookInto, readEvents, runEngine } from "../engine.ts";
import { type BenchTask, git, makeRepository, standardMilestone, temporary } from "../repository.ts";
import { median, type Row, row } from "../row.ts";

/** So many tasks in layers of six, each on all of the layer before, and each with a document of its own. */
function layered(tasks: number): string {
  const list: BenchTask[] = Array.from({ length: tasks }, (_, i) => {
    const layer = Math.floor(i / 6);
    const before = Array.from({ length: layer === 0 ? 0 : 6 }, (_, n) => `t${(layer - 1) * 6 + n}`);
    return { id: `t${i}`, run: "echo x > $MILESTONE_DELIVERABLES/out.md", after: before };
  });
  return standardMilestone(list);
}

/** What a task costs in a plan of many layers, against one of few: both without what a start takes. */
export function layers(): Row[] {
  const costOf = (tasks: number): number => {
    const root = makeRepository(layered(tasks));
    runEngine(root);
    const stamps = completions(root);
    rmSync(root, { recursive: true });
    return (stamps.at(-1)! - stamps[0]!) / (stamps.length - 1);
  };
  const ratios = [0, 1, 2].map(() => costOf(402) / costOf(48));
  return [row("layers", "a task of 402 in 67 layers / a task of 48 in 8 layers", median(ratios), 1.25)];
}

/** Rounds of the row below: of few samples a disk that stops for a while would decide. */
const ROUNDS = 3;
/** What the row below needs at most (MiB). */
const MONOREPO_MIB = 3_000;

/**
 * When six agents are at work in a repository of 100,000 files, and the disk they take, against one work tree by git. Each
 * is measured with nothing left to be written, the one after the other, in the machine's memory where that has room: there
 * the figure is ours, and not the disk's.
 */
export async function monorepo(): Promise<Row[]> {
  const memory = memoryFolder(MONOREPO_MIB);
  const [marks, place] = [temporary("marks", memory), temporary("trees", memory)];
  const run = `touch ${marks}/$MILESTONE_TASK; until [ -e ${marks}/go ]; do sleep 0.2; done`;
  const tasks = Array.from({ length: 6 }, (_, i) => ({ id: `t${i}`, run }));
  const root = makeRepository(standardMilestone(tasks), 100_000, memory);
  const samples: { time: number; disk: number }[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const tree = join(place, "tree");
    settle(place);
    const began = performance.now();
    git(root, "worktree", "add", "-q", "--detach", tree);
    const alone = performance.now() - began;
    const one = mibOf(tree);
    git(root, "worktree", "remove", "--force", tree);
    settle(place);
    const started = performance.now();
    const { atWork, six } = await lookInto(root, {
      temporary: place,
      ready: () => readdirSync(marks).length >= tasks.length,
      look: () => {
        const seen = { atWork: performance.now() - started, six: mibOf(place) };
        writeFileSync(join(marks, "go"), "");
        return seen;
      },
    });
    samples.push({ time: atWork / alone, disk: six / one });
    for (const mark of readdirSync(marks)) rmSync(join(marks, mark));
    git(root, "branch", "-D", "milestone/bench");
    rmSync(join(root, ".git/milestone"), { recursive: true, force: true });
  }
  for (const folder of [root, marks, place]) rmSync(folder, { recursive: true });
  const where = memory === undefined ? "" : ", in memory";
  return [
    row(
      "monorepo",
      `six agents at work, 100,000 files / one git worktree add${where}`,
      median(samples.map(({ time }) => time)),
      1.5,
    ),
    row("monorepo", "disk of their trees / of that one", median(samples.map(({ disk }) => disk)), 1.2),
  ];
}

/** Waits until all that was written to the folder's file system is there. */
function settle(folder: string): void {
  execFileSync("sync", ["-f", folder]);
}

/** A file system in the machine's memory with so much room, from which programs may run; undefined: there is none. */
function memoryFolder(mib: number): string | undefined {
  const folder = "/dev/shm";
  const free = (): number => {
    const { bavail, bsize } = statfsSync(folder);
    return Math.min(bavail * bsize, freemem()) / 1024 ** 2;
  };
  const mounts = existsSync("/proc/mounts") ? readFileSync("/proc/mounts", "utf8").split("\n") : [];
  const holds = mounts.some(line => line.includes(` ${folder} tmpfs `) && !/[ ,]noexec[ ,]/.test(line));
  return holds && free() > mib ? folder : undefined;
}

function mibOf(folder: string): number {
  return Number(execFileSync("du", ["-sm", folder], { encoding: "utf8" }).split("\t")[0]);
}

const ATTEMPTS = 40;

/** What the agents' sandbox adds to each attempt, one agent after the other. */
export function sandbox(): Row[] {
  const tasks = Array.from({ length: ATTEMPTS }, (_, i) => ({ id: `t${i}`, run: "true" }));
  const costOf = (isolation: string): number => {
    const root = makeRepository(`isolation: ${isolation}\n${standardMilestone(tasks)}`);
    runEngine(root, ["--agents=1"]);
    const stamps = completions(root);
    rmSync(root, { recursive: true });
    return (stamps.at(-1)! - stamps[0]!) / (stamps.length - 1);
  };
  const added = [0, 1, 2].map(() => costOf("auto") - costOf("none"));
  return [
    row("sandbox", "an attempt in the sandbox, less one without, ms", median(added), 15, { digits: 1 }),
  ];
}

/** What `setup` costs six agents, against one: until the last of them is prepared, with a second of processor time. */
export function setup(): Row[] {
  const spin =
    "timeout 1 sh -c 'while :; do :; done' || true; mkdir -p deps && seq 2000 | (cd deps && xargs touch)";
  const costOf = (agents: number): number => {
    const tasks = Array.from({ length: agents }, (_, i) => ({ id: `t${i}`, run: "sleep 0.1" }));
    const top = `setup: ${JSON.stringify(spin)}\n`;
    // In a repository of its own nothing of an earlier round is found again.
    const root = makeRepository(`${top}${standardMilestone(tasks)}`, 2_000);
    runEngine(root, [`--agents=${agents}`]);
    const prepared = readEvents(root).map(({ data }) => data?.stages_ms?.preparing ?? 0);
    rmSync(root, { recursive: true });
    return Math.max(...prepared);
  };
  const ratios = [0, 1, 2].map(() => costOf(6) / costOf(1));
  return [row("setup", "six agents prepared by a setup of 1 s / one agent", median(ratios), 1.1)];
}
