import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { withTables } from "../../../.ci/readme.ts";
import type { Diagnostic } from "../../../src/milestone/diagnostic/diagnostic.ts";
import { jsonSchemas } from "../../../src/milestone/plan/json-schema.ts";
import { keyRows } from "../../../src/milestone/plan/keys.ts";
import { type ReadPlan, readPlan } from "../../../src/milestone/plan/read-plan.ts";

const FILE = ".milestones/active/m.yaml";
const read = (text: string, more: { config?: string; file?: string } = {}): ReadPlan =>
  readPlan({
    text,
    file: more.file ?? FILE,
    ...(more.config === undefined ? {} : { config: { text: more.config, file: ".milestones/config.yaml" } }),
  });
const told = (list: readonly Diagnostic[]) =>
  list.map(d => `${d.line}:${d.column} ${d.code} ${d.message}; ${d.remedy}`);
const errors = (text: string, config?: string) => {
  const result = read(text, config === undefined ? {} : { config });
  return result.ok ? [] : told(result.errors);
};
function plan(text: string, config?: string) {
  const result = read(text, config === undefined ? {} : { config });
  if (!result.ok) throw new Error(told(result.errors).join("\n"));
  return { ...result.plan, warnings: told(result.warnings), compliance: result.compliance };
}
const NATIVE = "id: m\nexecutor: { run: make }\ntasks:\n  - id: a\n    kiro_workflow: { enabled: true }\n";
const M = "id: m\nexecutor: { run: make }\nkiro_configuration: { enforcement: flexible }\n";

describe("the table of keys", () => {
  const rows = keyRows();

  test.each(rows.map(row => [row.path, row] as const))(
    "%s says what it means, and takes its example",
    (_, row) => {
      expect(row.means).toMatch(/\S.*[^.]$/);
      expect(row.example).toBeDefined();
      expect(row.type.safeParse(row.example)).toMatchObject({ success: true });
    },
  );

  test("names the default of every key that may be left out, and of no other", () => {
    const needed = rows.filter(row => !row.type.safeParse(undefined).success).map(row => row.path);
    expect(needed.filter(path => path.endsWith("id"))).toEqual(["id", "tasks[].id"]);
    for (const row of rows.filter(each => needed.includes(each.path))) expect(row.default).toBeUndefined();
  });

  test("is what editors are shown: the same keys, none more, each with its meaning", () => {
    const { milestone } = jsonSchemas() as {
      milestone: { properties: Record<string, { description?: string }> };
    };
    const top = rows.filter(row => row.files.includes("milestone") && !/[.[]/.test(row.path) && !row.pending);
    expect(Object.keys(milestone.properties)).toEqual(top.map(row => row.key));
    for (const row of top) expect(milestone.properties[row.key]?.description).toContain(row.means);
  });

  test("is what validation knows: each key is taken where it stands, and refused with one letter wrong", () => {
    for (const row of rows.filter(
      each => /^tasks\[\]\.[a-z_]+$/.test(each.path) && each.key !== "id" && !each.pending,
    )) {
      const line = (key: string) => `    ${key}: ${JSON.stringify(row.example)}\n`;
      const base = "id: m\nexecutor: { run: make }\ntasks:\n  - id: a\n";
      const known = errors(base + line(row.key)).filter(each => / key "/.test(each));
      expect(known, row.key).toEqual([]);
      expect(errors(base + line(`${row.key}q`)).join(), row.key).toContain(`5:5 `);
    }
  });
});

describe("the page about the plan", () => {
  const page = readFileSync(join(import.meta.dirname, "../../../docs/plan.md"), "utf8");

  test("holds the tables that are made of the keys, and names every key that has an effect", () => {
    expect(withTables(page)).toBe(page);
    for (const row of keyRows().filter(each => !each.pending)) expect(page).toContain(row.key);
  });

  test("shows plans that are accepted as they stand", () => {
    const plans = [...page.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(([, text]) => text!);
    expect(plans).toHaveLength(4);
    for (const text of plans) {
      const id = /^id: (\S+)$/m.exec(text)![1]!;
      const result = read(text, { file: `.milestones/active/${id}.yaml` });
      expect(result.ok ? told(result.warnings) : told(result.errors), id).toEqual([]);
    }
  });
});

describe("a key without effect is an error with its place and what to do", () => {
  test.each([
    [
      `${NATIVE}    estimate_hours: 3\n`,
      '6:5 misspelt-key the key "estimate_hours" is not known and has no effect; write "estimated_hours" if that is meant',
    ],
    [
      `${NATIVE}    if: always()\n`,
      '6:5 misspelt-key the key "if" is not known and has no effect; write `when: always` or `when: failure`',
    ],
    [
      `${NATIVE}    script: make\n`,
      '6:5 misspelt-key the key "script" is not known and has no effect; write `run`',
    ],
    [
      `${NATIVE}    timeout-minutes: 5\n`,
      '6:5 misspelt-key the key "timeout-minutes" is not known and has no effect; write `timeout: 30m`',
    ],
    [
      `${NATIVE}    team: x\n`,
      '6:5 unknown-key the key "team" is not known and has no effect; remove it, or write `x-team` to keep it as a remark',
    ],
    [
      `${NATIVE}    prerequisites: []\n`,
      '6:5 misplaced-key the key "prerequisites" has no effect here; move it to the top of the file',
    ],
    [
      `${NATIVE}enforcement: flexible\n`,
      '6:1 misplaced-key the key "enforcement" has no effect here; move it under kiro_configuration',
    ],
    [
      `${NATIVE}timeout: 5m\n`,
      '6:1 misplaced-key the key "timeout" has no effect here; move it under executor',
    ],
    [`${NATIVE}needs: [b]\n`, '6:1 misplaced-key the key "needs" has no effect here; move it under a task'],
    [
      `${NATIVE}long_running: 5m\n`,
      '6:1 misplaced-key the key "long_running" has no effect here; move it under limits',
    ],
    [
      `${NATIVE}budget: { hours: 5 }\n`,
      '6:11 unknown-key the key "hours" is not known and has no effect; remove it, or write `x-hours` to keep it as a remark',
    ],
  ])("%#", (text, expected) => {
    expect(errors(text)).toContain(expected);
  });

  test("also inside of lists, unions and profiles", () => {
    const text =
      "id: m\nexecutor: { run: x }\ntasks: [{ id: a, kiro_workflow: { enabled: true, phases: { design: { deliverables: [{ path: x.md, section: [A] }] } } } }]\n";
    const said = errors(text, "agents: { mine: { command: x, promt: file } }").map(
      each => each.split(";")[0],
    );
    expect(said).toEqual([
      '3:99 misspelt-key the key "section" is not known and has no effect',
      '1:31 misspelt-key the key "promt" is not known and has no effect',
    ]);
  });

  test.each([
    "x-team: [1]",
    "priority: high",
    "labels: [a]",
    "tags: [a]",
    "assignee: me",
    "owner: me",
    "notes: x",
    "links: [x]",
    "version: 1.10",
    "created_by: me",
    "reviewed_at: 2026-01-01",
    "metadata: { team: x }",
  ])("%s is a remark, on a task and at the top", line => {
    expect(plan(`${NATIVE}    ${line}\n${line}\n`).warnings).toEqual([]);
  });

  test("what the engine writes is no mistake, but a task's list of blockers is somebody's word for needs", () => {
    expect(
      plan(`${NATIVE}execution: { format: 2 }\nprogress: { percentage: 0 }\nblockers: []\n`).warnings,
    ).toEqual([]);
    expect(errors(`${NATIVE}    blockers: [b]\n`)).toEqual([
      '6:5 misspelt-key the key "blockers" is not known and has no effect; write `needs`',
    ]);
  });

  test("is a warning where the milestone was begun before, and where it is finished", () => {
    const text = `${NATIVE}    team: x\n`;
    const begun = "execution: { started_at: 2026-01-01T00:00:00Z }\n";
    expect(plan(text + begun).warnings).toMatchObject([expect.stringMatching(/^6:5 unknown-key/)]);
    expect(errors(`${text}execution: { started_at: 2026-01-01T00:00:00Z, format: 2 }\n`)).toHaveLength(1);
    for (const shelf of ["completed", "archived"]) {
      expect(read(text, { file: `.milestones/${shelf}/m.yaml` })).toMatchObject({ ok: true });
    }
  });
});

describe("what a task needs", () => {
  const tasks = (line: string) => `${M}tasks:\n  - id: first\n  - id: then\n    ${line}\n`;

  test.each(["needs: [first]", "needs: first", "needs:\n      - first", "dependencies: [first]"])(
    "%s",
    line => {
      const { tasks: read, warnings } = plan(tasks(line));
      expect(read[1]?.dependencies).toEqual(["first"]);
      expect(warnings.filter(each => !each.includes("compliance"))).toEqual([]);
    },
  );

  test.each(["depends_on", "dependsOn", "depends", "requires", "after", "blocked_by", "dependency", "deps"])(
    "%s is read as needs, with one warning for all tasks",
    word => {
      const { tasks: read, warnings } = plan(`${tasks(`${word}: [first]`)}  - id: last\n    ${word}: then\n`);
      expect(read.map(task => task.dependencies)).toEqual([[], ["first"], ["then"]]);
      expect(warnings.filter(each => each.includes("legacy-form"))).toEqual([
        `7:5 legacy-form the key "${word}" is read as "needs" in 2 tasks; write \`needs:\``,
      ]);
    },
  );

  test.each([
    ["depends-on", "write `needs`, once for each task"],
    ["waitFor", "write `needs`, once for each task"],
    ["run_after", "write `needs`, once for each task"],
    ["predecessors", "write `needs`, once for each task"],
    ["blocks", "write `needs` on the task that waits for this one"],
    ["approvers", "write `gate: [octocat]`"],
    ["min_approvals", "move it under phases.execute"],
    ["cwd", "write `run: cd web && …`"],
    ["sources", "leave it out: a task runs once, whatever it reads"],
    ["desc", "write `description`"],
    ["stage", "write `needs`"],
    ["rules", "write `when: always` or `when: failure`"],
    ["before_script", "write `setup` at the top of the file"],
    ["preconditions", "write `prerequisites` at the top of the file"],
    ["soft_fail", "write `when: always` on the tasks that need this one"],
    ["on_failure", "write `when: failure`, on a task that needs this one"],
    ["trigger_rule", "write `when: always` or `when: failure`"],
    ["execution_timeout", "write `timeout: 30m`"],
    ["retryStrategy", "write `retries`"],
    ["restart", "write `retries`"],
    ["concurrency_group", "write `resources`"],
    ["artifact_paths", "write `deliverables`"],
    ["require_approval", "write `gate: true`"],
    ["story", "write `description`"],
    ["parallel", "leave it out: tasks run at the same time where `needs` lets them"],
    ["withItems", "write one task for each of them"],
    ["uses", "write the commands as `run`"],
    ["subtasks", "write them as tasks of their own, with `needs`"],
    ["shell", "leave it out: `run` is given to bash"],
    ["model", "ANTHROPIC_MODEL"],
  ])("%s on a task is refused with what says the same here", (word, remedy) => {
    expect(errors(tasks(`${word}: first`))[0]).toContain(remedy);
  });

  test.each([
    ["strategy: parallel", "`milestone execute --strategy=parallel`"],
    ["max_parallel: 3", "`milestone execute --agents=8`"],
    ["gate: true", "move it under a task"],
    ["task: {}", "write `tasks`"],
    ["steps: []", "write `tasks`"],
    ["services: {}", "write `tasks`"],
    ["pipeline: {}", "write `tasks`"],
    ["stages: [build]", "write `needs` on each task"],
    ["finally: {}", "write `when: always` on a task that needs the others"],
    ["on: push", "leave it out: the workflow says what starts a milestone"],
    ["fail_fast: true", "leave it out: what stops a task stops only what needs it"],
    ["deadline: 2030-01-01", "write `due`"],
  ])("%s at the top is refused with where that is said", (line, remedy) => {
    expect(errors(`${tasks("run: echo")}${line}\n`).join("\n")).toContain(remedy);
  });

  test("as several names in one text, or a list of tasks by name, is refused with the right form", () => {
    expect(errors(tasks("needs: first, last"))[0]).toContain("write several as a list: `[a, b]`");
    expect(errors("id: m\ntasks:\n  - build: npm run build\n")[0]).toContain(
      "write it as `id: build` and `run: …`",
    );
    expect(errors("id: m\ntasks:\n  build: { run: [a, b] }\n")).toHaveLength(1);
  });

  test("twice, or by two words, is refused: none of them is dropped", () => {
    expect(errors(tasks("needs: [first]\n    dependencies: [first]"))[0]).toMatch(
      /both needs and dependencies/,
    );
    expect(errors(tasks("needs: [first]\n    after: [first]"))[0]).toMatch(
      /^8:5 misspelt-key the key "after".*`needs`/,
    );
  });
});

describe("short words on a task", () => {
  test("the least plan has two lines, and no warning", () => {
    const { tasks, warnings, compliance } = plan("id: m\ntasks: { build: npm run build }\n");
    expect(warnings).toEqual([]);
    expect(compliance).toMatchObject({ score: 100, declared: ["build"], migrated: [], standard: [] });
    expect(tasks).toMatchObject([{ id: "build", declared: true, migrated: false }]);
    expect(tasks[0]?.phases).toMatchObject([
      { phase: "execute", executor: { kind: "run", command: "npm run build" }, deliverables: [], gate: null },
    ]);
  });

  test("tasks as a map hold commands, maps and tasks that say nothing", () => {
    const text = `${M}tasks:\n  a: "true"\n  b: { needs: a, run: make b, timeout: 5m }\n  c: { needs: [a, b] }\n  d:\n`;
    expect(
      plan(text).tasks.map(task => [task.id, task.dependencies, task.phases[0]?.executor]),
    ).toMatchObject([
      ["a", [], { kind: "run", command: "true" }],
      ["b", ["a"], { kind: "run", command: "make b", timeoutMs: 300_000 }],
      ["c", ["a", "b"], { kind: "run", command: "make" }],
      ["d", [], { kind: "run", command: "make" }],
    ]);
  });

  test("are those of the executor, and what is left out comes from milestone and config key by key", () => {
    const text =
      "id: m\nexecutor: { run: usual, retries: 0, env: [KEY] }\ntasks:\n  a: { agent: codex, timeout: 1s }\n  b: { run: x, retries: 2, backoff: 1s, env: { NAME: here } }\n  c: { manual: true }\n";
    const executors = plan(text, "executor: { backoff: 9s }").tasks.map(task => task.phases[0]?.executor);
    expect(executors).toMatchObject([
      { kind: "agent", profile: "codex", timeoutMs: 1000, retries: 0, backoffMs: 9000, env: { KEY: null } },
      { kind: "run", command: "x", retries: 2, backoffMs: 1000, env: { NAME: "here" } },
      { kind: "manual" },
    ]);
  });

  test("deliverables, checks, criteria and gate are those of the last phase", () => {
    const text = `id: m\ntasks:
  - id: a
    run: make
    phases: [execute, design]
    deliverables: [{ changed: "src/**" }]
    checks: [npm test]
    acceptance_criteria: [It builds]
    gate: [octocat]
`;
    const [task] = plan(text).tasks;
    expect(task?.phases).toMatchObject([
      {
        phase: "design",
        deliverables: [],
        checks: [],
        gate: { transition: "design_to_spec", approvers: [] },
      },
      {
        phase: "execute",
        deliverables: [{ changed: "src/**" }],
        checks: ["npm test"],
        acceptanceCriteria: ["It builds"],
        gate: { transition: "execute_completion", approvers: ["octocat"] },
      },
    ]);
  });

  test.each([
    ["run: a\n    executor: { run: b }", /`run` also stands below `executor`/],
    ["timeout: 1s\n    executor: { timeout: 2s }", /`timeout` also stands below `executor`/],
    ["run: a\n    agent: claude", /only one of run, agent and manual/],
    ["agent: clod", /there is no agent profile "clod"/],
    ["phases: [design]\n    kiro_workflow: { enabled: true }", /both `phases` and `kiro_workflow`/],
    ["phases: []", /at least one phase/],
    ["phases: [build]", /one of design, spec, task, execute/],
    ["gate: maybe", /true, false, or a list of approvers/],
    ["checks: [a]\n    phases: { execute: { checks: [b] } }", /`checks` also stands in the phase execute/],
    ["gate: true\n    phases: { execute: { gate: false } }", /`gate` also stands in the phase execute/],
  ])("%s is refused", (line, reason) => {
    expect(errors(`${M}tasks:\n  - id: a\n    ${line}\n`).join()).toMatch(reason);
  });
});

describe("phases by name", () => {
  const phasesOf = (text: string, config?: string) =>
    plan(text, config).tasks.map(task => task.phases.map(each => each.phase).join(" "));

  test("on the task, the milestone or the config, nearest first, in the fixed order", () => {
    const text = "id: m\nexecutor: { run: x }\ntasks:\n  a: { phases: [execute, spec] }\n  b: {}\n";
    expect(phasesOf(`${text}phases: [design, execute]\n`, "phases: [task]")).toEqual([
      "spec execute",
      "design execute",
    ]);
    expect(phasesOf(text, "phases: [task]")).toEqual(["spec execute", "task"]);
  });

  test("as a map say what each phase is, and lower levels fill in", () => {
    const text = `id: m
executor: { run: usual }
phases:
  design: { agent: claude, deliverables: [design.md], gate: [octocat] }
  execute: { checks: [npm test] }
tasks:
  a: { description: First }
  b: { phases: { design: { gate: false }, execute: } }
`;
    const { tasks, warnings } = plan(text);
    expect(warnings).toEqual([]);
    const [design, execute] = tasks[0]!.phases;
    expect(design).toMatchObject({
      executor: { kind: "agent", profile: "claude" },
      deliverables: [{ path: "design.md" }],
      gate: { approvers: ["octocat"] },
    });
    expect(execute).toMatchObject({
      executor: { kind: "run", command: "usual" },
      checks: ["npm test"],
      gate: null,
    });
    expect(tasks[1]?.phases[0]?.gate).toBeNull();
  });

  test("a task that says nothing keeps the four phases, and kiro_workflow its meaning", () => {
    const text =
      "id: m\nexecutor: { run: x }\ntasks:\n  a: {}\n  b: { run: y, kiro_workflow: { enabled: true } }\n  c: { run: z }\n";
    expect(phasesOf(text)).toEqual(["design spec task execute", "design spec task execute", "execute"]);
    expect(plan(text).compliance).toMatchObject({ score: 100, native: 1, migrated: ["a"], declared: ["c"] });
  });

  test("enforcement: strict that is written wants all four", () => {
    const strict = "id: m\nkiro_configuration: { enforcement: strict }\nexecutor: { run: x }\n";
    expect(errors(`${strict}tasks:\n  - id: a\n    run: make\n`)).toEqual([
      '5:9 bad-value the task "a" has fewer than the four phases that `enforcement: strict` asks for; leave the enforcement out (or write `flexible`), or give the task `phases: [design, spec, task, execute]`',
    ]);
    expect(errors(`${strict}tasks:\n  a: { run: make, phases: [design, spec, task, execute] }\n`)).toEqual(
      [],
    );
  });
});
