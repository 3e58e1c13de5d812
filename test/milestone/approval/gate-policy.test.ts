import { describe, expect, test } from "vitest";
import { type Plan, phasePlan } from "../../../src/milestone/plan/plan.ts";
import { readPlan } from "../../../src/milestone/plan/read-plan.ts";

const FILE = "m.yaml";

function plan(text: string, policy?: Plan) {
  const result = readPlan({
    text: `id: m\nexecutor: { run: x }\n${text}`,
    file: FILE,
    ...(policy ? { policy } : {}),
  });
  if (!result.ok) throw new Error(result.errors.map(each => each.message).join("\n"));
  const gate = (task: string, phase: "design" | "spec" | "task" | "execute") => {
    const found = result.plan.tasks.find(each => each.id === task);
    return found ? phasePlan(found, phase)?.gate : undefined;
  };
  return { plan: result.plan, gate, warnings: result.warnings.map(each => each.message) };
}

const BASE = plan(`kiro_configuration:
  approval_gates: { design_to_spec: { approvers: [alice], min_approvals: 1, criteria: [drawn] } }
quality_gates: [{ at: 50, run: make check, approvers: [alice] }]
tasks:
  - { id: a, kiro_workflow: { enabled: true } }
`).plan;

describe("S-APP-11: gates and approvers are the base branch's", () => {
  test("approvers changed on the branch count for nothing", () => {
    const { gate, warnings } = plan(
      `kiro_configuration: { approval_gates: { design_to_spec: { approvers: [mallory] } } }
quality_gates: [{ at: 50, run: "true", approvers: [mallory] }]
tasks: [{ id: a, kiro_workflow: { enabled: true } }]\n`,
      BASE,
    );
    expect(gate("a", "design")).toEqual({
      transition: "design_to_spec",
      approvers: ["alice"],
      minApprovals: 1,
      criteria: ["drawn"],
    });
    expect(warnings).toEqual([
      "the gate of a/design differs from the base branch, whose word counts",
      "the list of quality gates differs from the base branch, whose word counts",
    ]);
  });

  test("a gate taken away on the branch is still there, one added is not", () => {
    const { gate } = plan(
      "tasks: [{ id: a, kiro_workflow: { enabled: true, phases: { design: { approval_required: false }, execute: { approval_required: true } } } }]\n",
      BASE,
    );
    expect(gate("a", "design")?.approvers).toEqual(["alice"]);
    expect(gate("a", "execute")).toBeNull();
  });

  test("a task new on the branch has the base's default gates, and never approvers of its own", () => {
    const { gate } = plan(
      `kiro_configuration: { approval_gates: { design_to_spec: { required: false } } }
tasks:
  - { id: a, kiro_workflow: { enabled: true } }
  - id: new
    kiro_workflow:
      enabled: true
      phases:
        design: { approval_required: false }
        task: { approval_required: true, approvers: [mallory] }
`,
      BASE,
    );
    expect(gate("new", "design")?.approvers).toEqual(["alice"]);
    expect(gate("new", "task")).toMatchObject({ approvers: [], minApprovals: 1 });
  });

  test("a task cannot leave the workflow on the branch", () => {
    const { plan: bound, warnings } = plan(
      "kiro_configuration: { enforcement: flexible }\ntasks: [{ id: a }]\n",
      BASE,
    );
    expect(bound.tasks[0]?.phases.map(phase => phase.phase)).toEqual(["design", "spec", "task", "execute"]);
    expect(warnings).toContain("the workflow of a differs from the base branch, whose word counts");
  });

  test("the quality gates are the base's", () => {
    const { plan: bound } = plan(
      "quality_gates: []\ntasks: [{ id: a, kiro_workflow: { enabled: true } }]\n",
      BASE,
    );
    expect(bound.qualityGates).toEqual(BASE.qualityGates);
  });
});
