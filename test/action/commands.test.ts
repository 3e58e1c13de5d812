import { renameSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { parse } from "yaml";
import type { LoggedEvent } from "../../src/milestone/session/event.ts";
import { addPlan, DELIVER, NO_GATES, refsOf, rigWith, standard, workflow } from "./plans.ts";
import { BUNDLE, branchFiles, runStep, startStep } from "./step.ts";

const warningsOf = (events: LoggedEvent[]): string[] =>
  events.flatMap(e => (e.event === "warning_raised" ? [`${e.data.type}: ${e.data.message}`] : []));

describe("commands of the Action", () => {
  it("that only look change nothing and set the outputs they can", async () => {
    const rig = rigWith({ m: workflow("m", { tasks: ["id: a", "id: b\n    dependencies: [a]"] }) });
    const before = refsOf(rig);
    const [dry, plan, status, list, validate] = await Promise.all([
      runStep(rig, { inputs: { "dry-run": "true" } }),
      runStep(rig, { inputs: { command: "plan", strategy: "sequential" } }),
      runStep(rig, { inputs: { command: "status" } }),
      runStep(rig, { inputs: { command: "list", milestone: "" } }),
      runStep(rig, { inputs: { command: "validate" } }),
    ]);
    for (const step of [dry, plan, status, list, validate]) {
      expect(step.code, step.said).toBe(0);
      expect(step.summary).not.toBe("");
    }
    expect([dry.outputs.status, plan.outputs.status, status.outputs.status]).toEqual([
      "planned",
      "planned",
      "planned",
    ]);
    const read = JSON.parse(dry.outputs.plan!);
    expect(JSON.stringify(read)).toMatch(/"a"[\s\S]*"b"/);
    expect(dry.stdout).toMatch(/wave/i);
    expect(dry.stdout).toMatch(/critical path/i);
    expect(dry.stdout).toMatch(/gate/i);
    expect(list.stdout).toMatch(/m\s+planned/);
    expect(refsOf(rig)).toBe(before);
  });

  it("skip, postpone, cancel and archive are recorded with the actor and the reason", async () => {
    const rig = rigWith({
      m: standard("m", {
        run: 'test "$MILESTONE_TASK" != a',
        tasks: ["id: a", "id: b\n    dependencies: [a]"],
      }),
    });
    expect((await runStep(rig)).outputs.status).toBe("blocked");
    const skipped = await runStep(rig, { inputs: { command: "skip", target: "a", reason: "covered by b" } });
    expect(skipped.outputs.status, skipped.said).toBe("completed");
    const skip = rig.events("m").find(e => e.event === "task_skipped");
    expect(skip?.event === "task_skipped" && skip.data).toEqual({
      reason: "covered by b",
      by: { login: "mona", id: 1, source: "dispatch" },
    });
    expect(skipped.outputs).toMatchObject({ progress: "100", "tasks-completed": "1", "tasks-total": "2" });
    const archived = await runStep(rig, { inputs: { command: "archive" } });
    expect(archived.code, archived.said).toBe(0);
    expect(branchFiles(rig).has(".milestones/archived/m.yaml")).toBe(true);
  });

  it("a skip is level 5 of a blocker's resolution, postponing and cancelling are level 6", async () => {
    const rig = rigWith({ m: standard("m", { run: "exit 3", tasks: ["id: a", "id: b"] }) });
    expect((await runStep(rig)).outputs.status).toBe("blocked");
    await runStep(rig, { inputs: { command: "skip", target: "a", reason: "not needed" } });
    await runStep(rig, { inputs: { command: "postpone", reason: "next year" } });
    const levels = rig
      .events("m")
      .flatMap(e => (e.event === "blocker_escalated" ? [[e.task_id, e.data.level]] : []));
    expect(levels.sort()).toEqual([
      ["a", 4],
      ["a", 5],
      ["b", 4],
      ["b", 6],
    ]);
    const cancelled = await runStep(rig, { inputs: { command: "cancel" } });
    expect(JSON.parse(cancelled.outputs.blockers!)).toEqual([
      expect.objectContaining({ task: "b", level: 6 }),
    ]);
  });

  it("postpone tells who waits for the milestone, and execute takes it up again", async () => {
    const rig = rigWith({
      m: workflow("m", { top: "dependencies: { enables: [later] }", tasks: ["id: a"] }),
      needs: standard("needs", { top: "dependencies: { requires: [m] }", tasks: ["id: a"] }),
    });
    await runStep(rig);
    const postponed = await runStep(rig, { inputs: { command: "postpone", reason: "after the freeze" } });
    expect([postponed.code, postponed.outputs.status], postponed.said).toEqual([0, "postponed"]);
    const told = rig.events("m").flatMap(e => (e.event === "dependents_notified" ? [e.data] : []));
    expect(told).toEqual([
      { milestones: ["later", "needs"], change: "activated" },
      { milestones: ["later", "needs"], change: "postponed" },
    ]);
    expect((await runStep(rig)).outputs.status).toBe("waiting_approval");
    const cancelled = await runStep(rig, { inputs: { command: "cancel" } });
    expect([cancelled.outputs.status, cancelled.outputs["pending-approvals"]]).toEqual(["cancelled", "[]"]);
    expect((await runStep(rig)).code).toBe(1);
  });

  it("a run that meets a live owner ends well with one warning; unlock frees a lease whose owner is stuck", async () => {
    const rig = rigWith({ m: standard("m", { run: "sleep 60", tasks: ["id: a"] }) });
    const owner = startStep(rig, { inputs: { "progress-interval": "1" } });
    await vi.waitFor(() => expect(rig.events("m").some(e => e.event === "session_started")).toBe(true), {
      timeout: 90_000,
      interval: 50,
    });
    const second = await runStep(rig);
    expect([second.code, second.outputs.status], second.said).toEqual([0, "in_progress"]);
    expect(second.warnings).toHaveLength(1);
    expect(second.warnings[0]).toMatch(/run 5\d+/);
    const unlocked = await runStep(rig, { inputs: { command: "unlock", reason: "the runner hangs" } });
    expect(unlocked.code, unlocked.said).toBe(0);
    const ended = await owner.finished;
    expect(ended.outputs.status, ended.said).toBe("in_progress");
    expect(rig.events("m").findLast(e => e.event === "lease_released")?.data).toMatchObject({
      reason: "the runner hangs",
    });
  });

  it("a cancelled run saves itself as paused, fails, and the next one goes on under the same session", async () => {
    const rig = rigWith({
      m: standard("m", {
        run: 'test -e go.txt || sleep 60; echo "$MILESTONE_ATTEMPT" > n.txt',
        tasks: ["id: a"],
      }),
    });
    const step = startStep(rig);
    await vi.waitFor(() => expect(step.process.output()).toContain("a/execute started"), {
      timeout: 90_000,
      interval: 50,
    });
    step.process.child.kill("SIGINT");
    const ended = await step.finished;
    expect(ended.outputs.status, ended.said).toBe("paused");
    expect(ended.code).not.toBe(0);
    expect(rig.events("m").some(e => e.event === "session_interrupted")).toBe(true);
    const person = rig.clone("person");
    person.git("switch", "--quiet", "milestone/m");
    person.write({ "go.txt": "" });
    person.commit("go");
    person.git("push", "--quiet", "origin", "milestone/m");
    const next = await runStep(rig, { inputs: { command: "resume" } });
    expect([next.outputs.status, next.outputs["session-id"]], next.said).toEqual([
      "completed",
      ended.outputs["session-id"],
    ]);
    expect(branchFiles(rig).get("n.txt")).toBe("2");
  });

  it("the committed bundle does the same with nothing installed", async () => {
    const rig = rigWith({ m: workflow("m", { top: NO_GATES, tasks: ["id: a"] }) });
    const step = await runStep(rig, { program: BUNDLE });
    expect([step.code, step.outputs.status], step.said).toEqual([0, "completed"]);
    const bad = await runStep(rigWith({ m: "id: m\ntasks: 5\n" }), { program: BUNDLE });
    expect([bad.code, bad.errors[0]]).toEqual([
      1,
      expect.stringMatching(/file=\.milestones\/active\/m\.yaml,line=2/),
    ]);
  });
});

describe("compliance", () => {
  const tasks = [
    "id: done\n    status: completed",
    "id: half\n    status: In_Progress",
    "id: new\n    estimated_hours: 6",
    "id: small\n    estimated_hours: 1",
  ];

  it("strict puts every task under the workflow, where its status says it stands", async () => {
    const rig = rigWith({ m: workflow("m", { top: NO_GATES, tasks }) });
    const step = await runStep(rig);
    expect(step.outputs.status, step.said).toBe("completed");
    const started = rig
      .events("m")
      .flatMap(e => (e.event === "phase_started" ? [`${e.task_id}/${e.phase}`] : []));
    expect(started.filter(s => s.startsWith("done"))).toEqual([]);
    expect(started.filter(s => s.startsWith("half"))).toEqual(["half/execute"]);
    expect(started.filter(s => s.startsWith("new"))).toHaveLength(4);
    const activated = rig.events("m").find(e => e.event === "milestone_activated");
    expect(activated?.event === "milestone_activated" && activated.data.compliance).toMatchObject({
      score: 100,
      migrated: ["done", "half", "new", "small"],
      standard: [],
    });
  });

  it("progressive migrates what is estimated above four hours, flexible none and warns", async () => {
    const plan = (kind: string): string =>
      workflow("m", {
        top: `kiro_configuration: { enforcement: ${kind}, approval_gates: { design_to_spec: { required: false }, spec_to_task: { required: false } } }`,
        tasks: tasks.slice(2),
      });
    const score = async (kind: string): Promise<unknown> => {
      const rig = rigWith({ m: plan(kind) });
      const step = await runStep(rig);
      expect(step.outputs.status, step.said).toBe("completed");
      const activated = rig.events("m").find(e => e.event === "milestone_activated");
      const subjects = rig.git("log", "--format=%s", "milestone/m");
      expect(subjects).toContain("milestone(m): small completed");
      return activated?.event === "milestone_activated" && activated.data.compliance;
    };
    expect(await score("progressive")).toMatchObject({ score: 50, migrated: ["new"], standard: ["small"] });
    expect(await score("flexible")).toMatchObject({ score: 0, migrated: [], standard: ["new", "small"] });
  });

  it("reads files as people write them, and says as a warning what it reads differently", async () => {
    const text = [
      "milestone:",
      "  id: m",
      "  title: Nested",
      "  status: PLANNED",
      "kiro_configuration: { enforcement: flexible }",
      "executor:",
      `  run: ${JSON.stringify(DELIVER)}`,
      "tasks:",
      "  - id: a",
      "    status: done",
      "  - id: b",
      "    status: kiro_managed",
      "    x-titel: A remark",
    ].join("\n");
    const rig = rigWith({ m: text });
    const valid = await runStep(rig, { inputs: { command: "validate" } });
    expect(valid.code, valid.said).toBe(0);
    expect(valid.stdout).toMatch(/done/);
    const step = await runStep(rig);
    expect(step.outputs.status, step.said).toBe("completed");
    const written = branchFiles(rig).get(".milestones/completed/m.yaml")!;
    expect(written).toContain("    x-titel: A remark");
    expect(parse(written).milestone.status).toBe("completed");
  });
});

describe("warnings", () => {
  it("far more agents than the machine has cores are an annotation", async () => {
    const rig = rigWith({ m: standard("m", { tasks: ["id: a"] }) });
    const step = await runStep(rig, { inputs: { agents: "64", strategy: "auto" } });
    expect(step.outputs.status, step.said).toBe("completed");
    const isFar = 64 > availableParallelism() * 4;
    expect(step.warnings.some(w => w.includes("::64 agents on "))).toBe(isFar);
  });

  it("long runs, silence and missed dates are events, never blockers", async () => {
    const text = standard("m", {
      top: "due: 2020-01-01\nlimits: { long_running: 1s, task_stall: 1s, execution_stall: 1s }",
      run: "sleep 3",
      tasks: ["id: a\n    due: 2020-01-02"],
    });
    const rig = rigWith({ m: text });
    const step = await runStep(rig);
    expect([step.outputs.status, step.outputs.blockers], step.said).toEqual(["completed", "[]"]);
    const warnings = warningsOf(rig.events("m")).join("\n");
    expect(warnings).toMatch(/long_running_task: a\/execute/);
    expect(warnings).toMatch(/stalled_task: a\/execute/);
    expect(warnings).toMatch(/stalled_execution/);
    expect(warnings).toMatch(/due_risk: the milestone was due on 2020-01-01/);
    expect(warnings).toMatch(/due_risk: a was due on 2020-01-02/);
    const quiet = rigWith({ m: text });
    const unwatched = await runStep(quiet, { inputs: { "blocker-detection": "false" } });
    expect(unwatched.outputs.status).toBe("completed");
    expect(warningsOf(quiet.events("m")).filter(w => !w.startsWith("due_risk"))).toEqual([]);
  });

  it("a remote that is lost while agents work is a network blocker at the end, and the next run makes it good", async () => {
    const rig = rigWith({});
    const away = join(rig.folder, "away.git");
    addPlan(rig, standard("m", { run: `mv ${rig.origin} ${away}`, tasks: ["id: a"] }));
    const step = await runStep(rig);
    renameSync(away, rig.origin);
    expect(step.outputs.status, step.said).toBe("blocked");
    expect(JSON.parse(step.outputs.blockers!)).toMatchObject([{ type: "network" }]);
    const next = await runStep(rig, { checkout: step.checkout });
    expect(next.outputs.status, next.said).toBe("completed");
    expect(rig.events("m").filter(e => e.event === "phase_started")).toHaveLength(1);
  });
});

describe("progress saves", () => {
  it("come at least every progress-interval while a phase is silent, with a checkpoint commit", async () => {
    const rig = rigWith({ m: standard("m", { run: "sleep 6", tasks: ["id: a"] }) });
    const step = await runStep(rig, { inputs: { "progress-interval": "1" } });
    expect(step.outputs.status, step.said).toBe("completed");
    expect(
      rig
        .git("log", "--format=%s", "milestone/m")
        .split("\n")
        .filter(s => s === "milestone(m): checkpoint").length,
    ).toBeGreaterThan(1);
    expect(rig.events("m").some(e => e.event === "checkpoint_committed")).toBe(true);
  });

  it("come when more files than checkpoint_files have piled up", async () => {
    const rig = rigWith({
      m: standard("m", {
        top: "limits: { checkpoint_files: 4 }",
        run: "exit 1",
        executor: "{ run: 'exit 1', retries: 2, backoff: 0s }",
        tasks: ["id: a"],
      }),
    });
    await runStep(rig);
    const reasons = rig.events("m").flatMap(e => (e.event === "checkpoint_committed" ? [e.data.reason] : []));
    expect(reasons).toContain("checkpoint_files");
  });
});
