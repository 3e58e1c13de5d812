import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { importCommand } from "../../src/commands/import-command.ts";
import { Refusal } from "../../src/engine/refusal.ts";
import { type GitHubIssue, readGitHubMilestone } from "../../src/import/github-issues.ts";
import { milestoneText } from "../../src/import/milestone-text.ts";
import { readPlan } from "../../src/milestone/plan/read-plan.ts";
import { runs } from "../rig/runs.ts";
import { memoryFiles } from "./memory-files.ts";
import { request } from "./read.ts";

/** Files of a plan in which each box, number and record bears a word of its own. */
interface Source {
  files: Record<string, string>;
  words: string[];
}

/** Words that stand nowhere else in a source: `zq1qz`, `zq2qz`, … */
class Words {
  readonly all: string[] = [];
  readonly #count: { now: number };

  constructor(beside?: Words) {
    this.#count = beside ? beside.#count : { now: 0 };
  }

  next(): string {
    this.#count.now += 1;
    this.all.push(`zq${this.#count.now}qz`);
    return this.all.at(-1)!;
  }
}

/** All that the milestone file and the notes say, without the documents that are kept as they are. */
function everythingIn(text: string, notes: readonly string[]): string {
  const plan = readPlan({ file: ".milestones/active/imported.yaml", text });
  if (!plan.ok) throw new Error(plan.errors[0]!.message);
  const told = plan.plan.tasks.flatMap(task => [
    ...[task.id, task.title, task.description],
    ...task.phases.flatMap(phase => phase.acceptanceCriteria),
  ]);
  return [...told, ...notes].join("\n").toLowerCase();
}

/** Checks many sources; what import refuses is not lost, but most must be taken. */
async function conserve(sources: fc.Arbitrary<Source>, source: string): Promise<void> {
  let [taken, refused] = [0, 0];
  await fc.assert(
    fc.asyncProperty(sources, async ({ files, words }) => {
      const there = memoryFiles(files);
      try {
        const { json } = await importCommand(request(there, { source, id: "imported" }));
        const told = everythingIn(
          there.content.get(".milestones/active/imported.yaml")!,
          (json as { notes: string[] }).notes,
        );
        taken += 1;
        expect(words.filter(word => !told.includes(word))).toEqual([]);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        refused += 1;
      }
    }),
    runs(25),
  );
  expect(taken).toBeGreaterThan(refused);
}

const indent = fc.constantFrom("", "", "  ", "    ", "\t", "        ", "> ");
const bullet = fc.constantFrom("- ", "* ", "+ ", "1. ", "2) ", "• ", "");
const box = fc.constantFrom("[ ]", "[x]", "[X]", "[-]", "[~]", "[ ]*", "[✓]", "[?]", "[]", "[D]", "[3]");
const label = fc.constantFrom(
  "",
  "1. ",
  "2.1 ",
  "**3.** ",
  "T001 ",
  "T002 [P] [US1] ",
  "Task 4: ",
  "(P) ",
  "Task: ",
);
const HEADINGS = [
  "Phase 1: Base",
  "Key management",
  "Format of files",
  "Markers",
  "Notes",
  "2. Parser",
  "Done",
  "Tasks",
];
/** Shapes of a line that holds a box or a number; the word stands in it. */
const listed = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.tuple(indent, bullet, box, label).map(
      ([i, b, x, l]) =>
        (w: string) =>
          `${i}${b}${x} ${l}${w} do`,
    ),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(indent, fc.constantFrom("1. ", "2) ", "12. ")).map(
      ([i, n]) =>
        (w: string) =>
          `${i}${n}${w} do`,
    ),
  },
  fc.constantFrom<(word: string) => string>(
    w => `- [ ] ~~${w} do~~`,
    w => `| 1 | [ ] ${w} |`,
    w => `| - [x] ${w} | done |`,
    w => `### [ ] ${w}`,
    w => `<!-- - [ ] ${w} -->`,
    w => `<!--\n- [x] ${w}\n-->`,
    w => `\`\`\`\n- [ ] ${w}\n\`\`\``,
    w => `- [ ]  ${w}\n  - [ ] inner\n    1. deep`,
    w => `- [x] ${w}, marks of all kinds`,
    w => `- [ ] ${w} in progress`,
    w => `- [ ] 1. ${w}\n  - _Requirements: 1.1_\n  - _Depends: 9_`,
  ),
);
const other = fc.constantFrom(
  "",
  "Some prose.",
  "- a bullet",
  "  - a detail",
  "**Checkpoint**: all of it",
  "---",
  "- T001 → T002",
);
const line = fc.oneof(
  { weight: 6, arbitrary: listed.map(shape => ({ shape })) },
  { weight: 2, arbitrary: other.map(text => ({ text })) },
  fc
    .tuple(fc.constantFrom("#", "##", "###"), fc.constantFrom(...HEADINGS))
    .map(([h, t]) => ({ text: `${h} ${t}` })),
);
/** A Markdown text with listed lines of every shape. */
const markdown = fc.tuple(fc.array(line, { minLength: 1, maxLength: 14 }), fc.constantFrom("\n", "\r\n"));
type Lines = (typeof markdown extends fc.Arbitrary<infer T> ? T : never)[0];
const textOf = ([lines, eol]: [Lines, string], words: Words): string =>
  lines
    .map(each => ("shape" in each ? each.shape(words.next()) : each.text))
    .join("\n")
    .replaceAll("\n", eol);

/** A field that no reader knows, with what people put there. */
const extras = fc.constantFrom<(word: string) => object>(
  () => ({}),
  w => ({ hint: `${w} is of use` }),
  w => ({ filesToTouch: [`src/${w}.ts`] }),
  w => ({ verification: { by: w, how: ["a", "b"] } }),
  w => ({ risks: [{ what: w }] }),
  w => ({ Note: `first\n${w}` }),
);
const status = fc.constantFrom("pending", "done", "in-progress", "deferred", "review", "odd", "blocked");

describe("nothing of a source is lost: each box, number and record is a task, a detail or named in a note", () => {
  test.each([
    ["kiro", ".kiro/specs/a", ".kiro/specs/a/tasks.md"],
    ["spec-kit", "specs/001-a", "specs/001-a/tasks.md"],
    ["OpenSpec", "openspec/changes/a", "openspec/changes/a/tasks.md"],
    ["Conductor", "conductor/tracks/a", "conductor/tracks/a/plan.md"],
    ["a list that a person keeps", "TODO.md", "TODO.md"],
    ["GSD's roadmap", ".planning", ".planning/ROADMAP.md"],
  ])("of %s", async (_, source, path) => {
    const given = markdown.map((text): Source => {
      const words = new Words();
      const start = path.endsWith("ROADMAP.md")
        ? `- [ ] **Phase 1: ${words.next()}**\n- [ ] 01-01-PLAN.md — ${words.next()}\n- [x] 02-01: ${words.next()}\n\n## Phase 1: Base\n**Goal**: x\n\n`
        : `- [ ] T009 ${words.next()}\n\n`;
      return { files: { [path]: start + textOf(text, words) }, words: words.all };
    });
    await conserve(given, source);
  });

  test("of a Backlog.md board", async () => {
    const task = fc.record({
      text: markdown,
      status: fc.constantFrom("To Do", "Done", "Draft", "Odd"),
      aside: fc.boolean(),
      extra: extras,
    });
    const given = fc.array(task, { minLength: 1, maxLength: 4 }).map((tasks): Source => {
      const words = new Words();
      const files: Record<string, string> = {};
      tasks.forEach((each, at) => {
        // A draft, or a finished task that nothing needs, is named by its id: its own lines go with it.
        const own = each.aside || each.status === "Draft" ? new Words(words) : words;
        const front = [
          `id: task-${at}-${words.next()}`,
          `title: ${own.next()}`,
          `status: ${each.status}`,
          ...Object.entries(each.extra(own.next())).map(([key, value]) => `${key}: ${JSON.stringify(value)}`),
        ];
        if (Object.keys(each.extra("")).length === 0) own.all.pop();
        const folder = each.aside ? "completed" : "tasks";
        const body = `## Acceptance Criteria\n- [ ] #1 ${own.next()}\n## Implementation Plan\n${textOf(each.text, own)}`;
        files[`backlog/${folder}/task-${at} - A.md`] = `---\n${front.join("\n")}\n---\n\n${body}\n`;
      });
      return { files, words: words.all };
    });
    await conserve(given, "backlog");
  });

  test("of BMAD's stories", async () => {
    const story = fc.record({ text: markdown, listed: fc.boolean(), nested: fc.boolean() });
    const given = fc.array(story, { minLength: 1, maxLength: 4 }).map((stories): Source => {
      const words = new Words();
      const files: Record<string, string> = {};
      const rows = [
        `epic-1: in-progress`,
        `epic-1-${words.next()}: optional`,
        `0-1-${words.next()}: backlog`,
      ];
      stories.forEach(({ text, listed: isListed, nested }, at) => {
        const name = `1-${at + 1}-${words.next()}`;
        if (isListed) rows.push(nested ? `${name}: { status: drafted }` : `${name}: ready-for-dev`);
        const own = isListed ? words : new Words(words);
        files[`impl/${name}.md`] =
          `# Story 1.${at + 1}: ${own.next()}\n\n## Acceptance Criteria\n1. ${own.next()}\n\n## Tasks\n${textOf(text, own)}\n\n## Change Log\n1. ${own.next()}\n`;
      });
      files["impl/sprint-status.yaml"] = `development_status:\n${rows.map(row => `  ${row}\n`).join("")}`;
      return { files, words: words.all };
    });
    await conserve(given, "impl");
  });

  test("of GSD's plans", async () => {
    const given = markdown.map((text): Source => {
      const words = new Words();
      const plan = `---\nwave: 1\nmust_haves:\n  truths: [${words.next()}]\n  artifacts: [{ path: ${words.next()} }]\n---\n${textOf(text, words)}\n`;
      const files = {
        ".planning/ROADMAP.md": `- [ ] **Phase 1: ${words.next()}**\n`,
        ".planning/phases/01-a/01-01-PLAN.md": plan,
      };
      return { files, words: words.all };
    });
    await conserve(given, ".planning");
  });

  /** A record of a JSON list, with its parts below it. */
  const shapes = (parts: fc.Arbitrary<Shape[]>): fc.Arbitrary<Shape> =>
    fc.record({ status, extra: extras, titled: fc.boolean(), parts });
  const some = (of: fc.Arbitrary<Shape>) => fc.array(of, { maxLength: 2 });
  const record = shapes(some(shapes(some(shapes(fc.constant([]))))));
  interface Shape {
    status: string;
    extra: (word: string) => object;
    titled: boolean;
    parts: Shape[];
  }
  const recordOf = (
    { status: said, extra, titled, parts }: Shape,
    words: Words,
    at: number,
    key: string | null,
  ): object => {
    const more = Object.keys(extra("")).length > 0 ? extra(words.next()) : {};
    return {
      ...(titled
        ? { id: at + 1, title: words.next(), description: words.next() }
        : { description: words.next() }),
      status: said,
      ...more,
      ...(key === null ? {} : { [key]: parts.map((part, index) => recordOf(part, words, index, key)) }),
    };
  };
  test.each([
    ["Task Master", "tasks.json", "subtasks", (list: object[]) => ({ tasks: list, metadata: {} })],
    ["Task Master with tags", "tasks.json", "subtasks", (list: object[]) => ({ master: { tasks: list } })],
    ["Ralph", "prd.json", null, (list: object[]) => ({ project: "p", userStories: list })],
    ["Ralph with parts", "prd.json", "tasks", (list: object[]) => list],
    ["a feature list", "feature_list.json", null, (list: object[]) => list],
    ["a feature list in a map", "feature_list.json", "steps", (list: object[]) => ({ features: list })],
  ])("of %s", async (_, path, key, whole) => {
    const sources = fc.array(record, { minLength: 1, maxLength: 3 }).map((given): Source => {
      const words = new Words();
      const list = given.map((shape, at) => recordOf(shape, words, at, key));
      return { files: { [path]: JSON.stringify(whole(list), null, 2) }, words: words.all };
    });
    await conserve(sources, path);
  });

  test("of Beads", async () => {
    const shape = fc.record({
      status: fc.constantFrom("open", "closed", "in_progress", "deferred", "tombstone", "odd"),
      type: fc.constantFrom("task", "epic", "bug"),
      kind: fc.constantFrom("blocks", "parent-child", "related"),
      extra: extras,
    });
    const given = fc.array(shape, { minLength: 1, maxLength: 5 }).map((shapes): Source => {
      const words = new Words();
      const lines = shapes.map(({ status: said, type, kind, extra }, at) => {
        const id = `bd-${words.next()}`;
        // What was deleted is named by its id.
        const own = said === "tombstone" ? new Words(words) : words;
        const more = Object.keys(extra("")).length > 0 ? extra(own.next()) : {};
        const dependencies = at === 0 ? [] : [{ depends_on_id: "bd-zq1qz", type: kind }];
        return JSON.stringify({
          ...{ id, title: own.next(), status: said, issue_type: type, dependencies, ...more },
          ...{ design: own.next(), acceptance_criteria: `- [ ] ${own.next()}\n2. ${own.next()}` },
        });
      });
      return { files: { ".beads/issues.jsonl": lines.join("\n") }, words: words.all };
    });
    await conserve(given, ".beads/issues.jsonl");
  });

  test("of a GitHub milestone", () => {
    const issue = fc.record({ text: markdown, state: fc.constantFrom("open" as const, "closed" as const) });
    fc.assert(
      fc.property(fc.array(issue, { minLength: 1, maxLength: 4 }), shapes => {
        const words = new Words();
        const issues = shapes.map(({ text, state }, at): GitHubIssue => {
          // A comment in a text shows to nobody on GitHub, and is told to no agent.
          const body = textOf(
            [text[0].filter(each => !("shape" in each) || !each.shape("").includes("<!--")), "\n"],
            words,
          );
          const about = { state, reason: null, labels: [words.next()], subIssues: [], blockedBy: [] };
          return { number: at + 1, title: words.next(), body, ...about };
        });
        const about = { number: 1, title: "t", description: "", due: null, url: "u", leftOut: [] };
        const read = readGitHubMilestone({ ...about, issues });
        const made = read.ok ? milestoneText(read.value, "imported") : read;
        if (!made.ok) throw new Error(made.problem.message);
        const told = everythingIn(made.value.text, made.value.notes);
        expect(words.all.filter(word => !told.includes(word))).toEqual([]);
      }),
      runs(40),
    );
  });
});
