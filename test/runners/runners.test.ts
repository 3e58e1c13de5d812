import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, onTestFinished, test } from "vitest";
import { parse } from "yaml";
import { EXIT } from "../../src/commands/outcome.ts";
import { openTickets } from "../../src/milestone/runners/ledger.ts";
import type { LoggedEvent } from "../../src/milestone/session/event.ts";
import { foldLog } from "../../src/milestone/session/log.ts";
import { LONG } from "../rig/long.ts";
import { type Clone, makeRig } from "../rig/repository.ts";
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

/** What an agent of Claude's kind prints at its end. */
function answerOf(result: string, total_cost_usd: number): string {
  const usage = { input_tokens: 10, output_tokens: 10 };
  return JSON.stringify({
    type: "result",
    subtype: "success",
    is_error: false,
    result,
    total_cost_usd,
    usage,
  });
}

/** An agent that writes down what it was told and what it may spend, and says that it spent three dollars. */
const HOUSE = {
  command: "bash",
  args: [
    "-c",
    `cat > /dev/null; mkdir -p src "$MILESTONE_DELIVERABLES"; cp "$MILESTONE_FEEDBACK" "src/told-$MILESTONE_PHASE.txt"; echo "$0" > "$MILESTONE_DELIVERABLES/budget.txt"; echo '${answerOf("ok", 3)}'`,
    "{budget_usd}",
  ],
  prompt: "stdin",
  result: "claude-json",
};

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
  expect([jobs.work["cache-mode"], jobs.take["cache-mode"]]).toEqual(["read", "none"]);
});

test("machines that can only read do the phases, one that runs nothing lands them", {
  timeout: 200_000,
}, async () => {
  const note = JSON.stringify({ note: { to: "c", text: "the table moved" } });
  const tells = `${WRITE.slice("run: '".length, -1)}; printf "%s" "$NOTE" > "$MILESTONE_ASK"`;
  const tasks = [
    `  - { id: a, phases: [execute], run: '${tells}', env: { NOTE: '${note}' } }\n`,
    "  - { id: b, phases: [execute] }\n",
    "  - { id: c, agent: house, retries: 0, phases: [task, execute], needs: [a, b] }\n",
  ];
  rig = await runnersRig(`${plan(tasks.join(""))}budget: { cost_usd: 10 }\n`, {
    runners: 4,
    // Landings of one minute would show how the milestone stands only once.
    aheadMs: () => rig.jobs.length * 120_000,
    files: { ".milestones/config.yaml": `agents: ${JSON.stringify({ house: HOUSE })}\n` },
  });
  // The answer to the second run that is handed out is lost on its way; its title shows that it was started.
  rig.github.fail({ method: "POST", path: /dispatches/, after: 2, status: "timeout-after-apply", holdMs: 1 });
  await rig.dispatch({ command: "execute" });
  expect(rig.jobs.at(-1)!.outputs.status, said()).toBe("completed");
  for (const task of ["a", "b"]) expect(rig.read(`src/${task}.txt`)).toBe(task);
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
  // They share the dollars of their ticket.
  const budget = (phase: string) => rig.read(`.milestones/deliverables/m/c/${phase}/budget.txt`);
  expect([budget("task"), budget("execute")], said()).toEqual(["10.0000", "7.0000"]);
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

/** What is told of tests and of the phases that they are about. */
function toldIn(events: readonly LoggedEvent[]): string[] {
  return events.flatMap(event => {
    const { task_id } = event;
    switch (event.event) {
      case "check_sent":
        return [event.data.check];
      case "tests_run":
        return [`${task_id ?? "all"} ${event.data.ok ? "green" : "red"}`];
      case "quality_gate_passed":
        return ["half passed"];
      case "phase_completed":
        return [`${task_id} done`];
      case "phase_failed":
        return [`${task_id} failed`];
      default:
        return [];
    }
  });
}

test("tests and checkpoints on machines of their own decide what they decide on one", {
  timeout: 300_000,
}, async () => {
  const write = 'mkdir -p src && echo "$MILESTONE_ATTEMPT" > "src/$MILESTONE_TASK.txt"';
  // The first attempt at b breaks the tests.
  const text = `id: m
title: Tested
runners: { max: 2, labels: [ubuntu-latest] }
test_command: 'test "$(cat src/b.txt 2>/dev/null)" != 1'
quality_gates: [{ name: half, at: 50, run: ["test -f src/a.txt"] }]
executor: { run: '${write}', retries: 1, backoff: 0s }
tasks:
  - { id: a, phases: [execute] }
  - { id: b, phases: [execute], needs: [a] }
`;
  rig = await runnersRig(text, { runners: 2 });
  await rig.dispatch({ command: "execute" });
  expect(rig.jobs.at(-1)!.outputs.status, said()).toBe("completed");
  const apart = toldIn(rig.events());
  expect(apart, said()).toEqual([
    ...["tests/baseline", "all green", "a green", "a done", "checkpoint/half", "half passed"],
    ...["b red", "b failed", "b green", "b done", "tests/final", "all green"],
  ]);
  // No command of the plan ran beside the token that can write.
  expect(rig.jobs.filter(({ job }) => job === "work")).toHaveLength(6);
  expect(rig.github.violations).toEqual([]);
  const place = makeRig([], {}, { warm: true });
  onTestFinished(() => place.close());
  place.main.write({ ".milestones/active/m.yaml": text });
  place.main.commit("the same plan");
  const ended = await place.main.milestone(["execute", "m"]);
  expect(ended.code, ended.stderr).toBe(0);
  // One machine knows that nothing came after the last tests: it does not repeat them.
  const sent = ["tests/baseline", "checkpoint/half"];
  expect(apart.slice(0, -2).filter(each => !sent.includes(each))).toEqual(toldIn(place.events("m")));
  const product = (listing: string): string[] => listing.split("\n").filter(line => line.includes("\tsrc/"));
  expect(product(rig.product())).toEqual(product(place.main.git("ls-tree", "-r", "milestone/m")));
});

test("what reviewers and their accounts said and what criteria's commands showed is told as by one machine", {
  timeout: 200_000,
}, async () => {
  const finding = { line: 1, lens: "security", severity: "high", message: "a key" };
  const answer = (quote: string, more: object): string =>
    answerOf(JSON.stringify({ findings: [{ ...finding, file: "a.txt", quote, ...more }] }), 0.5);
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
  // Where a server knows no queues, landings wait for each other by the lease.
  const alike = WORKFLOW.replace(/^ *# One at a time[\s\S]*?queue: max\n/m, "");
  expect(alike).not.toContain("concurrency");
  rig = await runnersRig(text, {
    runners: 4,
    files: { ...files, ".github/workflows/milestone.yml": alike },
  });
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

test("a review of the pull request starts the landing that goes on from it", {
  timeout: 200_000,
}, async () => {
  const gate = "quality_gates: [{ name: half, at: 50, approvers: [alice] }]\n";
  const tasks = "  - { id: a, phases: [execute] }\n  - { id: b, phases: [execute], needs: [a] }\n";
  rig = await runnersRig(`${plan(tasks)}${gate}`, { runners: 2 });
  await rig.dispatch({ command: "execute" });
  expect(rig.jobs.at(-1)!.outputs.status, said()).toBe("waiting_approval");
  // At a gate nothing runs.
  expect([...rig.github.repository.runs.values()].map(({ status }) => status)).toEqual([
    "completed",
    "completed",
  ]);
  const pull = [...rig.github.repository.issues.values()].find(issue => issue.pull)!;
  await rig.github.as("alice").review(pull.number, { state: "approve" });
  await rig.settled();
  expect(rig.jobs.at(-1)!.outputs.status, said()).toBe("completed");
  expect(landings().map(({ task_id }) => task_id)).toEqual(["a", "b"]);
  expect(rig.github.violations).toEqual([]);
});

test("three agents at once share the dollars, and a pause and a cancellation end the jobs of all of them", {
  timeout: 300_000,
}, async () => {
  const saysBudget = `mkdir -p src; printf "%s" "$0" > "src/$MILESTONE_TASK.txt"; echo '${answerOf("ok", 3)}'`;
  const waits = '[ "$MILESTONE_ATTEMPT" = 1 ] || [ "$MILESTONE_TASK" = c ]';
  const agent = {
    ...HOUSE,
    model: "cheap",
    args: ["-c", `cat > /dev/null; if ${waits}; then sleep 3000; fi; ${saysBudget}`, "{budget_usd}"],
  };
  rig = await runnersRig(
    `id: m
title: Stopped
runners: { max: 3, labels: [ubuntu-latest] }
budget: { cost_usd: 12 }
prices: { cheap: { input: 0.01, output: 0.01 } }
executor: { agent: house, retries: 0 }
tasks:
${["a", "b", "c"].map(id => `  - { id: ${id}, phases: [execute] }\n`).join("")}`,
    {
      runners: 4,
      files: { ".milestones/config.yaml": `agents: ${JSON.stringify({ house: agent })}\n` },
      // A warm process is not told of a cancellation.
      cold: job => job === "work",
    },
  );
  const give = (command: string) =>
    rig.github.as("mona").request("POST /actions/workflows/milestone.yml/dispatches", {
      ref: "main",
      inputs: { milestone: "m", command },
    });
  const runs = () => [...rig.github.repository.runs.values()];
  const begun = () => rig.events().filter(({ event }) => event === "phase_started");
  const caps = () =>
    begun().map(({ task_id, data }) => `${task_id} ${(data as { cap_usd?: number }).cap_usd?.toFixed(2)}`);
  const working = () => runs().filter(({ inputs, status }) => inputs.ticket && status === "in_progress");
  // Nothing else runs, so that the next command finds the milestone at rest.
  const atWork = (most: number) =>
    expect
      .poll(
        () =>
          working().length === most && runs().every(run => run.inputs.ticket || run.status === "completed"),
        {
          timeout: 120_000,
        },
      )
      .toBe(true);
  await give("execute");
  await atWork(3);
  expect(caps(), said()).toEqual(["a 4.00", "b 4.00", "c 4.00"]);
  const first = working().map(({ id }) => id);
  await give("pause");
  await rig.settled();
  const ends = (ids: number[]) => ids.map(id => rig.github.repository.runs.get(id)!.conclusion);
  expect(ends(first), said()).toEqual(["cancelled", "cancelled", "cancelled"]);

  await give("resume");
  await expect.poll(() => landings().length, { timeout: 120_000 }).toBe(2);
  await atWork(1);
  const last = working()[0]!.id;
  await give("cancel");
  await rig.settled();
  expect(ends([last]), said()).toEqual(["cancelled"]);
  const events = rig.events();
  const kinds = events.map(({ event }) => event);
  expect(kinds).not.toContain("phase_failed");
  expect(kinds.filter(kind => kind === "phase_interrupted")).toHaveLength(4);
  const folded = foldLog("m", events);
  if (!folded.ok) throw new Error(folded.message);
  expect([folded.state.status, openTickets(folded.state)]).toEqual(["cancelled", []]);
  // What the stopped ones may have spent counts, by what a minute costs and up to what they were told.
  expect(folded.state.usage.costUsd).toBeGreaterThan(6);
  expect(folded.state.usage.costUsd).toBeLessThanOrEqual(12);
  expect(rig.github.violations).toEqual([]);
});

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
function forge(
  folder: string,
  { path, link, isNamed = true }: { path: string; link?: string; isNamed?: boolean },
): void {
  const at = `${folder}.forged`;
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
  if (link) symlinkSync(link, join(at, path));
  else writeFileSync(join(at, path), "on: push\n");
  git("add", "-A", "-f");
  git("commit", "-q", "--amend", "--no-edit");
  rmSync(patch);
  git("bundle", "create", "-q", patch, "milestone-work", `^${base}`);
  if (isNamed) edit(folder, result => (result.parts[0]!.commit = git("rev-parse", "HEAD")));
}

/** A result on its way, and what a command line says that takes it; it is refused, or lands as a failed attempt. */
const ATTACKS: { name: string; words: RegExp; lands?: true; attack: (folder: string) => void }[] = [
  {
    name: "another ticket's",
    words: /for another ticket/,
    attack: folder => edit(folder, r => (r.ticket.nonce = "0".repeat(32))),
  },
  {
    name: "another milestone's",
    words: /for another ticket/,
    attack: folder => edit(folder, r => (r.milestone = "other")),
  },
  {
    name: "cut short",
    words: /result\.json: version: /,
    attack: folder => writeFileSync(join(folder, "result.json"), "{}"),
  },
  { name: "gone", words: /it is not there/, attack: folder => rmSync(join(folder, "result.json")) },
  {
    name: "without its work",
    words: /patch: /,
    attack: folder => rmSync(join(folder, "patch")),
  },
  {
    name: "a commit that it does not name",
    words: /other commits/,
    attack: folder => forge(folder, { path: "src/a.txt", isNamed: false }),
  },
  {
    name: "a workflow",
    words: /workflows and actions/,
    lands: true,
    attack: folder => forge(folder, { path: ".github/workflows/evil.yml" }),
  },
  {
    name: "the engine's own log",
    words: /only its own deliverables/,
    lands: true,
    attack: folder => forge(folder, { path: ".milestones/logs/execution-m.jsonl" }),
  },
  {
    name: "a link out of the repository",
    words: /link that leads out/,
    lands: true,
    attack: folder => forge(folder, { path: "src/link", link: "/etc/passwd" }),
  },
];

test("a result that is lost is made again, and one that is not what its job left never lands", {
  timeout: 300_000,
}, async () => {
  const place = makeRig([], {}, { warm: true });
  onTestFinished(() => place.close());
  const kept = join(place.folder, "kept");
  let brought = 0;
  rig = await runnersRig(ONE, {
    runners: 2,
    before: (job, { temp }) => {
      const folder = join(temp, "result");
      if (job !== "take" || !existsSync(folder)) return;
      brought += 1;
      if (brought === 1) return rmSync(folder, { recursive: true });
      cpSync(folder, kept, { recursive: true });
      rig.git("clone", "-q", "--mirror", ".", join(place.folder, "saved.git"));
    },
  });
  await rig.dispatch({ command: "execute" });
  expect(rig.jobs.at(-1)!.outputs.status, said()).toBe("completed");
  expect(messages(rig.events()), said()).toEqual([expect.stringMatching(/without leaving a result/)]);
  expect(landings()).toHaveLength(1);

  // Where the second result was on its way, each attack on a copy of it, brought by hand.
  const ticket = JSON.stringify(JSON.parse(readFileSync(join(kept, "result.json"), "utf8")).ticket);
  const digest = rig.jobs.filter(({ job }) => job === "work").at(-1)!.jobOutputs.digest!;
  const back = (): void =>
    void place.git("fetch", "-q", join(place.folder, "saved.git"), "+refs/*:refs/*", "--prune");
  const take = (from: string, result: string, ...more: string[]) =>
    clones.get(from)!.milestone(["take", "m", result, `--ticket=${ticket}`, ...more]);
  const clones = new Map<string, Clone>();
  const fresh = (name: string): string => {
    back();
    clones.set(name, place.clone(name));
    return name;
  };
  const still = fresh("still");
  const before = place.git("rev-parse", "refs/heads/milestone/m");
  for (const [at, { name, words, lands, attack }] of ATTACKS.entries()) {
    const folder = join(place.folder, `result-${at}`);
    cpSync(kept, folder, { recursive: true });
    attack(folder);
    const ended = await take(lands ? fresh(`clone-${at}`) : still, folder);
    const after = place.git("rev-parse", "refs/heads/milestone/m");
    if (lands) {
      const said = messages(place.events("m"));
      expect(said.at(-1), `${name}: ${ended.stdout}${ended.stderr}`).toMatch(words);
      expect(place.events("m").filter(({ event }) => event === "phase_completed")).toEqual([]);
    } else {
      expect([ended.code, after], `${name}: ${ended.stdout}${ended.stderr}`).toEqual([2, before]);
      expect(ended.stderr, name).toMatch(words);
    }
  }
  // Its bytes are not those that its job told of.
  const changed = join(place.folder, "changed");
  cpSync(kept, changed, { recursive: true });
  forge(changed, { path: "src/more.txt" });
  fresh("last");
  const refused = await take("last", changed, `--digest=${digest}`);
  expect([refused.code, refused.stderr]).toEqual([2, expect.stringMatching(/another digest/)]);
  // As its job left it, in the zip file that GitHub serves and that a download did not unzip; and never twice.
  const archive = join(place.folder, "downloaded");
  mkdirSync(archive);
  writeFileSync(join(archive, "result.zip"), [...rig.github.repository.artifacts.values()].at(-1)!.archive);
  const taken = await take("last", archive, `--digest=${digest}`);
  expect([taken.code, taken.stdout], taken.stderr).toEqual([EXIT.paused, expect.stringContaining("1/1")]);
  expect(place.read("milestone/m", "src/a.txt")).toBe("a");
  const again = await take("last", kept);
  expect(again.stdout, again.stderr).toContain("has ended already");
  expect(place.events("m").filter(({ event }) => event === "phase_completed")).toHaveLength(1);
});

/** An agent that looks for keys wherever it can read, and tries to write with each of them and with none. */
const THIEF = `import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
const texts = Object.entries(process.env).map(each => each.join("="));
const look = file => { try { texts.push(readFileSync(file, "latin1")); } catch {} };
for (const pid of readdirSync("/proc").filter(name => /^[0-9]+$/.test(name)))
  for (const file of ["environ", "cmdline"]) look(join("/proc", pid, file));
const git = (...args) => spawnSync("git", args, { encoding: "utf8", env: { ...process.env, GIT_TERMINAL_PROMPT: "0" } });
texts.push(git("config", "--list", "--show-origin").stdout ?? "");
for (const name of [".git-credentials", ".netrc", ".npmrc", ".config/gh/hosts.yml"]) look(join(process.env.HOME ?? "/", name));
const temp = process.env.RUNNER_TEMP;
const below = folder => { try { return readdirSync(folder, { recursive: true }).map(name => join(folder, name)); } catch { return []; } };
for (const file of temp ? below(temp) : []) look(file);
const keys = [...new Set(texts.join("\\n").match(/gh[a-z]_[\\w.-]{30,}|runtime-token-[\\w-]+/g) ?? [])];
const [server, repo] = readFileSync("server.txt", "utf8").split(" ");
const api = server + "/api/v3/repos/" + repo;
const calls = [
  ["POST", api + "/check-runs", { name: "evil", head_sha: "0".repeat(40) }],
  ["POST", api + "/git/refs", { ref: "refs/heads/evil", sha: "0".repeat(40) }],
  ["POST", api + "/issues", { title: "evil" }],
  ["POST", api + "/actions/workflows/milestone.yml/dispatches", { ref: "main", inputs: { milestone: "m", command: "cancel" } }],
  ["POST", server + "/_results/twirp/github.actions.results.api.v1.ArtifactService/CreateArtifact", { name: "result" }],
  ["POST", server + "/_results/twirp/github.actions.results.api.v1.CacheService/CreateCacheEntry", { key: "evil" }],
];
const answers = [];
for (const key of ["", ...keys])
  for (const [method, url, body] of calls) {
    const headers = { "content-type": "application/json", ...(key ? { authorization: "Bearer " + key } : {}) };
    const answer = await fetch(url, { method, headers, body: JSON.stringify(body) }).catch(error => ({ status: 0, error }));
    answers.push(url.slice(server.length) + " " + answer.status);
  }
for (const ref of ["evil", "main", "milestone/m"])
  answers.push("push of " + ref + " " + git("push", "--force", server + "/" + repo + ".git", "HEAD:refs/heads/" + ref).status);
// What it leaves behind writes over the result until its machine ends.
if (temp) {
  mkdirSync(join(temp, "result"), { recursive: true });
  const write = 'while sleep 0.05; do echo "{}" > "$0/result/result.json"; done';
  spawn("sh", ["-c", write, temp], { detached: true, stdio: "ignore" }).unref();
}
mkdirSync("src", { recursive: true });
writeFileSync("src/tried.json", JSON.stringify({ keys, answers, temp: temp !== undefined }));
`;

test("an agent that tries to write finds no key, and nothing of what it tries is there", {
  timeout: 200_000,
}, async () => {
  rig = await runnersRig(
    `id: m
title: A thief
runners: { max: 1, labels: [ubuntu-latest] }
tasks: [{ id: a, phases: [execute], run: node thief.mjs, retries: 0 }]
`,
    // What a process was started with is what others read of it: a warm one was started with nothing.
    { runners: 1, files: { "thief.mjs": THIEF }, cold: job => job === "work" },
  );
  const { owner, repo, url } = rig.github;
  await rig.github.as("mona").push({ "server.txt": `${url} ${owner}/${repo}` }, "main", { message: "where" });
  await rig.dispatch({ command: "execute" });
  expect(rig.jobs.at(-1)!.outputs.status, said()).toBe("completed");
  const { keys, answers } = JSON.parse(rig.read("src/tried.json")!);
  const { repository, world, violations } = rig.github;
  const own = keys.filter((key: string) => world.tokens.has(key) || key.startsWith("runtime-token"));
  expect(own).toEqual([]);
  expect(answers.length).toBeGreaterThanOrEqual(9);
  // Without a key: not known, not allowed, or git's own failure.
  for (const answer of answers) expect(answer).toMatch(/ (401|403|404|1|128)$/);
  expect(rig.git("for-each-ref", "--format=%(refname)", "refs/heads").split("\n")).toEqual([
    "refs/heads/main",
    "refs/heads/milestone/m",
  ]);
  expect([repository.runs.size, repository.artifacts.size]).toEqual([2, 1]);
  const written = rig.github.calls.filter(
    ({ actor, method, status }) => actor === "anonymous" && method !== "GET" && status < 400,
  );
  expect(written).toEqual([]);
  expect(violations).toEqual([]);
});

const messages = (events: readonly LoggedEvent[]): string[] =>
  events.flatMap(event => (event.event === "phase_failed" ? [event.data.message] : []));

test("what a cancelled landing should have landed is found by the next one, unless it has expired or was changed", {
  timeout: 300_000,
}, async () => {
  const ids = ["a", "b", "c", "d"];
  let last: (() => void) | undefined;
  const others = new Promise<void>(resolve => (last = resolve));
  const cancelled = new Set<string>();
  rig = await runnersRig(plan(ids.map(id => `  - { id: ${id}, phases: [execute] }\n`).join(""), 4), {
    runners: 4,
    async onJob(job, { id, inputs }) {
      const { task, attempt } = inputs.ticket ? JSON.parse(inputs.ticket) : { task: null, attempt: 0 };
      if (attempt !== 1) return;
      // The landing of d comes after those of all the others, which are cancelled.
      if (job === "work") return task === "d" ? others : undefined;
      if (task === "d") return;
      const artifact = [...rig.github.repository.artifacts.values()].find(each => each.run === id)!;
      if (task === "b") artifact.expired = true;
      if (task === "c") artifact.archive = Buffer.from(artifact.archive).fill(0, 40, 60);
      await rig.github.as("mona").request(`POST /actions/runs/${id}/cancel`);
      cancelled.add(task);
      if (cancelled.size === 3) last!();
    },
  });
  await rig.dispatch({ command: "execute" });
  expect(rig.jobs.at(-1)!.outputs.status, said()).toBe("completed");
  const failed = rig.events().filter(({ event }) => event === "phase_failed");
  const told = failed.map(({ task_id }, at) => `${task_id}: ${messages(rig.events())[at]}`).sort();
  expect(told, said()).toEqual([
    expect.stringMatching(/^b: .*has expired/),
    expect.stringMatching(/^c: .*another digest/),
  ]);
  const landed = landings().map(({ task_id, data }) => `${task_id} ${(data as { attempt: number }).attempt}`);
  expect(landed.sort()).toEqual(["a 1", "b 2", "c 2", "d 1"]);
  expect(rig.github.violations).toEqual([]);
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

/** The same is shown by fewer tasks above. */
if (LONG) test("twelve tasks over four runners leave the tree that one machine leaves", overFour, 500_000);

async function overFour(): Promise<void> {
  const TASKS = NEEDS.length;
  const tasks = NEEDS.map(
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
}
