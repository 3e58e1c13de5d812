import { createHash } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { makeRig, type Rig } from "../rig/repository.ts";
import { NO_GATES, workflow } from "./plans.ts";
import { branchFiles, runStep, type Step, TOKEN } from "./step.ts";

const TEXT = workflow("m", {
  top: `# What people wrote stays.\nx-team: {  note: 'kept'  }\n${NO_GATES}`,
  tasks: [
    "{ id: schema, title: Schema, estimated_hours: 6 }",
    "id: api   # after the schema\n    dependencies: [ schema ]",
  ],
});

describe("a step that completes a milestone", () => {
  let rig: Rig;
  let step: Step;
  let files: Map<string, string>;
  beforeAll(async () => {
    rig = makeRig([], { ".milestones/active/m.yaml": TEXT }, { warm: true });
    step = await runStep(rig);
    files = branchFiles(rig);
    return () => rig.close();
  });

  const file = (path: string): string =>
    files.get(path) ?? expect.fail(`${path} is missing; there is ${[...files.keys()].join(", ")}`);
  const session = (): string => step.outputs["session-id"]!;

  it("ends well with every output set", () => {
    expect(step.code, step.said).toBe(0);
    expect(step.outputs).toMatchObject({
      status: "completed",
      milestone: "m",
      branch: "milestone/m",
      commit: rig.git("rev-parse", "milestone/m"),
      progress: "100",
      "tasks-completed": "2",
      "tasks-total": "2",
      "pending-approvals": "[]",
      blockers: "[]",
      report: `.milestones/reports/${session()}.md`,
    });
    expect(session()).toMatch(/^exec-m-\d{8}T\d{6}Z-[0-9a-f]{4}$/);
  });

  it("makes one commit per phase with subject, trailers and the bot as author", () => {
    const log = rig.git(
      "log",
      "--reverse",
      "--format=%an <%ae>%x00%s%x00%(trailers:only,unfold,separator=%x2C )",
      "main..milestone/m",
    );
    const lines = log.split("\n").map(l => l.split("\0"));
    expect(new Set(lines.map(l => l[0]))).toEqual(
      new Set(["github-actions[bot] <41898282+github-actions[bot]@users.noreply.github.com>"]),
    );
    const phases = lines.filter(l => / (design|spec|task|execute) completed$/.test(l[1]!));
    expect(phases.map(l => l[1])).toEqual(
      ["schema", "api"].flatMap(t =>
        ["design", "spec", "task", "execute"].map(p => `milestone(m): ${t} ${p} completed`),
      ),
    );
    expect(phases[0]![2]).toBe(
      `Milestone: m, Task: schema, Phase: design, Session: ${session()}, Attempt: 1`,
    );
    expect(lines[0]![1]).toBe("milestone(m): started session");
    expect(lines.at(-1)![1]).toBe("milestone(m): completed");
    expect(rig.git("rev-parse", "refs/tags/milestone/m/completed")).toBe(step.outputs.commit);
  });

  it("puts deliverables, code and the state that says so into the phase's own commit", () => {
    const commit = rig.git("log", "--format=%H", "--grep=schema execute completed", "milestone/m");
    const changed = rig.git("show", "--format=", "--name-only", commit).split("\n");
    expect(changed).toContain(".milestones/deliverables/m/schema/execute/implementation-summary.md");
    expect(changed).toContain("src/schema.txt");
    expect(changed).toContain(".milestones/logs/execution-m.jsonl");
  });

  it("moves the file to completed/ and keeps a person's comments, order and spacing", () => {
    expect(files.has(".milestones/active/m.yaml")).toBe(false);
    expect(files.has(".milestones/active/current.txt")).toBe(false);
    const text = file(".milestones/completed/m.yaml");
    expect(text).toContain("# What people wrote stays.\nx-team: {  note: 'kept'  }\n");
    const lines = text.split("\n");
    const own = TEXT.trimEnd()
      .split("\n")
      .filter(l => !l.startsWith("status:") && !l.startsWith("  - { id: schema"));
    expect(own.filter(l => !lines.includes(l))).toEqual([]);
    const read = parse(text);
    expect(read).toMatchObject({
      status: "completed",
      execution: { session_id: session() },
      progress: { percentage: 100, tasks_completed: 2, tasks_total: 2 },
      kiro_progress: {
        phase_averages: { design: 100, spec: 100, task: 100, execute: 100 },
        kiro_task_count: 2,
      },
    });
    expect(read.tasks[0]).toMatchObject({
      status: "completed",
      kiro_workflow: { enabled: true, phases: { execute: { status: "completed" } } },
    });
    expect(read.blockers).toBeUndefined();
  });

  it("saves session, agents' state and report", () => {
    const saved = parse(file(`.milestones/sessions/${session()}.yaml`));
    expect(saved).toMatchObject({
      session: {
        id: session(),
        milestone_id: "m",
        status: "completed",
        started_at: expect.any(String),
        saved_at: expect.any(String),
        save_reason: expect.any(String),
      },
      context: { git_branch: "milestone/m", git_commit: expect.stringMatching(/^[0-9a-f]{40}$/) },
      execution_state: {
        active_agents: 0,
        current_tasks: [],
        completed_tasks: ["schema", "api"],
        failed_tasks: [],
        progress_percentage: 100,
      },
      resume_points: { next_tasks: [], pending_commits: 0, uncommitted_changes: false },
    });
    expect(Object.keys(saved.session)).toEqual(expect.arrayContaining(["resumed_at", "run"]));
    const agents = JSON.parse(file(`.milestones/sessions/${session()}/agents/state.json`));
    expect(agents).toMatchObject({ session_id: session(), milestone_id: "m", coordination_mode: "parallel" });
    expect(Object.keys(agents.agents).sort()).toEqual([
      "blocker_detector",
      "dependency_validator",
      "git_integration",
      "progress_monitor",
      "session_manager",
      "task_executor",
    ]);
    expect(agents.agents.task_executor.slots).toHaveLength(6);
    const report = file(`.milestones/reports/${session()}.md`);
    for (const heading of [
      /summary/i,
      /progress|performance/i,
      /quality/i,
      /timeline/i,
      /blocker/i,
      /event|audit/i,
      /recommend/i,
    ]) {
      expect(
        report
          .split("\n")
          .filter(l => l.startsWith("#"))
          .join("\n"),
      ).toMatch(heading);
    }
  });

  it("keeps every event in one hash chain, and each role's own log", () => {
    const lines = file(".milestones/logs/execution-m.jsonl").split("\n");
    let previous = "0".repeat(64);
    const events = lines.map(line => JSON.parse(line));
    lines.forEach((line, i) => {
      expect(events[i].prev).toBe(previous);
      expect(events[i].seq).toBe(i + 1);
      expect(events[i].timestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
      expect(events[i]).toMatchObject({ milestone_id: "m", session_id: session(), data: expect.any(Object) });
      previous = createHash("sha256").update(line).digest("hex");
    });
    const names = events.map(e => e.event);
    expect(names.slice(0, 2)).toEqual(["session_started", "milestone_activated"]);
    for (const name of [
      "task_started",
      "phase_started",
      "phase_completed",
      "task_completed",
      "progress_updated",
      "commit_created",
      "branch_pushed",
      "milestone_completed",
      "session_ended",
    ]) {
      expect(names).toContain(name);
    }
    const updated = events.findLast(e => e.event === "progress_updated");
    expect(updated.data).toEqual({ percentage: 100, completed_tasks: 2, total_tasks: 2 });
    for (const role of ["execution", "progress", "git", "dependencies", "blockers"]) {
      const own = file(`.milestones/logs/${session()}/${role}.jsonl`).split("\n").filter(Boolean);
      for (const line of own) expect(lines).toContain(line);
    }
  });

  it("appends the changed files to the summary and labels what nobody ran as a claim", () => {
    expect(file(".milestones/deliverables/m/schema/execute/implementation-summary.md")).toMatch(
      /The table is there\.[\s\S]*src\/schema\.txt/,
    );
    expect(file(".milestones/deliverables/m/schema/execute/test-results.md")).toMatch(
      /Reported by the executor, not verified/,
    );
  });

  it("writes a job summary with bars, tasks and graph, and never the token", () => {
    expect(step.summary).toMatch(/```mermaid/);
    expect(step.summary).toContain("schema");
    expect(step.summary).toMatch(/100/);
    expect(step.said.replace(`::add-mask::${TOKEN}`, "")).not.toContain(TOKEN);
  });

  it("leaves the checkout as it was, with the report in a folder that git ignores", () => {
    expect(step.checkout.git("status", "--porcelain", "--untracked-files=all")).toBe("");
    const ignored = step.checkout.git("status", "--porcelain", "--ignored", "--untracked-files=all");
    const report = `!! .milestones/reports/${session()}.md`;
    expect(ignored.split("\n").sort()).toEqual(["!! .milestones/reports/.gitignore", report]);
    expect(step.checkout.git("rev-parse", "--abbrev-ref", "HEAD")).toBe("main");
  });
});
