import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type KeyRow, keyRows } from "../../../src/milestone/plan/keys.ts";
import { mergePlans } from "../../../src/milestone/plan/merge-plan.ts";
import { readPlan } from "../../../src/milestone/plan/read-plan.ts";
import { toData } from "../../../src/milestone/yaml/node.ts";
import { readYaml } from "../../../src/milestone/yaml/read.ts";

const HEAD = "id: m\nexecutor: { run: make }\n";
const merged = (ancestor: string | null, ours: string, theirs: string) =>
  mergePlans({ ancestor, ours, theirs });
function textOf(result: ReturnType<typeof mergePlans>): string {
  if (result.kind !== "merged") throw new Error(JSON.stringify(result));
  return result.text;
}

describe("the base's plan and the branch's", () => {
  const base = `${HEAD}tasks:\n  - { id: a, run: one } # first\n  - { id: b, needs: [a], run: two }\n`;
  const branch = base.replace("id: a,", "id: a, status: completed, started_at: 2026-01-01,");

  test("what the engine writes is no edit, and form, order and comments are none", () => {
    expect(merged(base, `${branch}status: in_progress\nblockers: []\n`, base)).toEqual({
      kind: "nothing-new",
    });
    const map = `${HEAD}tasks:\n  b: { run: two, dependencies: [a] }\n  a: one\n`;
    expect(merged(base, branch, map)).toEqual({ kind: "nothing-new" });
  });

  test("a new task, a changed key and a task that is gone come with the base's own text", () => {
    const theirs = base
      .replace("run: two", "run: three")
      .replace("  - { id: a, run: one } # first\n", "  - { id: c, run: x } # new\n")
      .replace("[a]", "[c]");
    expect(textOf(merged(base, branch, theirs))).toBe(theirs);
  });

  test("what people changed on the branch stays beside it", () => {
    const ours = branch.replace("run: two", "run: two, timeout: 5m");
    const text = textOf(merged(base, ours, `${base}  - { id: c, run: x }\n`));
    expect(text).toContain("timeout: 5m");
    expect(text).toContain("id: c");
  });

  test("one key changed differently on both sides is a contradiction that names both", () => {
    const change = (run: string) => base.replace("run: two", `run: ${run}`);
    expect(merged(base, change("here"), change("there"))).toEqual({
      kind: "contradiction",
      contradictions: [{ where: "tasks.b.run", ours: '"here"', theirs: '"there"' }],
      held: [],
    });
    expect(merged(base, change("here"), `${change("there")}title: New\n`)).toMatchObject({ held: ["title"] });
  });

  test("a task changed on the branch and taken away on the base is a contradiction", () => {
    const ours = base.replace("run: two", "run: two, timeout: 5m");
    const theirs = `${HEAD}tasks:\n  - { id: a, run: one }\n`;
    expect(merged(base, ours, theirs)).toMatchObject({ kind: "contradiction" });
  });
});

type Task = { run: string; timeout?: string; title?: string; needs?: string[] };
type File = { title?: string; setup?: string; tasks: Record<string, Task> };

const some = <T>(arb: fc.Arbitrary<T>) => fc.option(arb, { nil: undefined });
const task = fc.record(
  {
    run: fc.constantFrom("one", "two", "three"),
    timeout: fc.constantFrom("1m", "2m"),
    title: fc.constantFrom("A", "B"),
  },
  { requiredKeys: ["run"] },
) as fc.Arbitrary<Task>;
const file = fc.record({
  title: some(fc.constantFrom("x", "y")),
  setup: some(fc.constantFrom("s", "t")),
  tasks: fc.dictionary(fc.constantFrom("a", "b", "c", "d"), task, { minKeys: 1, noNullPrototype: true }),
}) as fc.Arbitrary<File>;

const PARTS = ["a", "b", "c", "d", "title", "setup"];

/** The file with some of its parts as another one has them. */
function mixed(before: File, other: File, parts: readonly string[]): File {
  const tasks = { ...before.tasks };
  for (const id of Object.keys({ ...before.tasks, ...other.tasks })) {
    if (!parts.includes(id)) continue;
    const there = other.tasks[id];
    if (there) tasks[id] = there;
    else if (Object.keys(tasks).length > 1) delete tasks[id];
  }
  const top = (key: "title" | "setup") => (parts.includes(key) ? other[key] : before[key]);
  return { title: top("title")!, setup: top("setup")!, tasks };
}

function write({ tasks, ...top }: File, asMap: boolean): string {
  const lines = Object.entries(top).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key}: ${value}`],
  );
  const items = Object.entries(tasks).map(([id, each]) => {
    const keys = Object.entries(each).flatMap(([key, value]) =>
      value === undefined ? [] : [`${key}: ${value}`],
    );
    return asMap ? `  ${id}: { ${keys.join(", ")} }` : `  - { id: ${id}, ${keys.join(", ")} }`;
  });
  return ["id: m", ...lines, "tasks:", ...items, ""].join("\n");
}

/** Every leaf by its path. */
function leaves(value: unknown, path = ""): Map<string, unknown> {
  if (typeof value !== "object" || value === null) return new Map(value === undefined ? [] : [[path, value]]);
  return new Map(Object.entries(value).flatMap(([key, below]) => [...leaves(below, `${path}.${key}`)]));
}

function edited(before: File, after: File): Map<string, unknown> {
  const [old, now] = [leaves(before), leaves(after)];
  const keys = new Set([...old.keys(), ...now.keys()]);
  return new Map([...keys].filter(key => old.get(key) !== now.get(key)).map(key => [key, now.get(key)]));
}

const sides = fc.record({
  mine: fc.subarray(PARTS, { maxLength: 2 }),
  other: fc.subarray(PARTS, { maxLength: 3 }),
  listHere: fc.boolean(),
  listThere: fc.boolean(),
});

test("every edit on either side is in the merged plan, or in a contradiction that names it", () => {
  fc.assert(
    fc.property(file, file, file, sides, (ancestor, here, there, { mine, other, listHere, listThere }) => {
      const [ours, theirs] = [mixed(ancestor, here, mine), mixed(ancestor, there, other)];
      const texts = {
        ancestor: write(ancestor, true),
        ours: write(ours, listHere),
        theirs: write(theirs, listThere),
      };
      const result = mergePlans(texts);
      if (result.kind === "contradiction") {
        expect(result.contradictions.length).toBeGreaterThan(0);
        return;
      }
      const text = result.kind === "merged" ? result.text : texts.ours;
      const reading = readPlan({ text, file: ".milestones/active/m.yaml" });
      if (!reading.ok) throw new Error(`${text}\n${reading.errors.map(e => e.message).join("\n")}`);
      const { plan } = reading;
      const got = leaves({
        title: plan.title === "m" ? undefined : plan.title,
        setup: plan.setup,
        tasks: Object.fromEntries(
          plan.tasks.map(each => {
            const executor = each.phases[0]!.executor;
            const timeout = executor.timeoutMs === 5_400_000 ? undefined : `${executor.timeoutMs / 60_000}m`;
            const title = each.title === each.id ? undefined : each.title;
            return [each.id, { run: executor.kind === "run" ? executor.command : "", timeout, title }];
          }),
        ),
      });
      for (const side of [ours, theirs]) {
        for (const [path, value] of edited(ancestor, side))
          expect(got.get(path), `${path} in\n${text}`).toBe(value);
      }
    }),
    { numRuns: Number(process.env.FUZZ_RUNS ?? 300) },
  );
});

describe("every key of the table, changed on the base or on the branch", () => {
  /** As a path in a plan whose task is `a`; null: the engine's own, or a part of a list, which is changed as a whole. */
  function placeOf({ path, files, pending }: KeyRow): string[] | null {
    const place = path
      .replace(/^tasks\[\]\./, "tasks.a.")
      .replaceAll("<name>", "x")
      .split(".");
    const isPart = place.some(name => name.includes("[]"));
    const isOwn = path === "tasks" || ["id", "status", "current_phase"].includes(place.at(-1)!);
    return isPart || isOwn || pending || !files.includes("milestone") ? null : place;
  }
  const keys = keyRows().flatMap(row => {
    const place = placeOf(row);
    const whole =
      place?.[1] === "a" ? [{ place: ["tasks", "c"], example: nested(place.slice(2), row.example) }] : [];
    return place ? [{ place, example: row.example }, ...whole] : [];
  });
  function nested([name, ...below]: readonly string[], value: unknown): unknown {
    return name === undefined ? value : { [name]: nested(below, value) };
  }
  const ANCESTOR = { id: "m", title: "T", tasks: { a: { title: "A", run: "one" }, b: { run: "two" } } };

  interface Edit {
    place: readonly string[];
    /** Undefined: taken away. */
    value: unknown;
  }
  const isWithin = (a: readonly string[], b: readonly string[]) => a.every((name, i) => b[i] === name);
  const overlap = (a: Edit, b: Edit) => isWithin(a.place, b.place) || isWithin(b.place, a.place);

  type Map = Record<string, unknown>;
  const isMap = (value: unknown): value is Map =>
    typeof value === "object" && value !== null && !Array.isArray(value);

  function written(edits: readonly Edit[]): string {
    const plan: Map = structuredClone(ANCESTOR);
    for (const { place, value } of edits) {
      let map = plan;
      for (const name of place.slice(0, -1)) {
        if (!isMap(map[name])) map[name] = {};
        map = map[name] as Map;
      }
      const last = place.at(-1)!;
      if (value === undefined) delete map[last];
      else map[last] = value;
    }
    const { tasks, ...top } = plan;
    const lines = (map: Map, indent: string) =>
      Object.entries(map).map(([key, value]) => `${indent}${key}: ${JSON.stringify(value)}\n`);
    return [...lines(top, ""), "tasks:\n", ...lines(tasks as Map, "  ")].join("");
  }

  /** With one word for each thing that can be said in two ways. */
  function meant(place: readonly string[]): string[] {
    return place
      .join(".")
      .replace(/\.dependencies$/, ".needs")
      .replace("kiro_workflow.phases", "kiro_workflow")
      .split(".");
  }

  const inWords = (value: unknown) => JSON.stringify(value)?.replace('"dependencies"', '"needs"');

  function expectKept(ours: readonly Edit[], theirs: readonly Edit[]): string {
    const ancestor = written([]);
    const phases = [new Map(Object.keys(ANCESTOR.tasks).map(id => [id, ["execute"]]))];
    const texts = { ancestor, ours: written(ours), theirs: written(theirs), phases };
    const result = mergePlans(texts);
    const named =
      result.kind === "contradiction"
        ? [...result.contradictions.map(({ where }) => where), ...result.held].map(each => each.split("."))
        : [];
    const yaml = readYaml(result.kind === "merged" ? result.text : texts.ours);
    const merged = yaml.ok ? toData(yaml.root) : null;
    for (const { place, value } of [...ours, ...theirs]) {
      const names = meant(place);
      const said = [place, names].map(path =>
        path.reduce<unknown>((data, name) => (isMap(data) ? data[name] : undefined), merged),
      );
      const is = said.some(each => inWords(each) === inWords(value));
      const isNamed = named.some(each => isWithin(each, names) || isWithin(names, each));
      expect(is || isNamed, JSON.stringify({ place, value, said, texts, result }, null, 1)).toBe(true);
    }
    return result.kind;
  }

  /** Of the same type. */
  function otherThan(example: unknown): unknown {
    if (Array.isArray(example)) return [];
    if (typeof example === "number") return example + 1;
    if (typeof example === "boolean") return !example;
    return typeof example === "string" ? "other" : example;
  }

  test("alone, or beside another key on the other side, is in the merged plan", () => {
    expect(keys.length).toBeGreaterThan(120);
    for (const [i, { place, example }] of keys.entries()) {
      const edit = { place, value: example };
      const other = { place: ["tasks", "b", "run"], value: `make ${i}` };
      for (const [ours, theirs] of [
        [[edit], [other]],
        [[other], [edit]],
      ] as const) {
        const kind = expectKept(ours, theirs);
        expect(kind, JSON.stringify(edit)).not.toBe("contradiction");
      }
    }
  });

  test("together with others is in the merged plan, or named", () => {
    const edit = fc.record({ key: fc.constantFrom(...keys), way: fc.constantFrom("set", "other", "gone") });
    const side = fc.array(edit, { minLength: 1, maxLength: 4 }).map(list => {
      const edits: Edit[] = [];
      for (const { key, way } of list) {
        const value = way === "gone" ? undefined : way === "set" ? key.example : otherThan(key.example);
        const next = { place: key.place, value };
        const isNone = value === undefined && !written([]).includes(`"${key.place.at(-1)}"`);
        if (!isNone && !edits.some(each => overlap(each, next))) edits.push(next);
      }
      return edits;
    });
    fc.assert(
      fc.property(side, side, (ours, theirs) => void expectKept(ours, theirs)),
      { numRuns: Number(process.env.FUZZ_RUNS ?? 400) },
    );
  });
});
