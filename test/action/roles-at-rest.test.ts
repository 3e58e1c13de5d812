import { expect, it, vi } from "vitest";
import type { Rig } from "../rig/repository.ts";
import { addPlan, rigWith, workflow } from "./plans.ts";
import { branchFiles, runStep } from "./step.ts";

/** What the branch says of the agents of the one session there. */
function roles(rig: Rig): string[] {
  const states = [...branchFiles(rig)].filter(([path]) => path.endsWith("/agents/state.json"));
  expect(states).toHaveLength(1);
  const { agents } = JSON.parse(states[0]![1]);
  const slots: { status: string }[] = agents.task_executor.slots ?? [];
  return [...Object.values<{ status: string }>(agents), ...slots].map(each => each.status);
}

it("the agents' state says that nobody is at work after every command, and after every run's end", async () => {
  const rig = rigWith({ m: workflow("m", { tasks: ["id: a", "id: b", "id: c\n    dependencies: [b]"] }) });
  const give = async (...args: string[]): Promise<void> => {
    const done = await rig.main.milestone(args);
    expect([0, 10], done.stderr + done.stdout).toContain(done.code);
    expect(new Set(roles(rig)), args.join(" ")).toEqual(new Set(["stopped"]));
  };
  await give("execute", "m");
  await give("approve", "m", "a/design");
  await give("reject", "m", "b/design", "too thin");
  await give("skip", "m", "c");
  await give("resume", "m");
  await give("retry", "m", "a/design");
  addPlan(rig, workflow("m", { tasks: ["id: a", "id: b\n    title: B", "id: c\n    dependencies: [b]"] }));
  await give("sync", "m");
  await give("pause", "m");
  await give("resume", "m");
  await give("postpone", "m");
  await give("archive", "m");
});

it("and so it does after a command that finds what a killed run left", async () => {
  const rig = rigWith({});
  addPlan(rig, workflow("m", { run: "sleep 600", tasks: ["id: a", "id: b"] }));
  const run = rig.main.start(["execute", "m", "--progress-interval=1"]);
  await vi.waitFor(() => expect(rig.events("m").some(e => e.event === "phase_started")).toBe(true), {
    timeout: 90_000,
    interval: 50,
  });
  process.kill(run.pid, "SIGKILL");
  await run.done;
  expect(roles(rig)).toContain("active");
  const step = await runStep(rig, { inputs: { command: "unlock" } });
  expect(step.code, step.said).toBe(0);
  expect(new Set(roles(rig))).toEqual(new Set(["stopped"]));
});
