import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openFolderTree } from "../src/engine/git/folder-tree.ts";
import { type GitRepository, openRepository } from "../src/engine/git/git-repository.ts";

/**
 * What a commit costs: ours against `git add` and `git commit` started for it, in turn in one run, since the
 * machine's own speed drifts. Then what a second phase costs in a work tree, against `git checkout --detach`.
 *
 *   node bench/git.ts [commits, default 100] [files in the repository, default 100]
 */
const COMMITS = Number(process.argv[2] ?? 100);
const FILES = Number(process.argv[3] ?? 100);
const ROUNDS = 5;
const AUTHOR = { name: "Bench", email: "bench@example.test" };
const ENVIRONMENT = {
  PATH: process.env.PATH,
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_CONFIG_GLOBAL: "/dev/null",
  ...{ GIT_AUTHOR_NAME: "n", GIT_AUTHOR_EMAIL: "n@example.test" },
  ...{ GIT_COMMITTER_NAME: "n", GIT_COMMITTER_EMAIL: "n@example.test" },
};

function git(directory: string, ...args: string[]): void {
  execFileSync("git", args, { cwd: directory, env: ENVIRONMENT, stdio: "ignore" });
}

function makeRepository(root: string): string {
  mkdirSync(root, { recursive: true });
  git(root, "init", "--initial-branch=main");
  git(root, "config", "gc.auto", "0");
  for (let i = 0; i < FILES; i++) {
    if (i % 100 === 0) mkdirSync(join(root, `folder-${i / 100}`));
    writeFileSync(join(root, `folder-${Math.floor(i / 100)}`, `file-${i}`), `content ${i}\n`);
  }
  git(root, "add", "--all");
  git(root, "commit", "--quiet", "-m", "start");
  return root;
}

async function open(root: string): Promise<GitRepository> {
  const outcome = await openRepository({ directory: root });
  if (!outcome.ok) throw new Error(outcome.message);
  return outcome.value;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

async function timed(work: () => Promise<void> | void): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** One phase's worth of files: a deliverable and a growing log. */
class Phases {
  #log = "";
  next(number: number): Map<string, Buffer> {
    this.#log += `${JSON.stringify({ seq: number, event: "phase_completed", prev: "0".repeat(64) })}\n`;
    if (this.#log.length > 32_768) this.#log = "";
    return new Map([
      [
        `.milestones/deliverables/m/task-${number}/design/architecture.md`,
        Buffer.from(`# Overview ${number}\n`),
      ],
      [`.milestones/logs/execution-m.${Math.floor(number / 200)}.jsonl`, Buffer.from(this.#log)],
    ]);
  }
}

async function ours(
  repository: GitRepository,
  phases: Phases,
  from: number,
  swapEach: number,
): Promise<void> {
  const ref = "refs/heads/milestone/m";
  let tip = (await repository.resolve(ref)) ?? (await repository.resolve("HEAD"))!;
  let moved = await repository.resolve(ref);
  for (let i = from; i < from + COMMITS; i++) {
    const request = {
      parents: [tip],
      base: tip,
      changes: phases.next(i),
      message: `phase ${i}`,
      author: AUTHOR,
    };
    tip = await repository.commit({ ...request, at: Date.now() });
    if ((i + 1) % swapEach !== 0) continue;
    const outcome = await repository.swapRef(ref, moved, tip);
    if (!outcome.ok) throw new Error(outcome.reason);
    moved = tip;
  }
}

function spawned(root: string, phases: Phases, from: number): void {
  for (let i = from; i < from + COMMITS; i++) {
    for (const [path, content] of phases.next(i)) {
      mkdirSync(join(root, path, ".."), { recursive: true });
      writeFileSync(join(root, path), content);
    }
    git(root, "add", "--all");
    git(root, "commit", "--quiet", "-m", `phase ${i}`);
  }
}

function diskBytes(folder: string): number {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map(name => statSync(join(folder, name)))
    .reduce((sum, stats) => sum + (stats.isFile() ? stats.blocks * 512 : 0), 0);
}

async function compareCommits(top: string): Promise<void> {
  const [strict, streamed] = [
    await open(makeRepository(join(top, "a"))),
    await open(makeRepository(join(top, "b"))),
  ];
  const plain = makeRepository(join(top, "c"));
  const times = { strict: [] as number[], streamed: [] as number[], spawned: [] as number[] };
  const phases = [new Phases(), new Phases(), new Phases()] as const;
  const roots = [join(top, "a"), join(top, "b"), plain];
  const before = roots.map(root => diskBytes(join(root, ".git/objects")));
  for (let round = 0; round < ROUNDS; round++) {
    const from = round * COMMITS;
    times.strict.push(await timed(() => ours(strict, phases[0], from, 1)));
    times.spawned.push(await timed(() => spawned(plain, phases[2], from)));
    times.streamed.push(await timed(() => ours(streamed, phases[1], from, 20)));
  }
  const base = median(times.spawned);
  const names = ["ours, ref moved at each", "ours, ref moved at every 20th", "git add + git commit"];
  for (const [i, each] of [times.strict, times.streamed, times.spawned].entries()) {
    const bytes = (diskBytes(join(roots[i]!, ".git/objects")) - before[i]!) / (ROUNDS * COMMITS);
    const ms = (median(each) / COMMITS).toFixed(2).padStart(7);
    const kib = (bytes / 1024).toFixed(1).padStart(6);
    console.log(`${names[i]!.padEnd(32)}${ms} ms  x${(median(each) / base).toFixed(2)}  ${kib} KiB a commit`);
  }
  await Promise.all([strict.close(), streamed.close()]);
}

async function compareWorkTrees(top: string): Promise<void> {
  const root = makeRepository(join(top, "d"));
  const repository = await open(root);
  const tree = openFolderTree({ repository, directory: join(top, "agent"), identity: AUTHOR });
  const base = (await repository.resolve("HEAD"))!;
  const request = { parents: [base], base, message: "next", author: AUTHOR, at: Date.now() };
  const next = await repository.commit({
    ...request,
    changes: new Map([["folder-0/file-0", Buffer.from("new")]]),
  });
  await repository.swapRef("refs/heads/next", null, next);
  git(root, "worktree", "add", "--detach", join(top, "pooled"));
  const first = await timed(() => tree.moveTo(base));
  const times = {
    move: [] as number[],
    scan: [] as number[],
    checkout: [] as number[],
    status: [] as number[],
  };
  for (let round = 0; round < 2 * ROUNDS; round++) {
    const to = round % 2 === 0 ? next : base;
    times.scan.push(await timed(async () => void (await tree.changes())));
    times.status.push(await timed(() => git(join(top, "pooled"), "status", "--porcelain")));
    times.move.push(await timed(() => tree.moveTo(to, { unchangedSinceScan: true })));
    times.checkout.push(await timed(() => git(join(top, "pooled"), "checkout", "--quiet", "--detach", to)));
  }
  const line = (name: string, ms: number) => console.log(`${name.padEnd(32)}${ms.toFixed(1).padStart(7)} ms`);
  line("work tree, first checkout", first);
  line("work tree, next commit", median(times.move));
  line("git checkout --detach", median(times.checkout));
  line("work tree, scan for changes", median(times.scan));
  line("git status", median(times.status));
  await repository.close();
}

const top = mkdtempSync(join(tmpdir(), "milestone-bench-"));
try {
  console.log(`${ROUNDS} rounds of ${COMMITS} commits, ${FILES} files, median`);
  await compareCommits(top);
  await compareWorkTrees(top);
} finally {
  rmSync(top, { recursive: true, force: true });
}
