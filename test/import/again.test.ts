import { describe, expect, test } from "vitest";
import { importCommand } from "../../src/commands/import-command.ts";
import { tickSource } from "../../src/import/tick-source.ts";
import { memoryFiles } from "./memory-files.ts";
import { request } from "./read.ts";

const LIST = ".kiro/specs/a/tasks.md";
const PLAN = ".milestones/active/a.yaml";

async function imported(list: string) {
  const files = memoryFiles({ [LIST]: list });
  await importCommand(request(files, { source: ".kiro/specs/a" }));
  return files;
}

describe("importing again", () => {
  test("takes what changed in the source and keeps what a person changed here", async () => {
    const files = await imported("- [ ] 1. One\n- [ ] 2. Two\n- [ ] 4. Four\n");
    const mine = files.content
      .get(PLAN)!
      .replace(/^executor:.*$/m, "executor: { run: ./mine.sh } # mine")
      .replace("title: Two", "title: Two, mine\n    estimated_hours: 7");
    files.content.set(PLAN, mine);
    files.content.set(LIST, "- [x] 1. One\n- [ ] 2. Two changed\n- [ ] 3. Three\n");
    const { json } = await importCommand(request(files, { source: ".kiro/specs/a" }));
    expect(json).toMatchObject({
      added: ["3"],
      ticked: ["1"],
      gone: ["4"],
      kept: [expect.stringContaining("2: its title")],
    });
    const text = files.content.get(PLAN)!;
    for (const part of [
      "executor: { run: ./mine.sh } # mine",
      "title: Two, mine",
      "estimated_hours: 7",
      "title: Three",
    ])
      expect(text).toContain(part);
    const again = await importCommand(request(files, { source: ".kiro/specs/a" }));
    expect(again.json).toMatchObject({ files: [], added: [] });
  });
});

describe("a task that is done", () => {
  const tick = (files: Record<string, string>, source: { format: string; path: string }, done: string[]) =>
    tickSource({ ...source, hash: "" }, { done: new Set(done), files: memoryFiles(files) });

  test("is ticked in a list of boxes, and nothing else changes", async () => {
    const text = "# T\r\n- [ ] 1. One\r\n  - [ ]* 1.1 Part\r\n* [~] 2. Two\r\n";
    const ticked = await tick({ [LIST]: text }, { format: "kiro", path: ".kiro/specs/a" }, ["1", "2", "9"]);
    expect(ticked.get(LIST)).toBe("# T\r\n- [x] 1. One\r\n  - [ ]* 1.1 Part\r\n* [x] 2. Two\r\n");
  });

  test("is told in records of JSON, JSONL and YAML", async () => {
    const json =
      '{\n  "master": { "tasks": [\n    { "id": 1, "title": "A", "status": "pending" }\n  ] }\n}\n';
    expect(
      (await tick({ "tasks.json": json }, { format: "task-master", path: "tasks.json" }, ["1"])).get(
        "tasks.json",
      ),
    ).toBe(json.replace("pending", "done"));
    const list = '[{"description":"Login works","passes":false}]';
    expect(
      (await tick({ "f.json": list }, { format: "feature-list", path: "f.json" }, ["login-works"])).get(
        "f.json",
      ),
    ).toBe(list.replace("false", "true"));
    const beads = '{"id":"bd-1","title":"A","status":"open"}\n{"id":"bd-2","title":"B","status":"open"}\n';
    expect(
      (await tick({ "i.jsonl": beads }, { format: "beads", path: "i.jsonl" }, ["bd-2"])).get("i.jsonl"),
    ).toBe(beads.replace(/open(?="}\n$)/, "closed"));
    const task = "---\nid: task-1\ntitle: A\nstatus: To Do # here\n---\n\nstatus: x\n";
    const path = "backlog/tasks/task-1 - A.md";
    const board = { format: "backlog", path: "backlog" };
    expect((await tick({ [path]: task }, board, ["task-1"])).get(path)).toBe(task.replace("To Do", "Done"));
    const named = task.replace("title: A", "title: A\nassignee: @octocat").replace(" # here", "");
    expect((await tick({ [path]: named }, board, ["task-1"])).get(path)).toBe(named.replace("To Do", "Done"));
  });

  test("is left alone where the source no longer has it", async () => {
    expect((await tick({}, { format: "kiro", path: ".kiro/specs/a" }, ["1"])).size).toBe(0);
    expect(
      (await tick({ [LIST]: "- [ ] 2. Two\n" }, { format: "kiro", path: ".kiro/specs/a" }, ["1"])).size,
    ).toBe(0);
  });
});
