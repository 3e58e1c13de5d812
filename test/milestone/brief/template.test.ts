import { expect, test } from "vitest";
import { checkTemplate, renderBrief, VARIABLES } from "../../../src/milestone/brief/template.ts";
import { emptyState } from "../../../src/milestone/session/state.ts";
import { examplePlan, phaseOf, taskOf } from "./plan.ts";

const plan = examplePlan();
const task = taskOf(plan, "endpoints");

function fill(template: string, feedback: string[] = [], title = task.title) {
  const state = emptyState(plan.id, plan.weights);
  const changed = { ...task, title };
  return renderBrief({
    plan,
    task: changed,
    phase: phaseOf(task, "design"),
    attempt: 2,
    state,
    feedback,
    template,
  }).prompt;
}

test("a template's variables are filled in", () => {
  expect(fill("{{ task.title }} of {{milestone.id}}, {{phase}} #{{attempt}}: {{deliverables.folder}}")).toBe(
    "Order endpoints of api-v2, design #2: .milestones/deliverables/api-v2/endpoints/design",
  );
});

test("every documented variable can be used", () => {
  const all = Object.keys(VARIABLES).map(name => `{{${name}}}`);
  expect(checkTemplate(all.join("\n"))).toEqual([]);
  expect(fill(all.join("\n"))).not.toMatch(/\{\{[a-z]/);
});

test("an unknown variable is an error that names line, column and the nearest", () => {
  expect(checkTemplate("# Hello\n\nDo {{task.titel}} now")).toEqual([
    {
      line: 3,
      column: 4,
      name: "task.titel",
      message: "there is no variable {{task.titel}}",
      remedy: "write {{task.title}}",
    },
  ]);
  expect(checkTemplate("{{wholly.other}}")[0]!.remedy).toContain("use one of brief, milestone.id");
  expect(() => fill("{{task.titel}}")).toThrow(
    "line 1 of the prompt template: there is no variable {{task.titel}}; write {{task.title}}",
  );
});

test("a value is never read as a template again", () => {
  expect(fill("{{task.title}}", [], "{{limits}}")).toBe("{{limits}}");
});

test("feedback that a template does not place stands at its end", () => {
  expect(fill("Just do it.", ["The paging is missing"])).toMatch(
    /^Just do it\.\n\n## What was wrong last time[\s\S]*The paging is missing/,
  );
  expect(
    fill("{{feedback}} Just do it.", ["The paging is missing"]).match(/The paging is missing/g),
  ).toHaveLength(1);
  expect(fill("{{brief}}", ["The paging is missing"]).match(/The paging is missing/g)).toHaveLength(1);
});
