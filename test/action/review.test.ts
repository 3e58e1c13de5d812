import { chmodSync, existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { rigWith } from "./plans.ts";
import { runStep } from "./step.ts";

/** Reads the patch in its prompt, tries to write to the tree, and answers as Claude Code does, with what it cost. */
const REVIEWER = `#!/bin/bash
prompt=$(cat)
echo "$MILESTONE_PHASE" >> "$TALLY"
echo spoiled > spoiled.txt
grep -q '^+key=secret' <<< "$prompt" && f='{"file":"a.txt","line":1,"quote":"key=secret","severity":"high","lens":"security","message":"a key"},'
answer="{\\"findings\\":[$f{\\"file\\":\\"a.txt\\",\\"line\\":2,\\"quote\\":\\"second\\",\\"severity\\":\\"low\\",\\"lens\\":\\"docs\\",\\"message\\":\\"say why\\"},{\\"file\\":\\"a.txt\\",\\"line\\":9,\\"quote\\":\\"not there\\",\\"severity\\":\\"high\\",\\"lens\\":\\"docs\\",\\"message\\":\\"made up\\"}]}"
printf '{"type":"result","subtype":"success","is_error":false,"result":%s,"total_cost_usd":0.5,"usage":{"input_tokens":10,"output_tokens":10}}' "$(node -p 'JSON.stringify(process.argv[1])' "$answer")"
`;

async function run(plan: string, reviewer = REVIEWER, files: Record<string, string> = {}) {
  const rig = rigWith(
    { m: `id: m\n${plan}` },
    {
      ".milestones/config.yaml":
        "agents: { reader: { command: ./bin/reader, args: [], prompt: stdin, result: claude-json, env: [TALLY] } }\n",
      "bin/reader": reviewer,
      ...files,
    },
  );
  for (const name of readdirSync(join(rig.main.root, "bin")))
    chmodSync(join(rig.main.root, "bin", name), 0o755);
  rig.main.commit("executable");
  rig.main.git("push", "-q", "origin", "main");
  const tally = join(rig.folder, "tally");
  const step = await runStep(rig, { env: { TALLY: tally } });
  const calls = existsSync(tally) ? readFileSync(tally, "utf8").trim().split("\n") : [];
  const show = (path: string) => rig.git("show", `milestone/m:${path}`);
  const of = (name: string) => rig.events("m").filter(event => event.event === name);
  return { rig, step, calls, show, of };
}

const WORK = `tasks:
  a:
    run: 'if [ -f "$MILESTONE_FEEDBACK" ]; then cp "$MILESTONE_FEEDBACK" told.txt; printf "safe\\nsecond\\n" > a.txt; else printf "key=secret\\nsecond\\n" > a.txt; fi'
    retries: 1
    backoff: 0s
    review: { agent: reader, lenses: [security] }
`;

it("sends work back that a reviewer objects to, and lands what answers it, with what the review cost", async () => {
  const { step, calls, show, of, rig } = await run(WORK);
  expect(step.outputs.status, step.said).toBe("completed");
  expect(calls).toEqual(["review", "review"]);
  expect(of("phase_failed")).toMatchObject([
    {
      data: {
        type: "quality_gate_failed",
        message: "the review by reader sends the work back: a.txt:1: high, security: a key (key=secret)",
        usage: { agent: "reader", cost_usd: 0.5 },
        review: { dropped: 1 },
      },
    },
  ]);
  expect(show("told.txt")).toContain("a key");
  expect(show("a.txt")).toContain("safe");
  expect(of("phase_completed")).toMatchObject([
    { data: { review: { agent: "reader", findings: [{ severity: "low", line: 2, message: "say why" }] } } },
  ]);
  expect(rig.git("ls-tree", "-r", "--name-only", "milestone/m")).not.toContain("spoiled.txt");
  const report = show(step.outputs.report!);
  expect(report).toContain("a.txt:2: low, docs: say why");
  expect(report).toContain("$1.00");
});

it("lands nothing where the reviewer gives no answer", async () => {
  const { step, of } = await run(
    WORK.replace("retries: 1", "retries: 0"),
    "#!/bin/bash\ncat > /dev/null\nexit 3\n",
  );
  expect(step.outputs.status, step.said).toBe("blocked");
  expect(of("phase_completed")).toEqual([]);
  expect(of("blocker_detected")).toMatchObject([
    { data: { message: expect.stringContaining("the review by reader failed, so nothing lands") } },
  ]);
});

/** What it costs to hear of a used up allowance, as Claude Code says it. */
const RESTING = `#!/bin/bash
cat > /dev/null; echo asked >> "$TALLY"
echo '{"type":"result","subtype":"success","is_error":true,"result":"You have hit your session limit · resets in 5 hours","total_cost_usd":0,"usage":{"input_tokens":0,"output_tokens":0}}'
exit 1
`;

it("passes over a reviewer whose account rests, and lands nothing while nobody can look", async () => {
  const agents =
    "agents: { reader: { command: ./bin/reader, args: [], prompt: stdin, result: claude-json, env: [TALLY] }, second: { command: ./bin/second, args: [], prompt: stdin, result: claude-json, env: [TALLY] } }\n";
  const files = { ".milestones/config.yaml": agents, "bin/second": REVIEWER };
  const task = (review: string) =>
    `tasks: { a: { run: "echo ok > a.txt", retries: 0, review: ${review} } }\n`;
  const covered = await run(task("{ agent: reader, fallback: [second] }"), RESTING, files);
  expect(covered.step.outputs.status, covered.step.said).toBe("completed");
  expect(covered.calls).toEqual(["asked", "review"]);
  expect(covered.of("phase_completed")).toMatchObject([{ data: { review: { agent: "second" } } }]);
  expect(covered.of("profile_rested")).toMatchObject([{ data: { profile: "reader", cause: "usage_limit" } }]);

  const alone = await run(task("{ agent: reader }"), RESTING, files);
  expect(alone.step.outputs.status, alone.step.said).toBe("waiting_limit");
  expect(alone.step.outputs["resume-at"]).toMatch(/^20/);
  expect([alone.calls, alone.of("phase_failed"), alone.of("phase_completed")]).toEqual([["asked"], [], []]);
});

it("stops a deleted test by the engine's own look, without asking anybody", async () => {
  const plan = `tasks: { a: { run: "rm test/a.test.js; echo x > a.js", retries: 0, review: { agent: reader } } }\n`;
  const { step, calls, of } = await run(plan, REVIEWER, {
    "test/a.test.js": 'test("one", () => {\n  expect(1 + 1).toBe(2);\n});\n',
  });
  expect(step.outputs.status, step.said).toBe("blocked");
  expect(calls).toEqual([]);
  expect(of("blocker_detected")).toMatchObject([
    { data: { message: expect.stringContaining("tests are gone: 1 before, 0 now") } },
  ]);
});

it("gives a role's agent and words to the tasks that name it", async () => {
  const plan = `roles: { tester: { agent: reader, brief: You write tests and never code } }\ntasks: { a: { role: tester } }\n`;
  const agent = `#!/bin/bash
cat > prompt.txt
echo '{"type":"result","subtype":"success","is_error":false,"result":"ok","total_cost_usd":1,"usage":{"input_tokens":10,"output_tokens":10}}'
`;
  const { step, show, of } = await run(plan, agent);
  expect(step.outputs.status, step.said).toBe("completed");
  expect(of("phase_started")).toMatchObject([{ data: { executor: "reader" } }]);
  expect(show("prompt.txt")).toContain("Your role is **tester**. You write tests and never code");
});

it("proves criteria by commands that fail before the work, and says which prove nothing", async () => {
  const plan = `tasks:
  a:
    run: 'echo 42 > answer.txt'
    acceptance_criteria:
      - Somebody likes it
      - { criterion: The answer is there, run: 'touch litter.txt; grep -q 42 answer.txt' }
      - { criterion: The sky is blue, run: 'true' }
`;
  const { step, of, rig, show } = await run(plan);
  expect(step.outputs.status, step.said).toBe("completed");
  expect(of("phase_completed")).toMatchObject([
    {
      data: {
        criteria: [
          { criterion: "The answer is there", passed_before: false },
          { criterion: "The sky is blue", passed_before: true },
        ],
      },
    },
  ]);
  expect(of("warning_raised")).toMatchObject([
    { data: { type: "criterion_holds_before", message: expect.stringContaining("The sky is blue") } },
  ]);
  expect(rig.git("ls-tree", "-r", "--name-only", "milestone/m")).not.toContain("litter.txt");
  const report = show(step.outputs.report!);
  expect(report).toContain("### Acceptance criteria");
  expect(report).toMatch(
    /The answer is there \| `touch litter.txt; grep -q 42 answer.txt` failed before the work and succeeds now \| `[0-9a-f]{7}`/,
  );
  expect(report).toContain("none: no command and no approval");
});

it("does not take work that leaves a criterion unmet", async () => {
  const plan = `tasks:
  a:
    run: 'echo 41 > answer.txt'
    retries: 0
    acceptance_criteria: [{ criterion: The answer is there, run: 'grep -q 42 answer.txt' }]
`;
  const { step, of } = await run(plan);
  expect(step.outputs.status, step.said).toBe("blocked");
  expect(of("blocker_detected")).toMatchObject([
    {
      data: { message: expect.stringContaining('the acceptance criterion "The answer is there" is not met') },
    },
  ]);
});
