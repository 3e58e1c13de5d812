import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { parse } from "yaml";
import type { Rig } from "../rig/repository.ts";
import { DELIVER, NO_GATES, rigWith, standard, workflow } from "./plans.ts";
import { branchFiles, runStep } from "./step.ts";

/** What a run before this one, here or by an earlier tool of this kind, left in the milestone's own file. */
const LEFT = [
  "execution: { started_at: 2026-01-01T00:00:00Z, session_id: exec-m-1767225600 }",
  "progress: { percentage: 50, tasks_completed: 1, last_update: 2026-01-01T00:10:00Z }",
  "kiro_progress: { phase_averages: { design: 50 }, kiro_task_count: 2 }",
  'blockers: ["git_conflicts", "test_failures"]',
].join("\n");

it("the keys that a run writes into the milestone file are no misspellings of others", async () => {
  const plan = (id: string, top: string) =>
    `id: ${id}\n${top}\ntasks:\n  - id: a\n    started_at: 2026-01-01T00:00:00Z\n    executor: { run: "true" }\n`;
  const rig = rigWith({ m: plan("m", LEFT), odd: plan("odd", "executon: {}") });
  const own = await runStep(rig, { inputs: { command: "validate" } });
  expect(own.warnings.join("\n"), own.said).not.toContain("is not known");
  const odd = await runStep(rig, { inputs: { command: "validate", milestone: "odd" } });
  expect(odd.errors, odd.said).toContainEqual(expect.stringMatching(/line=2,.*executor/));
});

/** A milestone in the middle of its work, as a tool left it that knew neither links in its log nor this one's folders. */
const MIDDLE = workflow("m", {
  top: LEFT,
  tasks: [
    "id: first\n    status: completed\n    completed_at: 2026-01-01T00:05:00Z # by hand",
    "id: second\n    status: kiro_managed\n    kiro_workflow:\n      enabled: true\n      current_phase: spec\n      phases: { design: { status: approved }, spec: { status: in_progress, approval_required: false } }",
    "id: third\n    status: in_progress\n    kiro_workflow:\n      enabled: true\n      phases: { design: { status: waiting_approval } }",
  ],
}).replace("status: planned", "status: active");
const OLD_LOG = [
  '{"timestamp":"2026-01-01T00:00:00Z","event":"milestone_activated","milestone_id":"m","session_id":"exec-m-1767225600"}',
  '{"timestamp":"2026-01-01T00:01:00Z","event":"kiro_workflow_started","details":"second"}',
  "",
].join("\n");
const DOCUMENTS = {
  ".milestones/deliverables/second/design/architecture.md": "# Architecture of second\n",
  ".milestones/deliverables/third/design/architecture.md": "# Architecture of third\n",
};
const LOG = ".milestones/logs/execution-m.jsonl";

/** Where the earlier tool worked: on the base branch, or on a branch that it had made. */
const PLACES: [string, (rig: Rig) => void][] = [
  ["the base branch", () => undefined],
  ["the milestone's branch", rig => rig.main.git("push", "--quiet", "origin", "main:milestone/m")],
];

it.each(PLACES)(
  "goes on where an earlier tool stopped on %s, and says what it reads how",
  async (_, prepare) => {
    const rig = rigWith({ m: MIDDLE }, { ...DOCUMENTS, [LOG]: OLD_LOG });
    prepare(rig);
    const why = await rig.main.milestone(["why", "m", "third"]);
    expect(why.stdout).toContain("the milestone is not running");
    const step = await runStep(rig);
    expect(step.outputs, step.said).toMatchObject({ status: "waiting_approval", "tasks-completed": "2" });
    const said = step.warnings.join("\n");
    expect(said).toMatch(/execution-m\.jsonl is an earlier tool's log/);
    expect(said).toMatch(
      /third\/design are read from the older folder \.milestones\/deliverables\/third\/design/,
    );
    const names = rig.events("m").map(e => e.event);
    expect(names.slice(0, 2)).toEqual(["session_started", "milestone_activated"]);
    const phases = rig
      .events("m")
      .flatMap(e => (e.event === "phase_started" ? [`${e.task_id}/${e.phase}`] : []));
    expect(phases).toEqual(["second/spec", "second/task", "second/execute"]);

    const files = branchFiles(rig);
    const [first] = parse(files.get(".milestones/active/m.yaml")!).tasks;
    expect(first).toMatchObject({ status: "completed", completed_at: "2026-01-01T00:05:00Z" });
    const approval = parse(files.get(".milestones/approvals/approval-m-third-design.yaml")!);
    expect(approval.phase_deliverables).toMatchObject([
      { path: ".milestones/deliverables/m/third/design/architecture.md" },
    ]);
    expect((await rig.main.milestone(["replay", "m"])).code).toBe(0);
    const again = await runStep(rig);
    expect(again.outputs.status, again.said).toBe("waiting_approval");
    expect(again.warnings.join("\n")).not.toMatch(/older folder|earlier tool/);
  },
);

it("documents of an older tree that two milestones could have left are nobody's", async () => {
  const other = workflow("other", { tasks: ["id: third"] });
  const rig = rigWith({ m: MIDDLE, other }, DOCUMENTS);
  const step = await runStep(rig);
  const said = step.warnings.join("\n");
  expect(said, step.said).toMatch(
    /deliverables\/third\/design are not read: the milestone "other" has a task "third"/,
  );
  expect(said).toMatch(/second\/design are read from/);
  const files = branchFiles(rig);
  expect(files.has(".milestones/deliverables/m/second/design/architecture.md")).toBe(true);
  expect(files.has(".milestones/deliverables/m/third/design/architecture.md")).toBe(false);
});

it("a log of which only some lines lack their links is no earlier tool's, and is refused", async () => {
  const line = { timestamp: "2026-01-01T00:00:00Z", seq: 1, event: "session_started", prev: "0".repeat(64) };
  const rig = rigWith({ m: MIDDLE }, { [LOG]: `${OLD_LOG}${JSON.stringify(line)}\n` });
  const step = await runStep(rig);
  expect(step.code, step.said).toBe(1);
  expect(step.errors[0]).toMatch(/execution-m\.jsonl:1 on the base branch: the line is not an event/);
});

it("a log that a person puts in place of this one's is refused, whatever form it has", async () => {
  const rig = rigWith({ m: MIDDLE }, DOCUMENTS);
  await runStep(rig);
  const person = rig.clone("person");
  person.git("switch", "--quiet", "milestone/m");
  person.write({ [LOG]: OLD_LOG });
  person.commit("an old log");
  person.git("push", "--quiet", "origin", "milestone/m");
  const step = await runStep(rig);
  expect(step.code, step.said).toBe(1);
  expect(step.errors[0]).toMatch(
    /execution-m\.jsonl on the branch milestone\/m: the log was removed or replaced/,
  );
});

it("what a file calls blocked without a log that tells why is tried again", async () => {
  const phases = "{ design: { status: completed }, spec: { status: blocked } }";
  const rig = rigWith({
    m: standard("m", {
      run: DELIVER,
      top: LEFT,
      tasks: [
        "id: whole\n    status: blocked",
        `id: phase\n    status: in_progress\n    dependencies: [whole]\n    kiro_workflow: { enabled: true, phases: ${phases} }`,
      ],
    })
      .replace("status: planned", "status: blocked")
      .replace(
        "{ enforcement: flexible }",
        "{ enforcement: flexible, approval_gates: { spec_to_task: { required: false } } }",
      ),
  });
  const step = await runStep(rig);
  expect(step.outputs, step.said).toMatchObject({ status: "completed", progress: "100" });
  expect(step.warnings.join("\n")).toMatch(/something blocked whole, phase, which no log tells of/);
  const ran = rig.events("m").flatMap(e => (e.event === "phase_started" ? [`${e.task_id}/${e.phase}`] : []));
  expect(ran).toEqual(["whole/execute", "phase/spec", "phase/task", "phase/execute"]);
});

it("a current_phase that skips unfinished phases skips none, and is pointed out with its line", async () => {
  const at = (phase: string, phases = "{}") =>
    `    kiro_workflow:\n      enabled: true\n      current_phase: ${phase}\n      phases: ${phases}`;
  const rig = rigWith({
    m: workflow("m", {
      top: NO_GATES,
      tasks: [
        `id: a\n${at("execute")}`,
        `id: b\n    status: in_progress\n${at("execute")}`,
        `id: c\n${at("spec", "{ design: { status: approved } }")}`,
      ],
    }),
  });
  const { warnings, said } = await runStep(rig, { inputs: { "dry-run": "true" } });
  const odd = warnings.filter(w => w.includes("current_phase"));
  expect(odd, said).toEqual([expect.stringMatching(/line=11,.*"a" begins with design, not with .*execute/)]);
  await runStep(rig);
  const ran = rig.events("m").flatMap(e => (e.event === "phase_started" ? [`${e.task_id}/${e.phase}`] : []));
  expect(ran.sort()).toEqual([
    "a/design",
    "a/execute",
    "a/spec",
    "a/task",
    "b/execute",
    "c/execute",
    "c/spec",
    "c/task",
  ]);
});

it("in the checkout itself an earlier tool's log is kept beside the new one", async () => {
  const rig = rigWith({ m: MIDDLE }, { [LOG]: OLD_LOG });
  const { main } = rig;
  main.git("rm", "--quiet", "--cached", LOG);
  main.write({ ".gitignore": ".milestones/logs/\n" });
  main.commit("logs are nobody's business");
  main.git("push", "--quiet", "origin", "main");
  const done = await main.milestone(["execute", "m", "--no-git-integration"]);
  expect(done.code, done.stderr).toBe(10);
  const read = (path: string): string => readFileSync(join(main.root, path), "utf8");
  expect(read(".milestones/logs/older-m.jsonl")).toBe(OLD_LOG);
  expect(read(LOG).split("\n")[0]).toContain('"seq":1,"event":"session_started"');
});
