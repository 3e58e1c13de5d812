import { describe, expect, onTestFinished, test } from "vitest";
import { makeGate, until } from "../rig/agent.ts";
import type { MilestoneDraft } from "../rig/milestone-file.ts";
import { makeRig, type Rig } from "../rig/repository.ts";

function rigOf(draft: MilestoneDraft): Rig {
  const rig = makeRig(draft, {}, { warm: true });
  onTestFinished(() => rig.close());
  return rig;
}

const MANUAL = `  - id: call
    executor: { manual: true }
    kiro_workflow: { enabled: false }
`;

describe("for the person beside a milestone", { timeout: 120_000 }, () => {
  test("what each attempt printed is there to read, masked, and follows while it runs", async () => {
    const gate = makeGate();
    onTestFinished(() => gate.close());
    const speak = 'echo "hello from $MILESTONE_TASK"; echo "key AKIAIOSFODNN7EXAMPLE"';
    const rig = rigOf({
      id: "m",
      tasks: ["a", "b"].map(id => ({ id, standard: true })),
      run: `${speak}\n${gate.run}`,
      env: gate.env,
      more: "setup: echo it is set up",
    });
    const run = rig.main.start(["execute", "m", "--no-push"]);
    await gate.until("a", "execute");
    await gate.until("b", "execute");
    const following = rig.main.start(["logs", "m", "a", "--follow"]);
    await until(() => following.output().includes("hello from a"));
    gate.open();
    expect((await run.done).code).toBe(0);
    expect((await following.done).code).toBe(0);
    const one = await rig.main.milestone(["logs", "m", "b/execute"]);
    expect(one.stdout).toContain("hello from b\nkey ***");
    expect((await rig.main.milestone(["logs", "m", "--setup"])).stdout).toContain("it is set up");
    expect((await rig.main.milestone(["logs", "m"])).stdout).toContain("a/execute attempt 1");
    const none = await rig.main.milestone(["logs", "m", "--tests"]);
    expect(none).toMatchObject({ code: 2, stderr: expect.stringContaining("there is no such log") });
    expect(rig.main.git("ls-tree", "-r", "--name-only", "milestone/m")).not.toContain("milestone-logs");
  });

  test("a program that prints nothing is told of while it runs, and after", async () => {
    const gate = makeGate();
    onTestFinished(() => gate.close());
    const folder = gate.env.RIG_GATE;
    const setup = `touch ${folder}/begun/setup~execute#1; until [ -e ${folder}/open/all ]; do sleep 0.05; done`;
    const task = { id: "a", standard: true };
    const rig = rigOf({ id: "m", tasks: [task], run: "true", more: `setup: "${setup}"` });
    const run = rig.main.start(["execute", "m", "--no-push"]);
    await gate.until("setup", "execute");
    const during = await rig.main.milestone(["logs", "m", "--setup"]);
    expect(during.stdout).toMatch(/^setup of \S+ has run for .+ and has printed nothing yet: touch /);
    gate.open();
    expect((await run.done).code).toBe(0);
    expect((await rig.main.milestone(["logs", "m", "--setup"])).stdout).toBe("(it printed nothing)\n");
    expect((await rig.main.milestone(["logs", "m", "a"])).stdout).toContain("(it printed nothing)");
  });

  test("a person's own task ends by the command that status names", async () => {
    const rig = rigOf({ id: "m", tasks: [{ id: "a", standard: true }] });
    const file = ".milestones/active/m.yaml";
    rig.main.write({ [file]: `${rig.main.git("show", `HEAD:${file}`)}\n${MANUAL}` });
    rig.main.commit("a call to make");
    expect((await rig.main.milestone(["execute", "m", "--no-push"])).code).toBe(10);
    const status = await rig.main.milestone(["status", "m", "--no-push"]);
    expect(status.stdout).toContain("milestone done m call");
    const early = await rig.main.milestone(["done", "m", "a", "--no-push"]);
    expect(early).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("the task a is completed already"),
    });
    const done = await rig.main.milestone(["done", "m", "call", "--no-push"]);
    expect(done).toMatchObject({ code: 0, stdout: "call/execute is done (mona)\n" });
    expect((await rig.main.milestone(["resume", "m", "--no-push"])).code).toBe(0);
  });

  test("a checkpoint is approved by the command that the run names", async () => {
    const gates = "quality_gates: [{ at: 100, name: 'Release it?', criteria: [Docs are right] }]";
    const rig = rigOf({ id: "m", tasks: [{ id: "a", standard: true }], more: gates });
    const run = await rig.main.milestone(["execute", "m", "--no-push"]);
    expect(run.code).toBe(10);
    expect(run.stdout).toContain("1/1 tasks · 1 checkpoint waiting");
    expect(run.stdout).toContain("\n  milestone approve m checkpoint/100\n");
    expect((await rig.main.milestone(["approve", "m", "checkpoint/100", "--no-push"])).code).toBe(0);
    expect((await rig.main.milestone(["resume", "m", "--no-push"])).code).toBe(0);
  });

  test("the documents of a phase are shown, and what changed in them since they were sent back", async () => {
    const write =
      'printf "# Note\\n\\nAttempt %s.\\n" "$MILESTONE_ATTEMPT" > "$MILESTONE_DELIVERABLES/note.md"';
    const rig = rigOf({ id: "m", tasks: [{ id: "a", gated: ["design"], run: { design: write } }] });
    expect((await rig.main.milestone(["execute", "m", "--no-push"])).code).toBe(10);
    const shown = await rig.main.milestone(["show", "m", "a/design"]);
    expect(shown.stdout).toMatch(/^==> note\.md <==\n# Note\n\nAttempt 1\.\n/);
    await rig.main.milestone(["reject", "m", "a/design", "not yet", "--no-push"]);
    await rig.main.milestone(["resume", "m", "--no-push"]);
    const diff = await rig.main.milestone(["show", "m", "a/design", "--diff"]);
    expect(diff.stdout).toMatch(/-Attempt 1\.\n\+Attempt 2\./);
  });
});
