import { describe, expect, test } from "vitest";
import { editInParts, type TextEdit } from "../../../src/milestone/plan/edit-in-parts.ts";
import { openPlanText } from "../../../src/milestone/plan/edit-plan.ts";

const TASKS = 600;

/** As the engine makes them: the file's own keys, then task by task. */
function edits(count = TASKS): TextEdit[] {
  const made: TextEdit[] = [
    { path: ["status"], value: "in_progress" },
    { path: ["execution", "session_id"], value: "s" },
    { path: ["progress", "percentage"], value: 12 },
    { path: ["blockers"], value: undefined },
  ];
  for (let at = 0; at < count; at++) {
    made.push({ path: ["tasks", at, "status"], value: at % 3 === 0 ? "completed" : "pending" });
    if (at % 3 !== 0) continue;
    made.push({ path: ["tasks", at, "kiro_workflow", "phases", "design", "status"], value: "approved" });
    made.push({ path: ["tasks", at, "completed_at"], value: at % 2 ? "2026-01-01T00:00:00Z" : undefined });
  }
  return made;
}

function whole(text: string, count?: number): string {
  const plan = openPlanText(text);
  for (const { path, value } of edits(count)) plan.set(path, value);
  return plan.text();
}

const item = (at: number, indent: string): string =>
  [
    `- id: t${at} # the ${at}th`,
    `  title: 'Task ${at}'`,
    "  description: |",
    "    - no item",
    "  # what it needs",
    `  dependencies: [${at > 0 ? `t${at - 1}` : ""}]`,
    "  kiro_workflow:",
    "     enabled: true",
    "     phases: { design: { approval_required: false,",
    "       deliverables: [out.md] } }",
    "",
    `# before task ${at + 1}`,
  ]
    .map(line => (line === "" ? line : indent + line))
    .join("\n");

const list = (indent: string, count = TASKS, of = item): string =>
  Array.from({ length: count }, (_, at) => of(at, indent)).join("\n");

const head = "id: large\ntitle: Large\n# the tasks\ntasks: # all of them\n\n";

describe("A large milestone file that is edited in parts", () => {
  test.each([
    ["a list that ends the file", `${head}${list("  ")}\n`],
    ["a list that ends the file without a line's end", head + list("  ")],
    ["a list flush with its key, and keys behind it", `${head}${list("")}\nstatus: planned\nblockers: [a]\n`],
    ["lines that end as on Windows", `${head}${list("    ")}\nstatus: planned\n`.replaceAll("\n", "\r\n")],
    [
      "tasks that are commands alone",
      `${head}${list("  ", TASKS, at => (at % 2 ? item(at, "  ") : `  - npm run t${at}`))}\n`,
    ],
  ])("becomes what it becomes as a whole: %s", (_, text) => {
    expect(editInParts(text, edits())).toBe(whole(text));
  });

  test("says the same when it is edited again", () => {
    const once = editInParts(`${head}${list("  ")}\n`, edits())!;
    expect(editInParts(once, edits())).toBe(once);
  });

  test.each([
    ["a list in brackets", "id: large\ntasks: [a, b, c]\n"],
    ["tasks by their ids", "id: large\ntasks:\n  a: echo\n  b: echo\n"],
    ["a list below another key", `milestone:\n  id: large\n  tasks:\n${list("    ", 4)}\n`],
    [
      "a text in quotes with lines that look like items",
      `${head}  - id: a\n    title: "of\n  - id: x\n    more"\n  - id: b\n  - id: c\n`,
    ],
    ["a bracket that stays open over such a line", `${head}  - id: a\n    tags: [a,\n  - 1]\n  - id: b\n`],
    ["what cannot be read", `${head}  - id: a\n  - id: a: b\n  - id: c\n`],
  ])("is left to be edited as a whole where it is %s", (_, text) => {
    expect(editInParts(text, edits(1))).toBeNull();
  });

  test("is left to be edited as a whole where the edits go back to an earlier part", () => {
    const [first] = edits().filter(({ path }) => path[0] === "tasks");
    expect(editInParts(`${head}${list("  ")}\n`, [...edits(), first!])).toBeNull();
  });
});
