import { describe, expect, test } from "vitest";
import { fixture } from "./memory-files.ts";
import { importPlan } from "./read.ts";

const weather = () =>
  importPlan(fixture("spec-kit-feature", "specs/001-weather"), { source: "specs/001-weather/" });

describe("a spec-kit feature", () => {
  test("keeps ids, order and boxes, whatever stands around them", async () => {
    const { plan, task, notes } = await weather();
    expect(plan.id).toBe("001-weather");
    expect(plan.title).toBe("Weather page");
    expect(plan.tasks.map(each => each.id).slice(1)).toEqual([
      "T001",
      "T002",
      "T003",
      "T004",
      "T004a",
      "T005",
      "T006",
      "T007",
      "T008",
      "T009",
      "T0010",
      "T011",
      "T012",
      "T012-2",
    ]);
    expect(task("T002").status).toBe("completed");
    expect(task("T009").status).toBe("in_progress");
    expect(notes).toContain("ids changed: T012 to T012-2");
    expect(task("T009").title).toBe("Show the wind");
    expect(task("T008").title).toBe("Draw the page with the town's name in its head");
  });

  test("runs [P] tasks that follow each other side by side, and phase after phase", async () => {
    const { task } = await weather();
    expect(task("T002").dependencies).toEqual(["T001"]);
    expect(task("T003").dependencies).toEqual(["T001"]);
    expect(task("T004").dependencies).toEqual(["T003"]);
    expect(task("T004a").dependencies).toEqual(["T004"]);
    expect(task("T005").dependencies).toEqual(["T004"]);
    expect(task("T006").dependencies).toEqual(["T004a", "T005"]);
    expect(task("T008").dependencies).toEqual(["T006", "T007"]);
  });

  test("adds what the prose states, and nothing that it denies", async () => {
    const { task } = await weather();
    expect(task("T012").dependencies).toEqual(["T0010", "T011"]);
    expect(task("T011").dependencies).toEqual(["T0010"]);
  });

  test("believes a task that needs a later one, before the order of the list", async () => {
    const text = "## Phase 1\n- [ ] T001 One (depends on T002)\n- [ ] T002 Two\n- [ ] T003 Three\n";
    const { task } = await importPlan(
      { "specs/x/tasks.md": text, "specs/x/plan.md": "p" },
      { source: "specs/x" },
    );
    expect(task("T001").dependencies).toEqual(["T002"]);
    expect(task("T002").dependencies).toEqual(["specification"]);
    expect(task("T003").dependencies).toEqual(["T002"]);
  });

  test("judges the last task of a phase by the phase's test and checkpoint", async () => {
    const { task } = await weather();
    expect(task("T0010").phases.at(-1)!.acceptanceCriteria).toEqual([
      "Open the page offline",
      "The page shows tomorrow",
    ]);
    expect(task("T005").phases.at(-1)!.acceptanceCriteria).toEqual(["Forecasts lie in `data/`"]);
    expect(task("T006").description).toContain("Goal: A page for one town");
  });

  test("keeps the documents with their folders", async () => {
    const { task, files } = await weather();
    const [design, spec, list] = task("specification").phases;
    expect(design!.deliverables.map(each => "path" in each && each.path)).toEqual([
      "contracts/forecast.yaml",
      "plan.md",
    ]);
    expect(spec!.deliverables).toHaveLength(1);
    expect(list!.deliverables).toHaveLength(1);
    expect(
      files.has(".milestones/deliverables/001-weather/specification/design/contracts/forecast.yaml"),
    ).toBe(true);
  });

  test("reads tasks that are headings", async () => {
    const text =
      "# Tasks\n### T001: First\n**Criteria**:\n- [ ] works\n### ✅ T002 Second\n#### [x] T-003 Third\n";
    const { plan } = await importPlan(
      { "specs/x/tasks.md": text, "specs/x/spec.md": "s" },
      { source: "specs/x" },
    );
    expect(plan.tasks.slice(1).map(({ id, title, status }) => [id, title, status])).toEqual([
      ["T001", "First", "pending"],
      ["T002", "Second", "completed"],
      ["T-003", "Third", "completed"],
    ]);
  });

  test("reads ranges as every task between", async () => {
    const text =
      "- [ ] T001 [P] a\n- [ ] T002 [P] b\n- [ ] T003 [P] c\n- [ ] T004 [P] d\n\n- Tests (T001-T003) before T004\n";
    const { task } = await importPlan(
      { "specs/x/tasks.md": text, "specs/x/spec.md": "s" },
      { source: "specs/x" },
    );
    expect(task("T004").dependencies).toEqual(["T001", "T002", "T003"]);
    expect(task("T003").dependencies).toEqual(["specification"]);
  });
});
