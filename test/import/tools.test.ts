import { describe, expect, test } from "vitest";
import { importCommand } from "../../src/commands/import-command.ts";
import { Refusal } from "../../src/engine/refusal.ts";
import { memoryFiles } from "./memory-files.ts";
import { importPlan, request } from "./read.ts";

const rows = (plan: Awaited<ReturnType<typeof importPlan>>["plan"]) =>
  plan.tasks.filter(task => task.id !== "specification").map(({ id, title, status }) => [id, title, status]);

async function refusal(files: Record<string, string>, source: string) {
  const error = await importCommand(request(memoryFiles(files), { source })).catch(
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof Refusal)) throw new Error("it was not refused");
  const { message, remedy, line } = error.complaints[0]!;
  return { text: `${message}; ${remedy}`, line };
}

const OPENSPEC = {
  "openspec/changes/fast/proposal.md":
    "# Change: Faster start\n\n## Why\nIt is slow.\n\n## What Changes\n- Start lazily\n",
  "openspec/changes/fast/design.md": "# Design\nLoad late.\n",
  "openspec/changes/fast/specs/loader/spec.md":
    "## ADDED Requirements\n### Requirement: Lazy start\nThe system SHALL start lazily.\n\n#### Scenario: First call\n- **WHEN** it is called first\n- **THEN** it loads\n\n## REMOVED Requirements\n### Requirement: Eager start\n",
  "openspec/changes/fast/tasks.md":
    "## 1. Loader\n- [x] 1.1 Split it\n- [ ] 1.2 Load late\n## 2. Docs\n- [ ] 2.1 Describe it\n",
  "openspec/changes/archive/2026-01-01-old/tasks.md": "- [x] 1.1 Old\n",
};

describe("an OpenSpec change", () => {
  test("gives its proposal's title, its deltas as spec and its scenarios as criteria", async () => {
    const { plan, task, outcome } = await importPlan(OPENSPEC, { source: "openspec/changes/fast" });
    expect(outcome.text).toMatch(/^openspec: /);
    expect([plan.title, plan.description.slice(0, 11)]).toEqual(["Faster start", "It is slow."]);
    expect(rows(plan)).toEqual([
      ["1.1", "Split it", "completed"],
      ["1.2", "Load late", "pending"],
      ["2.1", "Describe it", "pending"],
    ]);
    expect(task("1.2").phases.at(-1)!.acceptanceCriteria).toEqual([
      "Lazy start / First call: WHEN it is called first; THEN it loads",
      "Eager start is removed",
    ]);
    const [design, spec] = task("specification").phases;
    expect(design!.deliverables).toHaveLength(2);
    expect(spec!.deliverables).toMatchObject([{ path: "specs/loader/spec.md" }]);
  });

  test("is found below openspec, the archive left out", async () => {
    expect((await importPlan(OPENSPEC, { source: "openspec" })).plan.id).toBe("fast");
    expect((await refusal(OPENSPEC, "openspec/changes/archive")).text).toContain("OpenSpec's archive");
  });
});

test("a Conductor track has its tasks with their steps, without the commits behind them", async () => {
  const plan =
    "# Implementation Plan: Signing in\n\n## Phase 1: Base [checkpoint: 70cf326]\n- [x] Task: Add the table [3c07c86]\n    - [x] Write the test\n- [~] Task: Add the form\n    - [ ] Write the test\n\n## Phase 2: Finish\n- [ ] Task: Conductor - User Manual Verification\n";
  const files = {
    "conductor/tracks/login_20260101/plan.md": plan,
    "conductor/tracks/login_20260101/spec.md": "# Spec\n",
    "conductor/tracks/login_20260101/metadata.json": "{}",
    "conductor/product.md": "x",
  };
  const { plan: read, task } = await importPlan(files, { source: "conductor" });
  expect(read.title).toBe("Signing in");
  expect(rows(read).map(([, ...rest]) => rest)).toEqual([
    ["Add the table", "completed"],
    ["Add the form", "in_progress"],
    ["Conductor - User Manual Verification", "pending"],
  ]);
  expect(task("add-the-form").description).toContain("- [ ] Write the test");
  expect(task("add-the-form").dependencies).toEqual(["add-the-table"]);
});

describe("a Backlog.md board", () => {
  const of = (id: string, more: string, body = "") =>
    `---\nid: ${id}\ntitle: 'Task ${id}'\n${more}---\n\n## Description\n\nDo ${id}.\n\n## Acceptance Criteria\n<!-- AC:BEGIN -->\n- [ ] #1 It works\n<!-- AC:END -->\n${body}`;
  const board = {
    "backlog/config.yml": 'project_name: "Shop"\n',
    "backlog/tasks/task-1 - One.md": of("task-1", "status: In Progress\ndependencies: []\npriority: high\n"),
    "backlog/tasks/task-2 - Two.md": of("task-2", "status: To Do\ndependencies:\n  - task-1\n  - TASK-9\n"),
    "backlog/tasks/task-2.1 - Part.md": of(
      "task-2.1",
      "status: To Do\ndependencies: []\nparent_task_id: task-2\n",
    ),
    "backlog/tasks/task-3 - Maybe.md": of("task-3", "status: Draft\ndependencies: []\n"),
    "backlog/completed/task-8 - Old.md": of("task-8", "status: Done\ndependencies: []\n"),
    "backlog/completed/task-9 - Base.md": of("task-9", "status: Done\ndependencies: []\n"),
  };

  test("gives its tasks with status, order, parents and criteria", async () => {
    const { plan, task, notes } = await importPlan(board, { source: "backlog" });
    expect(plan.title).toBe("Shop");
    expect(rows(plan).map(([id, , status]) => [id, status])).toEqual([
      ["task-9", "completed"],
      ["task-1", "in_progress"],
      ["task-2", "pending"],
      ["task-2.1", "pending"],
    ]);
    expect(task("task-2").dependencies).toEqual(["task-9", "task-1", "task-2.1"]);
    expect(task("task-1").phases.at(-1)!.acceptanceCriteria).toEqual(["It works"]);
    expect(notes.join("\n")).toMatch(/drafts.*task-3[\s\S]*nothing open.*task-8/);
  });

  test("names a file whose front matter is broken", async () => {
    expect(
      (await refusal({ ...board, "backlog/tasks/task-4 - Bad.md": "---\nid: [\n---\n" }, "backlog")).text,
    ).toContain("front matter");
  });
});

describe("a GSD roadmap", () => {
  const roadmap =
    "# Roadmap: Articles\n\n## Phases\n\n- [x] **Phase 1: Base** - the pipeline\n- [ ] **Phase 2: Search** - find them\n- [ ] **Phase 3: Mail** - send them\n\n## Phase Details\n\n### Phase 1: Base\n**Goal**: It runs\n**Depends on**: Nothing (first phase)\n**Plans**: 1 plan\n\nPlans:\n- [x] 01-01-PLAN.md — Scaffold\n\n### Phase 2: Search\n**Goal**: Readers find articles\n**Depends on**: Phase 1\n**Success Criteria** (what must be TRUE):\n  1. A word finds its articles\n**Plans**: 2 plans\n\nPlans:\n- [ ] 02-01-PLAN.md — Index\n- [ ] 02-02-PLAN.md — Form\n\n### Phase 3: Mail\n**Goal**: Readers get mail\n**Depends on**: Phase 1\n**Success Criteria**:\n  1. A letter arrives\n**Plans**: TBD\n";
  const plan = (wave: number, needs: string) =>
    `---\nphase: 02-search\nplan: 01\ntype: execute\nwave: ${wave}\ndepends_on: [${needs}]\nfiles_modified: [src/a.ts]\nmust_haves:\n  truths:\n    - "It is found"\n---\n\n<objective>\nMake it. Well.\n</objective>\n`;
  const files = {
    ".planning/ROADMAP.md": roadmap,
    ".planning/PROJECT.md": "# Articles\n",
    ".planning/STATE.md": "# State\n",
    ".planning/phases/01-base/01-01-PLAN.md": plan(1, ""),
    ".planning/phases/01-base/01-01-SUMMARY.md": "done\n",
    ".planning/phases/02-search/02-01-PLAN.md": plan(1, ""),
    ".planning/phases/02-search/02-02-PLAN.md": plan(2, ""),
  };

  test("gives each plan as a task, and a phase without plans as one", async () => {
    const { plan: read, task, notes } = await importPlan(files, { source: ".planning" });
    expect(rows(read)).toEqual([
      ["phase-1", "Base", "completed"],
      ["phase-2", "Search", "pending"],
      ["phase-3", "Mail", "pending"],
      ["01-01", "Scaffold", "completed"],
      ["02-01", "Index", "pending"],
      ["02-02", "Form", "pending"],
    ]);
    expect(task("02-02").dependencies).toContain("02-01");
    expect(task("02-01").dependencies).toContain("phase-1");
    expect(task("phase-3").phases.at(-1)!.acceptanceCriteria).toEqual(["A letter arrives"]);
    expect(task("02-01").phases.at(-1)!.acceptanceCriteria).toEqual(["It is found"]);
    expect(notes.filter(note => note.includes("outside of the list"))).toEqual([]);
  });
});

describe("BMAD's stories", () => {
  const files = {
    "docs/impl/sprint-status.yaml":
      "project: Plants\ndevelopment_status:\n  epic-1: in-progress\n  1-1-shell: done\n  1-2-login: ready-for-dev\n  epic-1-retrospective: optional\n  epic-2: backlog\n  2-1-photos: backlog\n",
    "docs/impl/1-2-login.md":
      "# Story 1.2: Sign in\n\nStatus: ready-for-dev\n\n## Story\n\nAs a user I sign in.\n\n## Acceptance Criteria\n\n1. A form is shown\n2. A wrong word is refused\n\n## Tasks / Subtasks\n\n- [ ] Form (AC: 1)\n",
  };

  test("come with status, title and criteria, epic after epic", async () => {
    const { plan, task, notes } = await importPlan(files, { source: "docs/impl" });
    expect(plan.title).toBe("Plants");
    expect(rows(plan)).toEqual([
      ["1.1", "Shell", "completed"],
      ["1.2", "Sign in", "pending"],
      ["2.1", "Photos", "pending"],
    ]);
    expect(task("1.2").phases.at(-1)!.acceptanceCriteria).toEqual([
      "A form is shown",
      "A wrong word is refused",
    ]);
    expect(task("1.2").description).toContain("- [ ] Form (AC: 1)");
    expect(task("2.1").dependencies).toEqual(["1.2"]);
    expect(notes.join("\n")).toContain("epic-1-retrospective");
  });
});

test("Beads issues come in the order that blocks them, an epic as a heading", async () => {
  const issue = (id: string, more: object = {}) =>
    JSON.stringify({ id, title: `Do ${id}`, status: "open", issue_type: "task", ...more });
  const text = [
    issue("bd-1", { issue_type: "epic" }),
    issue("bd-2", {
      status: "closed",
      dependencies: [{ issue_id: "bd-2", depends_on_id: "bd-1", type: "parent-child" }],
    }),
    issue("bd-3", {
      priority: 1,
      estimated_minutes: 90,
      acceptance_criteria: "- [ ] It works",
      dependencies: [
        { depends_on_id: "bd-2", type: "blocks" },
        { depends_on_id: "bd-1", type: "parent-child" },
        { depends_on_id: "bd-2", type: "discovered-from" },
      ],
    }),
    issue("bd-4", { status: "tombstone" }),
    issue("bd-5", { status: "closed", close_reason: "duplicate of bd-3" }),
  ].join("\n");
  const { plan, task, notes } = await importPlan({ ".beads/issues.jsonl": text }, { source: ".beads" });
  expect(rows(plan).map(([id, , status]) => [id, status])).toEqual([
    ["bd-1", "pending"],
    ["bd-2", "completed"],
    ["bd-3", "pending"],
    ["bd-5", "skipped"],
  ]);
  expect(task("bd-1").dependencies).toEqual(["bd-2", "bd-3"]);
  expect(task("bd-3")).toMatchObject({ dependencies: ["bd-2"], estimatedHours: 1.5 });
  expect(task("bd-1").phases.at(-1)!.executor).toMatchObject({ kind: "run" });
  expect(notes.join("\n")).toContain("bd-4 in line 4");
  expect((await refusal({ ".beads/issues.jsonl": `${text}\n{` }, ".beads")).line).toBe(6);
});

test("a Ralph loop's stories run by priority, and what passes is done", async () => {
  const story = (id: string, priority: number, passes: boolean) => ({
    id,
    title: `Story ${id}`,
    description: "As a user",
    acceptanceCriteria: ["Typecheck passes"],
    priority,
    passes,
    notes: "",
  });
  const text = JSON.stringify(
    {
      project: "Shop",
      branchName: "ralph/x",
      userStories: [story("US-002", 2, false), story("US-001", 1, true), story("US-003", 3, false)],
    },
    null,
    2,
  );
  const { plan, task } = await importPlan(
    { "scripts/ralph/prd.json": text },
    { source: "scripts/ralph/prd.json" },
  );
  expect(plan.title).toBe("Shop");
  expect(rows(plan).map(([id, , status]) => [id, status])).toEqual([
    ["US-002", "pending"],
    ["US-001", "completed"],
    ["US-003", "pending"],
  ]);
  expect(task("US-002").dependencies).toEqual(["US-001"]);
  expect(task("US-003").dependencies).toEqual(["US-002"]);
  expect(task("US-003").phases.at(-1)!.acceptanceCriteria).toEqual(["Typecheck passes"]);
});

test("a feature list keeps its steps as criteria, whatever the file is called", async () => {
  const text = JSON.stringify([
    { category: "functional", description: "Login works", steps: ["open", "sign in"], passes: true },
    { description: "Logout works", steps: ["click"], passes: false },
    "no feature",
  ]);
  for (const name of ["feature_list.json", "features.json"]) {
    const { plan, task, notes } = await importPlan({ [name]: text }, { source: name });
    expect(rows(plan)).toEqual([
      ["login-works", "Login works", "completed"],
      ["logout-works", "Logout works", "pending"],
    ]);
    expect(task("logout-works").phases.at(-1)!.acceptanceCriteria).toEqual(["click"]);
    expect(notes.join("\n")).toContain("entry 3 in line 1");
  }
});

describe("a list that a person keeps", () => {
  test("gives its boxes, or its bullets where it has none", async () => {
    const boxes = await importPlan(
      { "TODO.md": "# To do\n- [ ] Write it\n  - [ ] A part\n- [x] Think\n" },
      { source: "TODO.md" },
    );
    expect(rows(boxes.plan).map(([, title, status]) => [title, status])).toEqual([
      ["Write it", "pending"],
      ["A part", "pending"],
      ["Think", "completed"],
    ]);
    const bullets = await importPlan(
      {
        "docs/TODO.md":
          "## In progress\n- Write it\n## Done\n* Think\n## Next\n1. Ship\n## Notes\n- no task\n",
      },
      { source: "docs/TODO.md" },
    );
    expect(rows(bullets.plan).map(([, title, status]) => [title, status])).toEqual([
      ["Write it", "in_progress"],
      ["Think", "completed"],
      ["Ship", "pending"],
    ]);
  });

  test("is the file that was named, without what lies beside it", async () => {
    const { plan, files } = await importPlan(
      { "tasks.md": "- [ ] 1. One\n", "README.md": "# Read me\n", "src/x.md": "x" },
      { source: "tasks.md" },
    );
    expect(rows(plan)).toEqual([["1", "One", "pending"]]);
    expect([...files.keys()].filter(path => path.startsWith(".milestones/deliverables/"))).toHaveLength(1);
  });

  test("is refused without tasks, with the way to have it planned", async () => {
    expect((await refusal({ "PRD.md": "# Shop\n\nWe want a shop.\n" }, "PRD.md")).text).toContain(
      "--from PRD.md",
    );
  });
});

test.each([
  ["tasks.csv", "a table"],
  ["plan.org", "Org mode"],
  ["todo.txt", "todo.txt"],
  [".cursor/plans/a.plan.md", "coding agent"],
  ["spec.docx", "office program"],
])("a plan of a tool that is not read is named: %s", async (path, tool) => {
  expect((await refusal({ [path]: "x\n" }, path)).text).toContain(tool);
});

test.each([
  [
    ".kiro/specs/a/tasks.md",
    "# T\n<<<<<<< HEAD\n- [ ] 1. A\n=======\n- [ ] 1. B\n>>>>>>> x\n",
    ".kiro/specs/a",
    2,
  ],
  ["tasks.json", '{\n"tasks":[\n<<<<<<< HEAD\n=======\n>>>>>>> x\n]}\n', "tasks.json", 3],
  ["prd.json", '{"userStories":[\n<<<<<<< HEAD\n=======\n>>>>>>> x\n]}\n', "prd.json", 2],
  [".beads/issues.jsonl", "<<<<<<< HEAD\n=======\n>>>>>>> x\n", ".beads", 1],
])("a merge conflict that was left in %s is refused with its line", async (path, text, source, line) => {
  const refused = await refusal({ [path]: text }, source);
  expect(refused).toMatchObject({ line });
  expect(refused.text).toContain("merge conflict");
});
