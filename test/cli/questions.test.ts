import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { standard } from "../action/plans.ts";
import { makeGate, until } from "../rig/agent.ts";
import { makeRig, type Rig } from "../rig/repository.ts";

/** The phase asks in its first attempt, and says in its second what it was told and what it found. */
const ASKS = (ask: unknown): string =>
  [
    'if [ "$MILESTONE_ATTEMPT" = 1 ]; then',
    "  mkdir -p src; echo half > src/half.txt; echo run > src/run.sh; chmod +x src/run.sh; git rm -q old.txt",
    `  printf '%s' '${JSON.stringify(ask)}' > "$MILESTONE_ASK"; exit 0`,
    "fi",
    'cp "$MILESTONE_FEEDBACK" told.txt; cat src/half.txt > found.txt; [ -x src/run.sh ]; [ ! -e old.txt ]',
  ].join("\n");

const TABLE = {
  question: "Which table?",
  why: "both exist",
  options: ["users", "accounts"],
  default: "users",
};

function rigOf(plan: string, files: Record<string, string> = {}): Rig {
  const rig = makeRig(
    [],
    { ".milestones/active/m.yaml": plan, "old.txt": "old\n", ...files },
    { warm: true },
  );
  onTestFinished(() => rig.close());
  return rig;
}

const questionsIn = (stdout: string): unknown[] => JSON.parse(stdout).questions;

describe("an agent that asks a person", { timeout: 120_000 }, () => {
  test("waits without a cost while others go on, and goes on with the answer and with its work", async () => {
    const rig = rigOf(
      standard("m", {
        tasks: [
          `{ id: a, run: ${JSON.stringify(ASKS(TABLE))}, retries: 0 }`,
          "{ id: b, run: echo b > b.txt }",
          "{ id: c, run: echo c > c.txt, needs: a }",
        ],
      }),
    );
    const run = await rig.main.milestone(["execute", "m"]);
    expect(run.code, run.stderr).toBe(10);
    expect(run.stdout).toContain("waiting for an answer");
    expect(run.stdout).toContain("milestone answer m a/execute#1");
    expect(rig.read("milestone/m", "b.txt")).toBe("b");
    expect(rig.read("milestone/m", "src/half.txt"), "work that waits is not landed").toBeNull();
    const status = await rig.main.milestone(["status", "m", "--json"]);
    expect(JSON.parse(status.stdout).status).toBe("waiting_answer");
    expect(questionsIn(status.stdout)).toEqual([
      expect.objectContaining({ task: "a", phase: "execute", number: 1, ...TABLE, blocking: true }),
    ]);
    const why = await rig.main.milestone(["why", "m", "c"]);
    expect(why.stdout).toContain("Which table?; answer by: milestone answer m a/execute#1");

    // Another machine knows nothing of the first one's trees.
    const other = rig.clone("other");
    const wrong = await other.milestone(["answer", "m", "a/execute#2", "1"]);
    expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining("no open question 2") });
    const answered = await other.milestone(["answer", "m", "a/execute", "2"]);
    expect(answered).toMatchObject({ code: 0, stdout: "a/execute#1 is answered: accounts\n" });
    const again = await other.milestone(["answer", "m", "a/execute#1", "1"]);
    expect(again).toMatchObject({ code: 2, stderr: expect.stringContaining("answered already: accounts") });
    const resumed = await other.milestone(["resume", "m"]);
    expect(resumed.code, resumed.stdout + resumed.stderr).toBe(0);
    expect(rig.read("milestone/m", "told.txt")).toMatch(/Which table\?[\s\S]*accounts/);
    expect(rig.read("milestone/m", "found.txt")).toBe("half");
    expect(rig.read("milestone/m", "old.txt")).toBeNull();
    const events = rig.events("m");
    expect(events.filter(e => e.event === "phase_failed")).toEqual([]);
    expect(events.filter(e => /^question_/.test(e.event)).map(e => [e.event, e.task_id])).toEqual([
      ["question_asked", "a"],
      ["question_answered", "a"],
    ]);
    expect(rig.git("for-each-ref", "--format=%(refname)", "refs/milestone-kept")).toBe("");
  });

  test("is answered in words of one's own beside the run, which takes it in without a pause", async () => {
    const plan = standard("m", {
      tasks: [
        `{ id: a, run: ${JSON.stringify(ASKS({ question: "Which?" }))}, retries: 0 }`,
        // Keeps the run going until the other task has its answer.
        "{ id: b, run: 'until [ -e \"$WORK/answered\" ]; do read -t 0.05 <> <(:) || true; done', env: [WORK] }",
      ],
    });
    const rig = rigOf(plan);
    const env = { WORK: rig.folder };
    const run = rig.main.start(["execute", "m", "--no-push"], { env });
    const asked = async (): Promise<boolean> =>
      questionsIn((await rig.main.milestone(["status", "m", "--json"])).stdout).length > 0;
    while (!(await asked())) expect(run.child.exitCode, run.output()).toBeNull();
    const answered = await rig.main.milestone(["answer", "m", "a/execute#1", "neither", "of", "them"]);
    expect(answered).toMatchObject({ code: 0, stdout: "a/execute#1 is answered: neither of them\n" });
    rig.main.write({ "../answered": "" });
    const end = await run.done;
    expect(end.code, end.stdout).toBe(0);
    expect(rig.main.git("show", "milestone/m:told.txt")).toContain("neither of them");
  });

  test("may go on without: the default holds, and a later answer is told to the phases that follow", async () => {
    const ask = JSON.stringify({ ...TABLE, blocking: false });
    const run = [
      `[ "$MILESTONE_PHASE" = design ] && printf '%s' '${ask}' > "$MILESTONE_ASK"`,
      '[ -z "${MILESTONE_FEEDBACK:-}" ] || cp "$MILESTONE_FEEDBACK" "told-$MILESTONE_PHASE.txt"',
    ].join("\n");
    const rig = rigOf(
      standard("m", {
        run,
        tasks: ["{ id: a, phases: { design: { gate: true }, execute: {} } }"],
      }),
    );
    expect((await rig.main.milestone(["execute", "m"])).code).toBe(10);
    const status = JSON.parse((await rig.main.milestone(["status", "m", "--json"])).stdout);
    expect(status.status).toBe("waiting_approval");
    expect(status.questions).toMatchObject([{ blocking: false, default: "users" }]);
    const answered = await rig.main.milestone(["answer", "m", "a/design", "accounts"]);
    expect(answered.stdout).toContain("it is told to the phases that follow");
    expect((await rig.main.milestone(["approve", "m", "a/design"])).code).toBe(0);
    expect((await rig.main.milestone(["resume", "m"])).code).toBe(0);
    expect(rig.read("milestone/m", "told-execute.txt")).toContain("accounts");
  });

  test.each([
    ["default", 0],
    ["block", 11],
  ])("that nobody answers in time ends by `then: %s`", async (then, code) => {
    const gate = makeGate();
    onTestFinished(() => gate.close());
    const rig = rigOf(
      standard("m", {
        top: `questions: { after: 1s, then: ${then} }`,
        tasks: [
          `{ id: a, run: ${JSON.stringify(ASKS(TABLE))}, retries: 0 }`,
          `{ id: b, run: ${JSON.stringify(gate.run)}, env: ${JSON.stringify(gate.env)} }`,
        ],
      }),
    );
    const started = rig.main.start(["execute", "m"]);
    await until(() => /nobody answered/.test(started.output()));
    gate.open();
    const run = await started.done;
    expect(run.code, run.stdout).toBe(code);
    if (then === "default") {
      const answered = rig.events("m").find(e => e.event === "question_answered");
      expect(answered?.data).toEqual({ number: 1, answer: "users", option: 1 });
      expect(rig.read("milestone/m", "told.txt")).toContain("nobody answered in time");
      return;
    }
    expect(run.stdout).toContain("question_unanswered");
    expect(run.stdout).toContain("nobody answered a/execute#1");
    expect((await rig.main.milestone(["answer", "m", "a/execute", "1"])).code).toBe(0);
    expect((await rig.main.milestone(["resume", "m"])).code).toBe(0);
    expect(rig.read("milestone/m", "told.txt")).toContain("users");
  });

  test.each([
    ["what is no JSON", "Which table", "cannot be read: it is no JSON"],
    ["an unknown key", '{ "question": "?", "option": ["a"] }', '"option" is no key of a question'],
    ["more than it may", '[{ "question": "1" }, { "question": "2" }]', "may ask 1 question (questions.max)"],
  ])("%s is a failure with its reason as feedback", async (_, ask, reason) => {
    const run = `[ -n "\${MILESTONE_FEEDBACK:-}" ] && cp "$MILESTONE_FEEDBACK" told.txt || printf '%s' '${ask}' > "$MILESTONE_ASK"`;
    const rig = rigOf(
      standard("m", {
        top: "questions: { max: 1 }",
        tasks: [`{ id: a, run: ${JSON.stringify(run)}, retries: 1, backoff: 1s }`],
      }),
    );
    expect((await rig.main.milestone(["execute", "m"])).code).toBe(0);
    expect(rig.read("milestone/m", "told.txt")).toContain(reason);
  });

  test("does not get what no phase may change past the checks by asking", async () => {
    const run = `mkdir -p .github/workflows; echo x > .github/workflows/x.yml; echo '{"question":"?"}' > "$MILESTONE_ASK"`;
    const rig = rigOf(standard("m", { tasks: [`{ id: a, run: ${JSON.stringify(run)}, retries: 0 }`] }));
    const end = await rig.main.milestone(["execute", "m"]);
    expect(end.code).toBe(11);
    expect(end.stdout).toContain(".github/workflows/x.yml");
    expect(rig.git("for-each-ref", "--format=%(refname)", "refs/milestone-kept")).toBe("");
  });

  test("proposes work that it found, which a person adds with one word", async () => {
    const found = { discovered: { title: "Mend the login: it leaks", why: "seen on the way", needs: ["a"] } };
    const ask = `echo a > a.txt; printf '%s' '${JSON.stringify([found])}' > "$MILESTONE_ASK"`;
    const rig = rigOf(
      `# kept\n${standard("m", {
        run: 'echo "$MILESTONE_TASK_TITLE" > "$MILESTONE_TASK.done"',
        tasks: [`{ id: a, run: ${JSON.stringify(ask)} } # of a`, "{ id: b, manual: true }"],
      })}`,
    );
    expect((await rig.main.milestone(["execute", "m"])).code).toBe(10);
    expect(rig.read("milestone/m", "a.txt"), "the work counts").toBe("a");
    const unclear = await rig.main.milestone(["answer", "m", "a/execute", "perhaps"]);
    expect(unclear).toMatchObject({ code: 2, stderr: expect.stringContaining("answer 1 to add it") });
    const added = await rig.main.milestone(["answer", "m", "a/execute", "1"]);
    expect(added, added.stderr).toMatchObject({
      code: 0,
      stdout: "the task mend-the-login-it-leaks is added\n",
    });
    const plan = rig.read("milestone/m", ".milestones/active/m.yaml");
    expect(plan).toContain("# kept");
    expect(plan).toContain("# of a");
    expect((await rig.main.milestone(["done", "m", "b"])).code).toBe(0);
    const end = await rig.main.milestone(["resume", "m"]);
    expect(end.code, end.stdout).toBe(0);
    expect(rig.read("milestone/m", "mend-the-login-it-leaks.done")).toBe("Mend the login: it leaks");
  });

  test("leaves notes that the next phases of other tasks are told, retries too, and hears of those that reach nobody", async () => {
    const notes = [
      { note: { to: "b", text: "the table moved" } },
      { note: { to: "a", text: "to myself" } },
      { question: "Which table?", default: "users", blocking: false, note: { to: "bb", text: "a slip" } },
      { note: { to: "z", text: "too late" } },
    ];
    const ask = `[ "$MILESTONE_PHASE" = execute ] && cp "$MILESTONE_FEEDBACK" back.txt || printf '%s' '${JSON.stringify(notes)}' > "$MILESTONE_ASK"`;
    const hears = [
      'cp "$MILESTONE_PROMPT" "$OUT/$MILESTONE_TASK-$MILESTONE_PHASE-$MILESTONE_ATTEMPT"',
      '[ "$MILESTONE_ATTEMPT" = 2 ]',
    ].join("; ");
    const rig = rigOf(
      standard("m", {
        tasks: [
          "{ id: z, run: 'true' }",
          `{ id: a, run: ${JSON.stringify(ask)}, needs: z, phases: [task, execute] }`,
          `{ id: b, run: ${JSON.stringify(hears)}, env: [OUT], needs: a, retries: 1, backoff: 1s, phases: [task, execute] }`,
        ],
      }),
    );
    const run = await rig.main.milestone(["execute", "m"], { env: { OUT: rig.folder } });
    expect(run.code, run.stdout + run.stderr).toBe(0);
    for (const told of ["b-task-1", "b-task-2", "b-execute-1"]) {
      const brief = readFileSync(join(rig.folder, told), "utf8");
      expect(brief, told).toMatch(/Note of the agent of a\/task\n`+data note-1\nthe table moved\n/);
    }
    const back = rig.read("milestone/m", "back.txt");
    expect(back).toContain("for a came back: it is the task's own");
    expect(back).toContain('for bb came back: there is no task "bb"; there is b');
    expect(back).toContain("for z came back: z is completed already");
    const left = rig.events("m").filter(e => e.event === "note_left");
    expect(left.map(({ data }) => (data as { to: string }).to)).toEqual(["b", "a", "bb", "z"]);
    expect(run.stdout + run.stderr).toContain("the note of a/task for bb reaches nobody");
    const report = await rig.main.milestone(["report", "m"]);
    expect(report.stdout).toContain("its next phase was told");
    expect((await rig.main.milestone(["replay", "m"])).code).toBe(0);
  });
});
