import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readPlan } from "../src/milestone/plan/read-plan.ts";
import { simulatePlan } from "../src/milestone/schedule/simulate.ts";
import { git, makeRepository, runBare, runEngine, runSpawnedGit } from "./overhead.ts";

/** One figure: what was measured against what, in the same run, and the mark it has to reach. */
interface Row {
  section: string;
  figure: string;
  measured: string;
  mark: string;
  reached: boolean;
}

const median = (values: number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
const at = (values: number[], share: number): number[] => {
  const tenth = Math.max(1, Math.floor(values.length / 10));
  return share === 0 ? values.slice(0, tenth) : values.slice(-tenth);
};

function row(section: string, figure: string, ratio: number, mark: number, most = true): Row {
  const reached = most ? ratio <= mark : ratio >= mark;
  return { section, figure, measured: ratio.toFixed(2), mark: `${most ? "≤" : "≥"} ${mark}`, reached };
}

/** A milestone of standard tasks, one phase each. */
function makeStandard(tasks: { id: string; run: string; after?: string[]; hours?: number }[]): string {
  const root = makeRepository(0);
  const list = tasks
    .map(t => {
      const after = t.after?.length ? `, dependencies: [${t.after.join(", ")}]` : "";
      return `  - { id: ${t.id}, estimated_hours: ${t.hours ?? 1}${after}, executor: { run: "${t.run}", retries: 0 } }`;
    })
    .join("\n");
  const head = "id: bench\ntitle: Bench\nkiro_configuration: { enforcement: flexible }\ntasks:\n";
  writeFileSync(join(root, ".milestones/active/bench.yaml"), `${head}${list}\n`);
  git(root, "add", "-A");
  git(root, "commit", "-q", "-m", "plan");
  return root;
}

async function overhead(): Promise<Row[]> {
  const phases = 200;
  const ratios: number[] = [];
  const bares: number[] = [];
  for (let round = 0; round < 3; round++) {
    const root = makeRepository(phases / 4);
    const engine = runEngine(root).ms / phases;
    const bare = (await runBare(phases, 6)) / phases;
    const spawned = runSpawnedGit(60);
    ratios.push((engine - bare) / spawned);
    bares.push(engine / bare);
    rmSync(root, { recursive: true });
  }
  return [
    row("overhead", "per phase, beside the executors, / git add + git commit", median(ratios), 0.5),
    row("overhead", "whole run / the executors in a bare six-wide loop", median(bares), 6),
  ];
}

function growth(): Row[] {
  const root = makeStandard(Array.from({ length: 1000 }, (_, i) => ({ id: `t${i}`, run: "true" })));
  const { maxKiB } = runEngine(root);
  const times = git(root, "log", "--reverse", "--format=%ct", "milestone/bench");
  const stamps = completions(root);
  const gaps = stamps.slice(1).map((time, i) => time - stamps[i]!);
  const mean = (values: number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
  rmSync(root, { recursive: true });
  if (times === "") throw new Error("the branch has no commits");
  return [
    row(
      "growth",
      "last tenth / first tenth of 1,000 tasks, time per phase",
      mean(at(gaps, 1)) / mean(at(gaps, 0)),
      1.25,
    ),
    row("memory", "peak at 1,000 tasks, MiB", maxKiB / 1024, 200),
  ];
}

/** When each phase was completed, by the log (ms). */
function completions(root: string): number[] {
  const files = git(root, "ls-tree", "-r", "--name-only", "milestone/bench", ".milestones/logs")
    .split("\n")
    .filter(f => /execution-bench(\.\d+)?\.jsonl$/.test(f));
  return files
    .flatMap(file => git(root, "show", `milestone/bench:${file}`).trim().split("\n"))
    .map(line => JSON.parse(line) as { event: string; timestamp: string })
    .filter(event => event.event === "phase_completed")
    .map(event => Date.parse(event.timestamp))
    .sort((a, b) => a - b);
}

function parallel(): Row[] {
  const tasks = Array.from({ length: 30 }, (_, i) => ({ id: `t${i}`, run: "sleep 0.5" }));
  const wide = makeStandard(tasks);
  const six = runEngine(wide).ms;
  rmSync(wide, { recursive: true });
  const narrow = makeStandard(tasks);
  const one = runEngine(narrow, ["--strategy=sequential"]).ms;
  rmSync(narrow, { recursive: true });
  return [row("parallel", "sequential / six agents, 30 independent tasks", one / six, 5, false)];
}

/** 48 short tasks and a chain of 12 that is listed last: where a list in the file's order loses most. */
function mixed(): { id: string; run: string; after?: string[]; hours: number; ms: number }[] {
  const short = Array.from({ length: 48 }, (_, i) => ({ id: `s${i}`, ms: 250 + ((i * 37) % 11) * 50 }));
  const chain = Array.from({ length: 12 }, (_, i) => ({
    id: `c${i}`,
    ms: 300 + ((i * 53) % 7) * 50,
    ...(i > 0 ? { after: [`c${i - 1}`] } : {}),
  }));
  return [...short, ...chain].map(t => ({ ...t, run: `sleep ${t.ms / 1000}`, hours: t.ms / 1000 }));
}

function makespan(): Row[] {
  const tasks = mixed();
  const root = makeStandard(tasks);
  const text = git(root, "show", "HEAD:.milestones/active/bench.yaml");
  const reading = readPlan({ text, file: ".milestones/active/bench.yaml" });
  if (!reading.ok) throw new Error(reading.errors[0]?.message);
  const ms = new Map(tasks.map(t => [t.id, t.ms]));
  const simulated = simulatePlan(reading.plan, {
    agents: 6,
    strategy: "parallel",
    durations: task => ms.get(task) ?? 0,
  }).makespanMs;
  runEngine(root);
  const stamps = spans(root);
  rmSync(root, { recursive: true });
  const folder = mkdtempSync(join(tmpdir(), "milestone-make-"));
  const rules = tasks.map(t => `${t.id}: ${(t.after ?? []).join(" ")}\n\t@${t.run}\n`);
  writeFileSync(join(folder, "Makefile"), `all: ${tasks.map(t => t.id).join(" ")}\n${rules.join("")}`);
  const started = performance.now();
  execFileSync("make", ["-s", "-j6", "-C", folder]);
  const make = performance.now() - started;
  rmSync(folder, { recursive: true });
  return [
    row("makespan", "first start to last end / simulated critical-path schedule", stamps / simulated, 1.05),
    row("makespan", "the same / make -j6 on the mixed graph", stamps / make, 0.7),
  ];
}

function spans(root: string): number {
  const ends = completions(root);
  const first = git(root, "show", "milestone/bench:.milestones/logs/execution-bench.jsonl")
    .trim()
    .split("\n")
    .map(line => JSON.parse(line) as { event: string; timestamp: string })
    .find(event => event.event === "phase_started");
  return ends.at(-1)! - Date.parse(first!.timestamp);
}

function start(): Row[] {
  const empty = join(mkdtempSync(join(tmpdir(), "milestone-empty-")), "empty.mjs");
  writeFileSync(empty, "");
  const time = (file: string): number => {
    const begun = performance.now();
    spawnSync(process.execPath, [file], { env: { PATH: process.env.PATH } });
    return performance.now() - begun;
  };
  const ratios = Array.from({ length: 15 }, () => time("dist/index.js") / time(empty));
  return [row("start", "node dist/index.js with nothing to do / an empty script", median(ratios), 2)];
}

function push(): Row[] {
  const tasks = Array.from({ length: 24 }, (_, i) => ({ id: `t${i}`, run: "sleep 1" }));
  const without = makeStandard(tasks);
  runEngine(without);
  const alone = spans(without);
  rmSync(without, { recursive: true });
  const root = makeStandard(tasks);
  const remote = `${root}-remote.git`;
  execFileSync("git", ["init", "-q", "--bare", remote]);
  mkdirSync(join(remote, "hooks"), { recursive: true });
  writeFileSync(join(remote, "hooks/pre-receive"), "#!/bin/sh\nsleep 0.3\n");
  chmodSync(join(remote, "hooks/pre-receive"), 0o755);
  git(root, "remote", "add", "origin", remote);
  git(root, "push", "-q", "origin", "main");
  runEngine(root, ["--push"]);
  const pushed = spans(root);
  rmSync(root, { recursive: true });
  rmSync(remote, { recursive: true });
  return [row("push", "makespan with a remote that takes 300 ms / without one", pushed / alone, 1.05)];
}

const SECTIONS: Record<string, () => Row[] | Promise<Row[]>> = {
  overhead,
  growth,
  parallel,
  makespan,
  start,
  push,
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter(name => !(name in SECTIONS));
if (unknown.length > 0) {
  console.error(`no section ${unknown.join(", ")}; there are ${Object.keys(SECTIONS).join(", ")}`);
  process.exit(2);
}
const rows: Row[] = [];
for (const [name, section] of Object.entries(SECTIONS)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  console.error(`measuring ${name} …`);
  rows.push(...(await section()));
}
console.log("| section | figure | measured | mark | |\n| --- | --- | --- | --- | --- |");
for (const r of rows) {
  console.log(
    `| ${r.section} | ${r.figure} | ${r.measured} | ${r.mark} | ${r.reached ? "reached" : "missed"} |`,
  );
}
