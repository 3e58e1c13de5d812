import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { hashLine } from "../../src/milestone/session/log.ts";
import { refsOf, rigWith, standard, workflow } from "./plans.ts";
import { runStep } from "./step.ts";

const DONE = standard("m", { tasks: ["id: a"] });

it("`report` writes the file for later steps, names it in its output and shows it in the summary", async () => {
  const rig = rigWith({ m: workflow("m", { tasks: ["id: a"] }) });
  const run = await runStep(rig);
  const refs = refsOf(rig);
  const step = await runStep(rig, { inputs: { command: "report" } });
  expect(step.code, step.said).toBe(0);
  expect(step.outputs).toMatchObject({
    status: "waiting_approval",
    "session-id": run.outputs["session-id"],
    report: `.milestones/reports/${run.outputs["session-id"]}.md`,
  });
  const written = readFileSync(join(step.checkout.root, step.outputs.report!), "utf8");
  expect(written).toMatch(/^# Report: Milestone m$/m);
  expect(written).toMatch(/^## 7\. /m);
  expect(step.summary.trim()).toBe(written.trim());
  expect(refsOf(rig)).toBe(refs);
});

it("a step that finds the milestone completed has the report all the same", async () => {
  const rig = rigWith({ m: DONE });
  const first = await runStep(rig);
  const again = await runStep(rig);
  expect(again.outputs, again.said).toMatchObject({ status: "completed", report: first.outputs.report });
  const [one, two] = [first, again].map(s => readFileSync(join(s.checkout.root, s.outputs.report!), "utf8"));
  expect(two).toBe(one);
  // A later step may take the branch in, which has a file of that name.
  const { root } = again.checkout;
  const git = (...args: string[]) => execFileSync("git", args, { cwd: root, encoding: "utf8" });
  expect(git("status", "--porcelain")).toBe("");
  git("fetch", "--quiet", "origin", "milestone/m");
  git("merge", "--quiet", "--ff-only", "FETCH_HEAD");
  expect(git("ls-files", again.outputs.report!).trim()).toBe(again.outputs.report);
});

it("no report goes through a link that the repository has in its place", async () => {
  const rig = rigWith({ m: DONE });
  const elsewhere = join(rig.folder, "elsewhere");
  mkdirSync(elsewhere);
  symlinkSync(elsewhere, join(rig.main.root, ".milestones/reports"));
  rig.main.commit("a link");
  rig.main.git("push", "--quiet", "origin", "main");
  const step = await runStep(rig);
  expect(step.outputs.status, step.said).toBe("completed");
  expect(step.said).toContain(
    ".milestones/reports is a symbolic link, and no link of a repository is followed",
  );
  expect(readdirSync(elsewhere)).toEqual([]);
});

it("a person's checkout is left alone by every command; their answer names the report on the branch", async () => {
  const rig = rigWith({ m: DONE });
  const path = expect.stringMatching(/^\.milestones\/reports\/exec-m-.*\.md$/);
  for (const args of [["execute"], ["execute"], ["resume"]]) {
    const done = await rig.main.milestone([...args, "m", "--json"]);
    expect(JSON.parse(done.stdout), done.stderr).toMatchObject({ status: "completed", report: path });
  }
  const shown = await rig.main.milestone(["report", "m"]);
  expect(shown.stdout).toMatch(/^# Report: Milestone m$/m);
  expect(existsSync(join(rig.main.root, ".milestones/reports"))).toBe(false);
  expect(rig.main.git("status", "--porcelain", "--ignored")).toBe("");
  rig.main.git("checkout", "--quiet", "milestone/m");
});

it("a log that names a session outside of the reports' folder writes nothing", async () => {
  const rig = rigWith({ m: DONE });
  await runStep(rig);
  const log = ".milestones/logs/execution-m.jsonl";
  const text = rig.read("milestone/m", log)!.trimEnd();
  const last = text.slice(text.lastIndexOf("\n") + 1);
  const [first] = rig.events("m");
  const seq = rig.events("m").length + 1;
  const forged = JSON.stringify({ ...first, seq, session_id: "../../../outside", prev: hashLine(last) });
  const attacker = rig.clone("attacker");
  attacker.git("switch", "--quiet", "milestone/m");
  attacker.write({ [log]: `${text}\n${forged}\n` });
  attacker.commit("a log of mine");
  attacker.git("push", "--quiet", "origin", "milestone/m");
  const step = await runStep(rig, { inputs: { command: "report" } });
  expect(step.code, step.said).toBe(1);
  expect(step.errors.join()).toMatch(/malformed: session_id is no session's id/);
  expect(existsSync(join(rig.folder, "outside.md"))).toBe(false);
});

it("the summary of a run and of `status` shows graph and timeline, the critical path marked in both", async () => {
  const tasks = ["id: a", "id: b\n    dependencies: [a]", "id: c\n    dependencies: [b]"];
  const rig = rigWith({ m: standard("m", { run: 'test "$MILESTONE_TASK" != b', tasks }) });
  const run = await runStep(rig);
  expect(run.outputs.status, run.said).toBe("blocked");
  const status = await runStep(rig, { inputs: { command: "status" } });
  for (const { summary } of [run, status]) {
    const [graph, timeline] = [...summary.matchAll(/```mermaid\n([^`]+)```/g)].map(m => m[1]!);
    expect(graph).toMatch(/class(Def)? .*critical/);
    expect(timeline).toMatch(/^gantt\n/);
    expect(timeline).toMatch(/a\/execute :crit, done, /);
    expect(timeline).toMatch(/b\/execute failed :crit, /);
  }
});
