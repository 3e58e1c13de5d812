import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import type { Finished } from "../rig/repository.ts";
import { DELIVER, NO_GATES, rigWith, standard, workflow } from "./plans.ts";
import { branchFiles, runStep } from "./step.ts";

const json = JSON.stringify;

describe("a gate", () => {
  it("is waited for at no cost, is recorded, and opens for nobody but a person", async () => {
    const text = workflow("m", {
      top: "kiro_configuration: { approval_gates: { design_to_spec: { required: true, approvers: [octocat, acme/architects], min_approvals: 2, criteria: [architecture_approved] } } }",
      tasks: ["id: schema"],
    });
    const rig = rigWith({ m: text });
    const step = await runStep(rig);
    expect(step.code, step.said).toBe(0);
    expect(step.outputs.status).toBe("waiting_approval");
    expect(JSON.parse(step.outputs["pending-approvals"]!)).toEqual([
      { task: "schema", phase: "design", approvers: ["octocat", "acme/architects"], kind: "approval" },
    ]);
    expect(step.outputs.progress).toBe("13");
    const files = branchFiles(rig);
    const record = parse(files.get(".milestones/approvals/approval-m-schema-design.yaml")!);
    const blob = rig.git("rev-parse", "milestone/m:.milestones/deliverables/m/schema/design/architecture.md");
    expect(record).toMatchObject({
      approval_request: {
        id: "schema/design#1",
        milestone_id: "m",
        task_id: "schema",
        transition: "design_to_spec",
        requested_at: expect.any(String),
        status: "pending",
      },
      approvers: ["octocat", "acme/architects"],
      approval_criteria: ["architecture_approved"],
      decisions: [],
    });
    expect(record.phase_deliverables).toContainEqual({
      path: ".milestones/deliverables/m/schema/design/architecture.md",
      blob,
    });
    expect(parse(files.get(".milestones/active/m.yaml")!)).toMatchObject({
      status: "waiting_approval",
      tasks: [{ status: "waiting_approval" }],
    });
    expect(files.get(".milestones/active/current.txt")).toBe("m");
    expect(parse(files.get(`.milestones/sessions/${step.outputs["session-id"]}.yaml`)!).session.status).toBe(
      "waiting_approval",
    );

    // A file or a word on the branch opens nothing; nor does starting again.
    const person = rig.clone("person");
    person.git("switch", "--quiet", "milestone/m");
    const path = ".milestones/approvals/approval-m-schema-design.yaml";
    person.write({ [path]: files.get(path)!.replace("status: pending", "status: approved") });
    person.commit("I approve this myself");
    person.git("push", "--quiet", "origin", "milestone/m");
    const again = await runStep(rig);
    expect(again.outputs.status, again.said).toBe("waiting_approval");
    expect(again.outputs["session-id"]).toBe(step.outputs["session-id"]);
    expect(rig.events("m").filter(e => e.event === "phase_started")).toHaveLength(1);
  });

  it("that was approved at the command line is asked again on GitHub, where that proves nothing", async () => {
    const rig = rigWith({ m: workflow("m", { tasks: ["id: schema"] }) });
    const local = await rig.main.milestone(["execute", "m"]);
    expect(local.code, local.stderr).toBe(10);
    const approved = await rig.main.milestone(["approve", "m", "schema/design"]);
    expect(approved.code, approved.stderr).toBe(0);
    const step = await runStep(rig);
    // Without a token that can ask GitHub nothing is believed, and nothing already done is undone.
    expect(step.outputs.status, step.said).toBe("waiting_approval");
  });

  it("that is rejected sends the phase back with the words as feedback", async () => {
    const run = `${DELIVER}\nif [ -n "$MILESTONE_FEEDBACK" ]; then cp "$MILESTONE_FEEDBACK" feedback.txt; printf "# Architecture\\n\\nNow with an index.\\n" > "$MILESTONE_DELIVERABLES/architecture.md"; fi`;
    const rig = rigWith({ m: workflow("m", { run, tasks: ["id: schema"] }) });
    await runStep(rig);
    const step = await runStep(rig, {
      inputs: { command: "reject", target: "schema/design", reason: "The index on user_id is missing" },
    });
    expect(step.outputs.status, step.said).toBe("waiting_approval");
    const files = branchFiles(rig);
    expect(files.get("feedback.txt")).toContain("The index on user_id is missing");
    expect(files.get(".milestones/deliverables/m/schema/design/architecture.md")).toContain(
      "Now with an index.",
    );
    const events = rig.events("m");
    expect(
      events.filter(e => e.event === "phase_started").map(e => e.event === "phase_started" && e.data.attempt),
    ).toEqual([1, 2]);
    expect(events.filter(e => e.event === "approval_requested")).toHaveLength(2);
    const rejected = events.find(e => e.event === "approval_rejected");
    expect(rejected?.event === "approval_rejected" && rejected.data.decision).toMatchObject({
      verdict: "rejected",
      feedback: ["The index on user_id is missing"],
      by: { login: "mona", id: 1, source: "dispatch" },
    });
  });

  it("of a phase that a person does waits for their commit, checks it like any other and goes on", async () => {
    const phases =
      "kiro_workflow: { enabled: true, phases: { design: { executor: { manual: true }, approval_required: false, deliverables: [decision.md] }, spec: { approval_required: false } } }";
    const rig = rigWith({
      m: workflow("m", {
        tasks: [
          `id: schema\n    ${phases}`,
          "id: other\n    kiro_workflow: { enabled: true, phases: { design: { approval_required: false }, spec: { approval_required: false } } }",
        ],
      }),
    });
    const step = await runStep(rig);
    expect(step.outputs.status, step.said).toBe("waiting_approval");
    expect(JSON.parse(step.outputs["pending-approvals"]!)).toEqual([
      { task: "schema", phase: "design", approvers: [], kind: "manual" },
    ]);
    expect(step.outputs["tasks-completed"]).toBe("1");
    const path = ".milestones/deliverables/m/schema/design/decision.md";
    const person = rig.clone("person");
    person.git("switch", "--quiet", "milestone/m");
    person.write({ [path]: "# Decision\n\nTBD\n" });
    person.commit("half done");
    person.git("push", "--quiet", "origin", "milestone/m");
    const half = await runStep(rig);
    expect(half.outputs.status, half.said).toBe("waiting_approval");
    expect(half.stdout).toMatch(/schema\/design is not done yet: .*TBD/);
    person.git("pull", "--quiet", "--rebase", "origin", "milestone/m");
    person.write({ [path]: "# Decision\n\nOne table.\n" });
    person.commit("done");
    person.git("push", "--quiet", "origin", "milestone/m");
    const done = await runStep(rig);
    expect(done.outputs.status, done.said).toBe("completed");
    expect(rig.git("show", "milestone/m:" + path)).toContain("One table.");
    const ofTask = rig.events("m").filter(e => e.task_id === "schema");
    expect(ofTask.find(e => e.event === "approval_requested")?.data).toMatchObject({
      kind: "manual",
      transition: "design_to_spec",
    });
    const [started, completed] = ["task_started", "phase_completed"].map(name =>
      ofTask.findIndex(e => e.event === name),
    );
    expect(started).toBeGreaterThanOrEqual(0);
    expect(started).toBeLessThan(completed!);
  });
});

describe("quality gates", () => {
  it("run once when first crossed on the integrated tip; while one fails nothing starts, and retry runs it again", async () => {
    const text = standard("m", {
      top: 'quality_gates:\n  - { at: 25, name: Foundation, run: "echo Foundation; test -f a.txt" }\n  - { at: 50, name: Core, run: ["test -e b.txt", "grep -q mended note.txt"] }',
      run: 'echo "$MILESTONE_TASK" > "$MILESTONE_TASK.txt"',
      tasks: [
        "id: a",
        "id: b\n    dependencies: [a]",
        "id: c\n    dependencies: [b]",
        "id: d\n    dependencies: [c]",
      ],
    });
    const rig = rigWith({ m: text }, { "note.txt": "broken\n" });
    const step = await runStep(rig);
    expect(step.outputs.status, step.said).toBe("blocked");
    expect(JSON.parse(step.outputs.blockers!)).toMatchObject([
      { type: "quality_gate_failed", message: expect.stringMatching(/Core.*50 %.*grep -q mended/) },
    ]);
    expect(step.outputs["tasks-completed"]).toBe("2");
    const person = rig.clone("person");
    person.git("switch", "--quiet", "milestone/m");
    person.write({ "note.txt": "mended\n" });
    person.commit("mend it");
    person.git("push", "--quiet", "origin", "milestone/m");
    const again = await runStep(rig, { inputs: { command: "retry" } });
    expect(again.outputs.status, again.said).toBe("completed");
    const gates = rig
      .events("m")
      .flatMap(e =>
        e.event === "quality_gate_passed" || e.event === "quality_gate_failed"
          ? [`${e.data.name} ${e.event.slice(13)} ${e.data.checks.map(c => c.ok)}`]
          : [],
      );
    expect(gates).toEqual(["Foundation passed true", "Core failed true,false", "Core passed true,true"]);
  });

  it("with approvers wait for them after their checks", async () => {
    const text = standard("m", {
      top: "quality_gates:\n  - { at: 50, name: Core, run: 'true', approvers: [octocat], criteria: [looks_right] }",
      tasks: ["id: a", "id: b\n    dependencies: [a]"],
    });
    const rig = rigWith({ m: text });
    const waiting = await rig.main.milestone(["execute", "m", "--json"]);
    expect(waiting.code, waiting.stderr).toBe(10);
    const out = JSON.parse(waiting.stdout);
    expect(out["pending-approvals"]).toEqual([
      { task: null, phase: null, approvers: ["octocat"], kind: "approval" },
    ]);
    expect((await rig.main.milestone(["approve", "m", "gate:Core"])).code).toBe(0);
    const done = await rig.main.milestone(["execute", "m"]);
    expect(done.code, done.stdout + done.stderr).toBe(0);
    expect(rig.events("m").filter(e => e.event === "quality_gate_passed")).toHaveLength(1);
  });

  it("that are rejected ask nobody before a person wants them run again, and then under a new name", async () => {
    const gate = "{ at: 100, name: Release 1.0, run: 'true', approvers: [octocat] }";
    const text = standard("m", { top: `quality_gates: [${gate}]`, tasks: ["id: a"] });
    const rig = rigWith({ m: text });
    const give = (...words: string[]): Promise<Finished> => rig.main.milestone([...words, "--json"]);
    expect((await give("execute", "m")).code).toBe(10);
    expect((await give("reject", "m", "gate:Release 1.0", "the notes are missing")).code).toBe(0);
    const status = await runStep(rig, { inputs: { command: "status" } });
    expect(status.outputs, status.said).toMatchObject({ status: "blocked", "pending-approvals": "[]" });
    const automatic = await runStep(rig, { inputs: { request: "sweep-1" } });
    expect(automatic.outputs, automatic.said).toMatchObject({ status: "blocked", "pending-approvals": "[]" });
    expect((await give("retry", "m")).code).toBe(10);
    expect((await give("approve", "m", "gate:Release 1.0")).code).toBe(0);
    expect((await give("execute", "m")).code).toBe(0);
    const asked = rig.events("m").flatMap(e => (e.event === "approval_requested" ? [e.data.request] : []));
    expect(asked).toEqual(["gate:Release 1.0", "gate:Release 1.0#2"]);
  });
});

describe("the test command", () => {
  it("runs on the integrated work, replaces the executor's claim, and stops work that breaks it", async () => {
    const tests =
      'if [ -e src/b.txt ]; then echo "not ok 1 - b breaks it"; echo 1..1; exit 1; fi; echo "ok 1 - fine"; echo 1..1';
    const text = workflow("m", {
      top: `test_command: ${json(tests)}\nkiro_configuration: { approval_gates: { design_to_spec: { required: false }, spec_to_task: { required: false } } }`,
      tasks: ["id: a", "id: b\n    dependencies: [a]"],
    });
    const rig = rigWith({ m: text });
    const step = await runStep(rig);
    expect(step.outputs.status, step.said).toBe("blocked");
    expect(JSON.parse(step.outputs.blockers!)).toMatchObject([
      {
        type: "test_failures",
        task: "b",
        phase: "execute",
        message: expect.stringContaining("1 of 1 tests fail"),
      },
    ]);
    const files = branchFiles(rig);
    const results = files.get(".milestones/deliverables/m/a/execute/test-results.md")!;
    expect(results).not.toContain("All three passed");
    expect(results).toMatch(/exit 0|exit \| 0|Exit/i);
    expect(files.has("src/b.txt")).toBe(false);
    const runs = rig
      .events("m")
      .flatMap(e =>
        e.event === "tests_run" ? [`${e.data.reason} ${e.data.ok} ${e.data.passed}/${e.data.total}`] : [],
      );
    expect(runs).toEqual(["baseline true 1/1", "phase true 1/1", "phase false 0/1"]);
  });

  it("that is red before any work is a blocker, unless waived", async () => {
    const text = (more: string): string =>
      standard("m", { top: `test_command: test -e a.txt\n${more}`, run: "echo a > a.txt", tasks: ["id: a"] });
    const red = await runStep(rigWith({ m: text("") }));
    expect(JSON.parse(red.outputs.blockers!), red.said).toMatchObject([
      { type: "test_failures", message: expect.stringContaining("before any work") },
    ]);
    const waived = await runStep(rigWith({ m: text("test_baseline: ignore") }));
    expect(waived.outputs.status, waived.said).toBe("completed");
  });

  it("that is red before any work is run again when a person asks for a retry", async () => {
    const text = standard("m", { top: "test_command: test -e fix.txt", tasks: ["id: a"] });
    const rig = rigWith({ m: text });
    expect((await runStep(rig)).outputs.status).toBe("blocked");
    const again = await runStep(rig, { inputs: { command: "retry" } });
    expect(again.outputs.status, again.said).toBe("blocked");
    const person = rig.clone("person");
    person.git("checkout", "-q", "-b", "milestone/m", "origin/milestone/m");
    person.write({ "fix.txt": "1" });
    person.commit("fix");
    person.git("push", "-q", "origin", "milestone/m");
    const fixed = await runStep(rig, { inputs: { command: "retry" } });
    expect(fixed.outputs.status, fixed.said).toBe("completed");
    const runs = rig.events("m").flatMap(e => (e.event === "tests_run" ? [[e.data.reason, e.data.ok]] : []));
    expect(runs.slice(0, 3)).toEqual([
      ["baseline", false],
      ["baseline", false],
      ["baseline", true],
    ]);
  });

  it("counts each test once where a suite's line stands before its tests, as vitest prints TAP", async () => {
    const tap = [
      "TAP version 13",
      "1..1",
      "not ok 1 - a.test.ts # time=10.71ms {",
      "    1..3",
      "    ok 1 - adds # time=1.87ms",
      "    not ok 2 - group # time=6.79ms {",
      "        1..1",
      "        not ok 1 - subtracts # time=6.62ms",
      "    }",
      "    ok 3 - later # SKIP",
      "}",
      "",
    ].join("\n");
    const text = standard("m", { top: "test_command: cat out.tap", tasks: ["id: a"] });
    const rig = rigWith({ m: text }, { "out.tap": tap });
    await runStep(rig);
    expect(rig.events("m").find(e => e.event === "tests_run")?.data).toMatchObject({
      total: 3,
      passed: 1,
      failed: 1,
      skipped: 1,
    });
  });

  it("makes the engine write the test results, also where the executor left none", async () => {
    const run = DELIVER.replace(/; *\n.*test-results.md" ;;|\n.*test-results.md" ;;/, ";;");
    expect(run).not.toContain("test-results");
    const text = workflow("m", {
      top: `${NO_GATES}\ntest_command: false || echo fine`,
      run,
      tasks: ["id: a"],
    });
    const rig = rigWith({ m: text });
    const step = await runStep(rig);
    expect(step.outputs.status, step.said).toBe("completed");
    const results = branchFiles(rig).get(".milestones/deliverables/m/a/execute/test-results.md");
    expect(results).toContain("- Command: `false || echo fine`\n");
    expect(results).toContain("```text\nfine\n```");
  });

  it("finds what the setup makes of the inputs as the work left them", async () => {
    const text = standard("m", {
      top: 'setup: mkdir -p deps; cp lock.txt deps/installed\nsetup_inputs: [lock.txt]\ntest_command: "cmp lock.txt deps/installed"',
      run: "echo two > lock.txt",
      tasks: ["id: a"],
    });
    const rig = rigWith({ m: text }, { ".gitignore": "deps/\n", "lock.txt": "one\n" });
    const step = await runStep(rig);
    expect(step.outputs.status, step.said).toBe("completed");
  });
});

describe("budgets", () => {
  it("warn at 80 %, stop new work at 100 %, and go on when raised", async () => {
    const text = standard("m", {
      top: "budget: { attempts: 3 }",
      run: 'if [ "$MILESTONE_TASK" = b ] && [ "$MILESTONE_ATTEMPT" = 1 ]; then exit 1; fi',
      tasks: [
        "id: a",
        "id: b\n    dependencies: [a]\n    executor: { retries: 1, backoff: 0s }",
        "id: c\n    dependencies: [b]",
      ],
    });
    const rig = rigWith({ m: text });
    const step = await runStep(rig);
    expect(step.outputs.status, step.said).toBe("blocked");
    expect(JSON.parse(step.outputs.blockers!)).toMatchObject([
      { type: "budget_exceeded", task: null, message: expect.stringContaining("3 attempts") },
    ]);
    expect(step.outputs["tasks-completed"]).toBe("2");
    const raised = await rig.main.milestone(["resume", "m", "--add-attempts=2"]);
    expect(raised.code, raised.stderr + raised.stdout).toBe(0);
  });
});
