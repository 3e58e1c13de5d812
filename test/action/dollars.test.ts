import { chmodSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { readPlan } from "../../src/milestone/plan/read-plan.ts";
import { rigWith } from "./plans.ts";
import { runStep } from "./step.ts";

const AGENT = `#!/bin/bash
cat > /dev/null
echo "$MILESTONE_TASK" >> "$TALLY"
echo x > "$MILESTONE_TASK.txt"
echo '{"type":"result","subtype":"success","is_error":false,"result":"ok","total_cost_usd":5,"usage":{"input_tokens":10,"output_tokens":10}}'
`;

async function spend(budget: number) {
  const tasks = ["a", "b", "c", "d"].map(id => `  ${id}: { agent: house, retries: 0 }`).join("\n");
  const rig = rigWith(
    { m: `id: m\nbudget: { cost_usd: ${budget} }\ntasks:\n${tasks}\n` },
    {
      ".milestones/config.yaml":
        "agents: { house: { command: ./bin/agent, args: [], prompt: stdin, result: claude-json, env: [TALLY] } }\n",
      "bin/agent": AGENT,
    },
  );
  chmodSync(join(rig.main.root, "bin/agent"), 0o755);
  rig.main.commit("executable");
  rig.main.git("push", "-q", "origin", "main");
  const tally = join(rig.folder, "tally");
  const step = await runStep(rig, { env: { TALLY: tally } });
  const attempts = existsSync(tally) ? readFileSync(tally, "utf8").trim().split("\n").length : 0;
  return { step, attempts };
}

it("starts no agent that would pass the budget of dollars together with what runs", async () => {
  const { step, attempts } = await spend(6);
  expect(attempts, step.said).toBe(1);
  expect(step.outputs.status).toBe("blocked");
  expect(step.said).toContain("one cost $5.00 so far, and $1.00 of $6.00 is left");
});

it("spends what the budget holds", async () => {
  const { step, attempts } = await spend(20);
  expect(attempts, step.said).toBe(4);
  expect(step.outputs.status, step.said).toBe("completed");
});

it("warns where the agents tell no dollars", () => {
  const read = (agent: string) =>
    readPlan({ file: "m.yaml", text: `id: m\nbudget: { cost_usd: 6 }\ntasks: { a: { agent: ${agent} } }\n` });
  expect(read("codex").warnings).toMatchObject([{ code: "budget", line: 2 }]);
  expect(read("claude").warnings).toEqual([]);
});
