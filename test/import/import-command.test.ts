import { describe, expect, test } from "vitest";
import { type ImportRequest, importCommand } from "../../src/commands/import-command.ts";
import { Refusal } from "../../src/engine/refusal.ts";
import { fixture, memoryFiles } from "./memory-files.ts";
import { importPlan, request } from "./read.ts";

const tasks = "- [ ] 1. One\n";

async function refused(given: Record<string, string>, over: Partial<ImportRequest>) {
  const files = memoryFiles(given);
  const before = new Map(files.content);
  const error = await importCommand(request(files, over)).then(
    () => null,
    thrown => thrown,
  );
  expect(error).toBeInstanceOf(Refusal);
  expect(files.content).toEqual(before);
  return (error as Refusal).complaints[0]!;
}

describe("milestone import", () => {
  test("tells which kind a folder holds by its path and files", async () => {
    const format = async (path: string, beside: string[]) => {
      const files = Object.fromEntries(beside.map(name => [`${path}/${name}`, "text"]));
      const { outcome } = await importPlan({ [`${path}/tasks.md`]: tasks, ...files }, { source: path });
      return (outcome.json as { format: string }).format;
    };
    expect(await format(".kiro/specs/a", ["spec.md"])).toBe("kiro");
    expect(await format("docs/a", ["requirements.md"])).toBe("kiro");
    expect(await format("docs/a", ["spec.md"])).toBe("spec-kit");
    expect(await format("specs/001-a", [])).toBe("spec-kit");
  });

  test("takes the one plan below a folder and names them where there are several", async () => {
    const one = { "specs/001-a/tasks.md": "- [ ] T001 x\n" };
    expect((await importPlan(one, { source: "specs" })).plan.id).toBe("001-a");
    const two = { ...one, "specs/002-b/tasks.md": "- [ ] T001 y\n" };
    expect(await refused(two, { source: "specs" })).toMatchObject({
      message: "specs holds 2 plans",
      remedy: "name one: specs/001-a, specs/002-b",
    });
  });

  test("says what is there when the source is not", async () => {
    const there = { ".kiro/specs/login/tasks.md": tasks };
    expect(await refused(there, { source: "login" })).toEqual({
      message: 'there is no "login"',
      remedy: "found here: .kiro/specs/login",
    });
    expect((await refused({}, { source: "login" })).remedy).toContain("github:<number>");
    expect((await refused({ "docs/a.md": "x" }, { source: "docs" })).message).toBe(
      "docs holds no plan that can be imported",
    );
  });

  test("names file, line and remedy of what it cannot read", async () => {
    const broken = { "tasks.json": '{\n  "tasks": [\n    { "id": 1, }\n  ]\n}' };
    expect(await refused(broken, { source: "tasks.json" })).toMatchObject({ file: "tasks.json", line: 3 });
    expect(await refused({ "tasks.json": "[]" }, { source: "tasks.json" })).toMatchObject({
      file: "tasks.json",
      line: 1,
    });
    expect(await refused({ "tasks.json": "7" }, { source: "tasks.json" })).toMatchObject({
      message: "it holds no tasks",
    });
    const tag = await refused({ "tasks.json": '{ "a": { "tasks": [] } }' }, { source: "tasks.json#b" });
    expect(tag).toMatchObject({ message: 'it has no tag "b"', remedy: "tags: a" });
    const empty = { "specs/a/tasks.md": "# Nothing yet\n", "specs/a/spec.md": "x" };
    expect(await refused(empty, { source: "specs/a" })).toMatchObject({
      file: "specs/a/tasks.md",
      remedy: expect.stringContaining("T001"),
    });
    const none = { ".kiro/specs/a/design.md": "x" };
    expect((await refused(none, { source: ".kiro/specs/a" })).message).toContain("no plan");
  });

  test("never writes over what is there, unless forced", async () => {
    const given = { ".kiro/specs/a/tasks.md": tasks, ".milestones/active/a.yaml": "mine" };
    expect(await refused(given, { source: ".kiro/specs/a" })).toMatchObject({
      message: ".milestones/active/a.yaml exists",
      remedy: "use --force to overwrite, or name another id behind the source",
    });
    const document = {
      ".kiro/specs/a/tasks.md": tasks,
      ".milestones/deliverables/a/specification/task/tasks.md": "mine",
    };
    expect((await refused(document, { source: ".kiro/specs/a" })).message).toContain(
      "specification/task/tasks.md exists",
    );
    const { text } = await importPlan(given, { source: ".kiro/specs/a", force: true });
    expect(text).toContain("title: One");
    expect((await importPlan(given, { source: ".kiro/specs/a", id: "b" })).plan.id).toBe("b");
    const done = { ".kiro/specs/a/tasks.md": tasks, ".milestones/completed/a.yaml": "done" };
    expect((await refused(done, { source: ".kiro/specs/a" })).message).toContain(
      "there is a milestone a already",
    );
  });

  test("may be given twice without harm", async () => {
    const files = memoryFiles(fixture("kiro-library", ".kiro/specs/library"));
    await importCommand(request(files, { source: ".kiro/specs/library" }));
    const before = new Map(files.content);
    const twice = await importCommand(request(files, { source: ".kiro/specs/library" }));
    expect(files.content).toEqual(before);
    expect(twice.json).toMatchObject({ milestone: "library", files: [], added: [], changed: [], kept: [] });
  });

  test("writes nothing on a dry run and shows what it would write", async () => {
    const files = memoryFiles({ ".kiro/specs/a/tasks.md": tasks });
    const outcome = await importCommand(request(files, { source: ".kiro/specs/a", dryRun: true }));
    expect([...files.content.keys()]).toEqual([".kiro/specs/a/tasks.md"]);
    expect(outcome.text).toContain("title: One");
    expect(outcome.json).toMatchObject({ written: false, milestone: "a", tasks: 2 });
  });

  test("refuses a wrong id and a format that does not fit", async () => {
    const given = { ".kiro/specs/a/tasks.md": tasks };
    expect((await refused(given, { source: ".kiro/specs/a", id: "../x" })).message).toContain("is not valid");
    expect((await refused(given, { source: ".kiro/specs/a", format: "github" })).remedy).toContain(
      "github:<number>",
    );
    expect((await refused(given, { source: ".kiro/specs/a", format: "task-master" })).message).toContain(
      "looks like kiro",
    );
    expect(
      (await importPlan(given, { source: ".kiro/specs/a", format: "spec-kit" })).plan.tasks,
    ).toHaveLength(2);
  });

  test("says what to do next in three lines", async () => {
    const { outcome } = await importPlan({ ".kiro/specs/a/tasks.md": tasks }, { source: ".kiro/specs/a" });
    expect(
      outcome.text
        .split("\n")
        .slice(-3)
        .map(line => line.slice(0, 3)),
    ).toEqual(["1. ", "2. ", "3. "]);
  });
});
