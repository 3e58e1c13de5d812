import { describe, expect, test } from "vitest";
import { importPlan } from "./read.ts";

/** What an import of one list gives: its tasks without the one that holds the documents, and its notes as one text. */
async function list(text: string, at = ".kiro/specs/a") {
  const beside: Record<string, string> = at.startsWith("specs/") ? { [`${at}/spec.md`]: "# Spec\n" } : {};
  const {
    plan,
    notes,
    text: file,
  } = await importPlan({ [`${at}/tasks.md`]: text, ...beside }, { source: at });
  const tasks = plan.tasks.filter(task => task.id !== "specification");
  const needs = (id: string) => {
    const seen = new Set<string>();
    const open = [id];
    for (let next = open.pop(); next !== undefined; next = open.pop())
      for (const each of plan.tasks.find(task => task.id === next)?.dependencies ?? [])
        if (each !== "specification" && !seen.has(each)) {
          seen.add(each);
          open.push(each);
        }
    return [...seen].sort();
  };
  return {
    tasks,
    notes: notes.join("\n"),
    needs,
    file,
    titles: tasks.map(task => task.title),
    status: (id: string) => tasks.find(task => task.id === id)?.status,
    runs: (id: string) => tasks.find(task => task.id === id)?.phases.at(-1)?.executor,
  };
}

describe("what a list says of order", () => {
  test.each([
    "_Depends: 1.2_",
    "_Depends:_ 1.2",
    "*Depends:* 1.2",
    "**Depends on**: 1.2",
    "Blocked by: 1.2",
    "depends_on: [1.2]",
    "Depends on 1.2",
    "依赖: 1.2",
  ])("is read from %s", async label => {
    const { needs } = await list(
      `- [ ] 1. Core\n  - [ ] 1.1 A\n  - [ ] 1.2 (P) B\n  - [ ] 1.3 (P) C\n    - ${label}\n`,
    );
    expect(needs("1.3")).toContain("1.2");
  });

  test.each([
    "(depends: T002)",
    "(after T002)",
    "[blocked by T002]",
    "(needs T001 and T002)",
    "(deps: T001–T002)",
  ])("is read from %s in the words of a task", async words => {
    const { needs } = await list(
      `## Phase 1\n- [ ] T001 [P] A\n- [ ] T002 [P] B\n- [ ] T003 [P] C ${words}\n`,
      "specs/001-a",
    );
    expect(needs("T003")).toContain("T002");
  });

  test("is read where a task says what it blocks", async () => {
    const { needs } = await list("- [ ] 1. (P) A\n- [ ] 2. (P) B\n  - Blocks: 1\n");
    expect(needs("1")).toEqual(["2"]);
  });

  test("may name a whole phase, everything before, or a title", async () => {
    const text =
      "## Phase 1: Base\n- [ ] T001 [P] A\n- [ ] T002 [P] B\n## Phase 2: More\n- [ ] T003 [P] C\n- [ ] T004 [P] D\n  - Depends on: Phase 1\n- [ ] T005 [P] E\n  - Depends on: all previous tasks\n";
    const { needs } = await list(text, "specs/001-a");
    expect(needs("T004")).toEqual(["T001", "T002"]);
    expect(needs("T005")).toEqual(["T001", "T002", "T003", "T004"]);
    const titled = await list("- [ ] Write the parser\n- [ ] Ship it\n  - Depends on: Write the parser\n");
    expect(titled.needs("ship-it")).toEqual(["write-the-parser"]);
  });

  test("is noted by its line where it names no task", async () => {
    const { notes, tasks } = await list(
      "- [ ] 1. A\n  - Depends on: 9\n- [ ] 2. B\n  - Depends on: the new database\n",
    );
    expect(notes).toContain("9 (by 1, line 2)");
    expect(notes).toContain("the new database (by 2, line 4)");
    expect(tasks[1]!.description).toContain("the new database");
  });

  test.each([
    '{"waves": [["1","2"],["3","4"]]}',
    '{"waves": [[1,2],[3,4]]}',
    '{"waves": {"1": ["1","2"], "2": ["3","4"]}}',
    '{"graph": {"waves": [{"wave": 1, "task_ids": ["1","2"]}, {"wave": 2, "task_ids": ["3","4"]}]}}',
    "waves:\n  - [1, 2]\n  - [3, 4]",
    "wave_1: [1, 2]\nwave_2: [3, 4]",
  ])("may be waves in a block of code: %s", async code => {
    const { needs } = await list(
      `- [ ] 1. A\n- [ ] 2. B\n- [ ] 3. C\n- [ ] 4. D\n\n## Task Dependency Graph\n\`\`\`\n${code}\n\`\`\`\n`,
    );
    expect([needs("2"), needs("3"), needs("4")]).toEqual([[], ["1", "2"], ["1", "2"]]);
  });

  test.each([
    "- **Wave 1**: 1, 2\n- **Wave 2** (after wave 1): 3, 4",
    "| Wave | Tasks |\n|---|---|\n| 1 | 1, 2 |\n| 2 | 3, 4 |",
  ])("may be waves in words: %s", async words => {
    const { needs } = await list(`- [ ] 1. A\n- [ ] 2. B\n- [ ] 3. C\n- [ ] 4. D\n\n## Waves\n\n${words}\n`);
    expect([needs("2"), needs("3"), needs("4")]).toEqual([[], ["1", "2"], ["1", "2"]]);
  });

  test("may be a drawn graph, and one that cannot be read is noted by its line", async () => {
    const drawn = await list(
      "## Phase 1\n- [ ] T001 [P] A\n- [ ] T002 [P] B\n- [ ] T003 [P] C\n\n```mermaid\ngraph TD\n  T001 --> T003\n  T002[T002: B] --> T003\n```\n",
      "specs/001-a",
    );
    expect(drawn.needs("T003")).toEqual(["T001", "T002"]);
    const unread = await list('- [ ] 1. A\n- [ ] 2. B\n\n```json\n{"waves": "see the wiki"}\n```\n');
    expect(unread.notes).toContain("line 4");
  });

  const stories = (say: string) =>
    `## Phase 1: Setup\n- [ ] T001 Setup\n## Phase 2: Foundational\n- [ ] T002 Base\n## Phase 3: User Story 1 - A (P1)\n- [ ] T003 [US1] a\n- [ ] T004 [US1] b\n## Phase 4: User Story 2 - B\n- [ ] T005 [US2] c\n## Phase 5: User Story 3 - C\n- [ ] T006 [US3] d\n## Phase 6: Polish\n- [ ] T007 Polish\n## Dependencies\n${say}\n`;

  test("lets user stories run side by side where the list says so", async () => {
    const { needs, notes } = await list(
      stories(
        "- **User Stories**: can proceed in parallel once Foundational is done\n- **User Story 3**: builds on User Story 1",
      ),
      "specs/001-a",
    );
    expect(needs("T005")).toEqual(["T001", "T002"]);
    expect(needs("T004")).toEqual(["T001", "T002", "T003"]);
    expect(needs("T006")).toEqual(["T001", "T002", "T003", "T004"]);
    expect(needs("T007")).toEqual(["T001", "T002", "T003", "T004", "T005", "T006"]);
    expect(notes).toContain("US3 after US1");
  });

  test("keeps user stories in order where it says nothing, and tells so", async () => {
    const { needs, notes } = await list(stories("- Work from the top."), "specs/001-a");
    expect(needs("T005")).toContain("T004");
    expect(notes).toContain("one after the other");
  });
});

describe("what a list says of work", () => {
  test.each([
    "- [ ] ~~2. Dropped~~ (postponed)",
    "- [ ] 2. ~~Dropped~~",
    "- [ ] ~~**2. Dropped**~~ → moved to 3",
    "- [ ] <del>2. Dropped</del>",
    "- [ ] ~~2.~~ ~~Dropped~~ removed",
  ])("counts as skipped when it is struck out: %s", async line => {
    const { tasks, notes } = await list(`- [ ] 1. Keep\n${line}\n  - [ ] 2.1 Part\n- [ ] 3. Also\n`);
    const dropped = tasks.find(task => task.title.includes("Dropped"))!;
    expect(dropped.status).toBe("skipped");
    expect(tasks.find(task => task.title === "Part")!.status).toBe("skipped");
    expect(notes).toContain("line 2");
  });

  test("is what is left where only some words are struck", async () => {
    const { tasks } = await list("- [ ] 1. Use ~~Redis~~ Postgres\n");
    expect(tasks.map(({ title, status }) => [title, status])).toEqual([["Use Postgres", "pending"]]);
  });

  test("stays open while a box in it is, which a note tells", async () => {
    const { status, notes, tasks } = await list(
      "- [x] 1.1 Parser\n  - [ ] handle empty input\n- [ ] 1.2 Wire\n",
    );
    expect(status("1.1")).toBe("in_progress");
    expect(notes).toMatch(/1\.1 \(line 2: handle empty input\)/);
    expect(tasks[0]!.description).toContain("handle empty input");
  });

  test("may stand in numbered lines beside the boxes", async () => {
    const { titles, runs, status } = await list(
      "1. Set up\n   - [x] 1.1 Folders\n\n2. Build\n   - Reads a file\n\n3. Ship\n   - [ ] 3.1 Publish\n",
    );
    expect(titles).toEqual(["Set up", "Folders", "Build", "Ship", "Publish"]);
    expect(runs("2")).toMatchObject({ kind: "agent" });
    expect(runs("3")).toMatchObject({ kind: "run", command: "true" });
    expect(status("1")).toBe("completed");
  });

  test("may stand in a heading without boxes where its sisters have some", async () => {
    const { titles, notes } = await list(
      "## 1. Set up\n- [ ] 1.1 Folders\n\n## 2. Build the parser\n\nReads a file.\n\n## 3. Ship\n- [ ] 3.1 Publish\n",
    );
    expect(titles).toContain("Build the parser");
    expect(notes).toContain("line 4");
  });

  test.each(["2.5", "2.1"])("stays with a task behind which %s was put in", async number => {
    const { runs, needs } = await list(
      `- [x] 1. Schema\n- [ ] 2. Endpoint\n- [ ] ${number} Rate limit\n- [ ] 3. Docs\n`,
    );
    expect(runs("2")).toMatchObject({ kind: "agent" });
    expect(needs("3")).toContain("2");
    expect(needs("3")).toContain(number);
  });

  test("becomes a heading, with a note, in a list that is flat throughout", async () => {
    const { runs, notes } = await list(
      "- [ ] 1. Group\n- [ ] 1.1 A\n- [ ] 1.2 B\n- [ ] 2. Other\n- [ ] 2.1 C\n",
    );
    expect(runs("1")).toMatchObject({ kind: "run", command: "true" });
    expect(notes).toContain("1 in line 1 (1.1, 1.2)");
  });

  test("is one task where it stands there twice, done where one of them is", async () => {
    const { titles, status, notes } = await list(
      "## Phase 1\n- [ ] T001 A\n- [ ] T002 Write a.js\n- [x] T002 Write a.js\n- [ ] T002 Another\n",
      "specs/001-a",
    );
    expect(titles).toEqual(["A", "Write a.js", "Another"]);
    expect(status("T002")).toBe("completed");
    expect(notes).toMatch(/T002 in lines 3 and 4 \(pending and completed\)/);
  });

  test("without a number is kept where it stands open in one section and done in another, and told", async () => {
    const { titles, notes } = await list(
      "## Doing\n- [ ] Fix login\n\n## Done\n- [x] fix Login\n",
      "TODO.md",
    );
    expect(titles).toEqual(["Fix login", "fix Login"]);
    expect(notes).toContain("both open and done, in two sections; both are kept");
    expect(notes).toContain('"Fix login" in lines 2 and 5');
  });

  test.each([
    "## Notes\n- [P] tasks = different files\n- [Story] = the story",
    "## Legend\n- [ ] to do\n- [x] done\n- [~] under way",
    "## Notes\n- [ ] = open\n- [x] means finished",
    "Format: `- [ ] T001`",
  ])("is not made of a legend: %s", async legend => {
    for (const [text, at] of [
      ["- [ ] 1. A\n", ".kiro/specs/a"],
      ["## Phase 1\n- [ ] T001 A\n", "specs/001-a"],
    ] as const) {
      const { titles, notes } = await list(`${text}\n${legend}\n`, at);
      expect([titles, notes]).toEqual([["A"], ""]);
    }
  });

  test("notes what could be a legend's line or a task, by its line", async () => {
    const { titles, notes } = await list("- [ ] 1. A\n- [ ] Done\n");
    expect(titles).toEqual(["A"]);
    expect(notes).toContain("read as what a mark means");
    expect(notes).toContain("line 2");
  });

  test("is noted by its line where it stands in a comment, in code or outside of the list", async () => {
    const { titles, notes } = await list(
      "- [ ] 1. A\n\n<!--\n- [ ] 2. Hidden\n-->\n\n```\n- [ ] 3. Code\n```\n\n## Notes\n\n1. First run the tests\n",
    );
    expect(titles).toEqual(["A"]);
    for (const line of ["line 4", "line 8", "line 13"]) expect(notes).toContain(line);
  });

  test("keeps hours and priority, and code as code", async () => {
    const { tasks } = await list(
      "- [ ] 1. A (2h)\n- [ ] 2. B\n  - _Estimate: 1.5 days_\n  - **Priority**: high\n  ~~~sh\n  - [ ] no task\n  ~~~\n",
    );
    expect(tasks.map(task => task.estimatedHours)).toEqual([2, 12]);
    expect(tasks).toHaveLength(2);
  });

  test("is read without its front matter", async () => {
    const { titles, notes } = await list(
      "---\nstatus: draft\nsteps:\n  - 1. x\n---\n# Tasks\n\n- [ ] 1. A\n",
    );
    expect([titles, notes]).toEqual([["A"], ""]);
  });
});
