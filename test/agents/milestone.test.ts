import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type ModelServer, startModel } from "./model/server.ts";
import { ANSWER, teamMember } from "./model/team-member.ts";
import { BIN, HOMES } from "./programs.ts";

const CLI = join(import.meta.dirname, "../../src/cli/cli.ts");
const TASKS = ["accounts", "billing", "search", "orders", "mail", "audit"];

/** Six tasks, one gated, within a budget that does not last: about 0.02 dollars an attempt, 24 attempts. */
const MILESTONE = `id: shop
title: The shop
description: People can buy
status: planned
executor: { agent: claude, retries: 2, backoff: 1s }
budget: { cost_usd: 0.2 }
kiro_configuration:
  approval_gates:
    design_to_spec: { required: false }
    spec_to_task: { required: false }
tasks:
${TASKS.map(
  (id, i) => `  - id: ${id}
    title: The ${id} part
    status: pending
    dependencies: [${i > 2 ? TASKS[i - 3] : ""}]
    kiro_workflow:
      enabled: true
      phases:
        design: { approval_required: ${id === "accounts"} }
        execute: { deliverables: [implementation-summary.md, test-results.md, { changed: "src/**" }] }
`,
).join("")}`;

let repo: string;
let home: string;
let model: ModelServer;

beforeAll(async () => {
  repo = mkdtempSync(join(tmpdir(), "agents-milestone-"));
  home = mkdtempSync(join(HOMES, "milestone-"));
  // In a spec of `search` something is left to fill in, until the agent is told.
  model = await startModel({
    script: teamMember({ sloppy: "search/spec", limited: "search/design", asks: "mail/execute" }),
  });
  const git = (...args: string[]) => execFileSync("git", args, { cwd: repo });
  git("init", "-q", "-b", "main");
  git("config", "user.name", "Ada");
  git("config", "user.email", "ada@example.com");
  mkdirSync(join(repo, ".milestones/active"), { recursive: true });
  writeFileSync(join(repo, ".milestones/active/shop.yaml"), MILESTONE);
  writeFileSync(join(repo, "README.md"), "# Shop\n");
  git("add", ".");
  git("commit", "-q", "-m", "Plan the shop");
});

afterAll(async () => {
  await model?.close();
  for (const folder of [repo, home]) rmSync(folder, { recursive: true, force: true });
});

interface Ended {
  code: number | null;
  output: string;
}

function milestone(...args: string[]): Promise<Ended> {
  const env = {
    PATH: `${dirname(process.execPath)}:${BIN}:${process.env.PATH}`,
    HOME: home,
    ANTHROPIC_BASE_URL: model.url,
    ANTHROPIC_API_KEY: "sk-ant-dummy",
  };
  const child = spawn(process.execPath, [CLI, ...args], {
    cwd: repo,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  child.stdout.on("data", data => (output += data));
  child.stderr.on("data", data => (output += data));
  return new Promise(resolve => child.on("close", code => resolve({ code, output })));
}

interface Line {
  seq: number;
  event: string;
  task_id?: string;
  phase?: string;
  data: Record<string, unknown>;
}

function log(): Line[] {
  const show = (path: string) =>
    execFileSync("git", ["show", `milestone/shop:${path}`], { cwd: repo, encoding: "utf8" });
  const names = execFileSync("git", ["ls-tree", "--name-only", "milestone/shop", ".milestones/logs/"], {
    cwd: repo,
    encoding: "utf8",
  });
  const files = names.split("\n").filter(name => /\/execution-shop[\d.]*\.jsonl$/.test(name));
  const lines = files.flatMap(name => show(name).split("\n").filter(Boolean));
  return lines.map(line => JSON.parse(line) as Line).sort((a, b) => a.seq - b.seq);
}

test("six tasks are done by the real Claude Code, through a limit, a question, a rejection, a finding and a spent budget", async () => {
  const stopped = await milestone("execute", "shop", "--agents=3", "--no-push");
  expect(stopped.code, stopped.output).toBe(11);
  const spent = log().filter(
    line => line.event === "blocker_detected" && line.data.type === "budget_exceeded",
  );
  expect(spent).toHaveLength(1);
  expect(log().some(line => line.event === "warning_raised" && line.data.type === "budget_near")).toBe(true);
  // The account's limit is no failure of a phase: the profile rests for a moment.
  expect(log().filter(line => line.event === "profile_rested")).toMatchObject([
    { data: { profile: "claude", cause: "usage_limit" } },
  ]);

  const rejected = await milestone("reject", "shop", "accounts/design", "Name the tables");
  expect(rejected.code, rejected.output).toBeLessThan(12);
  const resumed = await milestone("resume", "shop", "--add-cost=10", "--agents=3", "--no-push");
  expect(resumed.code, resumed.output).toBe(10);
  const asked = log().filter(line => line.event === "question_asked");
  expect(asked).toMatchObject([{ task_id: "mail", phase: "execute" }]);
  const answered = await milestone("answer", "shop", "mail/execute", "2");
  expect(answered.code, answered.output).toBeLessThan(12);
  const approved = await milestone("approve", "shop", "accounts/design");
  expect([0, 10], approved.output).toContain(approved.code);
  const done = await milestone("resume", "shop", "--agents=3", "--no-push");
  expect(done.code, done.output).toBe(0);

  const lines = log();
  expect(
    lines
      .filter(line => line.event === "task_completed")
      .map(line => line.task_id)
      .sort(),
  ).toEqual(TASKS.toSorted());
  expect(lines.some(line => line.event === "milestone_completed")).toBe(true);
  const [failed] = lines.filter(line => line.event === "phase_failed");
  expect(failed).toMatchObject({ task_id: "search", phase: "spec", data: { type: "deliverable_invalid" } });
  const mended = lines.find(
    l => l.event === "phase_completed" && l.task_id === "search" && l.phase === "spec",
  );
  expect(mended!.data).toMatchObject({
    attempt: 2,
    answers: [
      expect.stringContaining("1. mended: technical-spec.md: Line 5"),
      expect.stringContaining("2. mended: test-plan.md: Line 5"),
    ],
  });
  const redesigned = lines.findLast(
    l => l.event === "phase_completed" && l.task_id === "accounts" && l.phase === "design",
  );
  expect(redesigned!.data).toMatchObject({ answers: ["1. mended: Name the tables"] });
  const told = model.turns.find(turn => turn.prompt.includes("data point-1\nName the tables\n"));
  expect(told, "the reviewer's words reached the agent as data").toBeDefined();

  const mail = lines.findLast(l => l.event === "phase_completed" && l.task_id === "mail");
  expect(mail!.data).toMatchObject({ attempt: 2, conversation: { resumed: true } });
  expect(model.turns.some(turn => turn.prompt.includes(ANSWER))).toBe(true);
  const counts = lines.filter(l => l.event === "phase_completed" || l.event === "phase_failed");
  expect(counts.every(({ data }) => (data.usage as { cost_usd: number }).cost_usd > 0)).toBe(true);

  const usage = lines.flatMap(line =>
    line.data.usage ? [line.data.usage as { cost_usd: number; agent: string }] : [],
  );
  expect(usage.every(u => u.agent === "claude")).toBe(true);
  const total = usage.reduce((sum, u) => sum + u.cost_usd, 0);
  const report = await milestone("report", "shop");
  expect(report.code, report.output).toBe(0);
  expect(report.output).toContain(total.toFixed(2));
  expect(report.output).toMatch(/\| \*\*claude\*\*/);
}, 300_000);

test("what the agents wrote is on the branch, and the user's checkout is as it was", () => {
  const files = execFileSync("git", ["ls-tree", "-r", "--name-only", "milestone/shop"], {
    cwd: repo,
    encoding: "utf8",
  });
  for (const task of TASKS) expect(files).toContain(`src/${task}.ts`);
  expect(files).toContain(".milestones/completed/shop.yaml");
  // The report is printed; nothing is put into the checkout.
  const left = execFileSync("git", ["status", "--porcelain"], { cwd: repo, encoding: "utf8" });
  expect(left).toBe("");
  expect(readFileSync(join(repo, "README.md"), "utf8")).toBe("# Shop\n");
});
