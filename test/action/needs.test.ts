import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import type { Rig } from "../rig/repository.ts";
import { addPlan, rigWith, standard, workflow } from "./plans.ts";
import { runStep, startStep } from "./step.ts";

/** Needs are looked at ten times in the time after which a milestone counts as stalled. */
const SOON = "limits: { execution_stall: 5s }";
const AUTH = standard("auth", { tasks: ["id: a"] }).replace("status: planned", "status: completed");
const COMPLETED = ".milestones/completed/auth.yaml";

/** Task `a` works until the rig's file `go` is there; `b` follows it. */
function twoTasks(rig: Rig, top: string): string {
  const run = `test "$MILESTONE_TASK" = b || until [ -e ${rig.folder}/go ]; do sleep 0.05; done`;
  return standard("m", { run, top: `${SOON}\n${top}`, tasks: ["id: a", "id: b\n    dependencies: [a]"] });
}

const started = (rig: Rig): (string | undefined)[] =>
  rig.events("m").flatMap(e => (e.event === "phase_started" ? [e.task_id] : []));
const goOn = (rig: Rig): void => writeFileSync(join(rig.folder, "go"), "");

describe("what a milestone needs is watched while it runs", () => {
  it("a required milestone that is completed no more stops what has not begun, until it is completed again", async () => {
    const rig = rigWith({}, { [COMPLETED]: AUTH });
    addPlan(rig, twoTasks(rig, "dependencies: { requires: [auth] }"));
    const change = (make: () => void): void => {
      make();
      rig.main.commit("auth changed");
      rig.main.git("push", "--quiet", "origin", "main");
    };
    const { process, finished } = startStep(rig);
    await vi.waitFor(() => expect(process.output()).toContain("a/execute started"), { timeout: 90_000 });
    change(() => rmSync(join(rig.main.root, COMPLETED)));
    await vi.waitFor(() => expect(process.output()).toContain("blocker dependency_unavailable"), {
      timeout: 90_000,
    });
    goOn(rig);
    const step = await finished;
    expect(step.outputs.status, step.said).toBe("blocked");
    expect(JSON.parse(step.outputs.blockers!)).toMatchObject([
      { type: "dependency_unavailable", message: expect.stringContaining('requires "auth"') },
    ]);
    expect(started(rig)).toEqual(["a"]);

    change(() => rig.main.write({ [COMPLETED]: AUTH }));
    const again = await runStep(rig);
    expect(again.outputs.status, again.said).toBe("completed");
    expect(started(rig)).toEqual(["a", "b"]);
  });

  it("a service that ends is started again, then replaced, then told as a blocker", async () => {
    const rig = rigWith({});
    const at = (name: string): string => join(rig.folder, name);
    const service = [
      `service: db, check: 'test -e ${at("up")}'`,
      `start: 'touch ${at("restarted")}; test ! -e ${at("mendable")} || touch ${at("up")}'`,
      `alternative: 'touch ${at("replaced")}'`,
    ].join(", ");
    writeFileSync(at("up"), "");
    addPlan(rig, twoTasks(rig, `prerequisites: [{ ${service} }]`));
    const { process, finished } = startStep(rig);
    await vi.waitFor(() => expect(process.output()).toContain("a/execute started"), { timeout: 90_000 });
    writeFileSync(at("mendable"), "");
    rmSync(at("up"));
    await vi.waitFor(() => expect(existsSync(at("up"))).toBe(true), { timeout: 90_000 });
    rmSync(at("mendable"));
    rmSync(at("up"));
    await vi.waitFor(() => expect(process.output()).toContain("blocker dependency_unavailable"), {
      timeout: 90_000,
    });
    expect(existsSync(at("replaced"))).toBe(true);
    writeFileSync(at("up"), "");
    await vi.waitFor(() => expect(process.output()).toMatch(/dependency_unavailable\S* (?:is )?resolved/), {
      timeout: 90_000,
    });
    goOn(rig);
    const step = await finished;
    expect(step.outputs.status, step.said).toBe("completed");
    expect(started(rig)).toEqual(["a", "b"]);
  });
});

it("who let a milestone go on without another one is not asked again by its next run", async () => {
  const top = "dependencies: { requires: [auth] }";
  const rig = rigWith({ m: workflow("m", { top, tasks: ["id: a"] }) });
  const { main } = rig;
  expect((await main.milestone(["execute", "m"])).code).toBe(2);
  expect((await main.milestone(["execute", "m", "--force-dependencies"])).code).toBe(10);
  expect((await main.milestone(["approve", "m", "a/design"])).code).toBe(0);
  const resumed = await main.milestone(["resume", "m"]);
  expect(resumed.code, resumed.stderr).toBe(10);
  expect(rig.events("m").filter(e => e.event === "dependencies_forced")).toHaveLength(1);
  const change = (text: string): void => {
    const person = rig.clone("person");
    person.git("switch", "--quiet", "milestone/m");
    const path = ".milestones/active/m.yaml";
    person.write({ [path]: person.git("show", `HEAD:${path}`).replace("[auth]", text) + "\n" });
    person.commit("needs more");
    person.git("push", "--quiet", "origin", "milestone/m");
  };
  change("[auth, billing]");
  const more = await main.milestone(["resume", "m"]);
  expect([more.code, more.stderr]).toEqual([2, expect.stringContaining('requires "billing"')]);
  expect(more.stderr).not.toContain('requires "auth"');
});

it("what a run needed and found is in the dependencies' own log", async () => {
  const top = [
    "dependencies: { requires: [auth, billing] }",
    "prerequisites: [{ tool: git, version: '>=2' }, { env: HOME }, { command: 'true' }]",
  ].join("\n");
  const rig = rigWith({ m: standard("m", { top, tasks: ["id: a"] }) }, { [COMPLETED]: AUTH });
  const step = await runStep(rig, { inputs: { "force-dependencies": "true" } });
  const role = rig.read("milestone/m", `.milestones/logs/${step.outputs["session-id"]}/dependencies.jsonl`);
  const [forced, found, ...others] = role!
    .split("\n")
    .filter(Boolean)
    .map(line => JSON.parse(line));
  expect([forced, found], step.said).toMatchObject([
    { event: "dependencies_forced", data: { missing: ["billing"] } },
    {
      event: "dependencies_validated",
      agent: "dependency_validator",
      data: { milestones: ["auth"], prerequisites: ["tool git >=2", "variable HOME", "command true"] },
    },
  ]);
  expect(others).toEqual([]);
});

describe("what is missing is made before anything begins", () => {
  it("a tool by its install, once, and data by their prepare; both are there when the first phase runs", async () => {
    const rig = rigWith({});
    const at = (name: string): string => join(rig.folder, name);
    const needs = [
      `{ tool: ${at("tool")}, install: 'echo x >> ${at("installs")}; printf "#!/bin/sh\\n" > ${at("tool")}; chmod +x ${at("tool")}' }`,
      `{ data: { check: 'test -s ${at("seed")}', prepare: 'echo 1 > ${at("seed")}' } }`,
      `{ command: 'test -x ${at("tool")} && test -s ${at("seed")}' }`,
    ];
    const run = `test -x ${at("tool")} && test -s ${at("seed")}`;
    addPlan(rig, standard("m", { run, top: `prerequisites: [${needs.join(", ")}]`, tasks: ["id: a"] }));
    const step = await runStep(rig);
    expect(step.outputs.status, step.said).toBe("completed");
    expect(readFileSync(at("installs"), "utf8")).toBe("x\n");
  });

  it("what an install does not bring is refused with what it said, and nothing is changed", async () => {
    const rig = rigWith({});
    const needs = `prerequisites: [{ tool: no-such-tool-here, install: 'echo no network >&2; exit 3' }]`;
    addPlan(rig, standard("m", { top: needs, tasks: ["id: a"] }));
    const step = await runStep(rig);
    expect(step.outputs.status, step.said).not.toBe("completed");
    expect(step.said).toContain('the tool "no-such-tool-here" is not installed');
    expect(step.said).toContain("failed with exit 3: no network");
    expect(rig.git("branch", "--list", "milestone/m")).toBe("");
  });
});
