import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A standard task, of one phase. */
export interface BenchTask {
  id: string;
  run: string;
  after?: string[];
  hours?: number;
}

export const MILESTONE_FILE = ".milestones/active/bench.yaml";

/** What an executor of a workflow task does here: one small file. */
export const COMMAND = "echo x > $MILESTONE_DELIVERABLES/out.md";

export function git(cwd: string, ...args: string[]): string {
  const { status, stdout, stderr } = spawnSync("git", args, { cwd, encoding: "utf8", maxBuffer: 1 << 28 });
  if (status !== 0) throw new Error(`git ${args.join(" ")}: ${stderr}`);
  return stdout;
}

export function temporary(name: string, within = tmpdir()): string {
  return mkdtempSync(join(within, `milestone-${name}-`));
}

/** A milestone of trivial workflow tasks: each of their four phases writes one file and ends. */
export function workflowMilestone(tasks: number): string {
  const phases = ["design", "spec", "task", "execute"]
    .map(p => `        ${p}: { approval_required: false, deliverables: [out.md] }`)
    .join("\n");
  const list = Array.from(
    { length: tasks },
    (_, i) =>
      `  - id: t${i}\n    title: Task ${i} # nobody waits for it\n    kiro_workflow:\n      enabled: true\n      phases:\n${phases}`,
  );
  const head = `id: bench\ntitle: Bench\nexecutor: { run: "${COMMAND}", retries: 0 }\ntasks:\n`;
  return `${head}${list.join("\n")}\n`;
}

export function standardMilestone(tasks: readonly BenchTask[]): string {
  const list = tasks.map(t => {
    const after = t.after?.length ? `, dependencies: [${t.after.join(", ")}]` : "";
    const executor = `executor: { run: "${t.run}", retries: 0 }`;
    return `  - { id: ${t.id}, estimated_hours: ${t.hours ?? 1}${after}, ${executor} }`;
  });
  const head = "id: bench\ntitle: Bench\nkiro_configuration: { enforcement: flexible }\ntasks:\n";
  return `${head}${list.join("\n")}\n`;
}

/** A repository that holds the milestone, and so many files besides. */
export function makeRepository(milestone: string, files = 0, within = tmpdir()): string {
  const root = temporary("bench", within);
  git(root, "init", "-q", "-b", "main");
  git(root, "config", "user.name", "bench");
  git(root, "config", "user.email", "bench@localhost");
  git(root, "config", "gc.auto", "0");
  mkdirSync(join(root, ".milestones/active"), { recursive: true });
  for (let i = 0; i < files; i++) {
    const folder = join(root, `folder-${Math.floor(i / 100)}`);
    if (i % 100 === 0) mkdirSync(folder);
    writeFileSync(join(folder, `file-${i}`), `content ${i}\n`);
  }
  writeFileSync(join(root, MILESTONE_FILE), milestone);
  git(root, "add", "-A");
  git(root, "commit", "-q", "-m", "init");
  return root;
}

/** A bare repository as `origin` whose pushes take so many milliseconds more. */
export function addSlowRemote(root: string, ms: number): string {
  const remote = temporary("remote");
  execFileSync("git", ["init", "-q", "--bare", remote]);
  mkdirSync(join(remote, "hooks"), { recursive: true });
  writeFileSync(join(remote, "hooks/pre-receive"), `#!/bin/sh\nsleep ${ms / 1000}\n`, { mode: 0o755 });
  git(root, "remote", "add", "origin", remote);
  git(root, "push", "-q", "origin", "main");
  return remote;
}
