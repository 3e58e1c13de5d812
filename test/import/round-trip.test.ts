import { expect, test } from "vitest";
import { importCommand } from "../../src/commands/import-command.ts";
import { planSource } from "../../src/commands/imported-source.ts";
import { rememberedSource } from "../../src/import/source-memory.ts";
import { readPlan } from "../../src/milestone/plan/read-plan.ts";
import { type MemoryFiles, memoryFiles } from "./memory-files.ts";
import { request } from "./read.ts";

/** A tool's plan with the open tasks One and Two, and how a third one gets into it while Two is put otherwise. */
interface Format {
  source: string;
  files: Record<string, string>;
  third: [path: string, change: (text: string) => string];
}

const list = (path: string, line: (number: number, title: string) => string, more = {}): Format => ({
  source: /TODO/.test(path) ? path : path.slice(0, path.lastIndexOf("/")),
  files: { ...more, [path]: `# Plan\n\n${line(1, "One")}\n${line(2, "Two")}\n` },
  third: [path, text => `${text.replace("Two", "Two, better")}${line(3, "Three")}\n`],
});
const records = (
  path: string,
  whole: (list: object[]) => unknown,
  one: (number: number, title: string) => object,
): Format => ({
  source: path,
  files: { [path]: JSON.stringify(whole([one(1, "One"), one(2, "Two")]), null, 2) },
  third: [
    path,
    text => {
      const end = text.lastIndexOf("}", text.lastIndexOf("]"));
      const more = `,\n${JSON.stringify(one(3, "Three"))}`;
      return (text.slice(0, end + 1) + more + text.slice(end + 1)).replace("Two", "Two, better");
    },
  ],
});
const issue = (number: number, title: string) =>
  `${JSON.stringify({ id: `bd-${number}`, title, status: "open" })}\n`;
const board = (number: number, title: string) =>
  `---\nid: task-${number}\ntitle: ${title}\nstatus: Open\n---\n\nDo it.\n`;
const at = (number: number) => `backlog/tasks/task-${number} - X.md`;
const STATUS = "impl/sprint-status.yaml";

const FORMATS: [name: string, format: Format][] = [
  ["kiro", list(".kiro/specs/a/tasks.md", (n, title) => `- [ ] ${n}. ${title}`)],
  ["spec-kit", list("specs/001-a/tasks.md", (n, title) => `- [ ] T00${n} ${title}`)],
  ["spec-kit without boxes", list("specs/001-a/tasks.md", (n, title) => `### T00${n}: ${title}\n`)],
  ["openspec", list("openspec/changes/a/tasks.md", (n, title) => `- [ ] 1.${n} ${title}`)],
  // Their tasks have no ids: one that is put otherwise is known by its place.
  ["conductor", list("conductor/tracks/a/plan.md", (_, title) => `- [ ] Task: ${title}`)],
  ["plain boxes", list("TODO.md", (_, title) => `- [ ] ${title}`)],
  ["todo", list("TODO.md", (n, title) => `* [ ] ${n}. ${title}`)],
  ["gsd", list(".planning/ROADMAP.md", (n, title) => `- [ ] **Phase ${n}: ${title}**`)],
  [
    "task-master",
    records(
      "tasks.json",
      tasks => ({ master: { tasks } }),
      (id, title) => ({ id, title, status: "pending" }),
    ),
  ],
  [
    "ralph",
    records(
      "prd.json",
      userStories => ({ userStories }),
      (id, title) => ({ id: `US-${id}`, title, passes: false }),
    ),
  ],
  [
    "feature-list",
    records(
      "feature_list.json",
      features => features,
      (id, title) => ({ id: `F${id}`, title, status: "todo" }),
    ),
  ],
  [
    "beads",
    {
      source: ".beads/issues.jsonl",
      files: { ".beads/issues.jsonl": issue(1, "One") + issue(2, "Two") },
      third: [".beads/issues.jsonl", text => text.replace("Two", "Two, better") + issue(3, "Three")],
    },
  ],
  [
    "backlog",
    {
      source: "backlog",
      files: {
        "backlog/config.yml": "statuses: [Open, Shipped]\n",
        [at(1)]: board(1, "One"),
        [at(2)]: board(2, "Two"),
      },
      third: [at(2), text => text.replace("Two", "Two, better")],
    },
  ],
  [
    "bmad",
    {
      source: "impl",
      files: {
        [STATUS]: "# kept\ndevelopment_status:\n  1-1-one: drafted # here\n  1-2-two: { status: drafted }\n",
      },
      third: [STATUS, text => `${text}  1-3-three: backlog\n`],
    },
  ],
  [
    "bmad's story files",
    {
      source: "stories",
      files: {
        "stories/1.1.one.md": "# Story 1.1: One\n\nStatus: draft\n",
        "stories/1.2.two.md": "# Story 1.2: Two\n\n## Status\n\nDraft\n",
      },
      third: ["stories/1.2.two.md", text => text.replace("Two", "Two, better")],
    },
  ],
];

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
