import { expect, test } from "vitest";
import type { NewEvent, TaskSeed } from "../../src/milestone/session/event.ts";
import { SAMPLES } from "../milestone/view/samples.ts";
import { some } from "../rig/long.ts";
import { atTheGate, CHECKED, LOG, PLAN, SPEC } from "./gate-rig.ts";

/** The highest right in the repository, of which a line may lie. */
const mona = { login: "alice", id: 1, source: "comment" as const };
const FINISHED = { design: "completed", spec: "completed", task: "completed", execute: "completed" } as const;
const seed = (over: Partial<TaskSeed>): TaskSeed => ({
  id: "a",
  workflow: true,
  status: "completed",
  phases: FINISHED,
  ...over,
});
const planned = (...added: TaskSeed[]): NewEvent => ({
  event: "plan_changed",
  data: { added, removed: ["a"], changed: [], by: "the branch" },
});
const activated = (task: TaskSeed): NewEvent => ({
  event: "milestone_activated",
  data: {
    title: "m",
    weights: { design: 15, spec: 25, task: 20, execute: 40 },
    tasks: [task],
    compliance: { score: 100, migrated: [], standard: [] },
    base: { branch: "main", commit: "0".repeat(40) },
    quality_gates: [],
  },
});
const skipped: NewEvent = { event: "task_skipped", task_id: "a", data: { reason: "not needed", by: mona } };
const ended: NewEvent[] = [
  { event: "milestone_completed", data: { percentage: 100 } },
  { event: "session_ended", data: { status: "completed" } },
];

const PAST_THE_GATE: [string, NewEvent[]][] = [
  ["skips the gated task in a maintainer's name", [skipped]],
  ["skips it as a condition of the plan would", [{ ...skipped, data: { reason: "no failure" } } as NewEvent]],
  ["calls the task completed", [{ event: "task_completed", task_id: "a", data: {} }]],
  ["brings the task as one that was finished before", [planned(seed({}))]],
  ["brings the task as one that was skipped before", [planned(seed({ status: "skipped" }))]],
  ["brings the task without its gated phase", [planned(seed({ phases: { execute: "completed" } }))]],
  [
    "brings the task without the gated phase, to be done",
    [planned(seed({ status: "pending", phases: { execute: "pending" } }))],
  ],
  ["takes the task out", [planned()]],
  ["activates the milestone anew, with all done", [activated(seed({}))]],
  ["activates the milestone anew, with nothing of its phases", [activated(seed({ phases: {} }))]],
  [
    "pauses it, frees the lease, says that the base was merged, and goes on in a session of its own",
    (["session_paused", "lease_released", "base_merged", "session_started"] as const).map(
      event => ({ event, data: SAMPLES[event] }) as NewEvent,
    ),
  ],
  ["postpones it", [{ event: "milestone_postponed", data: { reason: "x", by: mona } }]],
  ["cancels it", [{ event: "milestone_cancelled", data: { reason: "x", by: mona } }]],
  [
    "reopens it and brings the task as one that was finished before",
    [{ event: "milestone_reopened", data: { reason: "x", by: mona, tasks: ["a"] } }, planned(seed({}))],
  ],
];

test.each(some(PAST_THE_GATE, 5))(
  "S-APP-1 a line that %s gets the milestone past no gate, and to no tag",
  async (_, events) => {
    const { github, run, read, forge } = await atTheGate();
    await forge(() => events);
    const result = await run("resume");
    expect(result.outputs.status, result.output).not.toBe("completed");
    expect(await read(SPEC), result.output).toBeNull();
    expect(github.repository.git.ref("refs/tags/milestone/m/completed")).toBeNull();
  },
);

const ENDED: [string, NewEvent[]][] = [
  ["skipped", [skipped, ...ended]],
  ["finished before", [planned(seed({})), ...ended]],
  ["nothing at all", [planned(), ...ended]],
];

test.each(some(ENDED, 1))(
  "S-APP-1 a milestone that lines call completed, its gated task %s, gets no tag",
  async (_, events) => {
    const { github, run, forge } = await atTheGate();
    await forge(() => events);
    const result = await run("resume");
    expect(result.outputs.status, result.output).toBe("failed");
    expect(github.repository.git.ref("refs/tags/milestone/m/completed")).toBeNull();
  },
);

test("S-APP-1 a gated task that a writer takes out of the branch's plan is missed at the end", async () => {
  const task = JSON.parse(PLAN).tasks[0];
  const free = { id: "z", executor: JSON.parse(PLAN).executor, phases: ["execute"], run: "true" };
  const plan = { ...JSON.parse(PLAN), tasks: [task, { id: free.id, title: "Z", run: free.run }] };
  const { github, run, forge } = await atTheGate(JSON.stringify(plan));
  const without = JSON.stringify({ ...plan, tasks: [plan.tasks[1]] });
  await forge(() => [planned()], { ".milestones/active/m.yaml": without });
  const result = await run("resume");
  expect(result.outputs.status, result.output).not.toBe("completed");
  expect(github.repository.git.ref("refs/tags/milestone/m/completed")).toBeNull();
});

test("S-APP-2 a gate that a writer's line asks about no file, or of an earlier time, takes no review of other bytes", async () => {
  const { github, run, read, forge } = await atTheGate();
  const pull = await github.as("carol").openPull("milestone/m", "main", "Milestone m");
  await forge(log => {
    const asked = log.findLast(e => e.event === "approval_requested");
    if (asked?.event !== "approval_requested") throw new Error("no gate was asked");
    const { request } = asked.data;
    return [
      {
        event: "approval_voided",
        task_id: "a",
        phase: "design",
        data: { request, reason: "x", changed: [] },
      },
      {
        event: "approval_requested",
        task_id: "a",
        phase: "design",
        data: { ...asked.data, request: `${request}.2`, deliverables: [] },
      },
    ] as NewEvent[];
  });
  await github.as("alice").review(pull.number, { state: "approve" });
  await github
    .as("carol")
    .push({ ".milestones/deliverables/m/a/design/note.md": "# Other words\n" }, "milestone/m");
  const result = await run("resume");
  expect(result.outputs.status, result.output).toBe("waiting_approval");
  expect(await read(SPEC)).toBeNull();
});

test("S-APP-2 a checkpoint that a line asks for afterwards takes no review of before", async () => {
  const { github, run, forge } = await atTheGate(CHECKED);
  const pull = await github.as("carol").openPull("milestone/m", "main", "Milestone m");
  const before = github.repository.git.ref("refs/heads/milestone/m")!;
  await github.as("alice").review(pull.number, { state: "approve", commitId: before });
  await forge(log => {
    const asked = log.findLast(e => e.event === "approval_requested");
    if (asked?.event !== "approval_requested") throw new Error("no gate was asked");
    return [{ event: "approval_requested", data: { ...asked.data, request: "gate:Release#7" } }];
  });
  const result = await run("resume");
  // Alice approved the true request at that commit, and it alone.
  expect(result.output).not.toMatch(/gate:Release#7.*approved/);
});

test("S-APP-1 a gated task that a maintainer's command skips stays skipped, and a writer's command skips none", async () => {
  const { github, run } = await atTheGate();
  const refused = await run("skip", { target: "a" });
  expect(refused.conclusion, refused.output).toBe("failure");
  const skips = await run("skip", { target: "a", as: "mona" });
  expect(skips.conclusion, skips.output).toBe("success");
  const result = await run("resume");
  expect(result.outputs.status, result.output).toBe("completed");
  expect(github.repository.git.ref("refs/tags/milestone/m/completed")).not.toBeNull();
});

test("S-APP-1 a forged skip is its pusher's, however many pushes came after it", async () => {
  const { github, run, read, forge } = await atTheGate();
  await forge(() => [skipped]);
  const { activity } = github.repository;
  const last = activity.findLast(({ ref }) => ref === "refs/heads/milestone/m")!;
  for (let i = 0; i < 230; i++) activity.push({ ...last, id: last.id + i, before: last.after });
  const result = await run("resume");
  expect(result.outputs.status, result.output).not.toBe("completed");
  expect(await read(LOG)).toContain("carol, who pushed that line, may not skip");
});

test("S-APP-1 a forged skip that a workflow of a branch pushed counts for nothing where the engine has a token of its own", async () => {
  const { github, run, read, forge } = await atTheGate();
  const workflow = ".github/workflows/milestone.yml";
  const { data } = await github.as("mona").request(`GET /contents/${workflow}`);
  const text = Buffer.from(String(data.content), "base64").toString("utf8");
  const withToken = text.replace(
    "with: { milestone:",
    `with: { github-token: ${github.as("mona").token}, milestone:`,
  );
  await github.as("mona").push({ [workflow]: withToken }, "main");
  await forge(() => [skipped]);
  const pushes = github.repository.activity.filter(({ ref }) => ref === "refs/heads/milestone/m");
  pushes.at(-1)!.by = pushes[0]!.by;
  expect(pushes[0]!.by.login).toBe("github-actions[bot]");
  const result = await run("resume");
  expect(result.outputs.status, result.output).not.toBe("completed");
  expect(await read(LOG)).toContain("github-actions[bot], who pushed that line, may not skip");
});

test("S-APP-1 a line that goes on without a required milestone counts by who pushed it", async () => {
  const { github, run, forge } = await atTheGate();
  const plan = JSON.stringify({ ...JSON.parse(PLAN), dependencies: { requires: ["auth-v1"] } });
  await github.as("mona").push({ ".milestones/active/m.yaml": plan }, "main");
  await forge(() => [{ event: "dependencies_forced", data: { missing: ["auth-v1"] } }]);
  const result = await run("resume");
  expect(result.conclusion, result.output).toBe("failure");
  expect(result.output).toContain('requires "auth-v1", which is not completed');
  expect(result.output).toContain("carol, who pushed that line, may not force past it");
});

test("S-APP-1 a line that raises the budget counts where whoever pushed it may raise it", async () => {
  const { github, run, read, forge } = await atTheGate(
    JSON.stringify({ ...JSON.parse(PLAN), budget: { attempts: 2 } }),
  );
  await github.as("mona").push({ ".github/milestone.yml": "permissions: { retry: maintain }\n" }, "main");
  await forge(() => [{ event: "budget_raised", data: { attempts: 50, by: mona } }]);
  const pull = await github.as("carol").openPull("milestone/m", "main", "Milestone m");
  await github.as("alice").review(pull.number, { state: "approve" });
  const result = await run("resume");
  expect(result.outputs.status, result.output).toBe("blocked");
  expect(await read(LOG)).toContain("carol, who pushed that line, may not raise a budget");
});
