import { describe, expect, it } from "vitest";
import type { Rig } from "../rig/repository.ts";
import { rigWith } from "./plans.ts";
import { branchFiles, runStep } from "./step.ts";

/** A chain of three with a task beside it; each appends a line to a file of its own. */
const CHAIN = [
  "id: m",
  "tasks:",
  "  a: echo a >> a.txt",
  "  b: { needs: a, run: echo b >> b.txt }",
  "  c: { needs: b, run: echo c >> c.txt }",
  "  d: echo d >> d.txt",
  "",
].join("\n");

/** How often each task's work stands on the branch. */
const times = (rig: Rig): string => {
  const files = branchFiles(rig);
  return ["a", "b", "c", "d"]
    .map(id => `${id}${(files.get(`${id}.txt`) ?? "").split("\n").filter(Boolean).length}`)
    .join(" ");
};
const at = (rig: Rig, ref: string): string => rig.git("for-each-ref", "--format=%(objectname)", ref);
const tag = (rig: Rig): string => at(rig, "refs/tags/milestone/m/completed");
const tip = (rig: Rig): string => at(rig, "refs/heads/milestone/m");

describe("a part of the tasks", () => {
  it("runs with what it needs, the run ends paused, and the next one does the rest", async () => {
    const rig = rigWith({ m: CHAIN });
    const step = await runStep(rig, { inputs: { only: "b" } });
    expect(step.outputs.status, step.said).toBe("paused");
    expect(times(rig)).toBe("a1 b1 c0 d0");
    const rest = await runStep(rig);
    expect(rest.outputs.status, rest.said).toBe("completed");
    expect(times(rig)).toBe("a1 b1 c1 d1");
  });

  it("is done when nothing else is left, so that the milestone is completed", async () => {
    const rig = rigWith({ m: CHAIN });
    const step = await runStep(rig, { inputs: { only: "c, d" } });
    expect(step.outputs.status, step.said).toBe("completed");
    expect(times(rig)).toBe("a1 b1 c1 d1");
  });

  it("leaves a failure beside it as it is", async () => {
    const rig = rigWith({ m: CHAIN.replace("d: echo d >> d.txt", "d: { run: exit 1, retries: 0 }") });
    await runStep(rig, { inputs: { only: "d" } });
    const step = await runStep(rig, { inputs: { only: "a" } });
    expect(step.outputs.status, step.said).toBe("blocked");
    expect(times(rig)).toBe("a1 b0 c0 d0");
    expect(rig.events("m").filter(e => e.event === "phase_started" && e.task_id === "d")).toHaveLength(1);
  });

  it("is refused with the name of a task that is not there, and nothing changes", async () => {
    const rig = rigWith({ m: CHAIN });
    const step = await runStep(rig, { inputs: { only: "a,e" } });
    expect(step.code).not.toBe(0);
    expect(step.said).toContain('there is no task "e"');
    expect(tip(rig)).toBe("");
  });

  it("is refused where the command does not heed it", async () => {
    const rig = rigWith({ m: CHAIN });
    const step = await runStep(rig, { inputs: { command: "resume", only: "a" } });
    expect(step.said).toContain('the input only is "a", which resume would not heed');
  });
});

describe("a task done again", () => {
  it("takes those with it that need it, and no others", async () => {
    const rig = rigWith({ m: CHAIN });
    await runStep(rig, { inputs: { only: "c" } });
    const step = await runStep(rig, {
      inputs: { command: "retry", target: "b", "with-dependants": "true" },
    });
    expect(step.outputs.status, step.said).toBe("completed");
    expect(times(rig)).toBe("a1 b2 c2 d1");
  });

  it("of a completed milestone makes it active until it is completed again, and moves its tag", async () => {
    const rig = rigWith({
      m: CHAIN,
      later: "id: later\ndependencies: { requires: [m] }\ntasks: { x: 'true' }\n",
    });
    await runStep(rig);
    const before = tag(rig);
    expect(before).toBe(tip(rig));
    const step = await runStep(rig, {
      inputs: { command: "retry", target: "a", "with-dependants": "true" },
    });
    expect(step.outputs.status, step.said).toBe("completed");
    expect(times(rig)).toBe("a2 b2 c2 d1");
    expect(tag(rig)).toBe(tip(rig));
    expect(tag(rig)).not.toBe(before);
    const files = [...branchFiles(rig).keys()].filter(f => f.endsWith("/m.yaml"));
    expect(files).toEqual([".milestones/completed/m.yaml"]);
    const events = rig.events("m");
    expect(events.filter(e => e.event === "milestone_reopened")).toMatchObject([{ data: { tasks: ["a"] } }]);
    expect(events.filter(e => e.event === "dependents_notified").map(e => e.data)).toMatchObject([
      { change: "activated" },
      { change: "completed" },
      { change: "reopened", milestones: ["later"], again: 1 },
      { change: "completed", again: 1 },
    ]);
    // Each life has a session of its own.
    expect(new Set(events.map(e => e.session_id)).size).toBe(2);
  });

  it("of a completed milestone lies under active/ while it fails, and nothing else runs again", async () => {
    const rig = rigWith({
      m: CHAIN.replace("a: echo a >> a.txt", "a: { run: '[ ! -e a.txt ] && echo a >> a.txt', retries: 0 }"),
    });
    await runStep(rig);
    const step = await runStep(rig, { inputs: { only: "a" } });
    expect(step.outputs.status, step.said).toBe("blocked");
    const files = [...branchFiles(rig).keys()].filter(f => f.endsWith("/m.yaml"));
    expect(files).toEqual([".milestones/active/m.yaml"]);
    expect(branchFiles(rig).get(".milestones/active/m.yaml")).toContain("status: blocked");
    const skipped = await runStep(rig, { inputs: { command: "skip", target: "a" } });
    expect(skipped.outputs.status, skipped.said).toBe("completed");
    expect(times(rig)).toBe("a1 b1 c1 d1");
    expect(tag(rig)).toBe(tip(rig));
  });

  it("of a milestone that is on the base already goes on from there", async () => {
    const rig = rigWith({ m: CHAIN });
    await runStep(rig);
    const person = rig.clone("person");
    person.git("merge", "--quiet", "--no-ff", "-m", "land", "origin/milestone/m");
    person.git("push", "--quiet", "origin", "main", ":milestone/m");
    const step = await runStep(rig, { inputs: { only: "d" } });
    expect(step.outputs.status, step.said).toBe("completed");
    expect(times(rig)).toBe("a1 b1 c1 d2");
    expect(tag(rig)).toBe(tip(rig));
  });

  it("is refused where nobody says which", async () => {
    const rig = rigWith({ m: CHAIN });
    await runStep(rig);
    const step = await runStep(rig, { inputs: { command: "retry" } });
    expect(step.said).toContain("is completed");
    expect(step.code).not.toBe(0);
    const none = await runStep(rig, {
      inputs: { command: "retry", target: "a", "with-dependants": "true", revert: "true" },
    });
    expect(none.said).toContain("--revert takes back the code of one task");
    expect(times(rig)).toBe("a1 b1 c1 d1");
  });
});
