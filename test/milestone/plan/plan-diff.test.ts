import { expect, test } from "vitest";
import { diffPlans, isEmptyDiff, planChangeProblems } from "../../../src/milestone/plan/plan-diff.ts";
import { readPlan } from "../../../src/milestone/plan/read-plan.ts";

function plan(text: string) {
  const result = readPlan({
    text: `id: m\nkiro_configuration: { enforcement: flexible }\n${text}`,
    file: "m.yaml",
  });
  if (!result.ok) throw new Error(result.errors.map(each => each.message).join("\n"));
  return result.plan;
}

const BEFORE = plan(`executor: { run: x }
tasks:
  - { id: a, kiro_workflow: { enabled: true } }
  - { id: b, dependencies: [a] }
  - { id: c }
`);

test("names what was added, removed and changed, phases by their parts", () => {
  const after = plan(`executor: { run: x }
budget: { minutes: 5 }
tasks:
  - { id: d }
  - { id: a, title: New, kiro_workflow: { enabled: true, phases: { spec: { executor: { run: y }, checks: ["true"] } } } }
  - { id: b, dependencies: [a, d] }
`);
  const diff = diffPlans(BEFORE, after);
  expect(diff.milestone).toEqual(["budget"]);
  expect(diff.added.map(task => task.id)).toEqual(["d"]);
  expect(diff.removed).toEqual(["c"]);
  expect(diff.changed).toEqual([
    { task: "a", what: ["title", "spec.executor", "spec.checks"] },
    { task: "b", what: ["dependencies"] },
  ]);
});

test("finds no difference in statuses, order and formatting, which are the run's and the writer's", () => {
  const after = plan(`
executor:
  run: x # the same
tasks:
  - id: c
    status: completed
  - { id: b, dependencies: [a], status: in_progress }
  - { id: a, kiro_workflow: { enabled: true, phases: { design: { status: approved } } } }
`);
  expect(isEmptyDiff(diffPlans(BEFORE, after))).toBe(true);
});

test("a task that has started cannot be removed, nor change between standard and workflow", () => {
  const diff = diffPlans(BEFORE, plan("executor: { run: x }\ntasks: [{ id: a }, { id: c }]\n"));
  expect(planChangeProblems(diff, new Set())).toEqual([]);
  expect(planChangeProblems(diff, new Set(["a", "b"]))).toEqual([
    "the task b has started and cannot be removed; put it back, or skip it first",
    "the task a has started and keeps its phases; leave its kiro_workflow.enabled as it was",
  ]);
});
