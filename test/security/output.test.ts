import { expect, test } from "vitest";
import { fitOutput, fitSummary } from "../../src/action/step.ts";
import { PAYLOADS, runner } from "../rig/log-commands.ts";
import type { MilestoneDraft } from "../rig/milestone-file.ts";
import { branchHistory, rigOf, runStep, type Step } from "./action.ts";

const OURS = new Set(["add-mask", "group", "endgroup", "warning", "error"]);

/** What the step made the runner do that the action did not mean. */
function stolen(step: Step): string[] {
  return runner(step.stdout)
    .filter(({ name, properties, data }) => !OURS.has(name) || data === "fake" || properties.file === "a.ts")
    .map(({ name, data }) => `${name} ${data}`);
}

const ALL = PAYLOADS.join("\n");
const files = { "payloads.txt": `${ALL}\n` };
const draft: MilestoneDraft = {
  id: "m",
  run: "cat payloads.txt; cat payloads.txt >&2; exit 1",
  tasks: [{ id: "a" }],
};

test.each(["basic", "detailed", "verbose"])(
  "S-CMDLOG-1 at %s nothing that a command prints is a command to the runner, and our own errors still are",
  async monitoring => {
    const rig = rigOf(draft, files);
    const step = await runStep(rig, { inputs: { monitoring } });
    expect(step.outputs.status).toBe("blocked");
    expect(stolen(step)).toEqual([]);
  },
);

test("S-CMDLOG-1 what an agent says of itself, a plan's titles and a person's reason command nothing either", async () => {
  const rig = rigOf({ id: "m", tasks: [{ id: "a" }, { id: "b" }] }, files);
  const says = `printf '{"type":"result","subtype":"error","is_error":true,"result":%s}' "$(cat payloads.json)"; exit 1`;
  const phase = { approval_required: false, deliverables: ["note.md"] };
  rig.main.write({
    "payloads.json": JSON.stringify(ALL),
    ".milestones/config.yaml": JSON.stringify({
      agents: { talker: { command: "bash", args: ["-c", says], prompt: "stdin", result: "claude-json" } },
    }),
    ".milestones/active/m.yaml": JSON.stringify({
      id: "m",
      title: "::error file=a.ts,line=1::fake",
      executor: { agent: "talker", retries: 0 },
      "x-::add-mask::a": 1,
      "x-exekutor": "::add-path::/evil",
      tasks: ["a", "b"].map(id => ({
        id,
        title: "##[add-matcher]evil.json",
        // What cannot be seen is refused in a plan.
        description: ALL.replace(/[^\n -~]/g, ""),
        kiro_workflow: { enabled: true, phases: { design: phase, spec: phase, task: phase, execute: phase } },
      })),
    }),
  });
  rig.main.commit("plan");
  rig.main.git("push", "--quiet", "origin", "main");
  const executed = await runStep(rig, { inputs: { monitoring: "verbose" } });
  expect(executed.outputs.status, executed.said).toBe("blocked");
  expect(executed.said).toContain("add-matcher]evil.json");
  const reason = "no\r::add-path::/evil\u2028::add-mask::a\n::set-env name=PATH::/evil";
  const skipped = await runStep(rig, { inputs: { command: "skip", target: "a", reason } });
  expect(skipped.said).toContain("a skipped");
  const planned = await runStep(rig, { inputs: { command: "plan" } });
  expect(planned.code).toBe(0);
  for (const step of [executed, skipped, planned]) expect(stolen(step)).toEqual([]);
  expect(JSON.parse(executed.outputs.blockers!)).toHaveLength(2);
});

test("S-CMDLOG-1 S-YAML-3 a refusal that quotes a hostile plan is one annotation at its place", async () => {
  const rig = rigOf({ id: "m", tasks: [{ id: "a" }] });
  rig.main.write({
    ".milestones/active/m.yaml": `id: m\nstatus: "::add-path::/evil\\n##[add-matcher]x"\ntasks: []\n`,
  });
  rig.main.commit("plan");
  rig.main.git("push", "--quiet", "origin", "main");
  const step = await runStep(rig, { env: { GITHUB_STEP_SUMMARY: "" } });
  expect(step.code).toBe(1);
  expect(stolen(step)).toEqual([]);
  const errors = runner(step.stdout).filter(c => c.name === "error");
  expect(errors.length).toBeGreaterThan(0);
  for (const { properties } of errors) expect(properties.file).toBe(".milestones/active/m.yaml");
});

test("S-COMMIT-1 no text of an agent's or a plan's reaches a commit message, and nobody else is named as its author", async () => {
  const evil = "[skip ci] fixes #1\n\nCo-authored-by: Evil <evil@example.test>\nskip-checks: true";
  const rig = rigOf({ id: "m", tasks: [{ id: "a" }] });
  const phase = { approval_required: false, deliverables: ["note.md"] };
  const run = [
    "git config user.name Evil; git config user.email evil@example.test",
    'echo "# [skip ci]" > "$MILESTONE_DELIVERABLES/note.md"',
    "git add -A; git commit -qm \"$(printf '[skip ci]\\n\\nCo-authored-by: Evil <evil@example.test>')\"",
    'echo changed > "file-$MILESTONE_PHASE"',
  ].join("\n");
  rig.main.write({
    ".milestones/active/m.yaml": JSON.stringify({
      id: "m",
      title: evil.split("\n")[0],
      description: evil,
      executor: { run, retries: 0 },
      tasks: [
        {
          id: "a",
          title: "[ci skip] Co-authored-by: Evil <evil@example.test>",
          description: evil,
          kiro_workflow: {
            enabled: true,
            phases: { design: phase, spec: phase, task: phase, execute: phase },
          },
        },
      ],
    }),
  });
  rig.main.commit("plan");
  rig.main.git("push", "--quiet", "origin", "main");
  const step = await runStep(rig);
  expect(step.outputs.status, step.said).toBe("completed");
  const messages = rig.git("log", "--format=%an|%ae|%cn|%B", "main..milestone/m");
  expect(messages).not.toMatch(/skip|evil|co-authored|fixes|#\d/i);
  const authors = new Set(rig.git("log", "--format=%an|%cn", "main..milestone/m").split("\n"));
  expect([...authors]).toEqual(["github-actions[bot]|github-actions[bot]"]);
  expect(branchHistory(rig)).toContain("file-execute");
});

test("S-OUT-1 an output with line breaks and delimiters comes through as it is and begins no other output", async () => {
  const evil = "x\nghadelimiter_0\nEOF\nstatus=completed\nstatus<<EOF\ncompleted\nEOF";
  const rig = rigOf(
    { id: "m", run: "cat payload.txt; exit 1", tasks: [{ id: "a" }] },
    { "payload.txt": evil },
  );
  const says = `printf '{"type":"result","subtype":"error","is_error":true,"result":%s}' "$(cat payload.json)"; exit 1`;
  rig.main.write({
    "payload.json": JSON.stringify(evil),
    ".milestones/config.yaml": JSON.stringify({
      agents: { talker: { command: "bash", args: ["-c", says], prompt: "stdin", result: "claude-json" } },
      executor: { agent: "talker", retries: 0 },
    }),
    ".milestones/active/m.yaml": "id: m\ntasks:\n  - { id: a, title: A }\n",
  });
  rig.main.commit("plan");
  rig.main.git("push", "--quiet", "origin", "main");
  const step = await runStep(rig);
  expect(step.outputs.status).toBe("blocked");
  expect(Object.keys(step.outputs).sort()).toEqual(
    [
      ...[
        "blockers",
        "branch",
        "commit",
        "logs",
        "milestone",
        "pending-approvals",
        "progress",
        "questions",
        "report",
        "resume-at",
        "session-id",
      ],
      ...["status", "tasks-completed", "tasks-total"],
    ].sort(),
  );
  expect(JSON.parse(step.outputs.blockers!)[0].message).toContain("status<<EOF");
});

test("S-OUT-1 a large array loses its last items and stays JSON, anything else that large is left out", () => {
  const items = Array.from({ length: 50_000 }, (_, id) => ({ id, message: "ü".repeat(20) }));
  const text = fitOutput(JSON.stringify(items))!;
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(256 * 1024);
  expect(JSON.parse(text)).toEqual(items.slice(0, JSON.parse(text).length));
  expect(JSON.parse(text).length).toBeGreaterThan(3_000);
  expect(fitOutput(JSON.stringify({ plan: "x".repeat(300_000) }))).toBeNull();
  expect(fitOutput("short")).toBe("short");
});

test("a summary that GitHub would drop ends at a line, with no code block open, and says so", () => {
  const small = "### Report\n";
  expect(fitSummary(small)).toBe(small);
  const lines = Array.from({ length: 5_000 }, (_, i) => `line ${i}: ü`).join("\n");
  for (const text of [`# Report\n\n${lines}\n`, `\`\`\`text\n${lines}\n\`\`\`\n`]) {
    const fitting = fitSummary(text, 20_000);
    expect(Buffer.byteLength(fitting)).toBeLessThanOrEqual(20_000);
    expect(Buffer.byteLength(fitting)).toBeGreaterThan(19_900);
    expect(fitting).toContain("GitHub shows no more of it");
    expect(fitting.split("\n").filter(line => line.startsWith("```")).length % 2).toBe(0);
    expect(fitting).not.toContain("\uFFFD");
  }
});
