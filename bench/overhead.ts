import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A repository with a milestone of trivial workflow tasks: each phase writes one file and ends. */
export function makeRepository(tasks: number): string {
  const root = mkdtempSync(join(tmpdir(), "milestone-bench-"));
  git(root, "init", "-q", "-b", "main");
  git(root, "config", "user.name", "bench");
  git(root, "config", "user.email", "bench@localhost");
  mkdirSync(join(root, ".milestones/active"), { recursive: true });
  const phases = ["design", "spec", "task", "execute"]
    .map(p => `        ${p}: { approval_required: false, deliverables: [out.md] }`)
    .join("\n");
  const list = Array.from(
    { length: tasks },
    (_, i) =>
      `  - id: t${i}\n    title: Task ${i}\n    kiro_workflow:\n      enabled: true\n      phases:\n${phases}`,
  ).join("\n");
  const head = `id: bench\ntitle: Bench\nexecutor: { run: "${COMMAND}", retries: 0 }\ntasks:\n`;
  writeFileSync(join(root, ".milestones/active/bench.yaml"), `${head}${list}\n`);
  git(root, "add", "-A");
  git(root, "commit", "-q", "-m", "init");
  return root;
}

const COMMAND = "echo x > $MILESTONE_DELIVERABLES/out.md";

export function git(cwd: string, ...args: string[]): string {
  const { status, stdout, stderr } = spawnSync("git", args, { cwd, encoding: "utf8" });
  if (status !== 0) throw new Error(`git ${args.join(" ")}: ${stderr}`);
  return stdout;
}

/** Wall time of the whole program over the milestone, in milliseconds. */
export function runEngine(root: string, flags: string[] = []): { ms: number; maxKiB: number } {
  const started = performance.now();
  const result = spawnSync(
    "/usr/bin/env",
    [
      "time",
      "-f",
      "%M",
      process.execPath,
      "dist/cli.js",
      "execute",
      "bench",
      ...(flags.includes("--push") ? [] : ["--no-push"]),
      "--monitoring=basic",
      "--working-directory",
      root,
      ...flags.filter(flag => flag !== "--push"),
    ],
    { encoding: "utf8", maxBuffer: 1 << 28 },
  );
  const ms = performance.now() - started;
  if (result.status !== 0)
    throw new Error(`the engine ended with ${result.status}: ${result.stderr.slice(-2000)}`);
  return { ms, maxKiB: Number(result.stderr.trim().split("\n").at(-1)) };
}

/** The same executors started by a bare six-wide loop that keeps nothing. */
export function runBare(phases: number, width: number): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), "milestone-bare-"));
  const started = performance.now();
  return new Promise(resolve => {
    let begun = 0;
    let ended = 0;
    const next = (): void => {
      if (begun === phases) return;
      begun += 1;
      const env = { PATH: process.env.PATH ?? "", MILESTONE_DELIVERABLES: folder };
      const argv = ["--noprofile", "--norc", "-e", "-o", "pipefail", "-c", COMMAND];
      spawn("bash", argv, { env, stdio: ["ignore", "pipe", "pipe"] }).on("close", () => {
        ended += 1;
        if (ended < phases) return next();
        rmSync(folder, { recursive: true });
        resolve(performance.now() - started);
      });
    };
    for (let i = 0; i < width; i++) next();
  });
}

/** What a phase's commit costs with spawned git: `git add` and `git commit` of one new file, in milliseconds each. */
export function runSpawnedGit(commits: number): number {
  const root = mkdtempSync(join(tmpdir(), "milestone-spawn-"));
  git(root, "init", "-q");
  git(root, "config", "user.name", "bench");
  git(root, "config", "user.email", "bench@localhost");
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
