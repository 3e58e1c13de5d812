import { execFileSync, spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { starterWorkflow } from "../src/init/starter.ts";
import { readPlan } from "../src/milestone/plan/read-plan.ts";
import { planView } from "../src/milestone/view/plan-view.ts";
import { program } from "./rig/program.ts";

const ROOT = join(import.meta.dirname, "..");
const EXAMPLES = join(ROOT, "examples");
const milestones = readdirSync(join(EXAMPLES, "milestones"));

function readExample(name: string) {
  const file = `.milestones/active/${name}`;
  const reading = readPlan({ file, text: readFileSync(join(EXAMPLES, "milestones", name), "utf8") });
  if (!reading.ok) throw new Error(JSON.stringify(reading.errors, null, 2));
  return reading;
}

test("there is an example for each way of working", () => {
  expect(milestones).toEqual(["data-pipeline.yaml", "docs-site.yaml", "web-service.yaml"]);
  const kinds = (name: string) =>
    new Set(readExample(name).plan.tasks.flatMap(t => t.phases.map(p => p.executor.kind)));
  expect(kinds("web-service.yaml")).toEqual(new Set(["agent"]));
  expect(kinds("data-pipeline.yaml")).toEqual(new Set(["run"]));
  expect(kinds("docs-site.yaml")).toEqual(new Set(["manual", "agent", "run"]));
});

test.each(milestones)("the milestone %s is valid, without a warning but that of its enforcement", name => {
  const { warnings, plan } = readExample(name);
  expect(warnings.filter(each => each.code !== "compliance")).toEqual([]);
  const view = planView(plan, { strategy: "auto", agents: 4, cores: 4 });
  expect(view.waves.flat()).toHaveLength(plan.tasks.length);
});

test("the workflows are what milestone init writes", () => {
  const text = (project: boolean) =>
    starterWorkflow(
      { milestone: "first", defaultBranch: "main" },
      { action: "org/milestone-execute", sha: "v1", version: "v1", project },
    );
  const read = (name: string) => readFileSync(join(EXAMPLES, "workflows", name), "utf8");
  expect(read("milestone.yml")).toBe(text(false));
  expect(read("milestone-project.yml")).toBe(text(true));
});

test("the workflow without the app resumes on reviews, and hands on only inputs that the Action has", () => {
  const inputs = Object.keys(parse(readFileSync(join(ROOT, "action.yml"), "utf8")).inputs);
  const project = parse(readFileSync(join(EXAMPLES, "workflows/milestone-project.yml"), "utf8"));
  expect(project.on.pull_request_review.types).toEqual(["submitted"]);
  for (const name of readdirSync(join(EXAMPLES, "workflows"))) {
    const { steps } = parse(readFileSync(join(EXAMPLES, "workflows", name), "utf8")).jobs.milestone;
    const given = Object.keys(steps.at(-1).with);
    expect(given.filter(each => !inputs.includes(each))).toEqual([]);
    expect(given).toContain("milestone");
  }
});

test("the data pipeline runs as it is", { timeout: 120_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), "pipeline-"));
  try {
    const git = (...args: string[]) => execFileSync("git", ["-C", folder, ...args], { encoding: "utf8" });
    git("init", "-q", "-b", "main");
    git("config", "user.name", "Someone");
    git("config", "user.email", "someone@example.org");
    mkdirSync(join(folder, ".milestones/active"), { recursive: true });
    copyFileSync(
      join(EXAMPLES, "milestones/data-pipeline.yaml"),
      join(folder, ".milestones/active/data-pipeline.yaml"),
    );
    git("add", "-A");
    git("commit", "-q", "-m", "A plan");
    const run = spawnSync(process.execPath, [program("cli"), "execute", "data-pipeline", "--no-push"], {
      cwd: folder,
      encoding: "utf8",
      env: { PATH: process.env.PATH, HOME: folder },
    });
    expect(`${run.status} ${run.stderr}`).toMatch(/^0 /);
    const report = git("show", "milestone/data-pipeline:reports/by-month.csv");
    expect(report).toBe("month,amount\n2026-01,19\n2026-02,35\n");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
