/** A tool's plan with the open tasks One and Two, and how a third one gets into it while Two is put otherwise. */
export interface Format {
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
export const board = (number: number, title: string) =>
  `---\nid: task-${number}\ntitle: ${title}\nstatus: Open\n---\n\nDo it.\n`;
export const at = (number: number) => `backlog/tasks/task-${number} - X.md`;
export const STATUS = "impl/sprint-status.yaml";

export const FORMATS: [name: string, format: Format][] = [
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
