import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { parse } from "yaml";
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

describe("S-ENV-2 the example of two jobs", () => {
  test("gives the agents' job no permission to write anything, and no credentials in its clone", () => {
    expect(workflow.permissions).toEqual({});
    expect(Object.values(agents.permissions)).not.toContain("write");
    const checkout = agents.steps.find(s => s.uses?.startsWith("actions/checkout@"));
    expect(checkout!.with).toMatchObject({ "persist-credentials": false });
  });

  test("gives the pushing job no agent, no key and no code of the repository to run", () => {
    expect(push.permissions).toEqual({ contents: "write" });
    expect(JSON.stringify(push)).not.toMatch(/secrets\.|milestone-execute@|npm /);
  });

  test("has no expression in a script, and each action of others at a commit", () => {
    for (const step of [...agents.steps, ...push.steps]) {
      expect(step.run ?? "").not.toContain("${{");
      if (step.uses?.startsWith("actions/")) expect(step.uses).toMatch(/@[0-9a-f]{40}$/);
    }
  });
});

describe("the scripts of the example", () => {
  let rig: Rig;
  beforeEach(() => {
    rig = makeRig({ id: "demo", tasks: [{ id: "a", gated: ["design"] }] });
  });
  afterEach(() => rig.close());

  function script(clone: Clone, { name, run }: Step): { code: number | null; output: string } {
    const bundle = join(rig.folder, "milestone.bundle");
    const env = { PATH: process.env.PATH!, HOME: rig.folder, MILESTONE: "demo", BUNDLE: bundle };
    const text = run!.replaceAll("milestone.bundle", bundle);
    const shell = ["--noprofile", "--norc", "-e", "-o", "pipefail", "-c", text];
    const { status, stdout, stderr } = spawnSync("bash", shell, { cwd: clone.root, env, encoding: "utf8" });
    return { code: status, output: `${name}\n${stdout}${stderr}` };
  }
  const scripts = (job: Job) => job.steps.filter(s => s.run && !s.run.startsWith("npm "));

  /** The agents' job, with the command line in the action's place. */
  async function runAgents(name: string, command: string): Promise<Clone> {
    const clone = rig.clone(name);
    const [goOn, pack] = scripts(agents);
    expect(script(clone, goOn!)).toMatchObject({ code: 0 });
    const ended = await clone.milestone([command, "demo", "--no-push"]);
    expect([0, 10], ended.stdout + ended.stderr).toContain(ended.code);
    expect(script(clone, pack!)).toMatchObject({ code: 0 });
    return clone;
  }
  const runPush = (name: string) => script(rig.clone(name), scripts(push)[0]!);

  test("take a milestone's work to the remote, and go on from there", async () => {
    await runAgents("agents-1", "execute");
    expect(runPush("push-1")).toMatchObject({ code: 0 });
    const first = rig.events("demo").length;
    expect(rig.read("milestone/demo", ".milestones/deliverables/demo/a/design/note.md")).toContain(
      "worked out",
    );
    const person = rig.clone("person");
    person.git("fetch", "origin", "milestone/demo:milestone/demo");
    const approved = await person.milestone(["approve", "demo", "a/design"]);
    expect([0, 10], approved.stdout + approved.stderr).toContain(approved.code);
    person.git("push", "origin", "milestone/demo");
    await runAgents("agents-2", "resume");
    expect(runPush("push-2")).toMatchObject({ code: 0 });
    const events = rig.events("demo");
    expect(events.length).toBeGreaterThan(first);
    expect(events.at(-1)!.event).toBe("session_ended");
  });

  test.each([
    [".github/workflows/evil.yml", "may not be changed"],
    [".GitHub/Workflows/evil.yml", "may not be changed"],
    [".github/actions/evil/action.yml", "may not be changed"],
    [".github/CODEOWNERS", "may not be changed"],
    ["docs/codeowners", "may not be changed"],
    [".gitmodules", "may not be changed"],
  ])("refuse a bundle that changes %s", async (path, message) => {
    const clone = await runAgents("agents-1", "execute");
    tamper(clone, () => clone.write({ [path]: "evil\n" }));
    expect(runPush("push-1")).toMatchObject({ code: 1, output: expect.stringContaining(message) });
    expect(rig.git("for-each-ref", "refs/heads/milestone").trim()).toBe("");
  });

  test("refuse a link, and a branch that was rewritten", async () => {
    const clone = await runAgents("agents-1", "execute");
    expect(runPush("push-1")).toMatchObject({ code: 0 });
    tamper(clone, () => execFileSync("ln", ["-s", "/etc/passwd", join(clone.root, "link")]));
    expect(runPush("push-2")).toMatchObject({
      code: 1,
      output: expect.stringContaining("links and submodules"),
    });
    clone.git("checkout", "-q", "-B", "other", "main");
    clone.write({ "other.txt": "x\n" });
    clone.commit("other history");
    clone.git("branch", "-f", "milestone/demo", "other");
    clone.git("checkout", "-q", "main");
    expect(script(clone, scripts(agents)[1]!)).toMatchObject({ code: 0 });
    expect(runPush("push-3")).toMatchObject({ code: 1, output: expect.stringContaining("was rewritten") });
  });

  test("refuse a history of its own, which no comparison with the base could look into", async () => {
    const clone = await runAgents("agents-1", "execute");
    clone.git("checkout", "-q", "--orphan", "own", "milestone/demo");
    clone.write({ ".github/workflows/own.yml": "on: push\n" });
    clone.commit("milestone(demo): a design completed");
    clone.git("branch", "-f", "milestone/demo", "own");
    clone.git("checkout", "-q", "-f", "main");
    expect(script(clone, scripts(agents)[1]!)).toMatchObject({ code: 0 });
    expect(runPush("push-1")).toMatchObject({
      code: 1,
      output: expect.stringContaining("no history in common"),
    });
    expect(rig.git("for-each-ref", "refs/heads/milestone").trim()).toBe("");
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
    expect(runPush("push-1")).toMatchObject({
      code: 1,
      output: expect.stringContaining("not as on the base"),
    });
  });

  /** What an agent that broke out of its job might pack. */
  function tamper(clone: Clone, change: () => void): void {
    clone.git("checkout", "-q", "milestone/demo");
    change();
    clone.commit("tampered");
    clone.git("checkout", "-q", "main");
    expect(script(clone, scripts(agents)[1]!)).toMatchObject({ code: 0 });
    expect(existsSync(join(rig.folder, "milestone.bundle"))).toBe(true);
  }
});
