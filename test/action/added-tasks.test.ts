import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { Rig } from "../rig/repository.ts";
import { addPlan, rigWith, workflow } from "./plans.ts";
import { branchFiles, runStep } from "./step.ts";

const SPEC = ".milestones/deliverables/m/spec/spec/specification.md";

/** A task that was specified elsewhere, and what is to be built on it. */
const ADDED = [
  "id: spec",
  "    status: completed",
  "    kiro_workflow:",
  "      enabled: true",
  "      phases:",
  "        design: { status: completed, deliverables: [] }",
  "        spec: { status: completed, deliverables: [specification.md] }",
  "        task: { status: completed, deliverables: [] }",
  "        execute: { status: completed, deliverables: [] }",
  "  - id: build",
  "    dependencies: [spec]",
].join("\n");

/** The plan, whose commands copy what they are told into `folder`. */
const plan = (folder: string, added: boolean): string =>
  workflow("m", {
    top: "kiro_configuration: { enforcement: flexible }",
    run: `test "$MILESTONE_TASK" = build || exit 1; cp "$MILESTONE_CONTEXT" ${folder}/told.json`,
    tasks: ["id: first", ...(added ? [ADDED] : [])],
  });

const CHANGED = (rig: Rig): Record<string, string> => ({
  ".milestones/active/m.yaml": plan(rig.folder, true),
  [SPEC]: "# Specification\n\nTwo columns.\n",
});

async function blockedRig(): Promise<Rig> {
  const rig = rigWith({});
  addPlan(rig, plan(rig.folder, false));
  expect((await runStep(rig)).outputs.status).toBe("blocked");
  return rig;
}

/** What the added task left is in the log, on the branch, and told to whoever builds on it. */
function expectTold(rig: Rig): void {
  const changed = rig.events("m").find(e => e.event === "plan_changed");
  expect(changed?.data).toMatchObject({
    added: [
      { id: "spec", status: "completed", deliverables: { spec: [{ path: SPEC }] } },
      { id: "build", status: "pending" },
    ],
  });
  expect(branchFiles(rig).get(SPEC)).toContain("Two columns.");
  const told = JSON.parse(readFileSync(join(rig.folder, "told.json"), "utf8"));
  expect(told.dependencies).toEqual([
    { task: "spec", title: "spec", status: "completed", deliverables: [SPEC] },
  ]);
}

it("sync brings the documents of an added task that was finished elsewhere, and what follows is told of them", async () => {
  const rig = await blockedRig();
  rig.main.write(CHANGED(rig));
  rig.main.commit("an imported specification");
  rig.main.git("push", "--quiet", "origin", "main");
  const synced = await runStep(rig, { inputs: { command: "sync" } });
  expect(synced.code, synced.said).toBe(0);
  await runStep(rig);
  expectTold(rig);
});

it("what a commit on the branch says is finished asks for the approvals that the base wants", async () => {
  const rig = await blockedRig();
  const person = rig.clone("person");
  person.git("switch", "--quiet", "milestone/m");
  const { [SPEC]: text } = CHANGED(rig);
  const path = ".milestones/active/m.yaml";
  const now = readFileSync(join(person.root, path), "utf8");
  person.write({ [path]: now.replace(/^(tasks:\n(?: .*\n)+)/m, `$1  - ${ADDED}\n`), [SPEC]: text! });
  person.commit("an imported specification");
  person.git("push", "--quiet", "origin", "milestone/m");
  const step = await runStep(rig);
  expect(step.outputs.status, step.said).toBe("blocked");
  expect(rig.events("m").find(e => e.event === "plan_changed")?.data).toMatchObject({
    added: [{ id: "spec" }, { id: "build" }],
  });
  expect(step.said).toContain("spec/design is finished by the log, but nobody approved it; its gate asks");
  expect(JSON.parse(step.outputs["pending-approvals"]!)).toMatchObject([{ task: "spec" }, { task: "spec" }]);
});
