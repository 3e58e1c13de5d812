import { execFileSync, spawn } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type BenchTask, COMMAND, git, temporary } from "./repository.ts";

/** The same executors started by a bare loop that keeps nothing; wall time in milliseconds. */
export function runBare(phases: number, width: number): Promise<number> {
  return runBareGraph(
    Array.from({ length: phases }, (_, i) => ({ id: `t${i}`, run: COMMAND })),
    width,
  );
}

/** As `runBare` for a graph: whatever may start is started in the order of the list. */
export function runBareGraph(tasks: readonly BenchTask[], width: number): Promise<number> {
  const folder = temporary("bare");
  const env = { PATH: process.env.PATH ?? "", MILESTONE_DELIVERABLES: folder };
  const argv = ["--noprofile", "--norc", "-e", "-o", "pipefail", "-c"];
  const waiting = [...tasks];
  const ended = new Set<string>();
  const started = performance.now();
  return new Promise(resolve => {
    let running = 0;
    const startAll = (): void => {
      while (running < width) {
        const next = waiting.findIndex(task => (task.after ?? []).every(id => ended.has(id)));
        const [task] = next < 0 ? [] : waiting.splice(next, 1);
        if (!task) return;
        running += 1;
        spawn("bash", [...argv, task.run], { env, stdio: ["ignore", "pipe", "pipe"] }).on("close", () => {
          running -= 1;
          ended.add(task.id);
          if (ended.size < tasks.length) return startAll();
          rmSync(folder, { recursive: true });
          resolve(performance.now() - started);
        });
      }
    };
    startAll();
  });
}

/** `git add` and `git commit` of one new file, in milliseconds each. */
export function runSpawnedGit(commits: number): number {
  const root = temporary("spawn");
  git(root, "init", "-q");
  git(root, "config", "user.name", "bench");
  git(root, "config", "user.email", "bench@localhost");
  git(root, "config", "gc.auto", "0");
  const started = performance.now();
  for (let i = 0; i < commits; i++) {
    writeFileSync(join(root, `f${i}.md`), "x\n");
    git(root, "add", "-A");
    git(root, "commit", "-q", "-m", "x");
  }
  const each = (performance.now() - started) / commits;
  rmSync(root, { recursive: true });
  return each;
}

/** `make` over the same graph; wall time in milliseconds. */
export function runMake(tasks: readonly BenchTask[], width: number): number {
  const folder = temporary("make");
  const rules = tasks.map(t => `${t.id}: ${(t.after ?? []).join(" ")}\n\t@${t.run}\n`);
  writeFileSync(join(folder, "Makefile"), `all: ${tasks.map(t => t.id).join(" ")}\n${rules.join("")}`);
  const started = performance.now();
  execFileSync("make", ["-s", `-j${width}`, "-C", folder]);
  const ms = performance.now() - started;
  rmSync(folder, { recursive: true });
  return ms;
}
