import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import {
  type StarterFacts,
  starterConfig,
  starterGitHubConfig,
  starterMilestone,
  starterWorkflow,
} from "../../src/init/starter.ts";
import { readGitHubConfig } from "../../src/milestone/plan/github-config.ts";
import type { PhasePlan } from "../../src/milestone/plan/plan.ts";
import { readPlan } from "../../src/milestone/plan/read-plan.ts";

const BARE: StarterFacts = { milestone: "first", defaultBranch: "main" };
const KNOWN: StarterFacts = {
  milestone: "Erster.1",
  defaultBranch: "release/2.0",
  setup: "pnpm install --frozen-lockfile # quick",
  setupInputs: ["pnpm-lock.yaml", "[odd].lock"],
  testCommand: 'npm test -- --grep "a: b"',
  owner: "acme",
  schemas: {
    milestone: "https://x.test/m.json",
    config: "https://x.test/c.json",
    github: "https://x.test/g.json",
  },
};

const folder = mkdtempSync(join(tmpdir(), "starter-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function planOf(facts: StarterFacts) {
  const result = readPlan({
    text: starterMilestone(facts),
    file: `.milestones/active/${facts.milestone}.yaml`,
    config: { text: starterConfig(facts), file: ".milestones/config.yaml" },
  });
  if (!result.ok) throw new Error(result.errors.map(each => each.message).join("\n"));
  return result;
}

describe.each([
  ["nothing found out", BARE],
  ["everything found out", KNOWN],
])("with %s", (_, facts) => {
  test("the starter milestone and its config are valid without a warning, and follow the workflow by themselves", () => {
    const { plan, warnings, compliance } = planOf(facts);
    expect(warnings).toEqual([]);
    expect(compliance).toMatchObject({ score: 100, native: 0, migrated: [], standard: [] });
    expect(plan.tasks.map(task => task.id)).toEqual(["kinds", "largest", "folders", "overview"]);
    expect(starterMilestone(facts).trim().split("\n").length).toBeLessThanOrEqual(
      15 + (facts.schemas ? 1 : 0),
    );
    expect(plan.setup).toBe(facts.setup);
    expect(plan.setupInputs).toEqual(facts.setupInputs ?? []);
    expect(plan.testCommand).toBe(facts.testCommand);
    expect(plan.tasks.flatMap(task => task.phases).every(phase => phase.gate === null)).toBe(true);
  });

  test("the config for GitHub is valid and names the default branch", () => {
    const read = readGitHubConfig(starterGitHubConfig(facts), ".github/milestone.yml");
    expect([...read.errors, ...read.warnings]).toEqual([]);
    expect(read.config).toMatchObject({ workflow: "milestone.yml", base: facts.defaultBranch });
  });
});

test("the commented keys of the starter files are valid when somebody takes the comment away", () => {
  const uncommented = (text: string) => text.replace(/^# (\w+: .*)$/gm, "$1");
  const { milestone } = BARE;
  const result = readPlan({
    text: starterMilestone(BARE),
    file: `${milestone}.yaml`,
    config: { text: uncommented(starterConfig(BARE)), file: "config.yaml" },
  });
  expect(result.ok ? result.warnings : result.errors).toEqual([]);
  const github = readGitHubConfig(uncommented(starterGitHubConfig(KNOWN)), "milestone.yml");
  expect([...github.errors, ...github.warnings]).toEqual([]);
  expect(github.config.permissions).toEqual({ execute: "maintain", skip: "admin" });
});

/** Runs a phase in the folder as an agent would. */
function runPhase(phase: PhasePlan): void {
  if (phase.executor.kind !== "run") throw new Error("the starter runs in the shell");
  execFileSync("bash", ["--noprofile", "--norc", "-e", "-o", "pipefail", "-c", phase.executor.command], {
    cwd: folder,
    env: { PATH: process.env.PATH },
  });
}

test("the starter milestone leaves an overview of what is there when its commands really run", () => {
  mkdirSync(join(folder, "src"));
  writeFileSync(join(folder, "src/main.c"), "int main;\n");
  writeFileSync(join(folder, "README"), "x".repeat(2_000));
  const { plan } = planOf(BARE);
  for (const task of plan.tasks) for (const phase of task.phases) runPhase(phase);
  const overview = readFileSync(join(folder, "docs/first/overview.md"), "utf8");
  expect(overview).toMatch(/## kinds\n(?:.*\n)*? +1 c\n/);
  expect(overview).toMatch(/## largest\n *\d+ total\n *2000 \.\/README\n/);
  expect(overview).toMatch(/## folders\n(?:.*\n)*? +1 \.\/src\n/);
});

describe.each([true, false])("the workflow, project: %s", project => {
  const sha = "0123456789abcdef0123456789abcdef01234567";
  const text = starterWorkflow(KNOWN, { action: "acme/milestone-execute", sha, version: "v1.2.3", project });
  const workflow = parse(text);

  test("S-INJ-1: no expression stands in a script", () => {
    const scripts = workflow.jobs.milestone.steps.map((step: { run?: string }) => step.run ?? "");
    expect(scripts.filter((script: string) => script.includes("${{"))).toEqual([]);
    expect(scripts.filter(Boolean)).toHaveLength(project ? 1 : 0);
  });

  test("S-SUP-1: every action is pinned by its commit, the version beside it", () => {
    const uses = text.match(/uses: .*/g) ?? [];
    expect(uses).toHaveLength(3);
    for (const each of uses) expect(each).toMatch(/^uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    expect(uses[2]).toBe(`uses: acme/milestone-execute@${sha} # v1.2.3`);
  });

  test("keeps what setup made for the next job, by the files that it is made of", () => {
    const steps: { uses?: string; with?: Record<string, string> }[] = workflow.jobs.milestone.steps;
    expect(steps.find(({ uses }) => uses?.startsWith("actions/cache@"))?.with).toEqual({
      path: "~/.cache/milestone",
      key: "milestone-setup-${{ runner.os }}-${{ hashFiles('.milestones/config.yaml', 'pnpm-lock.yaml') }}",
    });
  });

  test("declares every input that it passes on, and passes on every one that it declares", () => {
    const declared = Object.keys(workflow.on.workflow_dispatch.inputs);
    const passed = [...text.matchAll(/^ {10}[\w-]+: \$\{\{ inputs\.([\w-]+)/gm)].map(match => match[1]);
    expect(passed.sort()).toEqual(declared.sort());
    expect(declared.length).toBeLessThanOrEqual(25);
  });

  test("queues runs of one milestone, loses none, and keeps the token from the checkout", () => {
    expect(workflow.concurrency).toMatchObject({ "cancel-in-progress": false, queue: "max" });
    expect(workflow.jobs.milestone.steps[0].with).toEqual({
      ref: "release/2.0",
      "persist-credentials": false,
    });
  });

  test("asks for no permission that it does not use", () => {
    const { contents, ...others } = workflow.permissions;
    expect(contents).toBe("write");
    const level = project ? "write" : "read";
    const reads = { "pull-requests": level, issues: level, actions: "read" };
    expect(others).toEqual(project ? { ...reads, checks: "write" } : reads);
  });

  test("is resumed by reviews of the milestone's own branch alone, where there is no app", () => {
    expect(workflow.on.pull_request_review).toEqual(project ? { types: ["submitted"] } : undefined);
    const condition: string = workflow.jobs.milestone.if ?? "";
    expect(condition.includes("head.repo.full_name == github.repository")).toBe(project);
  });
});
