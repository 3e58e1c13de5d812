import { expect, it, vi } from "vitest";
import { parse } from "yaml";
import type { Rig } from "../rig/repository.ts";
import { refsOf, rigWith, standard } from "./plans.ts";
import { branchFiles, runStep, type Step } from "./step.ts";

const postpone = (rig: Rig): Promise<Step> =>
  runStep(rig, { inputs: { command: "postpone", reason: "after the freeze" } });

it("a milestone taken up after its postponement has a new session, and what was finished stays finished", async () => {
  const rig = rigWith({
    m: standard("m", {
      run: 'test "$MILESTONE_TASK" = a || test -e go.txt',
      tasks: ["id: a", "id: b\n    dependencies: [a]"],
    }),
  });
  const first = (await runStep(rig)).outputs["session-id"]!;
  await postpone(rig);
  const main = rig.clone("person");
  main.git("switch", "--quiet", "milestone/m");
  main.write({ "go.txt": "yes\n" });
  main.commit("go on");
  main.git("push", "--quiet", "origin", "milestone/m");
  const taken = await runStep(rig, { inputs: { resume: "false" } });
  expect(taken.outputs, taken.said).toMatchObject({ status: "completed" });
  const second = taken.outputs["session-id"]!;
  expect(second).not.toBe(first);

  const events = rig.events("m");
  const ofSessions = events.filter(e => /^session_(started|resumed|ended)$/.test(e.event));
  expect(ofSessions.map(e => [e.event, e.session_id])).toEqual([
    ["session_started", first],
    ["session_ended", first],
    ["session_started", second],
    ["session_ended", second],
  ]);
  expect(events.filter(e => e.event === "phase_started" && e.task_id === "a")).toHaveLength(1);
  const files = branchFiles(rig);
  const plan = parse(files.get(".milestones/completed/m.yaml")!);
  expect(plan.execution.session_id).toBe(second);
  expect(parse(files.get(`.milestones/sessions/${second}.yaml`)!).session.status).toBe("completed");
  expect(files.get(`.milestones/reports/${second}.md`)).toMatch(/completed/);
  expect((await rig.main.milestone(["replay", "m"])).code).toBe(0);
});

it.each([
  ["postpone", "postponed"],
  ["cancel", "cancelled"],
  ["pause", "paused"],
])(
  "the report and the agents' state on the branch say what a %s made of the session",
  async (command, status) => {
    const rig = rigWith({ m: standard("m", { run: "false", tasks: ["id: a"] }) });
    const session = (await runStep(rig)).outputs["session-id"];
    const report = `.milestones/reports/${session}.md`;
    expect(branchFiles(rig).get(report)).toMatch(/^\| Status \|.*blocked/im);
    const step = await runStep(rig, { inputs: { command, reason: "after the freeze" } });
    expect(step.outputs.status, step.said).toBe(status);
    const files = branchFiles(rig);
    expect(files.get(report)).toContain("after the freeze");
    expect(files.get(report)).toMatch(new RegExp(`^\\| Status \\|.*${status}`, "im"));
    const { agents } = JSON.parse(files.get(`.milestones/sessions/${session}/agents/state.json`)!);
    expect(Object.values<{ status: string }>(agents).map(a => a.status)).toEqual(Array(6).fill("stopped"));
  },
);

it("a postponed milestone cannot be paused, nor taken up under the id of the session that ended", async () => {
  const rig = rigWith({ m: standard("m", { run: "false", tasks: ["id: a"] }) });
  const { outputs } = await runStep(rig);
  await postpone(rig);
  const before = refsOf(rig);
  const paused = await runStep(rig, { inputs: { command: "pause" } });
  expect([paused.code, paused.errors], paused.said).toEqual([1, [expect.stringContaining("postponed")]]);
  const again = await runStep(rig, { inputs: { "session-id": outputs["session-id"]! } });
  expect([again.code, again.errors], again.said).toEqual([1, [expect.stringContaining("this milestone")]]);
  expect(refsOf(rig)).toBe(before);
  const resumed = await runStep(rig, { inputs: { command: "resume", "session-id": "after-freeze" } });
  expect(resumed.outputs, resumed.said).toMatchObject({ status: "blocked", "session-id": "after-freeze" });
});

it.each(["postpone", "pause"])(
  "a phase that a killed run left is begun again when a %s came between",
  async command => {
    const rig = rigWith({
      m: standard("m", { run: 'test "$MILESTONE_ATTEMPT" -gt 1 || sleep 60', tasks: ["id: a"] }),
    });
    const run = rig.main.start(["execute", "m", "--progress-interval=1"]);
    await vi.waitFor(() => expect(rig.events("m").some(e => e.event === "phase_started")).toBe(true), {
      timeout: 90_000,
      interval: 50,
    });
    process.kill(run.pid, "SIGKILL");
    await run.done;
    const wished = await rig.main.milestone([command, "m"]);
    expect(wished.code, wished.stdout + wished.stderr).toBe(0);
    const done = await rig.main.milestone(["execute", "m"]);
    expect(done.code, done.stdout + done.stderr).toBe(0);
    const ofPhase = rig.events("m").filter(e => e.event.startsWith("phase_"));
    expect(ofPhase.map(e => e.event)).toEqual([
      "phase_started",
      "phase_interrupted",
      "phase_started",
      "phase_completed",
    ]);
  },
);
