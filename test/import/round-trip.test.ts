import { expect, test } from "vitest";
import { importCommand } from "../../src/commands/import-command.ts";
import { planSource } from "../../src/commands/imported-source.ts";
import { rememberedSource } from "../../src/import/source-memory.ts";
import { readPlan } from "../../src/milestone/plan/read-plan.ts";
import { at, board, FORMATS, STATUS } from "./formats.ts";
import { type MemoryFiles, memoryFiles } from "./memory-files.ts";
import { request } from "./read.ts";

const PLAN = ".milestones/active/imported.yaml";
const again = async (files: MemoryFiles, source: string) =>
  (await importCommand(request(files, { source }))).json as Record<string, string[]>;
const tasksOf = (files: MemoryFiles) => {
  const reading = readPlan({ file: PLAN, text: files.content.get(PLAN)! });
  if (!reading.ok) throw new Error(reading.errors[0]!.message);
  return reading.plan.tasks.filter(task => task.id !== "specification");
};

test.each(FORMATS)(
  "a plan of %s takes in what changed there, keeps what was added here, and is told what is done",
  async (name, { source, files: given, third: [path, change] }) => {
    const files = memoryFiles(given);
    await importCommand(request(files, { source, id: "imported" }));
    const [one, two] = tasksOf(files).map(task => task.id);
    // Added here by a person: who does the work, and hours.
    const mine = files.content
      .get(PLAN)!
      .replace(/^executor:.*$/m, "executor: { run: ./mine.sh } # mine")
      .replace(/^( +)title: One$/m, "$1title: One\n$1estimated_hours: 7");
    files.content.set(PLAN, mine);
    files.content.set(path, change(files.content.get(path)!));
    if (name === "backlog") files.content.set(at(3), board(3, "Three"));
    if (name === "bmad's story files")
      files.content.set("stories/1.3.three.md", "# Story 1.3: Three\n\nStatus: draft\n");
    const { added, changed, gone, kept } = await again(files, source);
    expect([added!.length, gone, kept]).toEqual([1, [], []]);
    if (name !== "bmad") expect(changed).toEqual([two]);
    const now = files.content.get(PLAN)!;
    for (const part of ["executor: { run: ./mine.sh } # mine", "estimated_hours: 7", "title: Three"])
      expect(now).toContain(part);

    // A commit that completes tasks tells the source, which then reads as done.
    const memory = rememberedSource(now)!;
    const all = new Set(tasksOf(files).map(task => task.id));
    const ticked = await planSource.tick({ source: memory, done: new Set([one!]), files });
    for (const [file, text] of ticked) files.content.set(file, text);
    expect((await again(files, source)).ticked).toEqual([one]);
    const rest = await planSource.tick({ source: memory, done: all, files });
    for (const [file, text] of rest) files.content.set(file, text);
    await again(files, source);
    expect(tasksOf(files).map(task => task.status)).toEqual(["completed", "completed", "completed"]);
    expect((await planSource.tick({ source: memory, done: all, files })).size).toBe(0);
    expect(await again(files, source)).toMatchObject({
      files: [],
      added: [],
      changed: [],
      ticked: [],
      gone: [],
    });
    if (name === "bmad")
      expect(files.content.get(STATUS)).toContain("# kept\ndevelopment_status:\n  1-1-one: done # here\n");
  },
);
