import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { rigWith, standard } from "./plans.ts";
import { runStep } from "./step.ts";

/**
 * Keeps its sessions as Claude Code does, one file each in its home, and counts its cost over the whole conversation.
 * The word of the file beside it says how the first attempt goes: no session of it can be gone on with (yes), it never
 * ends (slow), or what it wrote is good but for a check (check).
 */
const CLAUDE = `#!/bin/bash
brief=$(cat); sessions=$HOME/.claude/projects/here; mkdir -p "$sessions"
echo kept > left.txt.new
for arg; do case $arg in
  --session-id=*) id=\${arg#*=}; echo begun > "$sessions/$id.jsonl"; cost=1; text=TBD
    grep -q . left.txt && text="All of it is said."
    [ "$(cat "$SPOIL")" = slow ] && [ "$MILESTONE_ATTEMPT" = 1 ] && mv left.txt.new left.txt && sleep 60
    [ "$(cat "$SPOIL")" = check ] && text="All of it is said." ;;
  --resume=*) id=\${arg#*=}; cost=1.25; text="All of it is said."
    [ "$(cat "$sessions/$id.jsonl" 2>&1)" = begun ] && [ "$(cat "$SPOIL")" != yes ] || { echo "No conversation found with session ID: $id"; exit 1; }
    grep -q "^# Go on: " <<< "$brief" && grep -q . left.txt || exit 9
    touch checked.txt ;;
esac; done
[ -n "$MILESTONE_FEEDBACK" ] && text="All of it is said."
mv left.txt.new left.txt
printf '# Summary\\n\\n%s\\n' "$text" > "$MILESTONE_DELIVERABLES/summary.md"
echo "{\\"type\\":\\"result\\",\\"subtype\\":\\"success\\",\\"is_error\\":false,\\"result\\":\\"done\\",\\"total_cost_usd\\":$cost,\\"modelUsage\\":{\\"m\\":{\\"inputTokens\\":100,\\"outputTokens\\":10,\\"costUSD\\":$cost}}}"
`;

function prepared(spoil: string, { timeout = "60s", task = "" } = {}) {
  const rig = rigWith({
    m: standard("m", {
      executor: `{ agent: claude, retries: 2, backoff: 0s, timeout: ${timeout}, env: [SPOIL] }`,
      tasks: [`{ id: a, deliverables: [summary.md]${task} }`],
    }),
  });
  const bin = join(rig.folder, "bin");
  mkdirSync(bin);
  writeFileSync(join(bin, "claude"), CLAUDE, { mode: 0o755 });
  const file = join(rig.folder, "spoil");
  writeFileSync(file, spoil);
  const env = { PATH: `${bin}:${process.env.PATH}`, ANTHROPIC_API_KEY: "sk-1", SPOIL: file };
  return { rig, env, file };
}

async function attempted(spoil: "" | "yes" | "slow" | "check") {
  const { rig, env } = prepared(spoil, {
    ...(spoil === "slow" ? { timeout: "8s" } : {}),
    ...(spoil === "check" ? { task: ", checks: [test -f checked.txt]" } : {}),
  });
  const step = await runStep(rig, { env });
  expect(step.outputs.status, step.said).toBe("completed");
  const lines = rig.events("m");
  const one = (event: string) => lines.find(line => line.event === event)!.data as Record<string, unknown>;
  return { step, failed: one("phase_failed"), completed: one("phase_completed") };
}

it("an agent whose deliverables were wrong goes on in its conversation, on what it had written", async () => {
  const { failed, completed, step } = await attempted("");
  expect(failed).toMatchObject({ type: "deliverable_invalid", conversation: { resumed: false, kept: true } });
  expect(completed.conversation).toEqual({ resumed: true, kept: false });
  // Its program counts the whole conversation; the attempt's own share is what it cost.
  expect(completed.usage).toMatchObject({ cost_usd: 0.25 });
  expect(step.said).toContain("a/execute goes on in the conversation of attempt 1");
}, 60_000);

it("a conversation that cannot be gone on with is begun anew within the attempt, and the log says why", async () => {
  const { completed, step } = await attempted("yes");
  const why = expect.stringContaining("No conversation found");
  expect(completed).toMatchObject({ attempt: 2, conversation: { resumed: false, why, kept: false } });
  expect(completed.usage).toMatchObject({ cost_usd: 1 });
  expect(step.said).toMatch(/a\/execute begins a new conversation: .*No conversation found/);
}, 60_000);

it.each([
  ["a time limit", "slow", "timeout"],
  ["a check that failed", "check", expect.any(String)],
] as const)(
  "after %s it goes on too",
  async (_, spoil, type) => {
    const { failed, completed } = await attempted(spoil);
    expect(failed).toMatchObject({ type, conversation: { resumed: false, kept: true } });
    expect(completed).toMatchObject({ attempt: 2, conversation: { resumed: true } });
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
}, 60_000);
