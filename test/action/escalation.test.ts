import { chmodSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { makeRig } from "../rig/repository.ts";
import { addPlan, standard } from "./plans.ts";
import { runStep } from "./step.ts";

/** Succeeds with the model opus alone; says with which arguments and which brief it was called. */
const AGENT = `#!/bin/sh
grep -q "by hand" && brief=other || brief=usual
echo "$brief $*" >> "$SCRATCH/calls"
case "$*" in *--model=opus*) echo done | tee a.txt ;; *) exit 1 ;; esac
`;

it("after two failures of one kind the brief differs, then the model, each recorded with its level", async () => {
  const house = "house: { command: ./house.sh, args: [--model=small], result: copilot-text, env: [SCRATCH] }";
  const rig = makeRig(
    [],
    { ".milestones/config.yaml": `agents:\n  ${house}\n`, "house.sh": AGENT },
    { warm: true },
  );
  onTestFinished(() => rig.close());
  const scratch = join(rig.folder, "scratch");
  mkdirSync(scratch);
  chmodSync(scratch, 0o777);
  const executor =
    "{ agent: house, retries: 2, backoff: 10ms, escalate: [opus], alternative: do it by hand }";
  addPlan(rig, standard("m", { executor, tasks: ["id: a"] }));
  const step = await runStep(rig, { env: { SCRATCH: scratch } });
  expect(readFileSync(join(scratch, "calls"), "utf8").trim().split("\n"), step.said).toEqual([
    "usual --model=small",
    "usual --model=small",
    "other --model=small",
    "other --model=opus",
  ]);
  expect(step.outputs.status).toBe("completed");
  const retries = rig.events("m").flatMap(e => (e.event === "retry_scheduled" ? [e.data] : []));
  expect(retries.map(({ level, model, alternative }) => [level, model, alternative])).toEqual([
    [1, undefined, undefined],
    [3, undefined, true],
    [2, "opus", undefined],
  ]);
});

it("a model for an agent whose flags nobody knows is refused before anything runs", async () => {
  const rig = makeRig(
    [],
    { ".milestones/config.yaml": "agents:\n  house: { command: ./house.sh }\n" },
    { warm: true },
  );
  onTestFinished(() => rig.close());
  addPlan(rig, standard("m", { executor: "{ agent: house, escalate: [opus] }", tasks: ["id: a"] }));
  const step = await runStep(rig);
  expect(step.code).toBe(1);
  expect(step.errors.join("\n")).toContain('there is no agent profile "opus"');
});
