import { describe, expect, test } from "vitest";
import { fixture } from "./memory-files.ts";
import { importPlan } from "./read.ts";

const library = () =>
  importPlan(fixture("kiro-library", ".kiro/specs/library"), { source: ".kiro/specs/library" });

describe("a Kiro spec", () => {
  test("keeps ids and order of its tasks behind the task that holds the documents", async () => {
    const { plan } = await library();
    expect(plan.id).toBe("library");
    expect(plan.title).toBe("Lending library");
    expect(plan.tasks.map(task => task.id)).toEqual([
      "specification",
      "1",
      "2",
      "2.1",
      "2.2",
      "2.3",
      "3",
      "3.1",
      "3.2",
      "3.3",
      "4",
      "5",
    ]);
  });

  test("keeps what the boxes say", async () => {
    const { task } = await library();
    expect(task("1").status).toBe("completed");
    expect(task("2").status).toBe("in_progress");
    expect(task("2.2").status).toBe("in_progress");
    expect(task("3.2").status).toBe("pending");
    expect(task("2.3").status).toBe("skipped");
    expect(task("4").status).toBe("skipped");
  });

  test("makes the documents deliverables of finished phases", async () => {
    const { task, files } = await library();
    const phases = task("specification").phases.map(({ phase, status, deliverables }) => [
      phase,
      status,
      deliverables.map(each => ("path" in each ? each.path : "")),
    ]);
    expect(phases).toEqual([
      ["design", "completed", ["design.md"]],
      ["spec", "completed", ["requirements.md"]],
      ["task", "completed", ["tasks.md"]],
      ["execute", "completed", []],
    ]);
    const at = (path: string) => files.get(path);
    expect(at(".milestones/deliverables/library/specification/design/design.md")).toBe(
      at(".kiro/specs/library/design.md"),
    );
    expect(at(".milestones/deliverables/library/specification/spec/requirements.md")).toContain(
      "lending library",
    );
  });

  test("goes on with execute, the phases before it finished", async () => {
    const { task } = await library();
    expect(task("3.1").phases.map(({ status }) => status)).toEqual([
      "completed",
      "completed",
      "completed",
      "pending",
    ]);
    expect(task("3.1").phases.at(-1)!.executor).toMatchObject({ kind: "agent", profile: "claude" });
  });

  test("runs one after the other, but for the parallel ones and past those that will not run", async () => {
    const { task } = await library();
    expect(task("1").dependencies).toEqual(["specification"]);
    expect(task("2.2").dependencies).toEqual(["2.1"]);
    expect(task("3.1").dependencies).toEqual(["2.2"]);
    expect(task("3.2").dependencies).toEqual(["2.2"]);
    expect(task("3.3").dependencies).toEqual(["3.1", "3.2"]);
    expect(task("2").dependencies).toEqual(["2.1", "2.2", "2.3"]);
    expect(task("5").dependencies).toEqual(["3", "3.1", "3.2"]);
  });

  test("runs nothing for a heading and lets an agent end a task with work of its own", async () => {
    const { task } = await library();
    const execute = (id: string) => task(id).phases.at(-1)!;
    expect(execute("2")).toMatchObject({ executor: { kind: "run", command: "true" }, deliverables: [] });
    expect(execute("3").executor.kind).toBe("agent");
  });

  test("finds the acceptance criteria that its references name, ranges and other languages included", async () => {
    const { task } = await library();
    const criteria = (id: string) =>
      task(id)
        .phases.at(-1)!
        .acceptanceCriteria.map(each => each.slice(0, 9));
    expect(criteria("2.2")).toEqual(["1.1: WHEN", "1.2: WHEN", "1.3: IF t"]);
    expect(criteria("3.1")).toEqual(["2.1: WHEN", "2.2: WHIL"]);
    expect(criteria("3.3")).toEqual(["2.2: WHIL"]);
    expect(task("2.2").phases.at(-1)!.acceptanceCriteria[1]).toContain("offer the newest books");
  });

  test("reads a box without a number as a detail and code as code", async () => {
    const { task } = await library();
    expect(task("3.2").description).toContain("- [ ] asks for the member's card");
    expect(task("3.2").description).toContain("- [ ] 9.9 not a task, but code");
    expect(task("2.2").description).toContain("- Match part of a title\n  - Ignore case");
  });

  test("says which mark it did not know, and on which line", async () => {
    const { notes } = await library();
    expect(notes).toContainEqual(expect.stringMatching(/is not known.*: \[\?\] of 5 in line 39$/));
  });

  test("takes the waves of its dependency graph instead of the order of the list", async () => {
    const { task, notes } = await importPlan(fixture("kiro-waves", "specs/dice"), { source: "specs/dice" });
    expect(task("1.1").dependencies).toEqual(["specification"]);
    expect(task("2.1").dependencies).toEqual(["specification"]);
    expect(task("1.2").dependencies).toEqual(["1.1", "2.1"]);
    expect(task("3").dependencies).toEqual(["1.1", "1.2", "2.1"]);
    expect(notes).toContainEqual(expect.stringContaining("7.7"));
  });

  test("takes lists without numbers, without indentation, and with numbers in bold", async () => {
    const of = async (text: string) =>
      (
        await importPlan({ "specs/a/tasks.md": text, "specs/a/design.md": "x" }, { source: "specs/a" })
      ).plan.tasks
        .map(({ id, title, status }) => [id, title, status])
        .slice(1);
    expect(await of("- [ ] Write the parser\n  - [x] read words\n- [X] Ship it!\n")).toEqual([
      ["write-the-parser", "Write the parser", "pending"],
      ["write-the-parser.1", "read words", "completed"],
      ["ship-it", "Ship it!", "completed"],
    ]);
    expect(await of("- [ ] 1. One\n- [x] 1.1 Part\n* [ ] **2. Two**\n1. [ ] Task 3: Three\n")).toEqual([
      ["1", "One", "pending"],
      ["1.1", "Part", "completed"],
      ["2", "Two", "pending"],
      ["3", "Three", "pending"],
    ]);
    expect(await of("\ufeff- [x] 1. Whole\r\n  - [ ] 1.1 Part\r\n  - [ ]* 1.2 Left out\r\n")).toEqual([
      ["1", "Whole", "pending"],
      ["1.1", "Part", "pending"],
      ["1.2", "Left out", "skipped"],
    ]);
  });

  test("gives two tasks of one number two ids", async () => {
    const text = "## A\n- [ ] 1. One\n## B\n- [ ] 1. Another\n- [ ] 1. Third\n";
    const { plan, notes } = await importPlan(
      { ".kiro/specs/a/tasks.md": text },
      { source: ".kiro/specs/a/tasks.md" },
    );
    expect(plan.tasks.map(task => task.id)).toEqual(["specification", "1", "1-2", "1-3"]);
    expect(notes).toContain("ids changed: 1 to 1-2, 1 to 1-3");
  });
});
