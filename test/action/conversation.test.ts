import { once } from "node:events";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { rigWith, standard } from "./plans.ts";
import { runStep } from "./step.ts";

/**
 * Keeps its sessions as Claude Code does, one file each in its home, and counts its cost over the whole conversation.
 * The word of the file beside it says how the first attempt goes: no session of it can be gone on with (yes), it never
 * ends (slow), its account has a limit (limit), or what it wrote is good but for a check or review (check, review).
 */
const CLAUDE = `#!/bin/bash
brief=$(cat); sessions=$HOME/.claude/projects/here; mkdir -p "$sessions"; word=$(cat "$SPOIL")
echo kept > left.txt.new
for arg; do case $arg in
  --session-id=*) id=\${arg#*=}; echo begun > "$sessions/$id.jsonl"; cost=1; text=TBD
    grep -q . left.txt && text="All of it is said."
    if [ "$MILESTONE_ATTEMPT" = 1 ]; then case $word in
      slow) mv left.txt.new left.txt; touch "$SPOIL.begun"; sleep 60 ;;
      limit) mv left.txt.new left.txt; echo '{"type":"result","subtype":"success","is_error":true,"result":"You have hit your limit, try again in 1 second","total_cost_usd":1}'; exit 1 ;;
      check|review) text="All of it is said." ;;
    esac; fi ;;
  --resume=*) id=\${arg#*=}; cost=1.25; text="All of it is said."
    [ "$(cat "$sessions/$id.jsonl" 2>&1)" = begun ] && [ "$word" != yes ] || { echo "No conversation found with session ID: $id"; exit 1; }
    grep -q "^# Go on: " <<< "$brief" || exit 9
    # Of a run that died the tree is gone, and it is told so.
    grep -q . left.txt || grep -q "write it again, whole" <<< "$brief" || exit 9
    touch checked.txt ;;
esac; done
[ -n "$MILESTONE_FEEDBACK" ] && text="All of it is said."
mv left.txt.new left.txt
printf '# Summary\\n\\n%s\\n' "$text" > "$MILESTONE_DELIVERABLES/summary.md"
echo "{\\"type\\":\\"result\\",\\"subtype\\":\\"success\\",\\"is_error\\":false,\\"result\\":\\"done\\",\\"total_cost_usd\\":$cost,\\"modelUsage\\":{\\"m\\":{\\"inputTokens\\":100,\\"outputTokens\\":10,\\"costUSD\\":$cost}}}"
`;

/** Objects to a patch until the file that a resumed attempt leaves is in it. */
const READER = `#!/bin/bash
prompt=$(cat)
if grep -q checked.txt <<< "$prompt"; then echo '{"findings":[]}'
else echo '{"findings":[{"file":"left.txt","line":1,"quote":"kept","severity":"high","lens":"docs","message":"not yet"}]}'; fi
`;

function prepared(spoil: string, { limit = "timeout: 60s", task = "" } = {}) {
  const m = standard("m", {
    executor: `{ agent: claude, retries: 2, backoff: 0s, ${limit}, env: [SPOIL] }`,
    tasks: [`{ id: a, deliverables: [summary.md]${task} }`],
  });
  const agents = "agents: { reader: { command: reader, args: [], prompt: stdin, result: text } }\n";
  const rig = rigWith({ m }, { ".milestones/config.yaml": agents });
  const bin = join(rig.folder, "bin");
  mkdirSync(bin);
  writeFileSync(join(bin, "claude"), CLAUDE, { mode: 0o755 });
  writeFileSync(join(bin, "reader"), READER, { mode: 0o755 });
  const file = join(rig.folder, "spoil");
  writeFileSync(file, spoil);
  const env = { PATH: `${bin}:${process.env.PATH}`, ANTHROPIC_API_KEY: "sk-1", SPOIL: file };
  return { rig, env, file };
}

async function attempted(spoil: string, how?: Parameters<typeof prepared>[1]) {
  const { rig, env } = prepared(spoil, how);
  const step = await runStep(rig, { env });
  expect(step.outputs.status, step.said).toBe("completed");
  const lines = rig.events("m");
  const ended = lines.filter(line => /^phase_(?:failed|interrupted|completed)$/.test(line.event));
  expect(ended).toHaveLength(2);
  const [failed, completed] = ended.map(line => line.data as Record<string, unknown>);
  return { step, failed: failed!, completed: completed! };
}

it("an agent whose deliverables were wrong goes on in its conversation, on what it had written", async () => {
  const { failed, completed, step } = await attempted("");
  expect(failed).toMatchObject({ type: "deliverable_invalid", conversation: { resumed: false, kept: true } });
  expect(completed.conversation).toEqual({ resumed: true, kept: false });
  // Its program counts the whole conversation; the attempt's own share is what it cost.
  expect(completed.usage).toMatchObject({ cost_usd: 0.25 });
  expect(step.said).toContain("a/execute goes on in the conversation of attempt 1");
}, 120_000);

it("a conversation that cannot be gone on with is begun anew within the attempt, and the log says why", async () => {
  const { completed, step } = await attempted("yes");
  const why = expect.stringContaining("No conversation found");
  expect(completed).toMatchObject({ attempt: 2, conversation: { resumed: false, why, kept: false } });
  expect(completed.usage).toMatchObject({ cost_usd: 1 });
  expect(step.said).toMatch(/a\/execute begins a new conversation: .*No conversation found/);
}, 120_000);

it.each([
  ["a time limit", "slow", { limit: "timeout: 8s" }, { type: "timeout" }],
  ["a silence", "slow", { limit: "stall_timeout: 4s" }, { message: expect.stringContaining("sign of life") }],
  ["its account's limit", "limit", {}, { reason: expect.stringContaining("hit your limit") }],
  [
    "a check that failed",
    "check",
    { task: ", checks: [test -f checked.txt]" },
    { type: "quality_gate_failed" },
  ],
  [
    "a review that sent it back",
    "review",
    { task: ", review: { agent: reader }" },
    { type: "quality_gate_failed" },
  ],
])(
  "after %s it goes on too",
  async (_, spoil, how, why) => {
    const { failed, completed } = await attempted(spoil, how);
    expect(failed).toMatchObject({ ...why, conversation: { resumed: false, kept: true } });
    expect(completed).toMatchObject({ attempt: 2, conversation: { resumed: true } });
  },
  60_000,
);

it.each(["is paused", "dies"])(
  "on a person's machine it goes on after its run %s",
  async what => {
    const { rig, env: given, file } = prepared("slow");
    const env = { ...given, HOME: join(rig.folder, "home") };
    mkdirSync(env.HOME);
    const run = rig.main.start(["execute", "m", "--progress-interval=1"], { env });
    await expect.poll(() => existsSync(`${file}.begun`), { timeout: 90_000 }).toBe(true);
    // A run that dies before the start is saved knows of no attempt.
    const isSaved = () => rig.git("branch") !== "" && rig.events("m").some(e => e.event === "phase_started");
    await expect.poll(isSaved, { timeout: 90_000 }).toBe(true);
    if (what === "dies") {
      // What it leaves running holds its output open.
      const gone = once(run.child, "exit");
      process.kill(-run.pid, "SIGKILL");
      await gone;
    } else {
      await rig.main.milestone(["pause", "m"], { env });
      await run.done;
    }
    const resumed = await rig.main.milestone(["resume", "m"], { env });
    expect(resumed.code, resumed.stdout + resumed.stderr).toBe(0);
    const data = (event: string) =>
      rig
        .events("m")
        .filter(line => line.event === event)
        .map(line => line.data);
    expect(data("phase_interrupted")).toMatchObject([{ conversation: { resumed: false, kept: true } }]);
    expect(data("phase_completed")).toMatchObject([{ attempt: 2, conversation: { resumed: true } }]);
  },
  60_000,
);

it("when the time budget ends it, what it changed goes on in the next job, on another machine", async () => {
  const { rig, env } = prepared("slow");
  const clock = ["--import", join(import.meta.dirname, "../rig/fast-clock.ts")];
  const first = await runStep(rig, { env, node: clock, inputs: { "time-budget": "1" } });
  expect([first.code, first.outputs.status], first.said).toEqual([0, "paused"]);
  const ended = rig.events("m").find(line => line.event === "phase_interrupted")!.data;
  expect(ended).toMatchObject({
    reason: expect.stringContaining("time budget"),
    kept: { commit: expect.any(String) },
  });
  const second = await runStep(rig, { env });
  expect(second.outputs.status, second.said).toBe("completed");
  const done = rig.events("m").find(line => line.event === "phase_completed")!.data;
  expect(done).toMatchObject({ attempt: 2 });
  // None of its retries is used up.
  expect(rig.events("m").filter(line => /failed|retry/.test(line.event))).toEqual([]);
}, 120_000);
