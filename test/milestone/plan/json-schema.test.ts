import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, test } from "vitest";
import { starterConfig, starterGitHubConfig, starterMilestone } from "../../../src/init/starter.ts";
import { jsonSchemas } from "../../../src/milestone/plan/json-schema.ts";
import { readPlan } from "../../../src/milestone/plan/read-plan.ts";
import { toData } from "../../../src/milestone/yaml/node.ts";
import { readYaml } from "../../../src/milestone/yaml/read.ts";

const facts = { milestone: "first", defaultBranch: "main", setup: "npm ci", testCommand: "npm test" };

function data(text: string): unknown {
  const read = readYaml(text);
  if (!read.ok) throw new Error(read.problems[0]?.message);
  return toData(read.root);
}

const ajv = new Ajv2020({ strict: false });
const schemas = jsonSchemas();
const accepts = (schema: object, text: string) => ajv.validate(schema, data(text));

test("the published schemas accept what init writes", () => {
  expect(accepts(schemas.milestone, starterMilestone(facts))).toBe(true);
  expect(accepts(schemas.config, starterConfig(facts))).toBe(true);
  expect(accepts(schemas.github, starterGitHubConfig(facts))).toBe(true);
});

test.each([
  "tasks: [{ id: a }]",
  "id: a/b\ntasks: []",
  "id: a\ntasks: [{ id: b, status: doing }]",
  "id: a\nexecutor: { timeout: 30 }\ntasks: [{ id: b }]",
  "id: a\nexecutor: { timeout: soon }\ntasks: [{ id: b }]",
  "id: a\ntasks: [{ id: b, kiro_workflow: { phases: { spec: { deliverables: [{ path: x, kind: doc }] } } } }]",
])("and refuse what validate refuses: %s", text => {
  expect(accepts(schemas.milestone, text)).toBe(false);
});

test.each(["0", "0.5", "100000"])(
  "estimated_hours: %s is fine in an editor, as it is for validate",
  hours => {
    const text = `id: a\nexecutor: { run: x }\ntasks: [{ id: b, estimated_hours: ${hours} }]\n`;
    expect(readPlan({ text, file: ".milestones/active/a.yaml" })).toMatchObject({ ok: true });
    expect(accepts(schemas.milestone, text)).toBe(true);
  },
);

test.each(["-1", "100001", "many"])("estimated_hours: %s is refused by both", hours => {
  const text = `id: a\nexecutor: { run: x }\ntasks: [{ id: b, estimated_hours: ${hours} }]\n`;
  expect(readPlan({ text, file: ".milestones/active/a.yaml" })).toMatchObject({ ok: false });
  expect(accepts(schemas.milestone, text)).toBe(false);
});

test("they describe what an editor shows, take remarks and refuse keys without effect", () => {
  const { properties } = schemas.milestone as { properties: Record<string, { description?: string }> };
  expect(properties.executor?.description).toMatch(/nearest wins/);
  expect(accepts(schemas.milestone, "id: a\nowner: me\nx-why: 1\ntasks: [{ id: b, tags: [x] }]")).toBe(true);
  expect(accepts(schemas.milestone, "id: a\ntasks: [{ id: b, team: x }]")).toBe(false);
});

test("they take the short forms", () => {
  const text = "id: a\ntasks:\n  b: make\n  c: { needs: b, run: make c, gate: [octocat] }\n  d:\n";
  expect(accepts(schemas.milestone, text)).toBe(true);
  expect(accepts(schemas.milestone, "id: a\ntasks: { b: { retries: many } }")).toBe(false);
});
