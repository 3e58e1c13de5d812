import { describe, expect, test } from "vitest";
import { type Diagnostic, renderDiagnostic } from "../../../src/milestone/diagnostic/diagnostic.ts";
import type { Plan } from "../../../src/milestone/plan/plan.ts";
import { phasePlan } from "../../../src/milestone/plan/plan.ts";
import { type ReadPlan, readPlan } from "../../../src/milestone/plan/read-plan.ts";

const FILE = ".milestones/active/m.yaml";
const CONFIG = ".milestones/config.yaml";
const read = (text: string, config?: string): ReadPlan =>
  readPlan({ text, file: FILE, ...(config === undefined ? {} : { config: { text: config, file: CONFIG } }) });

function plan(text: string, config?: string): Plan {
  const result = read(text, config);
  if (!result.ok) throw new Error(result.errors.map(each => `${each.line}: ${each.message}`).join("\n"));
  return result.plan;
}

const told = (list: readonly Diagnostic[]) =>
  list.map(d => `${d.line}:${d.column} ${d.code} ${d.message}; ${d.remedy}`);
const errors = (text: string, config?: string) => {
  const result = read(text, config);
  return result.ok ? [] : told(result.errors);
};

const MINIMAL = "id: m\nexecutor: { run: make }\nkiro_configuration: { enforcement: flexible }\n";
const NATIVE = "id: m\nexecutor: { run: make }\ntasks:\n  - id: a\n    kiro_workflow: { enabled: true }\n";

describe("a plan with everything resolved", () => {
  test("a task under the workflow has four phases with default deliverables, gates, outlines and executor options", () => {
    const result = read(NATIVE);
    expect(result.warnings).toEqual([]);
    expect(plan(NATIVE)).toMatchObject({
      id: "m",
      title: "m",
      status: "planned",
      weights: { design: 15, spec: 25, task: 20, execute: 40 },
      testBaseline: "require",
      limits: { phaseTimeoutMs: 5_400_000, diskPercent: 90 },
    });
    const [task] = plan(NATIVE).tasks;
    expect(task?.phases.map(phase => [phase.phase, phase.status, phase.gate?.transition ?? null])).toEqual([
      ["design", "pending", "design_to_spec"],
      ["spec", "pending", "spec_to_task"],
      ["task", "pending", null],
      ["execute", "pending", null],
    ]);
    expect(
      task?.phases.map(phase =>
        phase.deliverables.map(each => "path" in each && `${each.path} ${each.kind}`),
      ),
    ).toEqual([
      ["architecture.md markdown", "api-spec.yaml yaml"],
      ["technical-spec.md markdown", "test-plan.md markdown"],
      ["implementation-plan.md markdown"],
      ["implementation-summary.md markdown", "test-results.md markdown"],
    ]);
    expect(task?.phases[0]?.deliverables[0]).toMatchObject({
      outline: ["Overview", "Architecture Decisions", "API Design"],
    });
    expect(task?.phases[0]?.executor).toEqual({
      kind: "run",
      command: "make",
      timeoutMs: 5_400_000,
      retries: 1,
      backoffMs: 2000,
      fallback: [],
      env: {},
    });
  });

  test("retries that nobody wrote are one for a command and two for an agent, and a written number is obeyed", () => {
    const of = (executor: string) =>
      plan(`id: m\ntasks:\n  - { id: a, ${executor} }\n`).tasks[0]?.phases[0]?.executor.retries;
    expect(["run: x", "agent: claude", "run: x, retries: 5", "agent: claude, retries: 0"].map(of)).toEqual([
      1, 2, 5, 0,
    ]);
  });

  test("what is run comes from the nearest level that says it, each option from the nearest that names it", () => {
    const text = `id: m
executor: { agent: claude, timeout: 30m, retries: 5, fallback: [codex], env: [HOME_URL] }
tasks:
  - id: a
    executor: { timeout: 1h 30m }
    kiro_workflow:
      enabled: true
      phases:
        design: { executor: { run: ./design.sh, backoff: 250ms } }
        spec: { executor: { manual: true } }
`;
    const [task] = plan(text, "executor: { run: never, stall_timeout: 5m }").tasks;
    expect(task && phasePlan(task, "design")?.executor).toEqual({
      kind: "run",
      command: "./design.sh",
      timeoutMs: 5_400_000,
      retries: 5,
      backoffMs: 250,
      fallback: [],
      env: { HOME_URL: null },
      stallTimeoutMs: 300_000,
    });
    expect(task && phasePlan(task, "spec")?.executor.kind).toBe("manual");
    expect(task && phasePlan(task, "execute")?.executor).toMatchObject({
      kind: "agent",
      profile: "claude",
      fallback: ["codex"],
    });
  });

  test("config.yaml holds the defaults of everything, and the milestone wins key by key", () => {
    const config = `
executor: { run: from-config }
setup: npm ci
test_command: npm test
budget: { minutes: 60, attempts: 9 }
limits: { long_running: 2h, push_tasks: 5 }
notify: { stakeholders: [octocat] }
author: { name: Bot, email: bot@example.org }
quality_gates: [{ at: 50, run: [npm run check, npm run lint] }]
prerequisites: [{ tool: node, version: ">=24" }, { service: db, check: pg_isready }, { env: KEY }, { command: "true" }]
agents: { claude: { args: [-p] }, mine: { command: my-agent, prompt: file, phase_args: { design: [--plan] } } }
kiro_configuration: { approval_gates: { design_to_spec: { approvers: [octocat], criteria: [drawn] } } }
release: draft
`;
    const text =
      "id: m\nbudget: { minutes: 5 }\nlimits: { push_tasks: 1 }\ntasks: [{ id: a, kiro_workflow: { enabled: true } }]\n";
    const read = plan(text, config);
    expect(read).toMatchObject({
      setup: "npm ci",
      testCommand: "npm test",
      budget: { minutes: 5, attempts: 9 },
      limits: { longRunningMs: 7_200_000, pushTasks: 1, lockWaitMs: 600_000 },
      notify: { stakeholders: ["octocat"], escalation: [] },
      author: { name: "Bot", email: "bot@example.org" },
      release: { draft: true, changelog: null, version: null, run: null },
      qualityGates: [
        { at: 50, name: "Core", run: ["npm run check", "npm run lint"], approvers: [], minApprovals: 1 },
      ],
      prerequisites: [
        { kind: "tool", tool: "node", version: ">=24" },
        { kind: "service", service: "db", check: "pg_isready" },
        { kind: "env", env: "KEY" },
        { kind: "command", command: "true" },
      ],
    });
    expect(read.profiles.claude).toMatchObject({ command: "claude", args: ["-p"], result: "claude-json" });
    expect(read.profiles.mine).toMatchObject({
      name: "mine",
      prompt: "file",
      phaseArgs: { design: ["--plan"] },
      result: "text",
    });
    expect(read.tasks[0]?.phases[0]?.gate).toEqual({
      transition: "design_to_spec",
      approvers: ["octocat"],
      minApprovals: 1,
      criteria: ["drawn"],
    });
  });

  test("a gate is decided by the phase, then the milestone, then the config, then the default", () => {
    const gates = (text: string, config: string) =>
      plan(text, config).tasks[0]?.phases.map(phase => phase.gate !== null);
    const head = "id: m\nexecutor: { run: x }\n";
    const tasks =
      "tasks: [{ id: a, kiro_workflow: { enabled: true, phases: { execute: { approval_required: true } } } }]\n";
    const own = "kiro_configuration: { approval_gates: { design_to_spec: { required: false } } }\n";
    const config =
      "kiro_configuration: { approval_gates: { design_to_spec: { required: true }, spec_to_task: { required: false } } }";
    expect(gates(head + tasks, "")).toEqual([true, true, false, true]);
    expect(gates(head + tasks, config)).toEqual([true, false, false, true]);
    expect(gates(head + own + tasks, config)).toEqual([false, false, false, true]);
  });

  test("a standard task is its execute phase alone, without default deliverables or gate", () => {
    const [task] = plan(`${MINIMAL}tasks: [{ id: a }]`).tasks;
    expect(task).toMatchObject({ workflow: false, migrated: false });
    expect(task?.phases).toMatchObject([
      { phase: "execute", deliverables: [], gate: null, status: "pending" },
    ]);
  });

  test("ids, titles and versions keep the characters of the file, also those that look like numbers", () => {
    const text = `id: m
title: 2026
executor: { run: x, env: { PORT: 080, DEBUG: true, TOKEN: } }
prerequisites: [{ tool: go, version: 1.10 }]
tasks: [{ id: 007, kiro_workflow: { enabled: true } }, { id: b, dependencies: [007], kiro_workflow: { enabled: true } }]
`;
    expect(plan(text)).toMatchObject({
      title: "2026",
      prerequisites: [{ version: "1.10" }],
      tasks: [
        {
          id: "007",
          phases: [{ executor: { env: { PORT: "080", DEBUG: "true", TOKEN: null } } }, {}, {}, {}],
        },
        { dependencies: ["007"] },
      ],
    });
  });
});

describe("enforcement", () => {
  const three = (enforcement: string) =>
    `id: m\nexecutor: { run: x }\nkiro_configuration: { enforcement: ${enforcement} }\ntasks:\n  - { id: big, estimated_hours: 5 }\n  - { id: small, estimated_hours: 4 }\n  - { id: own, kiro_workflow: { enabled: true } }\n`;

  test.each([
    ["strict", 100, ["big", "small"], []],
    ["progressive", 66, ["big"], ["small"]],
    ["flexible", 33, [], ["big", "small"]],
  ])("%s migrates what it should, and tells the score", (enforcement, score, migrated, standard) => {
    const result = read(three(enforcement));
    expect(result.ok && result.compliance).toEqual({ score, native: 1, migrated, standard, declared: [] });
    expect(result.warnings.every(warning => warning.code === "compliance")).toBe(true);
    expect(result.warnings).toHaveLength(migrated.length && standard.length ? 2 : 1);
  });

  test("a migrated task goes on where its status says that it stands", () => {
    const text =
      "id: m\nexecutor: { run: x }\ntasks: [{ id: a, status: completed }, { id: b, status: in_progress }, { id: c }]\n";
    expect(plan(text).tasks.map(task => task.phases.map(phase => phase.status))).toEqual([
      ["completed", "completed", "completed", "completed"],
      ["completed", "completed", "completed", "in_progress"],
      ["pending", "pending", "pending", "pending"],
    ]);
  });
});

describe("every mistake is told with its place and what to do", () => {
  test.each<[string, string, string]>([
    [
      "a cycle is named in full",
      "tasks:\n- { id: a, dependencies: [c] }\n- { id: b, dependencies: [a] }\n- { id: c, dependencies: [b] }",
      "6:27 dependency-cycle the tasks wait for each other in a cycle: a → c → b → a; remove one of these dependencies",
    ],
    [
      "a task that waits for itself",
      "tasks: [{ id: a, dependencies: [a] }]",
      '4:33 self-dependency the task "a" depends on itself; remove it from its own dependencies',
    ],
    [
      "an unknown dependency, with the nearest id",
      "tasks: [{ id: schema }, { id: b, dependencies: [shcema] }]",
      '4:49 unknown-dependency the task "b" depends on "shcema", which no task has as its id; write "schema" if that is meant',
    ],
    [
      "ids that differ by case alone",
      "tasks: [{ id: a }, { id: A }]",
      '4:26 duplicate-id the task id "A" stands twice (as "a" before; case does not count); give each task an id of its own',
    ],
    [
      "a bad id",
      'tasks: [{ id: "a..b" }]',
      '4:15 bad-id tasks[0].id "a..b" cannot be used; an id may not hold ".."',
    ],
    [
      "no tasks",
      "tasks: []",
      "4:8 no-tasks the milestone has no tasks; add at least one task with an id and an executor",
    ],
    [
      "a task without id",
      "tasks:\n- title: x",
      "5:3 missing-key tasks[0].id is missing; add it: an id as text",
    ],
    [
      "a number as duration",
      "tasks: [{ id: a, executor: { timeout: 30 } }]",
      "4:39 bad-value tasks.a.executor.timeout 30 cannot be used; write a duration such as 90s, 30m or 2h (at most 24 days)",
    ],
    [
      "a duration of nothing",
      "tasks: [{ id: a, executor: { timeout: 0s } }]",
      '4:39 bad-value tasks.a.executor.timeout "0s" cannot be used; write a duration longer than 0',
    ],
    [
      "two executors in one",
      "tasks: [{ id: a, executor: { run: x, agent: claude } }]",
      "4:18 bad-value tasks.a.executor cannot be used; write only one of run, agent and manual",
    ],
    [
      "an unknown agent profile",
      "tasks: [{ id: a, executor: { agent: cluade } }]",
      '4:37 unknown-profile tasks.a: there is no agent profile "cluade"; write "claude" if that is meant',
    ],
    [
      "a path that leaves its folder",
      'tasks: [{ id: a, kiro_workflow: { phases: { design: { deliverables: ["../x.md"] } } } }]',
      '4:70 bad-path tasks.a.kiro_workflow.phases.design.deliverables[0] "../x.md" cannot be used; a path may not hold ".."',
    ],
    [
      "a deliverable of an unknown kind",
      "tasks: [{ id: a, kiro_workflow: { phases: { design: { deliverables: [{ path: x, kind: doc }] } } } }]",
      '4:87 bad-value tasks.a.kiro_workflow.phases.design.deliverables[0].kind "doc" cannot be used; write one of markdown, yaml, json, openapi, junit, text',
    ],
    [
      "a glob whose brackets do not match",
      'tasks: [{ id: a, resources: ["path:src/[a"] }]',
      "4:30 bad-glob tasks.a: the resource path:src/[a cannot be used; its brackets do not match",
    ],
    [
      "an impossible date",
      "due: 2026-02-30\ntasks: [{ id: a }]",
      '4:6 bad-value due "2026-02-30" cannot be used; write a day that exists, such as 2026-12-20',
    ],
    [
      "a gate nobody can pass",
      "quality_gates: [{ at: 50, min_approvals: 2, approvers: [octocat] }]\ntasks: [{ id: a }]",
      "4:42 bad-gate 2 approvals are asked of 1 approver; name more approvers, or lower min_approvals",
    ],
    [
      "a due date before the start",
      "start: 2026-12-02\ndue: 2026-12-01\ntasks: [{ id: a }]",
      "5:6 bad-value due 2026-12-01 is before start 2026-12-02; correct one of the two",
    ],
    [
      "a bot as approver",
      'quality_gates: [{ at: 50, approvers: ["x[bot]"] }]\ntasks: [{ id: a }]',
      '4:39 bad-value quality_gates[0].approvers[0] "x[bot]" cannot be used; write a GitHub login such as octocat, or a team such as acme/architects',
    ],
  ])("%s", (_, text, expected) => {
    expect(errors(`${MINIMAL}${text}\n`)).toEqual([expected]);
  });

  test("weights that do not sum to 100", () => {
    expect(
      errors(
        "id: m\nexecutor: { run: x }\nkiro_configuration:\n  phase_weights: { design: 10, spec: 25, task: 20, execute: 40 }\ntasks: [{ id: a }]\n",
      ),
    ).toEqual([
      "4:3 bad-value the phase weights 10 + 25 + 20 + 40 sum to 95, not to 100; change them so that design, spec, task and execute sum to 100",
    ]);
  });

  test("a phase for which no executor stands anywhere", () => {
    const text =
      "id: m\ntasks:\n  - id: a\n    kiro_workflow: { enabled: true, phases: { design: { executor: { run: x } } } }\n";
    expect(errors(text)).toEqual([
      '3:9 no-executor the task "a" has no executor for spec, task, execute; write `run: …` or `agent: …` on the task, or `executor: { run: … }` in the phase, the task, the milestone or config.yaml',
    ]);
  });

  test("an id that is not the file's name", () => {
    expect(errors("id: other\nexecutor: { run: x }\ntasks: [{ id: a }]\n")).toEqual([
      '1:5 id-mismatch the id "other" is not the file\'s name "m"; write `id: m`, or rename the file to other.yaml',
    ]);
  });

  test("a milestone that requires itself", () => {
    expect(errors(`${MINIMAL}dependencies: { requires: [x, M] }\ntasks: [{ id: a }]\n`)).toEqual([
      "4:31 self-dependency the milestone names itself under requires; remove it there",
    ]);
  });

  test("all mistakes of file and config at once, from top to bottom", () => {
    const text = `id: m
executor: { run: x, timeout: soon }
tasks:
  - id: a
    dependencies: [zz]
    estimated_hours: many
  - title: nameless
  - id: c
    executor: { agent: nobody }
    dependencies: [c]
`;
    expect(
      errors(text, "limits: { disk_percent: 200 }\n").map(line => line.split(" ").slice(0, 2).join(" ")),
    ).toEqual([
      "2:30 bad-value",
      "5:20 unknown-dependency",
      "6:22 bad-value",
      "7:5 missing-key",
      "10:20 self-dependency",
      "1:25 bad-value",
    ]);
  });

  test("is shown with its line and a caret below the place", () => {
    const text = `${MINIMAL}tasks: [{ id: a, dependencies: [a] }]\n`;
    const result = read(text);
    expect(result.ok ? "" : renderDiagnostic(result.errors[0]!, text)).toBe(
      [
        '.milestones/active/m.yaml:4:33: error: the task "a" depends on itself',
        "  |",
        "4 | tasks: [{ id: a, dependencies: [a] }]",
        "  |                                 ^",
        "  = remove it from its own dependencies",
      ].join("\n"),
    );
  });
});
