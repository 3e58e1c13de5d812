import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { completions, runEngine } from "../engine.ts";
import { git, makeRepository, standardMilestone, temporary } from "../repository.ts";
import { median, type Row, row, timed } from "../row.ts";

const FILES = 10_000;

/** In a large repository only the first phase of an agent pays for a checkout. */
export async function checkout(): Promise<Row[]> {
  const tasks = Array.from({ length: 20 }, (_, i) => ({ id: `t${i}`, run: "echo work > folder-0/file-0" }));
  const root = makeRepository(standardMilestone(tasks), FILES);
  runEngine(root, ["--agents=1"]);
  const stamps = completions(root);
  const later = median(stamps.slice(2).map((stamp, i) => stamp - stamps[i + 1]!));
  const [full, pooled] = await gitAlone(root);
  rmSync(root, { recursive: true });
  return [
    row("checkout", "a later phase, 10,000 files / git worktree add", later / full, 0.25),
    row("checkout", "a later phase / git checkout, add and commit in a kept tree", later / pooled, 1),
  ];
}

/** The same by git's own commands: a fresh tree for each phase, or one that is kept. */
async function gitAlone(root: string): Promise<[number, number]> {
  const place = temporary("trees");
  const full: number[] = [];
  for (let i = 0; i < 3; i++) {
    full.push(await timed(() => git(root, "worktree", "add", "-q", "--detach", join(place, `${i}`), "main")));
  }
  const tree = join(place, "0");
  const pooled: number[] = [];
  for (let i = 0; i < 10; i++) {
    const base = git(root, "rev-parse", i % 2 === 0 ? "milestone/bench" : "milestone/bench~3").trim();
    const run = (): void => {
      git(tree, "checkout", "-q", "--force", "--detach", base);
      writeFileSync(join(tree, "folder-0/file-0"), `work ${i}\n`);
      git(tree, "add", "-A");
      git(tree, "commit", "-q", "-m", "phase");
    };
    pooled.push(await timed(run));
  }
  rmSync(place, { recursive: true });
  return [median(full), median(pooled)];
}
