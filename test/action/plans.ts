import { onTestFinished } from "vitest";
import { makeRig, type Rig, type RigOptions } from "../rig/repository.ts";

/** Writes what the first default phase of a task must leave, so that the deliverable rules are met. */
export const DELIVER = [
  'd="$MILESTONE_DELIVERABLES"',
  'case "$MILESTONE_PHASE" in',
  "design)",
  'printf "# Architecture\\n\\nOne service with one table.\\n" > "$d/architecture.md"',
  'printf "openapi: 3.1.0\\ninfo: { title: Notes, version: 1.0.0 }\\npaths: {}\\n" > "$d/api-spec.yaml" ;;',
  "spec)",
  'printf "# Specification\\n\\nThe table has two columns.\\n" > "$d/technical-spec.md"',
  'printf "# Tests\\n\\nEach column is read back.\\n" > "$d/test-plan.md" ;;',
  "task)",
  'printf "# Plan\\n\\nFirst the table, then the service.\\n" > "$d/implementation-plan.md" ;;',
  "execute)",
  'mkdir -p src; echo "$MILESTONE_TASK" > "src/$MILESTONE_TASK.txt"',
  'printf "# Summary\\n\\nThe table is there.\\n" > "$d/implementation-summary.md"',
  'printf "# Tests\\n\\nAll three passed.\\n" > "$d/test-results.md" ;;',
  "esac",
].join("\n");

/** A milestone file of standard tasks: one execute phase each, no gate, nothing delivered unless asked for. */
export function standard(
  id: string,
  body: { run?: string; executor?: string; top?: string; tasks: string[] },
): string {
  const executor = body.executor ?? `{ run: ${JSON.stringify(body.run ?? "true")}, retries: 0, backoff: 0s }`;
  return [
    `id: ${id}`,
    `title: Milestone ${id}`,
    "status: planned",
    "kiro_configuration: { enforcement: flexible }",
    `executor: ${executor}`,
    ...(body.top ? [body.top] : []),
    "tasks:",
    ...body.tasks.map(t => `  - ${t}`),
    "",
  ].join("\n");
}

/** A milestone of workflow tasks with the default phases, deliverables and gates. */
export function workflow(id: string, body: { top?: string; tasks: string[]; run?: string }): string {
  return [
    `id: ${id}`,
    `title: Milestone ${id}`,
    "status: planned",
    `executor: { run: ${JSON.stringify(body.run ?? DELIVER)}, retries: 0, backoff: 0s }`,
    ...(body.top ? [body.top] : []),
    "tasks:",
    ...body.tasks.map(t => `  - ${t}`),
    "",
  ].join("\n");
}

/** No phase waits for anyone. */
export const NO_GATES = [
  "kiro_configuration:",
  "  approval_gates: { design_to_spec: { required: false }, spec_to_task: { required: false } }",
].join("\n");

/**
 * A rig whose base branch holds these milestone files, by id; a warm one, unless the test is about processes or secrets.
 */
export function rigWith(
  plans: Record<string, string>,
  files: Record<string, string> = {},
  { warm = true }: RigOptions = {},
): Rig {
  const named = Object.entries(plans).map(([id, text]) => [`.milestones/active/${id}.yaml`, text] as const);
  const rig = makeRig([], { ...Object.fromEntries(named), ...files }, { warm });
  onTestFinished(() => rig.close());
  return rig;
}

/** Puts the milestone `m` on the base branch of a rig that is there already, as where the plan names its folder. */
export function addPlan(rig: Rig, text: string): void {
  rig.main.write({ ".milestones/active/m.yaml": text });
  rig.main.commit("plan");
  rig.main.git("push", "--quiet", "origin", "main");
}

/** A rig of the milestone `m`, whose plan is told the rig's folder for what its commands leave. */
export function scratchRig(plan: (scratch: string) => string): Rig {
  const rig = rigWith({});
  addPlan(rig, plan(rig.folder));
  return rig;
}

/** Everything of a repository that a run could change, for comparing before and after. */
export function refsOf(rig: Rig): string {
  return rig.git("for-each-ref", "--format=%(refname) %(objectname)");
}

/** The same of the origin and of the person's clone. */
export function allRefsOf(rig: Rig): string {
  return rig.main.git("for-each-ref") + rig.git("for-each-ref");
}
