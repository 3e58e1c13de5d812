import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { rigWith, standard } from "./plans.ts";
import { runStep } from "./step.ts";

/** Says that its limit is used up for as long as a file is there. */
const AGENT = `#!/bin/sh
cat > /dev/null
if [ -s "$LIMIT" ]; then cat "$LIMIT"; exit 1; fi
echo done > "$MILESTONE_ID-$MILESTONE_TASK.txt"
echo '{"type":"result","subtype":"success","is_error":false,"result":"done"}'
`;
const used = (words: string): string =>
  JSON.stringify({ type: "result", subtype: "success", is_error: true, result: words, total_cost_usd: 0.5 });

function world() {
  const plans = ["early", "late", "unbegun"].map(id => [
    id,
    standard(id, {
      executor: "{ agent: house, retries: 0 }",
      tasks: ["id: a"],
      top: "limits: { rest: 1s }",
    }),
  ]);
  const rig = rigWith(Object.fromEntries(plans), {
    ".milestones/config.yaml":
      "agents:\n  house: { command: ./house.sh, prompt: stdin, result: claude-json, env: [LIMIT] }\n",
    "house.sh": AGENT,
  });
  const limit = join(rig.folder, "limit");
  const step = (inputs: Record<string, string>, env: Record<string, string> = {}) =>
    runStep(rig, { inputs, env: { LIMIT: limit, ...env } });
  const rest = async (milestone: string, words: string) => {
    writeFileSync(limit, used(words));
    const resting = await step({ milestone });
    expect(resting.outputs.status, resting.said).toBe("waiting_limit");
    rmSync(limit);
    return Date.parse(resting.outputs["resume-at"]!);
  };
  const scheduled = () => step({ milestone: "", command: "resume" }, { GITHUB_EVENT_NAME: "schedule" });
  return { rig, limit, step, rest, scheduled };
}

it("a scheduled resume goes on with the milestones whose rest is over, and with no other", async () => {
  const { rig, rest, scheduled, step } = world();
  const none = await scheduled();
  expect(none.code, none.said).toBe(0);
  expect(none.stdout).toContain("nothing to resume: no milestone rests");

  await rest("late", "You've hit your usage limit. Try again in 5 hours 2 minutes.");
  const early = await rest("early", "You've hit your usage limit. Try again in 3 seconds.");
  await expect.poll(() => Date.now() > early, { timeout: 90_000 }).toBe(true);
  const before = rig.git("rev-parse", "milestone/late");

  const resumed = await scheduled();
  expect(resumed.code, resumed.said).toBe(0);
  expect(resumed.outputs).toMatchObject({ milestone: "early", status: "completed" });
  expect(rig.git("rev-parse", "milestone/late")).toBe(before);
  expect(rig.git("for-each-ref", "refs/heads/milestone/unbegun")).toBe("");

  // By hand too, where no milestone is named and there are several.
  const again = await step({ milestone: "", command: "resume" });
  expect(again.code, again.said).toBe(0);
  expect(again.stdout).toMatch(/nothing to resume: late rests until \d{4}-/);
  expect(Date.parse(again.outputs["resume-at"]!)).toBeGreaterThan(Date.now());
}, 120_000);

it("several whose rest is over go on one after the other, and one that cannot keeps no other from it", async () => {
  const { rig, limit, rest, scheduled } = world();
  await rest("late", "You've hit your usage limit. Try again in 2 seconds.");
  const until = await rest("early", "You've hit your usage limit. Try again in 2 seconds.");
  await expect.poll(() => Date.now() > until, { timeout: 90_000 }).toBe(true);
  expect(existsSync(limit)).toBe(false);
  const person = rig.clone("person");
  person.git("switch", "--quiet", "milestone/early");
  const log = ".milestones/logs/execution-early.jsonl";
  person.write({ [log]: rig.read("milestone/early", log)!.replace('"task_id":"a"', '"task_id":"b"') + "\n" });
  person.commit("not so");
  person.git("push", "--quiet", "origin", "milestone/early");

  const resumed = await scheduled();
  expect(resumed.outputs, resumed.said).toMatchObject({ milestone: "late", status: "completed" });
  expect(resumed.warnings.join("\n")).toContain("the log of early cannot be read");
}, 120_000);
