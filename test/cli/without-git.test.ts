import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { parse } from "yaml";
import { rigWith, workflow } from "../action/plans.ts";
import { runStep } from "../action/step.ts";

const PLAN = workflow("m", {
  top: 'test_command: "true"\nquality_gates: [ { at: 25, name: Foundation, run: "true" } ]',
  tasks: ["id: a"],
});

/** Names of git objects that say what was asked of, or done to, a branch; deliverables have a blob each in any case. */
const COMMITS =
  /"commit":"[0-9a-f]+"|commit: [0-9a-f]{40}|milestone\/m\b|commit_created|checkpoint_committed/g;

it("without git integration neither output nor state names a branch or a commit, whatever command follows", async () => {
  const rig = rigWith({ m: PLAN });
  const { main } = rig;
  const outputs = async (...args: string[]): Promise<Record<string, unknown>> => {
    const done = await main.milestone([...args, "--json"]);
    return JSON.parse(done.stdout);
  };
  const none = { branch: "", commit: "" };
  const first = await outputs("execute", "m", "--no-git-integration");
  expect(first).toMatchObject({ ...none, status: "waiting_approval" });
  expect((await outputs("status", "m")).milestone).toMatchObject({ id: "m", branch: "" });
  expect(await outputs("approve", "m", "a/design")).toMatchObject({ ...none, done: "approved: a/design" });
  await outputs("execute", "m", "--no-git-integration");
  expect(await outputs("approve", "m", "a/spec")).toMatchObject(none);
  const last = await main.milestone(["execute", "m", "--no-git-integration"]);
  expect([last.code, last.stdout], last.stderr).toEqual([0, expect.not.stringContaining("milestone land")]);
  expect(await outputs("execute", "m", "--no-git-integration")).toMatchObject({
    ...none,
    status: "completed",
  });

  const session = String(first["session-id"]);
  const at = (path: string): string => readFileSync(join(main.root, ".milestones", path), "utf8");
  expect(parse(at(`sessions/${session}.yaml`)).context).toEqual({ git_branch: null, git_commit: null });
  const decisions = parse(at("approvals/approval-m-a-design.yaml")).decisions;
  expect(decisions[0].commit).toBeNull();
  for (const folder of ["logs", "sessions", "reports", "approvals", "completed"]) {
    for (const file of readdirSync(join(main.root, ".milestones", folder), { recursive: true })) {
      const path = `${folder}/${file}`;
      if (!/\.\w+$/.test(path)) continue;
      // The base's commit is a real one: the plan was taken from it.
      const text = at(path).replaceAll(main.git("rev-parse", "HEAD"), "base");
      expect([path, text.match(COMMITS)]).toEqual([path, null]);
    }
  }
  const report = await main.milestone(["report", "m"]);
  expect(report.stdout).toMatch(/^\| \*\*Delivered\*\* \|.*4 phases in the checkout/m);
  expect((await main.milestone(["replay", "m"])).code).toBe(0);
});

it("what is told to do next works without git integration", async () => {
  const rig = rigWith({ m: workflow("m", { tasks: ["id: a\n    executor: { manual: true }"] }) });
  const first = await rig.main.milestone(["execute", "m", "--no-git-integration"]);
  const next = /^ +milestone (resume .*)$/m.exec(first.stdout)?.[1] ?? "";
  const again = await rig.main.milestone(next.split(" "));
  expect([again.code, again.stderr]).toEqual([10, expect.stringContaining("session resumed")]);
  const why = await rig.main.milestone(["why", "m", "a"]);
  expect(why.stdout).toMatch(/is done by a person, who leaves .* in the checkout/);
});

it("a step without git integration, and its dry run, give no branch and no commit", async () => {
  const rig = rigWith({ m: PLAN });
  const inputs = { "git-integration": "false" };
  const dry = await runStep(rig, { inputs: { ...inputs, "dry-run": "true" } });
  expect(dry.outputs, dry.said).toMatchObject({ status: "planned", branch: "", commit: "" });
  const step = await runStep(rig, { inputs });
  expect(step.outputs, step.said).toMatchObject({ status: "waiting_approval", branch: "", commit: "" });
  const after = await runStep(rig, { inputs: { ...inputs, command: "status" }, checkout: step.checkout });
  expect(after.outputs, after.said).toMatchObject({ status: "waiting_approval", branch: "", commit: "" });
});
