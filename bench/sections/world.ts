import { execFileSync } from "node:child_process";
import { readdirSync, rmSync, writeFileSync } from "node:fs";
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

/** When six agents are at work in a repository of 100,000 files, and the disk they take, against one work tree by git. */
export async function monorepo(): Promise<Row[]> {
  const [marks, place] = [temporary("marks"), temporary("trees")];
  const run = `touch ${marks}/$MILESTONE_TASK; until [ -e ${marks}/go ]; do sleep 0.2; done`;
  const tasks = Array.from({ length: 6 }, (_, i) => ({ id: `t${i}`, run }));
  const root = makeRepository(standardMilestone(tasks), 100_000);
  const tree = join(temporary("tree"), "tree");
  const began = performance.now();
  git(root, "worktree", "add", "-q", "--detach", tree);
  const alone = performance.now() - began;
  const one = mibOf(tree);
  rmSync(tree, { recursive: true });
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
  for (const folder of [root, marks, place]) rmSync(folder, { recursive: true });
  return [
    row("monorepo", "six agents at work, 100,000 files / one git worktree add", atWork / alone, 1.5),
    row("monorepo", "disk of their trees / of that one", six / one, 1.2),
  ];
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
