import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { allRefsOf, NO_GATES, refsOf, rigWith, standard, workflow } from "../action/plans.ts";
import { branchFiles } from "../action/step.ts";
import type { Clone, Finished } from "../rig/repository.ts";

const both = (done: Finished): string => done.stdout + done.stderr;
const statusOf = async (clone: Clone, id = "m"): Promise<string> =>
  JSON.parse((await clone.milestone(["status", id, "--json"])).stdout).status;

const GATED = workflow("m", { tasks: ["id: a", "id: b\n    dependencies: [a]"] });
const FAILING = standard("m", {
  run: 'test "$MILESTONE_TASK" != b || test -e fixed.txt',
  tasks: ["id: a", "id: b\n    dependencies: [a]", "id: c\n    dependencies: [b]"],
});

describe("exit codes", () => {
  it("0 completed and planned, 10 waiting, 11 blocked, 12 paused, 2 usage and bad input", async () => {
    const rig = rigWith({
      m: standard("m", { tasks: ["id: a"] }),
      gated: GATED.replace("id: m", "id: gated"),
      failing: FAILING.replace("id: m", "id: failing"),
      broken: "id: broken\ntasks: []\n",
    });
    const code = async (...args: string[]): Promise<number | null> => (await rig.main.milestone(args)).code;
    expect(await code("execute", "m", "--dry-run")).toBe(0);
    expect(await code("status", "m")).toBe(0);
    expect(await code("execute", "m")).toBe(0);
    expect(await code("execute", "m")).toBe(0);
    expect(await code("execute", "gated")).toBe(10);
    expect(await code("execute", "failing")).toBe(11);
    expect(await code("pause", "gated")).toBe(0);
    expect(await code("execute", "broken")).toBe(2);
    expect(await code("execute", "nothere")).toBe(2);
    expect(await code("execute", "m", "--agents=99")).toBe(2);
    expect(await code("exceute", "m")).toBe(2);
    expect(await code("--version")).toBe(0);
    expect(await code("help")).toBe(0);
  });

  it("a mistyped command names the nearest one", async () => {
    const rig = rigWith({});
    const done = await rig.main.milestone(["exceute", "m"]);
    expect(done.stderr).toContain("execute");
    expect(done.stdout).toBe("");
  });
});

describe("a milestone that was never started", () => {
  it("has a status, a plan and reasons to wait; nothing is changed by looking", async () => {
    const rig = rigWith({ m: GATED });
    const before = allRefsOf(rig);
    const status = await rig.main.milestone(["status", "m"]);
    expect(both(status)).toMatch(/planned/);
    const json = JSON.parse((await rig.main.milestone(["status", "m", "--json"])).stdout);
    expect(json).toMatchObject({ status: "planned", percentage: 0, tasks: [{ id: "a" }, { id: "b" }] });
    const plan = JSON.parse((await rig.main.milestone(["plan", "m", "--json"])).stdout);
    expect(JSON.stringify(plan)).toMatch(/critical/i);
    expect(plan.waves ?? plan.order).toBeDefined();
    expect((await rig.main.milestone(["execute", "m", "--dry-run"])).stdout).toMatch(/wave/i);
    expect((await rig.main.milestone(["why", "m", "b"])).stdout).toMatch(/\ba\b/);
    expect((await rig.main.milestone(["prompt", "m", "a/design"])).stdout).toContain("architecture.md");
    const valid = await rig.main.milestone(["validate"]);
    expect([valid.code, both(valid)]).toEqual([0, expect.stringContaining("valid")]);
    expect(allRefsOf(rig)).toBe(before);
    expect(rig.main.git("status", "--porcelain")).toBe("");
  });

  it("that is not committed yet runs from the checkout, and its file travels to the branch", async () => {
    const rig = rigWith({});
    rig.main.write({ ".milestones/active/m.yaml": standard("m", { tasks: ["id: a"] }) });
    const done = await rig.main.milestone(["execute", "m"]);
    expect(done.code, both(done)).toBe(0);
    expect(branchFiles(rig).has(".milestones/completed/m.yaml")).toBe(true);
    expect(existsSync(join(rig.main.root, ".milestones/active/m.yaml"))).toBe(true);
  });

  it("is listed with its state", async () => {
    const rig = rigWith({ m: standard("m", { tasks: ["id: a"] }), n: standard("n", { tasks: ["id: a"] }) });
    await rig.main.milestone(["execute", "n"]);
    const list = JSON.parse((await rig.main.milestone(["list", "--json"])).stdout);
    expect(list).toMatchObject([
      { id: "m", status: "planned" },
      { id: "n", status: "completed", percentage: 100 },
    ]);
  });
});

describe("people's commands", () => {
  it("retry, skip, postpone, execute again, cancel, archive: each recorded with who", async () => {
    const rig = rigWith({ m: FAILING });
    const { main } = rig;
    expect((await main.milestone(["execute", "m"])).code).toBe(11);
    const retried = await main.milestone(["retry", "m", "b"]);
    expect(retried.code, both(retried)).toBe(11);
    expect(rig.events("m").filter(e => e.event === "phase_started" && e.task_id === "b")).toHaveLength(2);
    const skipped = await main.milestone(["skip", "m", "b", "not", "needed"]);
    expect(skipped.code, both(skipped)).toBe(0);
    const skip = rig.events("m").find(e => e.event === "task_skipped");
    expect(skip?.event === "task_skipped" && skip.data).toMatchObject({
      reason: "not needed",
      by: { login: "mona", source: "local" },
    });
    const postponed = await main.milestone(["postpone", "m", "after the freeze"]);
    expect(postponed.code, both(postponed)).toBe(0);
    expect(await statusOf(main)).toBe("postponed");
    expect(branchFiles(rig).has(".milestones/active/current.txt")).toBe(false);
    const done = await main.milestone(["execute", "m"]);
    expect(done.code, both(done)).toBe(0);
    expect(parse(branchFiles(rig).get(".milestones/completed/m.yaml")!)).toMatchObject({
      progress: { percentage: 100, tasks_completed: 2, tasks_total: 3 },
    });
    expect((await main.milestone(["cancel", "m"])).code).toBe(2);
    expect((await main.milestone(["archive", "m"])).code).toBe(0);
    expect(branchFiles(rig).has(".milestones/archived/m.yaml")).toBe(true);
  });

  it("cancel ends it for good; only archive follows", async () => {
    const rig = rigWith({ m: GATED });
    await rig.main.milestone(["execute", "m"]);
    const cancelled = await rig.main.milestone(["cancel", "m", "replaced by n"]);
    expect(cancelled.code, both(cancelled)).toBe(0);
    expect(await statusOf(rig.main)).toBe("cancelled");
    for (const command of ["execute", "resume", "pause"])
      expect((await rig.main.milestone([command, "m"])).code, command).toBe(2);
    expect((await rig.main.milestone(["archive", "m"])).code).toBe(0);
  });

  it("approve opens a gate where there is no GitHub, and says so in the record and the audit", async () => {
    const rig = rigWith({ m: workflow("m", { tasks: ["id: a"] }) });
    await rig.main.milestone(["execute", "m"]);
    const approved = await rig.main.milestone(["approve", "m", "a/design"]);
    expect(approved.code, both(approved)).toBe(0);
    const record = parse(branchFiles(rig).get(".milestones/approvals/approval-m-a-design.yaml")!);
    expect(record).toMatchObject({
      approval_request: { status: "approved" },
      decisions: [{ who: "mona", source: "local" }],
    });
    expect((await rig.main.milestone(["resume", "m"])).code).toBe(10);
    expect((await rig.main.milestone(["approve", "m"])).code).toBe(0);
    const done = await rig.main.milestone(["resume", "m"]);
    expect(done.code, both(done)).toBe(0);
    const audit = await rig.main.milestone(["audit", "m"]);
    expect(audit.stdout).toMatch(/a\/design[\s\S]*mona[\s\S]*local/);
    const replay = await rig.main.milestone(["replay", "m"]);
    expect([replay.code, replay.stdout]).toEqual([0, expect.stringContaining("chain whole")]);
    const report = await rig.main.milestone(["report", "m"]);
    expect(report.stdout).toMatch(/^# /m);
    await rig.main.milestone(["report", "m", "--html", "--output=report.html"]);
    expect(readFileSync(join(rig.main.root, "report.html"), "utf8")).toMatch(/^<!doctype html>/i);
  });

  it("approve counts each person once", async () => {
    const gates = "kiro_configuration:\n  approval_gates: { design_to_spec: { min_approvals: 2 } }";
    const rig = rigWith({ m: workflow("m", { top: gates, tasks: ["id: a"] }) });
    const approve = (name: string): Promise<Finished> =>
      rig.main.milestone(["approve", "m"], {
        env: { USER: name, GIT_AUTHOR_NAME: name, GIT_COMMITTER_NAME: name },
      });
    expect((await rig.main.milestone(["execute", "m"])).code).toBe(10);
    expect((await approve("mona")).code).toBe(0);
    const again = await approve("mona");
    expect([again.code, again.stderr]).toEqual([2, expect.stringMatching(/has approved a\/design already/)]);
    const other = await approve("hubot");
    expect(other.code, both(other)).toBe(0);
    expect((await rig.main.milestone(["status", "m"])).stdout).toMatch(/a +█.* 15 %/);
  });

  it("approve does nothing in a session that runs on GitHub", async () => {
    const rig = rigWith({ m: GATED });
    const { runStep } = await import("../action/step.ts");
    await runStep(rig);
    const refused = await rig.main.milestone(["approve", "m", "a/design"]);
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining("GitHub")]);
  });

  it("sync takes the base's plan, and refuses one that loses started work", async () => {
    const rig = rigWith({ m: FAILING });
    await rig.main.milestone(["execute", "m"]);
    rig.main.write({
      ".milestones/active/m.yaml": FAILING.replace(
        "  - id: c\n    dependencies: [b]",
        "  - id: d\n    dependencies: [a]",
      ),
    });
    rig.main.commit("another plan");
    rig.main.git("push", "--quiet", "origin", "main");
    const synced = await rig.main.milestone(["sync", "m"]);
    expect(synced.code, both(synced)).toBe(0);
    const changed = rig.events("m").findLast(e => e.event === "plan_changed");
    expect(changed?.event === "plan_changed" && changed.data).toMatchObject({
      added: [{ id: "d" }],
      removed: ["c"],
    });
    expect((await rig.main.milestone(["execute", "m"])).code).toBe(11);
    expect(rig.events("m").some(e => e.event === "task_completed" && e.task_id === "d")).toBe(true);
    rig.main.write({ ".milestones/active/m.yaml": standard("m", { tasks: ["id: z"] }) });
    rig.main.commit("a plan without the past");
    const refused = await rig.main.milestone(["sync", "m"]);
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringMatching(/started/)]);
  });
});

describe("sessions", () => {
  it("keep their id over waits, are named and resumed by --session-id, --resume and --no-resume", async () => {
    const rig = rigWith({ m: GATED });
    const run = (...args: string[]): Promise<Finished> =>
      rig.main.milestone(["execute", "m", "--json", ...args]);
    expect((await run("--resume")).code).toBe(2);
    const first = await run("--session-id=release-7");
    expect(JSON.parse(first.stdout)["session-id"]).toBe("release-7");
    expect(JSON.parse((await run()).stdout)["session-id"]).toBe("release-7");
    expect((await run("--no-resume")).code).toBe(2);
    expect((await run("--session-id=another")).code).toBe(2);
    expect((await run("--session-id=release-7", "--resume")).code).toBe(10);
    expect((await rig.main.milestone(["resume", "m"])).code).toBe(10);
    expect(branchFiles(rig).has(".milestones/sessions/release-7.yaml")).toBe(true);
    const names = new Set(rig.events("m").map(e => e.session_id));
    expect([...names]).toEqual(["release-7"]);
  });

  it("a request that was carried out is carried out once", async () => {
    const rig = rigWith({ m: FAILING });
    await rig.main.milestone(["execute", "m", "--request=comment-1"]);
    const before = rig.events("m").length;
    const again = await rig.main.milestone(["execute", "m", "--request=comment-1"]);
    expect(again.code, both(again)).toBe(11);
    expect(rig.events("m")).toHaveLength(before);
    await rig.main.milestone(["skip", "m", "b", "--request=comment-2"]);
    const skipped = rig.events("m").length;
    const repeated = await rig.main.milestone(["skip", "m", "b", "--request=comment-2"]);
    expect(repeated.code, both(repeated)).toBe(0);
    expect(rig.events("m")).toHaveLength(skipped);
  });
});

describe("ways to run", () => {
  it("--no-push leaves the remote alone", async () => {
    const rig = rigWith({ m: standard("m", { tasks: ["id: a"] }) });
    const before = refsOf(rig);
    const done = await rig.main.milestone(["execute", "m", "--no-push"]);
    expect(done.code, both(done)).toBe(0);
    expect(refsOf(rig)).toBe(before);
    expect(rig.main.git("log", "-1", "--format=%s %an", "milestone/m")).toBe("milestone(m): completed Mona");
    expect(rig.main.git("tag", "--list")).toBe("milestone/m/completed");
  });

  it("--no-git-integration works in place, one at a time, and writes the state without a commit", async () => {
    const rig = rigWith({
      m: standard("m", {
        run: "mkdir inside; sleep 0.1; rmdir inside; echo $MILESTONE_TASK > $MILESTONE_TASK.txt; pwd > where.txt",
        tasks: ["id: a", "id: b"],
      }),
    });
    const before = allRefsOf(rig);
    const done = await rig.main.milestone(["execute", "m", "--no-git-integration"]);
    expect(done.code, both(done)).toBe(0);
    expect(allRefsOf(rig)).toBe(before);
    const at = (path: string): string => readFileSync(join(rig.main.root, path), "utf8");
    expect(at("where.txt").trim()).toBe(rig.main.root);
    expect([at("a.txt"), at("b.txt")]).toEqual(["a\n", "b\n"]);
    expect(parse(at(".milestones/completed/m.yaml"))).toMatchObject({
      status: "completed",
      progress: { percentage: 100 },
    });
    expect(at(".milestones/logs/execution-m.jsonl")).toContain("milestone_completed");
    expect((await rig.main.milestone(["execute", "m", "--no-git-integration"])).code).toBe(0);
  });

  it("--no-git-integration takes a task through all phases, each judged by its own work alone", async () => {
    const rig = rigWith({ m: workflow("m", { top: NO_GATES, tasks: ["id: a", "id: b"] }) });
    const done = await rig.main.milestone(["execute", "m", "--no-git-integration", "--json"]);
    expect(done.code, both(done)).toBe(0);
    expect(JSON.parse(done.stdout)).toMatchObject({ status: "completed", branch: "", commit: "" });
    const changed = rig.main.git("status", "--porcelain", "-uall");
    for (const path of ["src/a.txt", "src/b.txt", ".milestones/completed/m.yaml"])
      expect(changed).toContain(path);
    expect(changed).not.toContain(".new");
  });

  it("--no-git-integration waits at a gate that is answered and looked at in the checkout", async () => {
    const rig = rigWith({ m: workflow("m", { tasks: ["id: a"] }) });
    const before = allRefsOf(rig);
    const go = async (...args: string[]): Promise<number | null> => (await rig.main.milestone(args)).code;
    expect(await go("execute", "m", "--no-git-integration")).toBe(10);
    expect((await rig.main.milestone(["status", "m"])).stdout).toContain("a/design");
    expect(await go("approve", "m", "a/design")).toBe(0);
    expect(await go("execute", "m", "--no-git-integration")).toBe(10);
    expect(await go("reject", "m", "a/spec", "too", "thin")).toBe(0);
    expect(await go("execute", "m", "--no-git-integration")).toBe(10);
    expect(await go("approve", "m")).toBe(0);
    expect(await go("execute", "m", "--no-git-integration")).toBe(0);
    expect(await go("replay", "m")).toBe(0);
    expect((await rig.main.milestone(["audit", "m"])).stdout).toContain("too thin");
    expect(allRefsOf(rig)).toBe(before);
  });

  it("basic tells the ends, detailed the phases, verbose what agents say", async () => {
    const say = async (level: string): Promise<string> => {
      const rig = rigWith({ m: standard("m", { run: "echo a word from the agent", tasks: ["id: a"] }) });
      return both(await rig.main.milestone(["execute", "m", `--monitoring=${level}`]));
    };
    const [basic, detailed, verbose] = await Promise.all([say("basic"), say("detailed"), say("verbose")]);
    expect(basic).toMatch(/session started/);
    expect(basic.split("\nprogress ")[0]).not.toMatch(/a\/execute started/);
    expect(detailed).toMatch(/a\/execute started/);
    expect(detailed).not.toMatch(/a word from the agent/);
    expect(verbose).toMatch(/\[a\/execute\] a word from the agent/);
    expect(verbose).toMatch(/commit [0-9a-f]{7}: milestone\(m\): a completed/);
  });

  it("auto says why it chose, sequential runs one at a time", async () => {
    const auto = rigWith({ m: standard("m", { tasks: ["id: a", "id: b"] }) });
    const said = both(await auto.main.milestone(["execute", "m", "--strategy=auto"]));
    expect(said).toMatch(/auto chose sequential: 2 tasks remain/);
    const rig = rigWith({
      m: standard("m", {
        run: "mkdir ../inside; sleep 0.1; rmdir ../inside",
        tasks: ["id: a", "id: b", "id: c"],
      }),
    });
    const done = await rig.main.milestone(["execute", "m", "--strategy=sequential"]);
    expect(done.code, both(done)).toBe(0);
    const order = rig
      .events("m")
      .filter(e => e.event === "phase_started")
      .map(e => e.task_id);
    expect(order).toEqual(["a", "b", "c"]);
  });

  it("a session stopped by its time budget is paused, ends well and goes on later", async () => {
    const rig = rigWith({ m: standard("m", { run: "sleep 0.2", tasks: ["id: a"] }) });
    expect((await rig.main.milestone(["execute", "m", "--time-budget=1"])).code).toBe(0);
  });
});

describe("--json", () => {
  it("gives every command's answer as JSON alone, and errors too", async () => {
    const rig = rigWith({ m: GATED, broken: "id: broken\ntasks: 3\n" });
    const json = async (...args: string[]): Promise<unknown> => {
      const done = await rig.main.milestone([...args, "--json"]);
      try {
        return JSON.parse(done.stdout);
      } catch {
        return expect.fail(`${args.join(" ")}: ${both(done)}`);
      }
    };
    expect(await json("execute", "m")).toMatchObject({
      status: "waiting_approval",
      milestone: "m",
      progress: 6,
      report: expect.stringMatching(/^\.milestones\/reports\//),
    });
    for (const args of [
      ["list"],
      ["status", "m"],
      ["plan", "m"],
      ["validate", "m"],
      ["why", "m", "b"],
      ["report", "m"],
      ["replay", "m"],
      ["audit", "m"],
      ["prompt", "m", "a/spec"],
      ["execute", "m", "--dry-run"],
    ]) {
      expect(await json(...args), args.join(" ")).toBeTypeOf("object");
    }
    expect(await json("approve", "m", "a/design")).toMatchObject({
      done: expect.stringContaining("a/design"),
    });
    expect(await json("pause", "m")).toMatchObject({ status: "paused" });
    expect(await json("execute", "broken")).toMatchObject({
      errors: [{ file: ".milestones/active/broken.yaml", line: 2 }],
    });
    expect(await json("status", "nothere")).toMatchObject({
      errors: [{ message: expect.stringContaining("nothere") }],
    });
  });
});
