import { describe, expect, test } from "vitest";
import { fixture } from "./memory-files.ts";
import { importPlan } from "./read.ts";

const files = () => fixture("task-master", ".taskmaster/tasks");
const flat = () => importPlan(files(), { source: ".taskmaster/tasks/flat.json", id: "shop" });

describe("a Task Master list", () => {
  test("keeps the ids of tasks and subtasks, also where some are missing", async () => {
    const { plan, notes } = await flat();
    expect(plan.title).toBe("Shop");
    expect(plan.tasks.map(task => task.id)).toEqual([
      "specification",
      "1",
      "2",
      "2.1",
      "2.2",
      "2.3",
      "3",
      "4",
      "5",
      "6",
      "7",
      "8",
    ]);
    expect(notes).toContainEqual(expect.stringMatching(/^no task, left out: entry 9 in line \d+$/));
  });

  test("keeps statuses in our words and says what it read differently", async () => {
    const { plan, notes, task } = await flat();
    const statuses = plan.tasks.slice(1).map(({ status }) => status);
    expect(statuses).toEqual([
      "completed",
      "in_progress",
      "completed",
      "pending",
      "pending",
      "in_progress",
      "skipped",
      "skipped",
      "pending",
      "pending",
      "pending",
    ]);
    expect(task("3").phases.at(-1)!.gate).not.toBeNull();
    expect(notes.filter(note => /: [34567]$/.test(note))).toHaveLength(5);
  });

  test("keeps dependencies written as numbers, texts, sisters and parts of other tasks", async () => {
    const { task } = await flat();
    expect(task("2").dependencies).toEqual(["1", "2.1", "2.2", "2.3"]);
    expect(task("2.1").dependencies).toEqual(["1"]);
    expect(task("2.2").dependencies).toEqual(["2.1"]);
    expect(task("2.3").dependencies).toEqual(["2.1", "2.2"]);
    expect(task("3").dependencies).toEqual(["2", "2.1"]);
  });

  test("takes a number in a subtask as its sister where there is one, else as the task", async () => {
    const parts = [
      { id: 1, title: "a" },
      { id: 2, title: "b", dependencies: [1, 3] },
    ];
    const list = [
      { id: 1, title: "x" },
      { id: 2, title: "y", subtasks: parts },
      { id: 3, title: "z" },
    ];
    const { task } = await importPlan({ "tasks.json": JSON.stringify(list) }, { source: "tasks.json" });
    expect(task("2.2").dependencies).toEqual(["2.1", "3"]);
  });

  test("leaves out unknown tasks and circles, and says so", async () => {
    const { task, notes } = await flat();
    expect(task("7").dependencies).toEqual(["specification"]);
    expect(notes).toContain("named as needed but not in the plan, left out: 99 (by 3)");
    expect(notes).toContainEqual(expect.stringMatching(/^7 names 6, which waits for it/));
  });

  test("waits past a task that will not run for what that one waited for", async () => {
    const { task } = await flat();
    expect(task("6").dependencies).toEqual(["3", "4", "5", "7"]);
  });

  test("begins with design where nothing says how to do it", async () => {
    const { task } = await flat();
    expect(task("6").phases.map(({ status }) => status)).toEqual([
      "pending",
      "pending",
      "pending",
      "pending",
    ]);
    expect(task("2.2").phases[0]!.status).toBe("completed");
    expect(task("1").description).toContain("```sql\ncreate table orders (id int);\n```");
    expect(task("1").phases.at(-1)!.acceptanceCriteria).toEqual(["Insert an order", "Read it back"]);
  });

  test("takes the tag that is asked for, else the one being worked on, else master", async () => {
    const tags = ".taskmaster/tasks/tags.json";
    const named = await importPlan(files(), { source: `${tags}#feature-search` });
    expect([named.plan.id, named.plan.tasks.length]).toEqual(["feature-search", 3]);
    const master = await importPlan(files(), { source: tags });
    expect(master.plan.tasks.map(task => task.title).at(-1)).toBe("On master");
    expect(master.notes[0]).toContain(`${tags}#<tag>: feature-search`);
    const state = { ...files(), ".taskmaster/state.json": '{ "currentTag": "feature-search" }' };
    const current = await importPlan(state, { source: tags });
    expect(current.plan.tasks.map(task => task.title)).toContain("Recherche");
  });

  test("makes the requirements document the finished spec", async () => {
    const given = { ...files(), ".taskmaster/docs/prd.txt": "What we want" };
    const { files: after } = await importPlan(given, { source: ".taskmaster/tasks/flat.json", id: "shop" });
    expect(after.get(".milestones/deliverables/shop/specification/spec/prd.txt")).toBe("What we want");
    expect(after.has(".milestones/deliverables/shop/specification/task/flat.json")).toBe(true);
  });

  test("is found from its folder, and from the repository when there is no other plan", async () => {
    const one = { ".taskmaster/tasks/tasks.json": '[{ "id": 7, "title": "Only" }]' };
    for (const source of [".taskmaster", ".taskmaster/tasks", "."]) {
      expect((await importPlan(one, { source })).plan.tasks.at(-1)).toMatchObject({ id: "7", title: "Only" });
    }
  });
});
