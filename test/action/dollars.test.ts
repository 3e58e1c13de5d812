import { chmodSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { rigWith } from "./plans.ts";
import { runStep } from "./step.ts";

const AGENT = `#!/bin/bash
cat > /dev/null
echo "$MILESTONE_TASK" >> "$TALLY"
echo x > "$MILESTONE_TASK.txt"
echo '{"type":"result","subtype":"success","is_error":false,"result":"ok","total_cost_usd":5,"usage":{"input_tokens":10,"output_tokens":10}}'
`;

interface Spending {
  agent?: string;
  profile?: string;
  more?: string;
  ids?: string[];
  task?: string;
}

async function spend(budget: number, options: Spending = {}) {
  const { agent = AGENT, profile = "result: claude-json", more = "" } = options;
  const { ids = ["a", "b", "c", "d"], task = "agent: house, retries: 0" } = options;
  const tasks = ids.map(id => `  ${id}: { ${task} }`).join("\n");
  const rig = rigWith(
    { m: `id: m\nbudget: { cost_usd: ${budget} }\n${more}tasks:\n${tasks}\n` },
    {
      ".milestones/config.yaml": `agents: { house: { command: ./bin/agent, args: [], prompt: stdin, ${profile}, env: [TALLY] } }\n`,
      "bin/agent": agent,
    },
  );
  chmodSync(join(rig.main.root, "bin/agent"), 0o755);
  rig.main.commit("executable");
  rig.main.git("push", "-q", "origin", "main");
  const tally = join(rig.folder, "tally");
  const step = await runStep(rig, { env: { TALLY: tally } });
  const attempts = existsSync(tally) ? readFileSync(tally, "utf8").trim().split("\n").length : 0;
  return { step, attempts, rig };
}

it("starts no agent that would pass the budget of dollars together with what runs", async () => {
  const { step, attempts } = await spend(6);
  expect(attempts, step.said).toBe(1);
  expect(step.outputs.status).toBe("blocked");
  expect(step.said).toContain("one cost $5.00 so far, and $1.00 of $6.00 is left");
});

it("finds out that a program goes beyond what it is told to stay within, and never passes the budget with it", async () => {
  const { step, attempts, rig } = await spend(12, {
    agent: AGENT.replace("cat > /dev/null", 'cat > /dev/null; echo "$*" > "$MILESTONE_TASK.cap"'),
    profile: 'result: claude-json, phase_args: { execute: ["{budget_usd}"] }',
    ids: ["a", "b", "c", "d", "e", "f"],
  });
  expect(attempts, step.said).toBe(2);
  expect(step.outputs.status).toBe("blocked");
  expect(step.said).toContain("one cost $5.00 so far, and $2.00 of $12.00 is left");
  expect(rig.read("milestone/m", "a.cap"), "it was told").toBe("2.0000");
});

it("spends what the budget holds", async () => {
  const { step, attempts } = await spend(20);
  expect(attempts, step.said).toBe(4);
  expect(step.outputs.status, step.said).toBe("completed");
});

const CODEX = `#!/bin/bash
cat > /dev/null
echo "$MILESTONE_TASK" >> "$TALLY"
echo x > "$MILESTONE_TASK.txt"
echo '{"type":"item.completed","item":{"type":"agent_message","text":"done"}}'
echo '{"type":"turn.completed","usage":{"input_tokens":3000000,"cached_input_tokens":1000000,"output_tokens":100000}}'
`;

it("prices the tokens of a program that tells no dollars, and keeps the budget by them", async () => {
  // 2M fresh at $1, 1M cached at $0.50, 0.1M out at $5: $3 an attempt.
  const { step, attempts, rig } = await spend(5, {
    agent: CODEX,
    profile: "result: codex-jsonl, model: house-1",
    more: "prices: { house-1: { input: 1, cached: 0.5, output: 5 } }\n",
  });
  expect(attempts, step.said).toBe(1);
  expect(step.said).toContain("one cost $3.00 so far, and $2.00 of $5.00 is left");
  const done = rig.events("m").find(event => event.event === "phase_completed");
  expect(done).toMatchObject({ data: { usage: { model: "house-1", cost_usd: 3, priced: true } } });
});

it("reckons what an agent may have cost that was ended before it told, and says so", async () => {
  const { rig } = await spend(50, {
    agent: "#!/bin/bash\nexec sleep 60\n",
    profile: "result: codex-jsonl, model: gpt-5",
    ids: ["a"],
    task: "agent: house, retries: 0, timeout: 2s",
  });
  const failed = rig.events("m").find(event => event.event === "phase_failed");
  expect(failed).toMatchObject({ data: { type: "timeout", usage: { model: "gpt-5", estimated: true } } });
  const cost = failed?.event === "phase_failed" ? failed.data.usage!.cost_usd : 0;
  expect(cost).toBeGreaterThan(0.005);
  expect(cost).toBeLessThan(0.2);
});
