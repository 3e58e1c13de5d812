import { expect, test } from "vitest";
import { rigWith, standard } from "./plans.ts";
import { runStep } from "./step.ts";

const ASK = `[ "$MILESTONE_ATTEMPT" != 1 ] || printf '%s' '[{"question":"Which?","options":["red","blue"]},{"question":"How many?"}]' > "$MILESTONE_ASK"
[ -z "\${MILESTONE_FEEDBACK:-}" ] || cp "$MILESTONE_FEEDBACK" told.txt`;

test("a question is an output of a step that succeeds, and the command answer goes on in its own run", async () => {
  const rig = rigWith({ m: standard("m", { run: ASK, tasks: ["id: a"] }) });
  const asked = await runStep(rig);
  expect(asked.code, asked.said).toBe(0);
  expect(asked.outputs).toMatchObject({
    status: "waiting_answer",
    blockers: "[]",
    "pending-approvals": "[]",
  });
  expect(JSON.parse(asked.outputs.questions!)).toEqual([
    {
      task: "a",
      phase: "execute",
      number: 1,
      question: "Which?",
      options: ["red", "blue"],
      default: null,
      blocking: true,
    },
    {
      task: "a",
      phase: "execute",
      number: 2,
      question: "How many?",
      options: [],
      default: null,
      blocking: true,
    },
  ]);
  expect(asked.summary).toContain("Which?");
  const answer = (inputs: Record<string, string>) =>
    runStep(rig, { inputs: { command: "answer", ...inputs } });
  const unclear = await answer({ target: "a/execute", reason: "2" });
  expect(unclear.code).toBe(1);
  expect(unclear.errors.join("\n")).toContain("name one: a/execute#1, a/execute#2");
  const speechless = await answer({ target: "a/execute#1" });
  expect(speechless.errors.join("\n")).toContain("an answer is wanted");
  const first = await answer({ target: "a/execute#2", reason: "7" });
  expect(first.outputs.status, first.said).toBe("waiting_answer");
  expect(JSON.parse(first.outputs.questions!)).toHaveLength(1);
  const second = await answer({ target: "a/execute", reason: "2" });
  expect(second.outputs, second.said).toMatchObject({ status: "completed", questions: "[]" });
  expect(rig.read("milestone/m", "told.txt")).toMatch(/Which\?[\s\S]*blue[\s\S]*How many\?[\s\S]*\n7\n/);
});

test("a phase that is done again waits no more for what it asked before", async () => {
  const rig = rigWith({ m: standard("m", { run: ASK.replace("!= 1", "-gt 2"), tasks: ["id: a"] }) });
  expect((await rig.main.milestone(["execute", "m"])).code).toBe(10);
  const again = await rig.main.milestone(["retry", "m", "a/execute"]);
  expect(again.code, again.stdout).toBe(10);
  expect(again.stdout).toContain("a/execute#3");
  expect(again.stdout).not.toContain("a/execute#1");
  const late = await rig.main.milestone(["answer", "m", "a/execute#1", "red"]);
  expect(late.code).toBe(2);
  expect(late.stderr).toContain("a/execute has no open question 1");
  for (const line of ["a/execute#3 red", "a/execute#4 7"])
    expect((await rig.main.milestone(["answer", "m", ...line.split(" ")])).code, line).toBe(0);
  const done = await rig.main.milestone(["resume", "m"]);
  expect(done.code, done.stdout).toBe(0);
});

test("an answer for a phase that has approvers is not believed where GitHub cannot be asked", async () => {
  const tasks = ["{ id: a, phases: { design: { gate: [octocat] }, execute: {} } }"];
  const rig = rigWith({ m: standard("m", { run: ASK, tasks }) });
  expect((await runStep(rig)).outputs.status).toBe("waiting_answer");
  const inputs = { command: "answer", target: "a/design#1", reason: "1" };
  const refused = await runStep(rig, { inputs, env: { GITHUB_REPOSITORY: "acme/widgets" } });
  expect(refused.code).toBe(1);
  expect(refused.errors.join("\n")).toContain("GitHub cannot be asked");
  expect(rig.events("m").some(e => e.event === "question_answered")).toBe(false);
  const local = await rig.main.milestone(["answer", "m", "a/design#1", "1"]);
  expect(local.code).toBe(2);
  expect(local.stderr).toContain("a command line proves nothing");
});
