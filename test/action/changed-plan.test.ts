import { expect, it } from "vitest";
import type { LoggedEvent } from "../../src/milestone/session/event.ts";
import type { Rig } from "../rig/repository.ts";
import { rigWith, standard } from "./plans.ts";
import { runStep } from "./step.ts";

const PLAN = ".milestones/active/m.yaml";
const TWO = standard("m", { run: 'test "$MILESTONE_TASK" = a', tasks: ["id: a", "id: b"] }).replace(
  "flexible",
  "progressive",
);

const changes = (rig: Rig): unknown[] =>
  rig.events("m").flatMap((e: LoggedEvent) => (e.event === "plan_changed" ? [e.data] : []));

function edit(rig: Rig, name: string, change: (text: string) => string): void {
  const person = rig.clone(name);
  person.git("switch", "--quiet", "milestone/m");
  person.write({ [PLAN]: change(person.git("show", `HEAD:${PLAN}`) + "\n") });
  person.commit("by hand");
  person.git("push", "--quiet", "origin", "milestone/m");
}

it("what a person changed of the plan between two runs is in the log, task by task", async () => {
  const rig = rigWith({ m: TWO });
  expect((await runStep(rig)).outputs.status).toBe("blocked");
  expect((await runStep(rig)).outputs.status).toBe("blocked");
  expect(changes(rig)).toEqual([]);

  edit(rig, "first", text => text.replace("- id: b", "- id: b\n    executor: { run: exit 4 }"));
  const tried = await runStep(rig);
  expect(tried.outputs.blockers, tried.said).toMatch(/exit 4/);
  expect(changes(rig)).toMatchObject([{ added: [], removed: [], changed: [{ task: "b" }] }]);
  expect(tried.stdout).toMatch(/plan changed by the branch: b: execute\.executor/);

  edit(
    rig,
    "second",
    text => `# nothing else\n${text.replace("exit 4", "exit 0")}budget: { attempts: 99 }\n`,
  );
  const done = await runStep(rig);
  expect(done.outputs.status, done.said).toBe("completed");
  expect(changes(rig)).toMatchObject([{}, { changed: [{ task: "b" }], milestone: ["budget"] }]);
});
