import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { marked } from "marked";
import { makeRig } from "../../test/rig/repository.ts";
import { type RunnersRig, runnersRig } from "../../test/runners/rig.ts";
import { bold, dim, say, scene, typed } from "./stage.ts";

/**
 * `npm run demo:runners [-- --shot]`: twelve tasks on four of GitHub's runners. The workflow of `milestone init --runners`,
 * the bundled Action, git and every process are real; GitHub itself is a stand-in on this machine, whose runners are folders.
 */
const ROOT = join(import.meta.dirname, "../..");
const RESULTS = join(ROOT, ".cache/demo/runners");
const RUNNERS = 4;
const SCENES = 3;

/** Task, seconds, what it needs. */
const TASKS: [string, number, string[]][] = [
  ["schema", 2, []],
  ["tokens", 1, []],
  ["words", 2, []],
  ["icons", 1, []],
  ["storage", 2, ["schema"]],
  ["search", 2, ["schema", "words"]],
  ["login", 1, ["tokens"]],
  ["theme", 1, ["icons"]],
  ["api", 2, ["storage", "login"]],
  ["page", 1, ["theme", "search"]],
  ["import", 1, ["storage"]],
  ["release", 1, ["api", "page", "import"]],
];

const PLAN = `id: m
title: Twelve tasks on four runners
runners: { max: ${RUNNERS}, labels: [ubuntu-latest] }
executor: { run: 'sleep "$SECONDS_OF_WORK" && mkdir -p src && echo "$MILESTONE_TASK is done" > "src/$MILESTONE_TASK.md"' }
tasks:
${TASKS.map(([id, seconds, needs]) => `  - { id: ${id}, phases: [execute], needs: [${needs.join(", ")}], env: { SECONDS_OF_WORK: "${seconds}" } }\n`).join("")}`;

const began = Date.now();
const rig = await runnersRig(PLAN, { runners: RUNNERS });
try {
  await run();
  machines();
  await pages();
} finally {
  await rig.close();
}

async function run(): Promise<void> {
  scene(1, SCENES, "A person starts the workflow, and it hands itself out");
  typed("gh workflow run milestone.yml -f milestone=m -f command=execute");
  await rig.dispatch({ command: "execute" });
  const { status } = rig.jobs.at(-1)!.outputs;
  if (status !== "completed") throw new Error(`it ended with ${status}: ${rig.jobs.at(-1)!.output}`);
}

/** Every job as a bar over the time that all took. */
function machines(): void {
  scene(2, SCENES, "Who did what, when");
  const [first, last] = [
    Math.min(...rig.jobs.map(({ from }) => from)),
    Math.max(...rig.jobs.map(({ to }) => to)),
  ];
  const wide = 60;
  const at = (time: number): number => Math.round(((time - first) / (last - first)) * wide);
  for (const { job, run: number, from, to } of [...rig.jobs].sort((a, b) => a.from - b.from)) {
    const { inputs } = rig.github.repository.runs.get(number)!;
    const what = inputs.ticket ? JSON.parse(inputs.ticket).task : "start";
    const bar = `${" ".repeat(at(from))}${(job === "work" ? "█" : "▒").repeat(Math.max(1, at(to) - at(from)))}`;
    say(`  ${what.padEnd(8)} ${job.padEnd(5)} ${dim(bar)}`);
  }
  const works = rig.jobs.filter(({ job }) => job === "work");
  const takes = rig.jobs.filter(({ job }) => job === "take");
  const most = Math.max(
    ...works.map(({ from }) => works.filter(each => each.from <= from && from < each.to).length),
  );
  const asked = rig.github.calls.filter(({ actor, charged }) => charged && actor !== "mona");
  say(
    "",
    `  ${works.length} jobs that can only read, at most ${most} at once; ${takes.length} that land, one at a time`,
    `  ${(asked.length / takes.length).toFixed(1)} requests a landing; none other than GitHub describes: ${rig.github.violations.length === 0}`,
    `  ${Math.round((Date.now() - began) / 1000)} s`,
  );
}

/** The report's page, the last job's summary and GitHub's page, as people see them. */
async function pages(): Promise<void> {
  scene(3, SCENES, "As people see it");
  mkdirSync(RESULTS, { recursive: true });
  const report = join(RESULTS, "report.html");
  await writeReport(rig, report);
  const summary = join(RESULTS, "summary.html");
  writeFileSync(summary, summaryPage(rig.jobs.at(-1)!.summary));
  say(`  ${bold(report)}`, `  ${bold(summary)}`);
  if (!process.argv.includes("--shot")) return;
  const { photograph } = await import("./photograph.ts");
  for (const width of [390, 1280]) {
    for (const [name, address] of [
      ["report", `file://${report}`],
      ["summary", `file://${summary}`],
      ["github", `${rig.github.url}/_page`],
    ] as const)
      say(`  ${bold(await photograph(address, join(RESULTS, `${name}-${width}.png`), width))}`);
  }
}

/** `milestone report` in a clone, as a person gets it. */
async function writeReport({ github }: RunnersRig, file: string): Promise<void> {
  const place = makeRig([]);
  try {
    place.git("fetch", "--quiet", github.repository.git.path, "+refs/heads/*:refs/heads/*");
    const clone = place.clone("person");
    typed("milestone report m --html");
    const ended = await clone.milestone(["report", "m", "--html", `--output=${file}`]);
    if (ended.code !== 0) throw new Error(ended.stderr);
  } finally {
    place.close();
  }
}

function summaryPage(markdown: string): string {
  const style =
    "body { font: 16px/1.5 system-ui, sans-serif; max-width: 980px; margin: 0 auto; padding: 16px } table { border-collapse: collapse; display: block; overflow-x: auto } td, th { border: 1px solid #d0d7de; padding: 4px 10px } pre { overflow-x: auto; background: #f6f8fa; padding: 12px } img { max-width: 100% }";
  return `<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Summary</title><style>${style}</style>${marked.parse(markdown)}`;
}
