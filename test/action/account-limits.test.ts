import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { makeRig, type Rig } from "../rig/repository.ts";
import { addPlan, standard } from "./plans.ts";
import { runStep, type Step } from "./step.ts";

/** An agent that answers as the file beside its calls says; without one it does its work. */
const HOUSE = `#!/bin/sh
cat > /dev/null
echo "$MILESTONE_TASK/$MILESTONE_PHASE" >> "$SCRATCH/$1.calls"
if [ -s "$SCRATCH/$1.says" ]; then cat "$SCRATCH/$1.says"; exit 1; fi
echo "$1" > "$MILESTONE_TASK.txt"
echo '{"type":"result","subtype":"success","is_error":false,"result":"done"}'
`;
const says = (words: string): string =>
  JSON.stringify({ type: "result", subtype: "success", is_error: true, result: words, total_cost_usd: 0.5 });

interface World {
  rig: Rig;
  scratch: string;
  step: (inputs?: Record<string, string>, env?: Record<string, string>) => Promise<Step>;
  calls: (agent?: string) => string[];
  say: (agent: string, words: string) => void;
}

function world(options: { tasks: string[]; executor?: string; top?: string }): World {
  const profile = (name: string): string =>
    `  ${name}: { command: ./house.sh, args: [${name}], prompt: stdin, result: claude-json, env: [SCRATCH] }\n`;
  const rig = makeRig(
    [],
    {
      ".milestones/config.yaml": `agents:\n${profile("house")}${profile("other")}`,
      "house.sh": HOUSE,
    },
    { warm: true },
  );
  onTestFinished(() => rig.close());
  const scratch = join(rig.folder, "scratch");
  mkdirSync(scratch);
  // A phase may write to folders that are open to everybody, and to no others.
  chmodSync(scratch, 0o777);
  const executor = options.executor ?? "{ agent: house, retries: 2, backoff: 1s }";
  addPlan(
    rig,
    standard("m", { executor, tasks: options.tasks, ...(options.top ? { top: options.top } : {}) }),
  );
  const calls = (agent = "house"): string[] => {
    const path = join(scratch, `${agent}.calls`);
    return existsSync(path) ? readFileSync(path, "utf8").trim().split("\n") : [];
  };
  return {
    rig,
    scratch,
    calls,
    step: (inputs = {}, env = {}) => runStep(rig, { inputs, env: { SCRATCH: scratch, ...env } }),
    say: (agent, words) => writeFileSync(join(scratch, `${agent}.says`), words === "" ? "" : says(words)),
  };
}

it("an account without credit is one blocker with its tasks, asked once by each agent, and mended by a resume", async () => {
  const { step, calls, say, rig } = world({
    tasks: ["id: a", "id: b", "id: c", "{ id: d, dependencies: [a] }"],
  });
  say("house", "Credit balance is too low");
  const blocked = await step({ agents: "2" });
  expect(blocked.outputs.status, blocked.said).toBe("blocked");
  expect(JSON.parse(blocked.outputs.blockers!)).toEqual([
    expect.objectContaining({
      type: "credit",
      task: null,
      phase: null,
      level: 4,
      profile: "house",
      tasks: ["a", "b", "c", "d"],
    }),
  ]);
  expect(blocked.errors).toHaveLength(1);
  expect(blocked.errors[0]).toContain("house ended with exit 1: Credit balance is too low");
  expect(calls()).toHaveLength(2);
  const cost = rig
    .events("m")
    .flatMap(e => (e.event === "phase_interrupted" ? [e.data.usage?.cost_usd] : []));
  expect(cost, "what the attempts cost is not forgotten").toEqual([0.5, 0.5]);

  say("house", "");
  const resumed = await step({ command: "resume" });
  expect(resumed.outputs.status, resumed.said).toBe("completed");
}, 120_000);

it("a used-up plan ends the run until its reset, and a run that nobody asked for leaves it alone", async () => {
  const { step, calls, say } = world({ tasks: ["id: a", "id: b"] });
  say("house", "You've hit your usage limit. Try again in 5 hours 2 minutes.");
  const before = Date.now();
  const resting = await step({ agents: "1" });
  expect(resting.outputs.status, resting.said).toBe("waiting_limit");
  expect(resting.code).toBe(0);
  expect(resting.outputs.blockers).toBe("[]");
  const wait = Date.parse(resting.outputs["resume-at"]!) - before;
  expect(wait).toBeGreaterThan(302 * 60_000);
  expect(wait).toBeLessThan(304 * 60_000);
  expect(calls()).toEqual(["a/execute"]);

  const swept = await step({ command: "resume" }, { GITHUB_EVENT_NAME: "schedule" });
  expect(swept.outputs.status, swept.said).toBe("waiting_limit");
  expect(calls()).toHaveLength(1);

  say("house", "");
  const asked = await step({ command: "resume" });
  expect(asked.outputs.status, asked.said).toBe("completed");
}, 120_000);

it("another agent takes over at once where one has a limit, for every task, and nothing is blocked", async () => {
  const { step, calls, say, rig } = world({
    executor: "{ agent: house, fallback: [other], retries: 2, backoff: 10m }",
    tasks: ["id: a", "id: b", "id: c"],
  });
  say("house", "You've hit your weekly limit · resets in 3 days");
  const done = await step({ agents: "1" });
  expect(done.outputs.status, done.said).toBe("completed");
  expect(calls("house")).toEqual(["a/execute"]);
  expect(calls("other")).toEqual(["a/execute", "b/execute", "c/execute"]);
  expect(rig.events("m").some(e => e.event === "phase_failed" || e.event === "blocker_detected")).toBe(false);
}, 120_000);

it("a refused key is only told where another agent does its work", async () => {
  const { step, calls, say } = world({
    executor: "{ agent: house, fallback: [other], backoff: 10m }",
    tasks: ["id: a", "id: b"],
  });
  say("house", "Invalid API key · Please run /login");
  const done = await step({ agents: "1" });
  expect(done.outputs.status, done.said).toBe("completed");
  expect(calls("house")).toHaveLength(1);
  expect(done.warnings.join("\n")).toContain("Invalid API key");
}, 120_000);

it("where every agent is out of use each of them is one blocker", async () => {
  const { step, say } = world({
    executor: "{ agent: house, fallback: [other], backoff: 10m }",
    tasks: ["id: a", "id: b"],
  });
  say("house", "Invalid API key · Please run /login");
  say("other", "Insufficient Balance");
  const blocked = await step({ agents: "1" });
  expect(blocked.outputs.status, blocked.said).toBe("blocked");
  const types = (JSON.parse(blocked.outputs.blockers!) as { type: string }[]).map(b => b.type);
  expect(types.sort()).toEqual(["credentials", "credit"]);
}, 120_000);

it("a limit that names no end is a blocker at once", async () => {
  const { step, calls, say } = world({ tasks: ["id: a"] });
  say("house", "You've hit your org's monthly usage limit");
  const blocked = await step();
  expect(JSON.parse(blocked.outputs.blockers!), blocked.said).toEqual([
    expect.objectContaining({ type: "usage_limit", level: 4, profile: "house", tasks: ["a"] }),
  ]);
  expect(calls()).toHaveLength(1);
}, 120_000);

it("a short limit is waited for within the run", async () => {
  const { step, calls, say, scratch } = world({ tasks: ["id: a"] });
  say("house", "Rate limit reached. Please try again in 1s.");
  const ended = step();
  await expect.poll(() => calls().length, { timeout: 90_000 }).toBe(1);
  writeFileSync(join(scratch, "house.says"), "");
  const done = await ended;
  expect(done.outputs.status, done.said).toBe("completed");
  expect(calls()).toHaveLength(2);
}, 120_000);

it("an empty answer counts with work alone, and an error that a command passes on is one", async () => {
  const quiet = JSON.stringify({ type: "result", subtype: "success", is_error: false, result: "" });
  const passes = (report: string): string => JSON.stringify(`echo '${report}'`);
  const { step, rig } = world({
    executor: "{ agent: house, retries: 0 }",
    tasks: [
      "{ id: idle, agent: mute }",
      "{ id: busy, agent: mute }",
      `{ id: wrapper, run: ${passes(says("the bridge is out"))}, retries: 0 }`,
      `{ id: printer, run: ${passes('{"type":"result","is_error":false}')}, retries: 0 }`,
    ],
  });
  const command = `[ "$MILESTONE_TASK" = idle ] || echo work > work.txt; cat > /dev/null; echo '${quiet}'`;
  const mute = { command: "bash", args: ["-c", command], prompt: "stdin", result: "claude-json" };
  rig.main.write({ ".milestones/config.yaml": `agents: ${JSON.stringify({ mute, house: mute })}\n` });
  rig.main.commit("a mute agent");
  rig.main.git("push", "-q", "origin", "main");
  const ended = await step();
  expect(ended.outputs.status, ended.said).toBe("blocked");
  const blockers = JSON.parse(ended.outputs.blockers!) as { task: string; message: string }[];
  expect(Object.fromEntries(blockers.map(({ task, message }) => [task, message]))).toEqual({
    idle: "mute ended with an empty answer and changed nothing",
    wrapper: "the command ended without an error but reported a failure: the bridge is out",
  });
  expect(ended.outputs["tasks-completed"]).toBe("2");
});
