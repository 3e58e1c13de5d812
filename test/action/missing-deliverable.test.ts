import { expect, it } from "vitest";
import { parse } from "yaml";
import type { Rig } from "../rig/repository.ts";
import { rigWith, workflow } from "./plans.ts";
import { branchFiles, runStep } from "./step.ts";

const FOLDER = ".milestones/deliverables/m/a/design";

/** A person's commit on the milestone's branch. */
function commit(rig: Rig, name: string, change: (person: ReturnType<Rig["clone"]>) => void): void {
  const person = rig.clone(name);
  person.git("switch", "--quiet", "milestone/m");
  change(person);
  person.commit(name);
  person.git("push", "--quiet", "origin", "milestone/m");
}

it("a gate that asks again because an approved deliverable was deleted says which one, until it is back", async () => {
  const rig = rigWith({ m: workflow("m", { tasks: ["id: a"] }) });
  const milestone = async (...args: string[]): Promise<string> => (await rig.main.milestone(args)).stdout;
  const record = (): { missing_deliverables?: string[]; phase_deliverables: unknown[] } =>
    parse(branchFiles(rig).get(".milestones/approvals/approval-m-a-design.yaml")!);
  await milestone("execute", "m");
  await milestone("approve", "m", "a/design");
  const content = branchFiles(rig).get(`${FOLDER}/architecture.md`)!;

  commit(rig, "delete", person => person.git("rm", "--quiet", `${FOLDER}/architecture.md`));
  expect(await milestone("execute", "m")).toMatch(/a\/design .*architecture\.md is missing on the branch/);
  expect(record()).toMatchObject({
    missing_deliverables: [`${FOLDER}/architecture.md`],
    phase_deliverables: [{ path: `${FOLDER}/api-spec.yaml` }],
  });
  const voided = rig.events("m").find(e => e.event === "approval_voided");
  expect(voided?.data).toMatchObject({
    reason: `deliverables are missing on the branch: ${FOLDER}/architecture.md`,
  });

  // Another change after it does not hide the first.
  commit(rig, "change", person =>
    person.write({
      [`${FOLDER}/api-spec.yaml`]: "openapi: 3.1.0\ninfo: { title: N, version: 2.0.0 }\npaths: {}\n",
    }),
  );
  const step = await runStep(rig);
  expect(step.outputs.status, step.said).toBe("waiting_approval");
  expect(step.summary).toMatch(/a\/design\*\* .*architecture\\?\.md is missing on the branch/);
  const said = /architecture\.md is missing on the branch/;
  expect(await milestone("why", "m", "a")).toMatch(said);
  expect(await milestone("status", "m")).toMatch(said);
  expect(JSON.parse(await milestone("status", "m", "--json"))).toMatchObject({
    approvals: [{ task: "a", phase: "design", missing: [`${FOLDER}/architecture.md`] }],
  });

  commit(rig, "restore", person => person.write({ [`${FOLDER}/architecture.md`]: `${content}\n` }));
  await milestone("execute", "m");
  expect(record().missing_deliverables).toBeUndefined();
  expect(await milestone("status", "m")).not.toMatch(/missing/);
  expect((await rig.main.milestone(["replay", "m"])).code).toBe(0);
});
