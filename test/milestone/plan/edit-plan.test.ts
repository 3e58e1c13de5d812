import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { openPlanText, type YamlData } from "../../../src/milestone/plan/edit-plan.ts";
import { toData } from "../../../src/milestone/yaml/node.ts";
import { readYaml } from "../../../src/milestone/yaml/read.ts";
import { runs } from "../../rig/runs.ts";
import { type Data, dataMap, key, layout, MISREAD, text as someText, write } from "../yaml/texts.ts";
import { editPlan } from "./edit-text.ts";

const PLAN = `# Our plan
id: api-v2   # equal to the file's name
title: "Public API"
status: planned
tasks:
  # first of all
  - id: schema
    title: 'Database schema'
    status: pending # to be started
    dependencies: []

  - { id: api, dependencies: [schema] }
  - id: docs
    kiro_workflow: { enabled: true }
    description: |
      Words
        and more

blockers: [] # none yet
# the end
`;

describe("edits keep what they do not name", () => {
  test("a scalar is replaced in its own quoting, its comment stays", () => {
    const edited = editPlan(PLAN, [
      { path: ["status"], value: "in_progress" },
      { path: ["title"], value: 'The "new" API' },
      { path: ["tasks", 0, "title"], value: "it's there" },
      { path: ["tasks", 0, "status"], value: "completed" },
    ]);
    expect(edited).toBe(
      PLAN.replace("status: planned", "status: in_progress")
        .replace('"Public API"', '"The \\"new\\" API"')
        .replace("'Database schema'", "'it''s there'")
        .replace("pending # to", "completed # to"),
    );
  });

  test("missing keys are written in the file's indentation, at the end of their map", () => {
    const edited = editPlan(PLAN, [
      { path: ["tasks", 0, "kiro_workflow", "phases", "design", "status"], value: "completed" },
      { path: ["tasks", 0, "started_at"], value: "2026-12-01T10:00:00Z" },
      { path: ["tasks", 1, "status"], value: "pending" },
      { path: ["tasks", 2, "kiro_workflow", "phases", "design", "status"], value: "approved" },
      { path: ["progress"], value: { percentage: 12, tasks_total: 3 } },
      { path: ["execution", "session_id"], value: "exec-1" },
    ]);
    expect(edited).toBe(`# Our plan
id: api-v2   # equal to the file's name
title: "Public API"
status: planned
tasks:
  # first of all
  - id: schema
    title: 'Database schema'
    status: pending # to be started
    started_at: 2026-12-01T10:00:00Z
    dependencies: []
    kiro_workflow:
      phases:
        design:
          status: completed

  - { id: api, dependencies: [schema], status: pending }
  - id: docs
    kiro_workflow: { enabled: true, phases: { design: { status: approved } } }
    description: |
      Words
        and more

blockers: [] # none yet
progress:
  percentage: 12
  tasks_total: 3
execution:
  session_id: exec-1
# the end
`);
  });

  test("a list becomes lines below its key and goes back to one line, the key's comment staying", () => {
    const blockers = [
      { id: "b1", type: "timeout" },
      { id: "b2", tags: ["x", "z"] },
    ];
    const blocked = editPlan(PLAN, [{ path: ["blockers"], value: blockers }]);
    expect(blocked).toBe(
      PLAN.replace(
        "blockers: [] # none yet\n",
        "blockers: # none yet\n  - id: b1\n    type: timeout\n  - id: b2\n    tags:\n      - x\n      - z\n",
      ),
    );
    expect(editPlan(blocked, [{ path: ["blockers"], value: [] }])).toBe(PLAN);
  });

  test("a key is taken away with its line, the first of a list item by moving the next one up", () => {
    expect(editPlan(PLAN, [{ path: ["tasks", 0, "status"], value: undefined }])).toBe(
      PLAN.replace("    status: pending # to be started\n", ""),
    );
    expect(editPlan(PLAN, [{ path: ["tasks", 0, "id"], value: undefined }])).toBe(
      PLAN.replace("  - id: schema\n    title", "  - title"),
    );
    expect(editPlan(PLAN, [{ path: ["tasks", 1, "id"], value: undefined }])).toBe(
      PLAN.replace("{ id: api, dependencies", "{ dependencies"),
    );
    expect(editPlan(PLAN, [{ path: ["tasks", 2, "kiro_workflow", "enabled"], value: undefined }])).toBe(
      PLAN.replace("{ enabled: true }", "{}"),
    );
  });

  test("setting what stands there, or taking away what does not, changes no byte", () => {
    const plan = openPlanText(PLAN);
    plan.set(["status"], "planned");
    plan.set(["blockers"], []);
    plan.set(["tasks", 1], { id: "api", dependencies: ["schema"] });
    plan.set(["execution", "completed_at"], undefined);
    expect(plan.text()).toBe(PLAN);
  });

  test("changes made and taken back leave the text as it was", () => {
    const plan = openPlanText(PLAN);
    plan.set(["status"], "blocked");
    plan.set(["tasks", 0, "status"], undefined);
    plan.set(["progress", "percentage"], 3);
    expect(plan.text()).not.toBe(PLAN);
    plan.set(["tasks", 0, "status"], "pending");
    plan.set(["status"], "planned");
    plan.set(["progress"], undefined);
    expect(plan.text()).toBe(PLAN);
  });

  test("line endings, an indentation of four and flush lists are kept", () => {
    const text = "id: a\r\ntasks:\r\n-   id: t\r\n    x:\r\n        y: 1\r\n";
    expect(editPlan(text, [{ path: ["tasks", 0, "z"], value: { w: [1, 2] } }])).toBe(
      "id: a\r\ntasks:\r\n-   id: t\r\n    x:\r\n        y: 1\r\n    z:\r\n        w:\r\n        - 1\r\n        - 2\r\n",
    );
  });

  test("a file written as JSON stays JSON", () => {
    const text = '{"id": "a", "tasks": [{"id": "t"}]}\n';
    const edited = editPlan(text, [
      { path: ["tasks", 0, "status"], value: "completed" },
      { path: ["progress"], value: { percentage: 5 } },
    ]);
    expect(JSON.parse(edited)).toEqual({
      id: "a",
      tasks: [{ id: "t", status: "completed" }],
      progress: { percentage: 5 },
    });
  });

  test("what could not be read again is not written: invisible characters become visible", () => {
    const edited = editPlan("id: a\n", [{ path: ["note"], value: "x\u202ey\u0007" }]);
    expect(parse(edited)).toEqual({ id: "a", note: "x\ufffdy\ufffd" });
  });
});

const value: fc.Arbitrary<YamlData> = fc.oneof(
  { weight: 3, arbitrary: fc.oneof(someText, fc.integer(), fc.boolean(), fc.constant(null)) },
  {
    weight: 1,
    arbitrary: fc.array(fc.oneof(someText, fc.dictionary(key, someText, { minKeys: 1, maxKeys: 2 })), {
      maxLength: 3,
    }),
  },
  { weight: 1, arbitrary: fc.dictionary(key, fc.oneof(someText, fc.constant(1)), { maxKeys: 3 }) },
);
const step = fc.record({
  choice: fc.nat(),
  down: fc.nat({ max: 4 }),
  name: key,
  value: fc.option(value, { nil: undefined, freq: 5 }),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** Walks some way down the data and gives a path that exists, or ends in a key that does not. */
function somePath(data: Data, { choice, down, name }: Step): (string | number)[] {
  const path: (string | number)[] = [];
  let here: Data | undefined = data;
  for (let depth = 0; depth <= down; depth++) {
    if (Array.isArray(here)) {
      if (here.length === 0) break;
      const index: number = (choice + depth) % here.length;
      path.push(index);
      here = here[index];
    } else if (typeof here === "object" && here !== null) {
      const keys = [...Object.keys(here), name];
      const next = keys[(choice + depth) % keys.length]!;
      path.push(next);
      here = Object.hasOwn(here, next) ? here[next] : undefined;
    } else break;
  }
  return path.length > 0 ? path : [name];
}

/** The same change made to plain data. */
function changed(data: Data, path: (string | number)[], to: YamlData | undefined): Data {
  const [first, ...rest] = path;
  if (Array.isArray(data)) {
    return data.map((item, index) =>
      index === first ? (rest.length > 0 ? changed(item, rest, to) : (to as Data)) : item,
    );
  }
  const map: { [key: string]: Data } = typeof data === "object" && data !== null ? { ...data } : {};
  if (typeof first !== "string") throw new Error("a map has keys");
  if (rest.length > 0) map[first] = changed(map[first] ?? {}, rest, to);
  else if (to === undefined) delete map[first];
  else map[first] = to as Data;
  return map;
}

describe("any edits of any file", () => {
  const edits = fc.tuple(dataMap, layout, fc.array(step, { minLength: 1, maxLength: 5 }));

  test("read back as the data that they ask for, by this reader and by the yaml package", () => {
    fc.assert(
      fc.property(edits, ([data, how, steps]) => {
        const before = write(data, how);
        const read = readYaml(before);
        fc.pre(read.ok && !MISREAD.test(before));
        let expected = (read.ok ? toData(read.root) : null) as Data;
        const plan = openPlanText(before);
        for (const each of steps) {
          const path = somePath(expected, each);
          if (each.value === undefined && (typeof path.at(-1) === "number" || path.length === 1)) continue;
          plan.set(path, each.value);
          expected = changed(expected, path, each.value);
        }
        const text = plan.text();
        const after = readYaml(text);
        expect({ before, text, data: after.ok ? toData(after.root) : after.problems }).toEqual({
          before,
          text,
          data: expected,
        });
        expect(parse(text, { stringKeys: true })).toEqual(expected);
      }),
      runs(800),
    );
  });

  test("leave every line without a changed value as it was", () => {
    fc.assert(
      fc.property(dataMap, layout, key, someText, (data, how, name, to) => {
        fc.pre(!Object.hasOwn(data, name));
        const before = write(data, { ...how, collectionStyle: "block" });
        fc.pre(readYaml(before).ok);
        const lines = before.split("\n");
        const after = editPlan(before, [{ path: [name], value: to }]).split("\n");
        const added = after.length - lines.length;
        expect(added).toBe(1);
        const at = after.findIndex((line, index) => line !== lines[index]);
        after.splice(at, 1);
        expect(after).toEqual(lines);
      }),
      runs(200),
    );
  });
});
