import { describe, expect, it } from "vitest";
import { rigWith, standard, workflow } from "../action/plans.ts";
import { makeGate } from "../rig/agent.ts";
import { makeRig, type Rig } from "../rig/repository.ts";

const GATED = workflow("m", { tasks: ["id: a", "id: b\n    dependencies: [a]"] });
const FAILS = standard("m", {
  run: 'test "$MILESTONE_TASK" = a',
  tasks: ["id: a", "id: b\n    dependencies: [a]"],
});
const GOOD = standard("m", { run: "true", tasks: ["id: a", "id: b\n    dependencies: [a]"] });

async function replay(rig: Rig, ...flags: string[]): Promise<{ code: number | null; answer: unknown }> {
  const { code, stdout } = await rig.main.milestone(["replay", "m", "--json", ...flags]);
  return { code, answer: JSON.parse(stdout) as unknown };
}

/** Changes a file on the milestone's branch as a person does it. */
function change(rig: Rig, path: string, from: string, to: string): void {
  const person = rig.clone("person");
  person.git("switch", "--quiet", "milestone/m");
  const text = person.git("show", `HEAD:${path}`);
  expect(text).toContain(from);
  person.write({ [path]: text.replace(from, to) });
  person.commit("a person's change");
  person.git("push", "--quiet", "origin", "milestone/m");
}

describe("replay", () => {
  it.each([
    ["waits for an approval", GATED, 10],
    ["is blocked", FAILS, 11],
    ["is completed", GOOD, 0],
  ])("finds files and log of one mind where the milestone %s", async (_, plan, code) => {
    const rig = rigWith({ m: plan });
    expect((await rig.main.milestone(["execute", "m"])).code).toBe(code);
    expect(await replay(rig)).toMatchObject({ code: 0, answer: { equal: true, differences: [] } });
  });

  it("holds the files of a killed run against the log as it was when they were written", async () => {
    const gate = makeGate();
    const rig = makeRig({ id: "m", tasks: [{ id: "a" }, { id: "b" }], run: gate.run, env: gate.env });
    try {
      const run = rig.main.start(["execute", "m", "--no-push"]);
      for (const phase of ["design", "spec", "task"]) {
        await gate.until("a", phase);
        gate.open("a", phase);
      }
      await gate.until("a", "execute");
      process.kill(-run.pid, "SIGKILL");
      await run.done;
      expect(await replay(rig, "--no-push")).toMatchObject({ code: 0, answer: { equal: true } });
    } finally {
      gate.close();
      rig.close();
    }
  });

  it.each([
    ["a task's status", "active/m.yaml", "    status: blocked", "    status: completed", "tasks.1.status"],
    ["the progress", "active/m.yaml", "percentage: 50", "percentage: 90", "progress.percentage"],
  ])("names %s that the log does not know", async (_, file, from, to, key) => {
    const rig = rigWith({ m: FAILS });
    await rig.main.milestone(["execute", "m"]);
    const path = `.milestones/${file}`;
    change(rig, path, from, to);
    expect(await replay(rig)).toMatchObject({
      code: 1,
      answer: { equal: false, differences: [{ file: path, key }] },
    });
    const { stdout } = await rig.main.milestone(["replay", "m"]);
    expect(stdout).toContain(`${path} has ${key}: `);
  });

  it("names a session file that says something else", async () => {
    const rig = rigWith({ m: FAILS });
    await rig.main.milestone(["execute", "m"]);
    const [started] = rig.events("m");
    const path = `.milestones/sessions/${started!.session_id}.yaml`;
    change(rig, path, "status: blocked", "status: completed");
    const { code, answer } = await replay(rig);
    expect([code, answer]).toMatchObject([
      1,
      { differences: [{ file: path, key: "session.status", written: "completed", replayed: "blocked" }] },
    ]);
  });
});
