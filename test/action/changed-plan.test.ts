import { describe, expect, it } from "vitest";
import type { LoggedEvent } from "../../src/milestone/session/event.ts";
import { some } from "../rig/long.ts";
import type { Rig } from "../rig/repository.ts";
import { addPlan, rigWith, standard } from "./plans.ts";
import { runStep } from "./step.ts";

const PLAN = ".milestones/active/m.yaml";
const TWO = standard("m", { run: 'test "$MILESTONE_TASK" = a', tasks: ["id: a", "id: b"] }).replace(
  "flexible",
  "progressive",
);

const GATE = "\n    kiro_workflow: { phases: { execute: { approval_required: true } } }";

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

describe("what a person changed of the plan before a command is in the log, although the run comes after the command", () => {
  const THREE = standard("m", { run: 'test "$MILESTONE_TASK" = a', tasks: ["id: a", "id: b", "id: c"] });
  const WAITING = THREE.replace("- id: c", "- id: c\n    dependencies: [b]");
  const change = (text: string): string =>
    text
      .replace("- id: b", "- id: b\n    executor: { run: exit 4 }")
      .replace(/ {2}- id: c\n(?: {4}.*\n)*/, "  - id: d\n    dependencies: [b]\n");

  it.each(some(["approve", "pause", "retry b", "reject a/execute no", "skip d"], 3))("%s", async words => {
    const [command, ...rest] = words.split(" ") as [string, ...string[]];
    const gated = command === "approve" ? WAITING.replace("- id: a", `- id: a${GATE}`) : WAITING;
    const rig = rigWith({ m: gated });
    expect((await rig.main.milestone(["execute", "m"])).code).toBe(11);
    edit(rig, "person", change);
    const outcome = await rig.main.milestone([command, "m", ...rest]);
    expect([0, 11], outcome.stderr + outcome.stdout).toContain(outcome.code);
    const expected = {
      added: [{ id: "d" }],
      removed: ["c"],
      changed: [{ task: "b", what: ["execute.executor"] }],
    };
    expect(changes(rig)).toMatchObject([expected]);
    await rig.main.milestone(["execute", "m"]);
    expect(changes(rig)).toHaveLength(1);
    const replayed = await rig.main.milestone(["replay", "m"]);
    expect(replayed.code, replayed.stdout).toBe(0);
  });

  it("but a command about a task that the change took away is refused, and nothing is told of it", async () => {
    const rig = rigWith({ m: WAITING });
    await runStep(rig);
    edit(rig, "person", change);
    const before = rig.git("rev-parse", "milestone/m");
    for (const inputs of [
      { command: "skip", target: "c" },
      { command: "retry", target: "c" },
    ]) {
      const refused = await runStep(rig, { inputs });
      expect([refused.code, refused.errors], refused.said).toEqual([
        1,
        [expect.stringContaining('there is no task "c"')],
      ]);
      expect(refused.stdout).not.toContain("plan changed");
    }
    expect(rig.git("rev-parse", "milestone/m")).toBe(before);
  });

  it("sync says what it makes of the plan that the engine had, whatever the branch's was meanwhile", async () => {
    const rig = rigWith({ m: WAITING });
    await runStep(rig);
    edit(rig, "person", text => change(text).replace("- id: a", "- id: a\n    title: First"));
    addPlan(rig, WAITING.replace("- id: b", "- id: b\n    title: Second"));
    const step = await runStep(rig, { inputs: { command: "sync" } });
    expect(step.code, step.said).toBe(0);
    // Both edits are taken in: the person's on the branch, and the base's.
    const [change_] = changes(rig) as { changed: { task: string; what: string[] }[] }[];
    expect(change_!.changed).toContainEqual(expect.objectContaining({ task: "b" }));
  });
});
