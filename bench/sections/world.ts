import { rmSync } from "node:fs";
import { join } from "node:path";
import { completions, runEngine } from "../engine.ts";
import { type BenchTask, git, makeRepository, standardMilestone, temporary } from "../repository.ts";
import { floor, median, type Row, row } from "../row.ts";

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

/** Six agents' trees of a repository of 10,000 files, against one work tree by git. */
export function trees(): Row[] {
  const tasks = Array.from({ length: 6 }, (_, i) => ({ id: `t${i}`, run: "sleep 0.1" }));
  const ratios = [0, 1, 2].map(() => {
    const root = makeRepository(standardMilestone(tasks), 10_000);
    const engine = runEngine(root);
    const tree = join(temporary("tree"), "tree");
    const started = performance.now();
    git(root, "worktree", "add", "-q", "--detach", tree);
    const alone = performance.now() - started;
    rmSync(tree, { recursive: true });
    rmSync(root, { recursive: true });
    return engine / alone;
  });
  return [floor("trees", "a whole run of six agents, 10,000 files / one git worktree add", median(ratios))];
}

/** When the first phase of six agents is done in a repository of 100,000 files, against one work tree by git. */
export function monorepo(): Row[] {
  const tasks = Array.from({ length: 6 }, (_, i) => ({ id: `t${i}`, run: "true" }));
  const root = makeRepository(standardMilestone(tasks), 100_000);
  const tree = join(temporary("tree"), "tree");
  const began = performance.now();
  git(root, "worktree", "add", "-q", "--detach", tree);
  const alone = performance.now() - began;
  rmSync(tree, { recursive: true });
  const started = Date.now();
  runEngine(root);
  const first = completions(root)[0]! - started;
  rmSync(root, { recursive: true });
  return [
    row(
      "monorepo",
      "start to first phase done, 100,000 files, six agents / one git worktree add",
      first / alone,
      1.5,
    ),
  ];
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

/** What `setup` costs six agents, against one: the same work of a second of processor time. */
export function setup(): Row[] {
  const spin =
    "timeout 1 sh -c 'while :; do :; done' || true; mkdir -p deps && seq 2000 | (cd deps && xargs touch)";
  const costOf = (agents: number): number => {
    const tasks = Array.from({ length: agents }, (_, i) => ({ id: `t${i}`, run: "sleep 0.1" }));
    const top = `setup: ${JSON.stringify(spin)}\n`;
    // In a repository of its own nothing of an earlier round is found again.
    const root = makeRepository(`${top}${standardMilestone(tasks)}`);
    const ms = runEngine(root, [`--agents=${agents}`]);
    rmSync(root, { recursive: true });
    return ms;
  };
  const ratios = [0, 1, 2].map(() => costOf(6) / costOf(1));
  return [row("setup", "a run of six agents with a setup of 1 s / of one agent", median(ratios), 1.5)];
}
