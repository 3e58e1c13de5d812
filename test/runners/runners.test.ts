import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { parse } from "yaml";
import type { LoggedEvent } from "../../src/milestone/session/event.ts";
import { LONG } from "../rig/long.ts";
import { makeRig } from "../rig/repository.ts";
import { type RunnersRig, runnersRig, WORKFLOW } from "./rig.ts";

let rig: RunnersRig;
afterEach(() => rig?.close());

const WRITE = `run: 'mkdir -p src && echo "$MILESTONE_TASK" > "src/$MILESTONE_TASK.txt"'`;
const plan = (tasks: string, max = 2): string => `id: m
title: Tasks
runners: { max: ${max}, labels: [ubuntu-latest] }
executor: { ${WRITE}, retries: 1, backoff: 1s }
tasks:
${tasks}`;
const ONE = plan("  - { id: a, phases: [execute] }\n");

/** What every job said, for a failed expectation. */
const said = (): string =>
  rig.jobs
    .map(({ job, run, conclusion, output }) => `${run} ${job} ${conclusion}\n${output}`)
    .join("\n-----\n");
/** What was asked of GitHub, for a failed expectation. */
const calls = (): string =>
  rig.github.calls
    .map(({ actor, method, path, status }) => `${actor} ${method} ${path} ${status}`)
    .join("\n");
const landings = () => rig.events().filter(({ event }) => event === "phase_completed");

test("the job that works holds no right to write, and the one that lands no agent and no key", () => {
  const { permissions, jobs } = parse(WORKFLOW);
  expect(permissions).toEqual({});
  expect(jobs.work.permissions).toEqual({ contents: "read" });
  expect(jobs.work.steps[0].with["persist-credentials"]).toBe(false);
  expect(JSON.stringify(jobs.take)).not.toMatch(/secrets\.|npm /);
  // Its one script reads the name of a reviewed branch, as a variable.
  const scripts = jobs.take.steps.flatMap((step: { run?: string }) => step.run ?? []);
  expect(scripts).toEqual(['echo "milestone=${BRANCH#milestone/}" >> "$GITHUB_OUTPUT"']);
  expect(jobs.take.concurrency).toMatchObject({ queue: "max", "cancel-in-progress": false });
});

test("machines that can only read do the phases, one that runs nothing lands them", {
  timeout: 200_000,
}, async () => {
  const note = JSON.stringify({ note: { to: "c", text: "the table moved" } });
  const tells = `${WRITE.slice("run: '".length, -1)}; printf "%s" "$NOTE" > "$MILESTONE_ASK"`;
  const hears = `${WRITE.slice("run: '".length, -1)}; cp "$MILESTONE_FEEDBACK" "src/told-$MILESTONE_PHASE.txt"`;
  const tasks = [
    `  - { id: a, phases: [execute], run: '${tells}', env: { NOTE: '${note}' } }\n`,
    "  - { id: b, phases: [execute] }\n",
    `  - { id: c, phases: [task, execute], needs: [a, b], run: '${hears}' }\n`,
  ];
  rig = await runnersRig(plan(tasks.join("")), { runners: 4 });
  // The answer to the second run that is handed out is lost on its way; its title shows that it was started.
  rig.github.fail({ method: "POST", path: /dispatches/, after: 2, status: "timeout-after-apply", holdMs: 1 });
  await rig.dispatch({ command: "execute" });
  expect(rig.jobs.at(-1)!.outputs.status, said()).toBe("completed");
  for (const task of ["a", "b", "c"]) expect(rig.read(`src/${task}.txt`)).toBe(task);
  expect(rig.github.violations).toEqual([]);
  for (const phase of ["task", "execute"])
    expect(rig.read(`src/told-${phase}.txt`)).toMatch(/of the agent of a\/execute[\s\S]*the table moved/);
  const sent = rig.events().filter(({ event }) => event === "ticket_sent");
  // The two phases of c went to one machine: nothing stood between them.
  expect(sent.map(({ task_id }) => task_id).sort()).toEqual(["a", "b", "c"]);
  expect(
    landings()
      .map(({ task_id, phase }) => `${task_id}/${phase}`)
      .sort(),
  ).toEqual(["a/execute", "b/execute", "c/execute", "c/task"]);
  const { jobs } = rig;
  expect(jobs.filter(({ job }) => job === "work")).toHaveLength(3);
  // A token has 1,000 requests an hour: each run and each landing may cost six.
  const asked = rig.github.calls.filter(({ charged, actor }) => charged && actor !== "mona");
  expect(asked.length / jobs.filter(({ job }) => job === "take").length, calls()).toBeLessThanOrEqual(6);

  // Dispatched once more, as by a person or a lost answer: told that the attempt has ended, and nothing moves.
  const before = rig.git("rev-parse", "refs/heads/milestone/m");
  const { task_id: task, phase, data } = sent[0]!;
  const { base, ticket: nonce } = data as { base: string; ticket: string };
  await rig.dispatch({
    command: "execute",
    ticket: JSON.stringify({ task, phase, attempt: 1, base, nonce }),
  });
  const last = rig.jobs.at(-1)!;
  expect(last.conclusion, last.output).toBe("success");
  expect(last.output).toContain("has ended already");
  expect(rig.git("rev-parse", "refs/heads/milestone/m")).toBe(before);
});

test("tests and checkpoints run on machines of their own, and what they say decides", {
  timeout: 300_000,
}, async () => {
  // The first attempt at b breaks the tests.
  const green = 'test "$(cat src/b.txt 2>/dev/null)" != 1';
  rig = await runnersRig(
    `id: m
title: Tested
runners: { max: 2, labels: [ubuntu-latest] }
test_command: '${green}'
quality_gates: [{ name: half, at: 50, run: ["test -f src/a.txt"] }]
executor: { run: 'mkdir -p src && echo "$MILESTONE_ATTEMPT" > "src/$MILESTONE_TASK.txt"', retries: 1, backoff: 1s }
tasks:
  - { id: a, phases: [execute] }
  - { id: b, phases: [execute], needs: [a] }
`,
    { runners: 2 },
  );
  await rig.dispatch({ command: "execute" });
  expect(rig.jobs.at(-1)!.outputs.status, said()).toBe("completed");
  const told = rig.events().flatMap(({ event, task_id, data }) => {
    if (event === "check_sent") return [(data as { check: string }).check];
    if (event === "tests_run")
      return [`${task_id ?? "all"} ${(data as { ok: boolean }).ok ? "green" : "red"}`];
    return event === "phase_completed" || event.startsWith("quality_gate")
      ? [`${event} ${task_id ?? ""}`]
      : [];
  });
  expect(told, said()).toEqual([
    "tests/baseline",
    "all green",
    "a green",
    "phase_completed a",
    "checkpoint/half",
    "quality_gate_passed ",
    "b red",
    "b green",
    "phase_completed b",
    "tests/final",
    "all green",
  ]);
  expect(rig.read("src/b.txt")).toBe("2");
  // No command of the plan ran beside the token that can write.
  expect(rig.jobs.filter(({ job }) => job === "work")).toHaveLength(6);
  expect(rig.github.violations).toEqual([]);
});

test("a pause ends the jobs that are at work, and what they leave undone costs no retry", {
  timeout: 300_000,
}, async () => {
  const run = 'test "$MILESTONE_ATTEMPT" != 1 || sleep 3000; mkdir -p src && echo done > src/a.txt';
  rig = await runnersRig(
    `id: m
title: Paused
runners: { max: 2, labels: [ubuntu-latest] }
executor: { run: '${run}', retries: 0 }
tasks: [{ id: a, phases: [execute] }]
`,
    // A warm process is not told of a cancellation.
    { runners: 2, warm: false },
  );
  const give = (command: string) =>
    rig.github.as("mona").request("POST /actions/workflows/milestone.yml/dispatches", {
      ref: "main",
      inputs: { milestone: "m", command },
    });
  const runs = () => [...rig.github.repository.runs.values()];
  await give("execute");
  const work = () => runs().find(({ inputs, status }) => inputs.ticket && status === "in_progress");
  await expect.poll(() => work() && runs()[0]!.status === "completed", { timeout: 120_000 }).toBe(true);
  const { id } = work()!;
  await give("pause");
  await rig.settled();
  expect(rig.github.repository.runs.get(id)!.conclusion, said()).toBe("cancelled");
  expect(rig.events().at(-1)!.event, said()).not.toBe("phase_failed");
  await rig.dispatch({ command: "resume" });
  expect(rig.jobs.at(-1)!.outputs.status, said()).toBe("completed");
  const kinds = rig.events().map(({ event }) => event);
  expect(kinds).toContain("phase_interrupted");
  expect(kinds).not.toContain("phase_failed");
  expect(rig.github.violations).toEqual([]);
});

const NO_DIGEST = WORKFLOW.replace(/^ *digest: .*needs.*\n/m, "");

/** What becomes of the first result on its way; the second one arrives as it was made. */
const ATTACKS: [string, RegExp, (folder: string, workspace: string) => void][] = [
  ["lost", /without leaving a result/, folder => rmSync(folder, { recursive: true })],
  [
    "swapped for another ticket's",
    /for another ticket/,
    folder => edit(folder, r => (r.ticket.nonce = "0".repeat(32))),
  ],
  ["about another milestone", /for another ticket/, folder => edit(folder, r => (r.milestone = "other"))],
  ["no result at all", /result\.json/, folder => writeFileSync(join(folder, "result.json"), "{}")],
  [
    "with a workflow in it",
    /workflows and actions/,
    (folder, workspace) => forge(folder, workspace, ".github/workflows/evil.yml"),
  ],
  [
    "with the engine's own files in it",
    /only its own deliverables/,
    (folder, workspace) => forge(folder, workspace, ".milestones/logs/execution-m.jsonl"),
  ],
];

function edit(
  folder: string,
  change: (result: { milestone: string; ticket: { nonce: string }; parts: { commit: string }[] }) => void,
): void {
  const file = join(folder, "result.json");
  const result = JSON.parse(readFileSync(file, "utf8"));
  change(result);
  writeFileSync(file, JSON.stringify(result));
}

/** The work's commit with one more file, packed as the job packs it. */
function forge(folder: string, workspace: string, path: string): void {
  const at = join(workspace, "..", "forged");
  const git = (...args: string[]): string =>
    execFileSync("git", ["-c", "user.name=x", "-c", "user.email=x@x", ...args], {
      cwd: at,
      encoding: "utf8",
    }).trim();
  mkdirSync(at);
  execFileSync("git", ["clone", "-q", "--no-checkout", rig.github.repository.git.path, at]);
  const patch = join(folder, "patch");
  const base = JSON.parse(readFileSync(join(folder, "result.json"), "utf8")).ticket.base as string;
  git("fetch", "-q", patch, "refs/heads/milestone-work:refs/heads/milestone-work");
  git("checkout", "-q", "-f", "milestone-work");
  mkdirSync(join(at, path, ".."), { recursive: true });
  writeFileSync(join(at, path), "on: push\n");
  git("add", "-A", "-f");
  git("commit", "-q", "--amend", "--no-edit");
  rmSync(patch);
  git("bundle", "create", "-q", patch, "milestone-work", `^${base}`);
  edit(folder, result => (result.parts[0]!.commit = git("rev-parse", "HEAD")));
}

/** Each takes as long as a milestone on four machines: three of them in every run, all of them at night (LONG=1). */
const PLAYED = LONG ? ATTACKS : ATTACKS.filter((_, at) => [0, 1, 4].includes(at));

test.each(PLAYED)(
  "a result that is %s does not land, and its phase is done once more",
  { timeout: 200_000 },
  async (name, words, attack) => {
    let attacked = 0;
    rig = await runnersRig(ONE, {
      runners: 2,
      files: { ".github/workflows/milestone.yml": name.startsWith("with") ? NO_DIGEST : WORKFLOW },
      before: (job, { workspace, temp }) => {
        const folder = join(temp, "result");
        if (job !== "take" || attacked > 0 || !existsSync(folder)) return;
        attacked += 1;
        attack(folder, workspace);
      },
    });
    await rig.dispatch({ command: "execute" });
    expect(attacked).toBe(1);
    const failed = rig.events().filter(({ event }) => event === "phase_failed");
    expect(
      failed.map(({ data }) => (data as { message: string }).message),
      said(),
    ).toEqual([expect.stringMatching(words)]);
    expect(landings(), said()).toHaveLength(1);
    expect(rig.jobs.at(-1)!.outputs.status, said()).toBe("completed");
    expect(rig.read(".github/workflows/evil.yml")).toBeNull();
  },
);

test("the phases that one machine does share the dollars of their ticket", {
  timeout: 200_000,
}, async () => {
  const answer = {
    type: "result",
    subtype: "success",
    is_error: false,
    result: "ok",
    total_cost_usd: 3,
    usage: { input_tokens: 10, output_tokens: 10 },
  };
  const write = 'mkdir -p "$MILESTONE_DELIVERABLES"; echo "$0" > "$MILESTONE_DELIVERABLES/budget.txt"';
  const command = `cat > /dev/null; ${write}; echo '${JSON.stringify(answer)}'`;
  const house = {
    command: "bash",
    args: ["-c", command, "{budget_usd}"],
    prompt: "stdin",
    result: "claude-json",
  };
  rig = await runnersRig(
    `id: m
title: Tasks
runners: { max: 2, labels: [ubuntu-latest] }
budget: { cost_usd: 10 }
tasks:
  - { id: a, agent: house, retries: 0, phases: [task, execute] }
`,
    { runners: 2, files: { ".milestones/config.yaml": `agents: ${JSON.stringify({ house })}\n` } },
  );
  await rig.dispatch({ command: "execute" });
  const budget = (phase: string) => rig.read(`.milestones/deliverables/m/a/${phase}/budget.txt`);
  expect([budget("task"), budget("execute")], said()).toEqual(["10.0000", "7.0000"]);
  expect(rig.jobs.filter(({ job }) => job === "work")).toHaveLength(1);
});

test("what reviewers and their accounts said and what criteria's commands showed is told as by one machine", {
  timeout: 200_000,
}, async () => {
  const finding = { line: 1, lens: "security", severity: "high", message: "a key" };
  const answer = (text: string, more: object): string =>
    JSON.stringify({
      type: "result",
      subtype: "success",
      is_error: false,
      result: JSON.stringify({ findings: [{ ...finding, file: "a.txt", quote: text, ...more }] }),
      total_cost_usd: 0.5,
      usage: { input_tokens: 10, output_tokens: 10 },
    });
  const command = `if grep -q "^+key=secret"; then echo '${answer("key=secret", {})}'; else echo '${answer("safe", { severity: "low" })}'; fi`;
  const reader = { command: "bash", args: ["-c", command], prompt: "stdin", result: "claude-json" };
  const limit = { type: "result", subtype: "success", is_error: true, total_cost_usd: 0.25 };
  const tired = {
    ...reader,
    args: [
      "-c",
      `echo '${JSON.stringify({ ...limit, result: "You have hit your session limit · resets in 5 hours", usage: { input_tokens: 1, output_tokens: 1 } })}'; exit 1`,
    ],
  };
  const work = 'if [ -f "$MILESTONE_FEEDBACK" ]; then echo safe > a.txt; else echo key=secret > a.txt; fi';
  const text = `id: m
title: Reviewed
runners: { max: 2, labels: [ubuntu-latest] }
tasks:
  - id: b
    phases: [execute]
    run: echo b > b.txt
    retries: 0
    review: { agent: tired }
  - id: a
    phases: [execute]
    run: '${work}'
    retries: 1
    backoff: 0s
    review: { agent: tired, fallback: [reader], lenses: [security] }
    acceptance_criteria:
      - { criterion: The file is there, run: test -f a.txt }
      - { criterion: The sky is blue, run: "true" }
`;
  const files = { ".milestones/config.yaml": `agents: ${JSON.stringify({ reader, tired })}\n` };
  rig = await runnersRig(text, { runners: 2, files });
  await rig.dispatch({ command: "execute" });
  // Nobody may read what b left before the account's rest is over, which is no failure of b's.
  expect(rig.jobs.at(-1)!.outputs.status, said()).toBe("waiting_limit");
  const rested = new Set<string>();
  const evidence = (events: LoggedEvent[]): unknown[] =>
    events.flatMap((event): unknown[] => {
      if (event.event === "phase_failed") return [event.data.message, event.data.review];
      if (event.event === "warning_raised") return [event.data.message];
      if (event.event === "phase_interrupted")
        return [`${event.task_id}: ${event.data.reason} ${event.data.usage?.cost_usd}`];
      if (event.event === "profile_rested") rested.add(event.data.profile);
      return event.event === "phase_completed" ? [event.data.review, event.data.criteria] : [];
    });
  const place = makeRig([], files);
  try {
    place.main.write({ ".milestones/active/m.yaml": text });
    place.main.commit("the same plan");
    const ended = await place.main.milestone(["execute", "m"]);
    expect(ended.code, ended.stderr).toBe(12);
    const alone = evidence(place.events("m"));
    expect(alone).toHaveLength(6);
    expect([...rested]).toEqual(["tired"]);
    rested.clear();
    // When a warning is given differs: a failed attempt brings nothing but its failure.
    const parted = (all: unknown[]) => [
      all.filter(each => typeof each === "string").sort(),
      all.filter(each => typeof each !== "string"),
    ];
    expect(parted(evidence(rig.events())), said()).toEqual(parted(alone));
    expect([...rested]).toEqual(["tired"]);
  } finally {
    place.close();
  }
});

test("a result whose bytes are not those that its job told of does not land", {
  timeout: 200_000,
}, async () => {
  let attacked = 0;
  rig = await runnersRig(ONE, {
    runners: 2,
    before: (job, { workspace, temp }) => {
      const folder = join(temp, "result");
      if (job !== "take" || attacked > 0 || !existsSync(folder)) return;
      attacked += 1;
      forge(folder, workspace, "src/more.txt");
    },
  });
  await rig.dispatch({ command: "execute" });
  expect(said()).toContain("another digest");
  expect(landings()).toHaveLength(1);
  expect(rig.read("src/more.txt")).toBeNull();
});

test("milestone init --runners writes the workflow of two jobs, and a config that says so", async () => {
  const place = makeRig(
    { id: "demo", tasks: [{ id: "a" }] },
    { "package.json": '{"scripts":{"test":"true"}}' },
  );
  try {
    const ended = await place.main.milestone(["init", "--runners", "--no-try"]);
    expect(ended.code, ended.stderr).toBe(0);
    const workflow = parse(readFileSync(join(place.main.root, ".github/workflows/milestone.yml"), "utf8"));
    expect(Object.keys(workflow.jobs)).toEqual(["work", "take"]);
    const config = parse(readFileSync(join(place.main.root, ".milestones/config.yaml"), "utf8"));
    expect(config.runners).toEqual({ max: 12, labels: ["ubuntu-latest"] });
    expect(config.test_command).toBeUndefined();
    expect((await place.main.milestone(["validate"])).code).toBe(0);
  } finally {
    place.close();
  }
});

const NEEDS = [[], [], [], [0], [0, 1], [2], [3], [4, 5], [], [6, 7], [8], [9, 10]];
const TASKS = LONG ? 12 : 4;

test(`${TASKS} tasks over four runners leave the tree that one machine leaves`, {
  timeout: 500_000,
}, async () => {
  const needs = NEEDS.slice(0, TASKS);
  const tasks = needs.map(
    (of, at) => `  - { id: t${at}, phases: [execute], needs: [${of.map(each => `t${each}`).join(", ")}] }\n`,
  );
  const text = plan(tasks.join(""), 4);
  rig = await runnersRig(text, { runners: 4 });
  await rig.dispatch({ command: "execute" });
  expect(rig.jobs.at(-1)!.outputs.status, said()).toBe("completed");
  const works = rig.jobs.filter(({ job }) => job === "work");
  // A dispatch whose answer was lost is sent again, and the second job's result is none.
  expect(works.length).toBeGreaterThanOrEqual(TASKS);
  const atOnce = works.map(({ from }) => works.filter(other => other.from <= from && from < other.to).length);
  expect(Math.max(...atOnce)).toBeLessThanOrEqual(4);
  // Whether jobs really met depends on how long each took; that they were handed out together does not.
  const log = rig.events().map(({ event }) => event);
  const early = log.slice(0, log.indexOf("phase_completed"));
  expect(early.filter(event => event === "ticket_issued").length).toBeGreaterThan(1);
  const place = makeRig([]);
  try {
    place.main.write({ ".milestones/active/m.yaml": text });
    place.main.commit("the same plan");
    const ended = await place.main.milestone(["execute", "m", "--no-push"]);
    expect(ended.code, ended.stderr).toBe(0);
    const files = (listing: string): string[] => listing.split("\n").filter(line => line.includes("\tsrc/"));
    const alone = files(place.main.git("ls-tree", "-r", "milestone/m"));
    expect(alone).toHaveLength(TASKS);
    expect(files(rig.product())).toEqual(alone);
  } finally {
    place.close();
  }
  const kinds = rig.events().map(({ event }) => event);
  for (const each of ["phase_completed", "task_completed"])
    expect(
      kinds.filter(kind => kind === each),
      each,
    ).toHaveLength(TASKS);
});
