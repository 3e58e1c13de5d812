import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { type Step as Ended, runStep } from "../action/step.ts";
import { some } from "../rig/long.ts";
import { type Clone, makeRig, type Rig } from "../rig/repository.ts";

interface Step {
  name?: string;
  uses?: string;
  run?: string;
  with?: Record<string, unknown>;
  env?: Record<string, string>;
}
interface Job {
  permissions: Record<string, string>;
  steps: Step[];
  env?: Record<string, string>;
}

const TEXT = readFileSync(join(import.meta.dirname, "../../examples/two-jobs.yml"), "utf8");
const workflow = parse(TEXT) as { permissions: object; jobs: { agents: Job; push: Job } };
const { agents, push } = workflow.jobs;
const ours = (job: Job): Step[] => job.steps.filter(s => s.uses?.includes("milestone-execute@"));

describe("S-ENV-2 the example of two jobs", () => {
  test("gives the agents' job no permission to write anything, and no credentials in its clone", () => {
    expect(workflow.permissions).toEqual({});
    expect(Object.values(agents.permissions)).not.toContain("write");
    const checkout = agents.steps.find(s => s.uses?.startsWith("actions/checkout@"));
    expect(checkout!.with).toMatchObject({ "persist-credentials": false });
  });

  test("gives the pushing job no agent, no key and no code of the repository to run", () => {
    expect(push.permissions).toEqual({ contents: "write", "pull-requests": "read" });
    expect(JSON.stringify(push)).not.toMatch(/secrets\.|npm |"run":/);
    expect(ours(push).map(s => s.with!.command)).toEqual(["take"]);
  });

  test("has no expression in a script, and each action of others at a commit", () => {
    for (const step of [...agents.steps, ...push.steps]) {
      expect(step.run ?? "").not.toContain("${{");
      if (step.uses?.startsWith("actions/")) expect(step.uses).toMatch(/@[0-9a-f]{40}$/);
    }
  });
});

describe("the jobs of the example", () => {
  let rig: Rig;
  let bundle: string;
  beforeEach(() => {
    rig = makeRig({ id: "demo", tasks: [{ id: "a", gated: ["design"] }] }, {}, { warm: true });
    bundle = join(rig.folder, "milestone.bundle");
  });
  afterEach(() => rig.close());

  /** A step of ours with its inputs filled in, as the runner does. */
  function act(step: Step, checkout: Clone, command = "execute"): Promise<Ended> {
    const filled = Object.entries(step.with!).map(([name, value]) => [
      name,
      String(value)
        .replace("${{ inputs.milestone }}", "demo")
        .replace("${{ inputs.command }}", command)
        .replace(/^.*milestone\.bundle$/, bundle),
    ]);
    return runStep(rig, { checkout, inputs: Object.fromEntries(filled), env: { GITHUB_JOB: "agents" } });
  }
  const [, pack] = ours(agents);

  async function runAgents(name: string, command: string): Promise<Clone> {
    const clone = rig.clone(name);
    const goOn = agents.steps.find(s => s.run && !s.run.startsWith("npm "))!;
    const shell = ["--noprofile", "--norc", "-e", "-o", "pipefail", "-c", goOn.run!];
    const env = { PATH: process.env.PATH!, HOME: rig.folder, MILESTONE: "demo" };
    expect(spawnSync("bash", shell, { cwd: clone.root, env }).status).toBe(0);
    // The command line in the Action's place: what ran on a runner only GitHub's reviews would approve.
    expect(ours(agents)[0]!.with).toMatchObject({ push: false });
    const ended = await clone.milestone([command, "demo", "--no-push"]);
    expect([0, 10], ended.stdout + ended.stderr).toContain(ended.code);
    await packed(clone);
    return clone;
  }
  async function packed(clone: Clone): Promise<void> {
    const made = await act(pack!, clone);
    expect(made.code, made.said).toBe(0);
    expect(made.outputs.bundle).toBe(bundle);
  }
  const runPush = (name: string): Promise<Ended> => act(ours(push)[0]!, rig.clone(name));
  const nothingPushed = (): void => expect(rig.git("for-each-ref", "refs/heads/milestone").trim()).toBe("");

  async function refused(name: string, words: string | RegExp): Promise<void> {
    const ended = await runPush(name);
    expect(ended.code, `${name}: ${ended.said}`).toBe(1);
    expect(ended.errors).toHaveLength(1);
    expect(ended.errors[0]).toMatch(words);
  }

  test("take a milestone's work to the remote, and go on from there", { timeout: 120_000 }, async () => {
    await runAgents("agents-1", "execute");
    const taken = await runPush("push-1");
    expect(taken.code, taken.said).toBe(0);
    expect(taken.outputs).toMatchObject({ status: "waiting_approval", branch: "milestone/demo" });
    const first = rig.events("demo").length;
    expect(rig.read("milestone/demo", ".milestones/deliverables/demo/a/design/note.md")).toContain(
      "worked out",
    );
    const again = await runPush("push-1b");
    expect(again.code, again.said).toBe(0);
    expect(rig.events("demo")).toHaveLength(first);
    const person = rig.clone("person");
    person.git("fetch", "origin", "milestone/demo:milestone/demo");
    const approved = await person.milestone(["approve", "demo", "a/design"]);
    expect([0, 10], approved.stdout + approved.stderr).toContain(approved.code);
    person.git("push", "origin", "milestone/demo");
    await runAgents("agents-2", "resume");
    const second = await runPush("push-2");
    expect(second.code, second.said).toBe(0);
    const events = rig.events("demo");
    expect(events.length).toBeGreaterThan(first);
    expect(events.at(-1)!.event).toBe("session_ended");
    expect(rig.git("for-each-ref", "refs/tags/milestone/demo/completed")).not.toBe("");
  });

  test("are not told that a branch was taken which could not be moved", { timeout: 120_000 }, async () => {
    await runAgents("agents-1", "execute");
    const push1 = rig.clone("push-1");
    push1.git("branch", "milestone/demo/mine");
    const ended = await act(ours(push)[0]!, push1);
    expect(ended.code, ended.said).toBe(1);
    expect(ended.errors).toEqual([expect.stringContaining("milestone/demo could not be moved here")]);
  });

  test("refuse a bundle that changes what only people change, by whatever spelling", {
    timeout: 90_000,
  }, async () => {
    const clone = await runAgents("agents-1", "execute");
    const good = clone.git("rev-parse", "milestone/demo");
    const kept = [
      ".github/workflows/evil.yml",
      ".GitHub/Workflows/evil.yml",
      ".github/actions/evil/action.yml",
      ".github/milestone.yml",
      ".github/CODEOWNERS",
      "docs/codeowners",
      ".gitmodules",
      ".milestones/config.yaml",
      ".milestones/active/other.yaml",
      ".milestones/logs/execution-other.jsonl",
      ".milestones/sessions/none/agents/state.json",
    ];
    for (const path of some(kept, 5)) {
      clone.git("branch", "-f", "milestone/demo", good);
      await tamper(clone, () => clone.write({ [path]: "evil\n" }));
      await refused(`push-${path.replaceAll("/", "-")}`, path);
    }
    nothingPushed();
  });

  test("refuse a commit in between, whose change the last one takes back", async () => {
    const clone = await runAgents("agents-1", "execute");
    await tamper(clone, () => clone.write({ ".github/workflows/evil.yml": "on: push\n" }));
    await tamper(clone, () => clone.git("rm", "-q", ".github/workflows/evil.yml"));
    await refused("push-1", ".github/workflows/evil.yml");
    nothingPushed();
  });

  test("refuse a link out of the repository, a submodule, and a branch that was rewritten", async () => {
    const clone = await runAgents("agents-1", "execute");
    const good = clone.git("rev-parse", "milestone/demo");
    await tamper(clone, () => execFileSync("ln", ["-s", "/etc/passwd", join(clone.root, "link")]));
    await refused("push-1", "links and submodules");
    clone.git("branch", "-f", "milestone/demo", good);
    await tamper(clone, () => {
      mkdirSync(join(clone.root, "sub"));
      clone.git("update-index", "--add", "--cacheinfo", `160000,${good},sub`);
    });
    await refused("push-2", "links and submodules");
    clone.git("branch", "-f", "milestone/demo", good);
    await packed(clone);
    expect((await runPush("push-3")).code).toBe(0);
    clone.git("checkout", "-q", "-B", "other", "main");
    clone.write({ "other.txt": "x\n" });
    clone.commit("other history");
    clone.git("branch", "-f", "milestone/demo", "other");
    clone.git("checkout", "-q", "main");
    await packed(clone);
    await refused("push-4", "was rewritten");
  });

  test("refuse a history of its own, which no comparison with the base could look into", async () => {
    const clone = await runAgents("agents-1", "execute");
    clone.git("clean", "-fdq");
    clone.git("checkout", "-q", "--orphan", "own", "milestone/demo");
    clone.write({ ".github/workflows/own.yml": "on: push\n" });
    clone.commit("milestone(demo): a design completed");
    clone.git("branch", "-f", "milestone/demo", "own");
    clone.git("checkout", "-q", "-f", "main");
    await packed(clone);
    await refused("push-1", "no history in common");
    nothingPushed();
  });

  test("refuse an unrelated history that is merged in beside the true one", async () => {
    const clone = await runAgents("agents-1", "execute");
    clone.git("checkout", "-q", "--orphan", "own", "main");
    clone.git("rm", "-q", "-r", "-f", ".");
    clone.write({ "own.txt": "x\n" });
    clone.commit("own");
    await tamper(clone, () => clone.git("merge", "-q", "--allow-unrelated-histories", "--no-edit", "own"));
    await refused("push-1", "no history in common");
    nothingPushed();
  });

  test("refuse a branch from an older base that would bring its old workflows back", async () => {
    const person = rig.clone("person");
    person.write({ ".github/workflows/deploy.yml": "on: push\n" });
    person.commit("a workflow with a hole");
    person.git("push", "-q", "origin", "main");
    await runAgents("agents-1", "execute");
    person.write({ ".github/workflows/deploy.yml": "on: workflow_dispatch\n" });
    person.commit("the hole is mended");
    person.git("push", "-q", "origin", "main");
    await refused("push-1", "not as on main");
    nothingPushed();
  });

  test("refuse a forged log, state, plan and approval", { timeout: 120_000 }, async () => {
    const clone = await runAgents("agents-1", "execute");
    const good = clone.git("rev-parse", "milestone/demo");
    const log = ".milestones/logs/execution-demo.jsonl";
    const forgeries: [string, RegExp, () => void][] = [
      ["cut", /log/, () => writeFileSync(at(log), `${text(log).split("\n").slice(0, 2).join("\n")}\n`)],
      ["line", /malformed|unknown/, () => chain("gate_opened", {})],
      ["data", /malformed/, () => chain("quality_gate_passed", { name: 7 })],
      [
        "foreign",
        /another milestone/,
        () => chain("milestone_completed", { percentage: 100 }, { milestone_id: "x" }),
      ],
      [
        "done",
        /no approval of a\/design/,
        () =>
          chain("phase_completed", {
            attempt: 1,
            executor: "run",
            duration_ms: 1,
            deliverables: [],
            changed: 0,
            gated: false,
          }),
      ],
      ["approved", /cannot verify|can verify/, () => chain("approval_granted", grantOf())],
      [
        "status",
        /status/,
        () => writeFileSync(at(plan), text(plan).replace("waiting_approval", "completed")),
      ],
      [
        "plan",
        /changes the plan/,
        () =>
          writeFileSync(at(plan), text(plan).replace(/title: [^\n]*/, "$&\ntest_command: curl evil.example")),
      ],
    ];
    const plan = ".milestones/active/demo.yaml";
    const at = (path: string): string => join(clone.root, path);
    const text = (path: string): string => readFileSync(at(path), "utf8");
    const chain = (event: string, data: object, more: object = {}): void => {
      const lines = text(log).trimEnd().split("\n");
      const last = JSON.parse(lines.at(-1)!);
      const prev = createHash("sha256").update(lines.at(-1)!).digest("hex");
      const where =
        event === "approval_granted" || event === "phase_completed" ? { task_id: "a", phase: "design" } : {};
      const line = { ...last, event, seq: last.seq + 1, ...where, data, prev, ...more };
      writeFileSync(at(log), `${[...lines, JSON.stringify(line)].join("\n")}\n`);
    };
    const grantOf = (): object => {
      const { request } = rigEvents().find(e => e.event === "approval_requested")!.data as {
        request: string;
      };
      const by = { login: "boss", id: 7, source: "review" };
      const given = {
        ref: 1,
        commit: null,
        permission: "admin",
        at: "2026-11-30T00:00:00.000Z",
        feedback: [],
      };
      return { request, decision: { verdict: "approved", by, ...given }, complete: true };
    };
    const rigEvents = (): { event: string; data: object }[] =>
      text(log)
        .trimEnd()
        .split("\n")
        .map(line => JSON.parse(line));
    for (const [name, words, change] of forgeries) {
      clone.git("branch", "-f", "milestone/demo", good);
      await tamper(clone, change);
      await refused(`push-${name}`, words);
    }
    nothingPushed();
  });

  test("refuse what is no bundle of this milestone's branch", async () => {
    const clone = await runAgents("agents-1", "execute");
    writeFileSync(bundle, "nothing of the kind\n");
    await refused("push-1", "no git bundle");
    clone.git("bundle", "create", bundle, "main");
    await refused("push-2", "no milestone's branch");
    clone.git("branch", "milestone/other", "milestone/demo");
    clone.git("bundle", "create", bundle, "milestone/other", "milestone/demo");
    await refused("push-3", "one branch");
    execFileSync("rm", [bundle]);
    execFileSync("ln", ["-s", "/etc/passwd", bundle]);
    await refused("push-4", "cannot be read");
    nothingPushed();
  });

  /** What an agent that broke out of its job might pack. */
  async function tamper(clone: Clone, change: () => void): Promise<void> {
    clone.git("clean", "-fdq");
    clone.git("checkout", "-q", "-f", "milestone/demo");
    change();
    clone.commit("tampered");
    clone.git("checkout", "-q", "-f", "main");
    await packed(clone);
    expect(existsSync(bundle)).toBe(true);
  }
});
