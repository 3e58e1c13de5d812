import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type GitHubMilestone, readGitHubMilestone } from "../../src/import/github-issues.ts";
import type { Imported, ImportedPlan } from "../../src/import/imported.ts";
import { readKiro } from "../../src/import/kiro.ts";
import { giveIds, milestoneText } from "../../src/import/milestone-text.ts";
import { readSpecKit } from "../../src/import/spec-kit.ts";
import { readTaskMaster } from "../../src/import/task-master.ts";
import { idProblem } from "../../src/milestone/names.ts";
import { readPlan } from "../../src/milestone/plan/read-plan.ts";
import { asId } from "../../src/milestone/text/slug.ts";
import { processorTime } from "../rig/processor-time.ts";
import { runs } from "../rig/runs.ts";

const RUNS = runs(150);

/** Whatever was read: a milestone that is valid without a warning and has each task once, or a refusal that helps. */
function holds(reading: Imported<ImportedPlan>): void {
  const made = reading.ok ? milestoneText(reading.value, "imported") : reading;
  if (!made.ok) {
    expect(made.problem.line).toBeGreaterThan(0);
    expect(made.problem.message).not.toBe("");
    expect(made.problem.remedy).not.toBe("");
    return;
  }
  const plan = readPlan({ file: ".milestones/active/imported.yaml", text: made.value.text });
  if (!plan.ok) throw new Error(`${plan.errors[0]?.message}\n${made.value.text}`);
  expect(plan.warnings).toEqual([]);
  const { tasks, documents } = (reading as { value: ImportedPlan }).value;
  expect(plan.plan.tasks).toHaveLength(tasks.length + (documents.length > 0 ? 1 : 0));
  for (const [index, task] of tasks.entries()) {
    const read = plan.plan.tasks.at(index - tasks.length)!;
    expect(read.status).toBe(task.state);
    if (
      !idProblem(task.id) &&
      tasks.findIndex(each => each.id.toLowerCase() === task.id.toLowerCase()) === index
    ) {
      expect(read.id).toBe(task.id);
    }
  }
}

const words = fc.oneof(
  fc.string({ maxLength: 30, unit: "grapheme" }),
  fc.string({ maxLength: 30, unit: "binary" }),
  fc.constantFrom(
    "_Requirements: 1.1_",
    "**Validates: Requirements 2**",
    "key: value # no",
    "- item",
    "```",
    "<!--",
    "\u202e",
    "'\"",
    "(depends on T003)",
    "_Depends: 2, 1_",
    "x".repeat(400),
  ),
);
const number = fc
  .array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 3 })
  .map(parts => parts.join("."));
const box = fc.constantFrom("[ ]", "[x]", "[X]", "[-]", "[~]", "[*]", "[?]", "[]", "[ ]*", "[x]*", "[✓]");
const indent = fc.constantFrom("", "  ", "    ", "\t");
const label = fc.oneof(
  number.map(n => `${n}.`),
  number.map(n => `**${n}**`),
  fc.integer({ min: 1, max: 9 }).map(n => `T00${n}`),
  fc.constantFrom("T001a", "T-002 [P]", "[T003] [US1]", "1 (P)", "", "Task 2:"),
);
const line = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(indent, box, label, words).map(([i, b, l, w]) => `${i}- ${b} ${l} ${w}`) },
  fc.tuple(indent, words).map(([i, w]) => `${i}${w}`),
  fc.tuple(fc.constantFrom("#", "##", "### Requirement"), number, words).map(([h, n, w]) => `${h} ${n} ${w}`),
  fc.constantFrom(
    "T001 blocks T002",
    "T003 depends on T001-T004",
    '```json\n{"waves":[{"tasks":["1","2.1"]},{"tasks":[1]}]}\n```',
    "**Checkpoint**: done",
    "## Phase 2: More",
  ),
);
const markdown = fc
  .tuple(fc.array(line, { maxLength: 25 }), fc.constantFrom("\n", "\r\n"))
  .map(([lines, eol]) => lines.join(eol));

describe("an import never breaks", () => {
  test("on a Kiro spec of any text", () => {
    fc.assert(
      fc.property(markdown, markdown, (list, requirements) =>
        holds(
          readKiro("specs/x", [
            { path: "specs/x/requirements.md", text: requirements },
            { path: "specs/x/tasks.md", text: list },
          ]),
        ),
      ),
      RUNS,
    );
  });

  test("on a spec-kit feature of any text", () => {
    fc.assert(
      fc.property(markdown, list =>
        holds(readSpecKit("specs/x", [{ path: "specs/x/tasks.md", text: list }])),
      ),
      RUNS,
    );
  });

  const id = fc.oneof(fc.integer({ min: 0, max: 9 }), number, words, fc.constant(undefined));
  const entry = fc.letrec<{ task: unknown }>(tie => ({
    task: fc.oneof(
      { depthSize: "small" },
      fc.record(
        {
          id,
          title: fc.oneof(words, fc.constant(null)),
          status: fc.oneof(
            fc.constantFrom(
              "done",
              "pending",
              "in-progress",
              "deferred",
              "cancelled",
              "review",
              "Blocked",
              "x",
            ),
            words,
          ),
          dependencies: fc.array(fc.oneof(id, fc.constant({ id: 1 })), { maxLength: 4 }),
          details: words,
          testStrategy: words,
          subtasks: fc.array(tie("task"), { maxLength: 3 }),
        },
        { requiredKeys: [] },
      ),
      fc.anything(),
    ),
  })).task;

  test("on a Task Master list of any content", () => {
    const data = fc.oneof(
      fc.array(entry, { maxLength: 8 }).map(tasks => ({ tasks })),
      fc.array(entry, { maxLength: 8 }).map(tasks => ({ master: { tasks } })),
      fc.array(entry, { maxLength: 8 }),
      fc.json(),
    );
    fc.assert(
      fc.property(data, content => {
        const text = typeof content === "string" ? content : (JSON.stringify(content) ?? "");
        holds(readTaskMaster({ tasks: { path: "tasks.json", text }, state: null, prd: null, tag: null }));
      }),
      RUNS,
    );
  });

  test("on the issues of any milestone", () => {
    const few = fc.integer({ min: 1, max: 8 });
    const issue = fc.record({
      number: few,
      title: words,
      body: words,
      state: fc.constantFrom("open" as const, "closed" as const),
      reason: fc.constantFrom("completed", "not_planned", "duplicate", null),
      labels: fc.array(words, { maxLength: 2 }),
      subIssues: fc.array(few, { maxLength: 3 }),
      blockedBy: fc.array(few, { maxLength: 3 }),
    });
    const milestone: fc.Arbitrary<GitHubMilestone> = fc.record({
      number: few,
      title: words,
      description: words,
      due: fc.constantFrom(null, "2027-01-31"),
      url: fc.constant("https://github.example/acme/web/milestone/1"),
      issues: fc.uniqueArray(issue, { maxLength: 8, selector: each => each.number }),
      leftOut: fc.constant([]),
    });
    fc.assert(
      fc.property(milestone, given => holds(readGitHubMilestone(given))),
      RUNS,
    );
  });

  test("on texts that hide something, which is gone afterwards", async () => {
    const hidden = ["\u202e", "\u200b", "\u0007", "\u001b[31m", "\ufffe", "\ud800", "\u2028"];
    for (const each of hidden) {
      const tasks = [
        { id: 1, title: `a${each}b`, details: `c${each}d\n\te${each}f`, testStrategy: `g${each}h` },
      ];
      const given = { path: "tasks.json", text: JSON.stringify(tasks) };
      const reading = readTaskMaster({ tasks: given, state: null, prd: null, tag: null });
      holds(reading);
      const made = reading.ok ? milestoneText(reading.value, "imported") : reading;
      expect(made.ok && made.value.text).not.toContain(each);
    }
  });

  test("on the longest lists, in time that grows with them", () => {
    const list = Array.from({ length: 3000 }, (_, n) => `- [ ] T${n + 1} [P] Do ${n}\n  - detail`).join("\n");
    const started = processorTime();
    holds(readSpecKit("specs/x", [{ path: "specs/x/tasks.md", text: list }]));
    holds(readKiro("specs/x", [{ path: "specs/x/tasks.md", text: list.replaceAll("T", "") }]));
    expect(processorTime() - started).toBeLessThan(15_000);
  });

  test("on a line made to take long", () => {
    const evil = [
      "1".repeat(5000),
      "1, ".repeat(3000),
      "T1-".repeat(3000),
      "#".repeat(9000) + " x",
      "[".repeat(9000),
    ];
    const started = processorTime();
    for (const each of evil) {
      const text = `- [ ] 1. a\n  - _R: ${each}x_\n# ${each}\n${each} before ${each}\n- [ ] ${each}\n`;
      holds(readKiro("specs/x", [{ path: "specs/x/tasks.md", text }]));
      holds(readSpecKit("specs/x", [{ path: "specs/x/tasks.md", text }]));
    }
    expect(processorTime() - started).toBeLessThan(5_000);
  });
});

describe("ids", () => {
  test("are valid and unique ignoring case, and stay as they are where they can", () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(words, number, fc.constantFrom("a", "A", "a-2", "x.lock", "..")), {
          maxLength: 30,
        }),
        wanted => {
          const { ids } = giveIds(wanted);
          expect(ids.filter(each => idProblem(each))).toEqual([]);
          expect(new Set(ids.map(each => each.toLowerCase())).size).toBe(wanted.length);
        },
      ),
    );
  });

  test("are made of what is there", () => {
    expect(asId("Überblick & Ziele")).toBe("Uberblick-Ziele");
    expect(asId("../../etc")).toBe("etc");
    expect(asId("a..b.lock")).toBe("a.b");
    expect(asId("任务")).toBe("");
  });
});
