import { describe, expect, test } from "vitest";
import { phasePlan } from "../../../src/milestone/plan/plan.ts";
import { readPlan } from "../../../src/milestone/plan/read-plan.ts";
import { editPlan } from "../plan/edit-text.ts";

function read(text: string) {
  const result = readPlan({ text, file: ".milestones/active/PROJ-2024-Q1.yaml" });
  if (!result.ok) throw new Error(result.errors.map(each => `${each.line}: ${each.message}`).join("\n"));
  return { ...result, said: result.warnings.map(each => `${each.line} ${each.message}`) };
}

const OLD = `milestone:
  id: PROJ-2024-Q1
  title: Q1 API
  status: Active
metadata:
  description: As teams really write them
  owner: someone
executor: { run: make }
dependencies: [auth-v1, { id: base }]
tasks:
  design-it:
    name: Design it
    status: kiro_managed
    estimated_hours: "6h"
    kiro_workflow:
      enabled: true
      current_phase: Spec
      phases:
        Design: { status: Approved, deliverables: [architecture, api-spec], approval_required: yes }
        execute: { deliverables: report }
  build:
    depends_on: design-it
    status: Done
    kiro_workflow: true
  rest:
    dependencies:
      - task: build
      - id: design-it
    kiro_workflow: { enabled: true }
    description:
`;

describe("files of the kind found in the wild", () => {
  test("mean what they meant", () => {
    const { plan } = read(OLD);
    expect(plan).toMatchObject({
      id: "PROJ-2024-Q1",
      title: "Q1 API",
      description: "As teams really write them",
      status: "in_progress",
      requires: ["auth-v1", "base"],
    });
    const [design, build, rest] = plan.tasks;
    expect(design).toMatchObject({
      id: "design-it",
      title: "Design it",
      status: "in_progress",
      estimatedHours: 6,
      workflow: true,
    });
    expect(design?.phases.map(phase => phase.status)).toEqual([
      "approved",
      "in_progress",
      "pending",
      "pending",
    ]);
    const first = design && phasePlan(design, "design");
    expect(first?.deliverables.map(each => "path" in each && each.path)).toEqual([
      "architecture.md",
      "api-spec.yaml",
    ]);
    expect(first?.gate).not.toBeNull();
    expect(design && phasePlan(design, "execute")?.deliverables).toEqual([
      { path: "report.md", kind: "markdown" },
    ]);
    expect(build).toMatchObject({ status: "completed", dependencies: ["design-it"], workflow: true });
    expect(rest).toMatchObject({ dependencies: ["build", "design-it"], description: "" });
  });

  test("are told, line by line, how they are read", () => {
    expect(read(OLD).said).toEqual([
      '1 the keys below "milestone" are read as if they stood at the top',
      '4 the status "Active" is read as in_progress',
      '5 the keys below "metadata" are read as if they stood at the top',
      "9 the milestone's dependencies are read as what it requires",
      "9 the maps in this list are read as their ids",
      '12 the key "name" is read as "title"',
      '13 the status "kiro_managed" is read as in_progress',
      '14 "6h" is read as 6 hours',
      '17 the phase "Spec" is read as spec',
      '19 the phase "Design" is read as design',
      '19 the status "Approved" is read as approved',
      '19 the deliverable "architecture" is read as architecture.md',
      '19 the deliverable "api-spec" is read as api-spec.yaml',
      '19 "yes" is read as true',
      "20 the deliverable is read as a list of one",
      '20 the deliverable "report" is read as report.md',
      '22 the key "depends_on" is read as "needs"',
      '23 the status "Done" is read as completed',
      "24 kiro_workflow: true is read as its `enabled`",
      "27 the maps in this list are read as their ids",
    ]);
  });

  test("are edited where they say things, not where they should", () => {
    const { source } = read(OLD);
    const edited = editPlan(OLD, [
      { path: source.key("status"), value: "completed" },
      { path: [...source.task("design-it"), "status"], value: "completed" },
      { path: [...source.task("build"), "kiro_workflow", "current_phase"], value: "execute" },
    ]);
    expect(edited).toBe(
      OLD.replace("status: Active", "status: completed")
        .replace("status: kiro_managed", "status: completed")
        .replace("kiro_workflow: true\n", "kiro_workflow:\n      current_phase: execute\n"),
    );
  });

  test("without an id take the file's name, and say so", () => {
    const { plan, said } = read(
      "executor: { run: x }\ntasks: [{ id: a, kiro_workflow: { enabled: true } }]\n",
    );
    expect(plan.id).toBe("PROJ-2024-Q1");
    expect(said).toEqual(['1 the milestone has no id; "PROJ-2024-Q1", the file\'s name, is read as its id']);
  });

  test("with phases as a list read them as a map", () => {
    const { plan } = read(
      "id: PROJ-2024-Q1\nexecutor: { run: x }\ntasks:\n  - id: a\n    kiro_workflow:\n      enabled: true\n      phases:\n        - { name: design, status: completed }\n        - { phase: Spec, status: In Progress }\n",
    );
    expect(plan.tasks[0]?.phases.map(phase => phase.status)).toEqual([
      "completed",
      "in_progress",
      "pending",
      "pending",
    ]);
  });

  test.each([
    ["pending", "planned"],
    ["Planned", "planned"],
    ["in-progress", "in_progress"],
    ["Waiting Approval", "waiting_approval"],
    ["canceled", "cancelled"],
    ["done", "completed"],
  ])("the milestone's status %j is %s", (written, meant) => {
    const { plan, said } = read(
      `id: PROJ-2024-Q1\nstatus: ${written}\nexecutor: { run: x }\ntasks: [{ id: a, kiro_workflow: { enabled: true } }]\n`,
    );
    expect(plan.status).toBe(meant);
    expect(said).toEqual([`2 the status "${written}" is read as ${meant}`]);
  });
});
