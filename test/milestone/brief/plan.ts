import type { PhasePlan, Plan, TaskPlan } from "../../../src/milestone/plan/plan.ts";
import { readPlan } from "../../../src/milestone/plan/read-plan.ts";

/** A small plan with everything that a brief tells. */
export function examplePlan(changes = ""): Plan {
  const text = `
id: api-v2
title: Public API v2
description: Lets partners read their orders
status: planned
executor: { agent: claude }
test_command: npm test
tasks:
  - id: schema
    title: Database schema
    status: pending
    dependencies: []
  - id: endpoints
    title: Order endpoints
    description: List and read orders, page by page
    status: pending
    dependencies: [schema]
    kiro_workflow:
      enabled: true
      phases:
        design:
          deliverables: [architecture.md, { path: api-spec.yaml, kind: openapi }]
          acceptance_criteria: [Boundaries are named]
          checks: [npx markdownlint "$MILESTONE_DELIVERABLES"]
        execute:
          deliverables: [implementation-summary.md, test-results.md, { changed: "src/**" }]
${changes}`;
  const read = readPlan({ text, file: ".milestones/active/api-v2.yaml" });
  if (!read.ok) throw new Error(read.errors.map(e => e.message).join("\n"));
  return read.plan;
}

export function taskOf(plan: Plan, id: string): TaskPlan {
  return plan.tasks.find(t => t.id === id)!;
}

export function phaseOf(task: TaskPlan, phase: PhasePlan["phase"]): PhasePlan {
  return task.phases.find(p => p.phase === phase)!;
}
