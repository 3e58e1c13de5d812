import { expect, it } from "vitest";
import { parse } from "yaml";
import { rigWith, workflow } from "../action/plans.ts";
import { branchFiles } from "../action/step.ts";
import type { Rig } from "../rig/repository.ts";

const RUN =
  'test "$MILESTONE_TASK" != broken || exit 1; printf "# Note\\n\\nDone.\\n" > "$MILESTONE_DELIVERABLES/note.md"';
const phases = (gate: boolean): string =>
  `kiro_workflow: { enabled: true, phases: { design: { approval_required: ${gate}, deliverables: [note.md] }, spec: { approval_required: false, deliverables: [note.md] }, task: { deliverables: [note.md] }, execute: { deliverables: [note.md] } } }`;
const PLAN = workflow("m", {
  run: RUN,
  tasks: [
    `{ id: gated, ${phases(true)} }`,
    `{ id: broken, ${phases(false)} }`,
    `{ id: after-gated, dependencies: [gated], ${phases(false)} }`,
    `{ id: after-broken, dependencies: [broken], ${phases(false)} }`,
  ],
});

const saved = (rig: Rig) => {
  const [path] = [...branchFiles(rig).keys()].filter(p => /^\.milestones\/sessions\/[^/]+\.yaml$/.test(p));
  return parse(rig.read("milestone/m", path!)!);
};
const nextTasks = (rig: Rig): unknown => saved(rig).resume_points.next_tasks;

it("a saved session names the tasks that can go on at once, not those that wait for another or a person", async () => {
  const rig = rigWith({ m: PLAN });
  expect((await rig.main.milestone(["execute", "m"])).code).toBe(11);
  expect(nextTasks(rig)).toEqual([]);
  await rig.main.milestone(["approve", "m", "gated/design"]);
  expect(nextTasks(rig)).toEqual(["gated"]);
  await rig.main.milestone(["skip", "m", "broken"]);
  expect(nextTasks(rig)).toEqual(["gated", "after-broken"]);
  await rig.main.milestone(["cancel", "m"]);
  expect(nextTasks(rig)).toEqual([]);
});

it("a saved session counts nobody at work for a phase that is yet to be done again", async () => {
  const rig = rigWith({ m: PLAN });
  await rig.main.milestone(["execute", "m"]);
  await rig.main.milestone(["reject", "m", "gated/design", "too short"]);
  await rig.main.milestone(["pause", "m"]);
  expect(saved(rig)).toMatchObject({
    execution_state: { active_agents: 0, current_tasks: ["gated"], failed_tasks: ["broken"] },
    resume_points: { next_tasks: ["gated"], uncommitted_changes: false },
  });
});
