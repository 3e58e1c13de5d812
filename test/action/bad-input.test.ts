import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { git, type Rig } from "../rig/repository.ts";
import { refsOf, rigWith, standard, workflow } from "./plans.ts";
import { runStep, type Step, type StepOptions } from "./step.ts";

const GOOD = standard("m", { tasks: ["id: a"] });

/** Names, sizes and times of all files, git's own too: equal lists mean that nothing was touched. */
function everythingOf(root: string): string[] {
  const names = readdirSync(root, { recursive: true, encoding: "utf8" }).sort();
  return names.flatMap(name => {
    const stat = statSync(join(root, name));
    // Objects that no ref names are nothing to anybody.
    return stat.isDirectory() || name.startsWith(".git/objects/")
      ? []
      : [`${name} ${stat.size} ${stat.mtimeMs}`];
  });
}

/** Runs the step, and says what it changed in checkout, refs and remote: it must be nothing. */
async function refused(rig: Rig, options: StepOptions = {}): Promise<Step> {
  const before = { refs: refsOf(rig), files: [] as string[], own: "" };
  const step = await runStep(rig, {
    ...options,
    before(checkout) {
      options.before?.(checkout);
      before.files = everythingOf(checkout.root);
      before.own = git(checkout.root, "for-each-ref");
    },
  });
  expect(step.code, step.said).toBe(1);
  expect(step.outputs.status).toBe("failed");
  expect(refsOf(rig)).toBe(before.refs);
  expect(git(step.checkout.root, "for-each-ref")).toBe(before.own);
  expect(everythingOf(step.checkout.root)).toEqual(before.files);
  expect(step.summary).toContain("was not run");
  return step;
}

describe("inputs", () => {
  it.each([
    ["agents", "0", /agents/],
    ["agents", "65", /64/],
    ["agents", "six", /agents/],
    ["strategy", "fastest", /parallel, sequential, hybrid, auto/],
    ["resume", "maybe", /auto, true, false/],
    ["monitoring", "loud", /basic, detailed, verbose/],
    ["dry-run", "perhaps", /dry-run/],
    ["progress-interval", "-1", /progress-interval/],
    ["time-budget", "soon", /time-budget/],
    ["session-id", "../x", /session-id/],
    ["command", "explode", /execute/],
    ["fail-on-blocked", "sometimes", /fail-on-blocked/],
    ["milestone", "../../etc", /id/],
    ["milestone", "nothere", /nothere/],
    ["working-directory", "nowhere", /nowhere|directory/],
  ])("%s=%s is refused and nothing changes", async (name, value, words) => {
    const step = await refused(rigWith({ m: GOOD }), { inputs: { [name]: value } });
    expect(step.errors.join("\n")).toMatch(words);
    expect(step.stderr).toBe("");
  });
});

describe("the milestone file", () => {
  it("is annotated with all its mistakes at once, each at its line", async () => {
    const text = [
      "id: m",
      "title: M",
      "kiro_configuration: { enforcement: flexible, phase_weights: { design: 50, spec: 25, task: 20, execute: 40 } }",
      "executor: { run: 'true', timeout: soon }",
      "tasks:",
      "  - id: a",
      "    dependencies: [b, nothing]",
      "  - id: b",
      "    dependencies: [a]",
      "  - id: A",
    ].join("\n");
    const step = await refused(rigWith({ m: text }));
    const errors = step.errors;
    const lines = errors.map(e => Number(/line=(\d+)/.exec(e)?.[1]));
    expect(errors.every(e => e.includes("file=.milestones/active/m.yaml"))).toBe(true);
    expect(lines, errors.join("\n")).toContain(4);
    expect(step.summary).toContain(".milestones/active/m.yaml");
  });

  it.each([
    ["active", "completed", GOOD.replace("planned", "completed"), 3, /no branch milestone\/m says so/],
    ["completed", "completed", GOOD.replace("planned", "Done"), 3, /no branch milestone\/m says so/],
    ["active", "cancelled", GOOD.replace("planned", "cancelled"), 3, /was cancelled/],
  ])("in %s/ that says %s is refused at the line that says so", async (shelf, _status, text, line, words) => {
    const step = await refused(rigWith({}, { [`.milestones/${shelf}/m.yaml`]: text }));
    const [error] = step.errors.filter(e => words.test(e));
    expect(error, step.said).toContain(`file=.milestones/${shelf}/m.yaml,line=${line},`);
  });

  it("with a cycle, an unknown task and weights that are not 100 names each", async () => {
    const text = [
      "id: m",
      "executor: { run: 'true' }",
      "kiro_configuration: { enforcement: flexible, phase_weights: { design: 50, spec: 25, task: 20, execute: 40 } }",
      "tasks:",
      "  - id: a",
      "    dependencies: [b, nothing]",
      "  - id: b",
      "    dependencies: [a]",
    ].join("\n");
    const errors = (await refused(rigWith({ m: text }))).errors;
    const at = (line: number): string =>
      errors.filter(e => e.includes(`line=${line},`) || e.includes(`line=${line}:`)).join("\n");
    expect(at(3), errors.join("\n")).toMatch(/135|100/);
    expect(at(6), errors.join("\n")).toMatch(/nothing/);
    expect(errors.join("\n")).toMatch(/a → b → a|b → a → b/);
  });

  it("whose milestone or task is due before its start is refused at the line", async () => {
    const text = standard("m", {
      top: "start: 2026-12-20\ndue: 2026-12-01",
      tasks: [
        "id: a\n    start: 2026-12-10\n    due: 2026-12-09",
        "id: b\n    start: 2026-12-10\n    due: 2026-12-10",
      ],
    });
    const { errors } = await refused(rigWith({ m: text }));
    expect(errors).toHaveLength(2);
    expect(errors[0]).toMatch(/line=7,.*due 2026-12-01 is before start 2026-12-20/);
    expect(errors[1]).toMatch(/line=11,.*due 2026-12-09 is before start 2026-12-10/);
  });

  it("with a key that means nothing is refused at its line, with the key that is meant", async () => {
    const text = standard("m", { top: "test_comand: npm test", tasks: ["id: a\n    estimated_hour: 3"] });
    const step = await refused(rigWith({ m: text }));
    const at = (line: number): string =>
      step.errors.filter(e => e.includes(`file=.milestones/active/m.yaml,line=${line},`)).join("\n");
    expect(at(6), step.said).toMatch(/test_comand.*test_command/);
    expect(at(9), step.said).toMatch(/estimated_hour.*estimated_hours/);
  });

  it("that gives a phase no executor is refused", async () => {
    const step = await refused(
      rigWith({ m: "id: m\nkiro_configuration: { enforcement: flexible }\ntasks:\n  - id: a\n" }),
    );
    expect(step.errors[0]).toMatch(/line=4.*executor/);
  });

  it("that stands only in the checkout, not on the base branch, is refused on GitHub", async () => {
    const rig = rigWith({ other: GOOD.replaceAll("m", "other").replace("coother", "com") });
    const step = await refused(rig, {
      before: checkout => checkout.write({ ".milestones/active/m.yaml": GOOD }),
    });
    expect(step.errors[0]).toMatch(/base branch/);
  });

  it("that stands only on the milestone's branch is refused on GitHub", async () => {
    const rig = rigWith({ other: standard("other", { tasks: ["id: a"] }) });
    const person = rig.clone("person");
    person.git("switch", "--quiet", "--create", "milestone/m");
    person.write({ ".milestones/active/m.yaml": GOOD });
    person.commit("a milestone that nobody reviewed");
    person.git("push", "--quiet", "origin", "milestone/m");
    const step = await refused(rig);
    expect(step.errors[0]).toMatch(/base branch/);
  });
});

describe("prerequisites", () => {
  it("are all told together: required milestones, tools, versions, services, variables, commands, programs", async () => {
    const text = standard("m", {
      executor: "{ agent: nobody }",
      top: [
        "dependencies: { requires: [auth, base] }",
        "prerequisites:",
        "  - { tool: no-such-tool-here }",
        '  - { tool: git, version: ">=99" }',
        "  - { service: db, check: 'false', start: 'true' }",
        "  - { env: NOT_SET_ANYWHERE }",
        "  - { command: 'exit 7' }",
      ].join("\n"),
      tasks: ["id: a"],
    });
    const rig = rigWith(
      { m: text },
      { ".milestones/config.yaml": "agents: { nobody: { command: no-such-agent-program } }\n" },
    );
    const errors = (await refused(rig)).errors.join("\n");
    for (const words of [
      /"auth"/,
      /"base"/,
      /no-such-tool-here/,
      />=99/,
      /"db"/,
      /NOT_SET_ANYWHERE/,
      /exit 7/,
      /no-such-agent-program/,
    ]) {
      expect(errors).toMatch(words);
    }
  });

  it("the program of a fallback is needed as well, though it may never run", async () => {
    const text = standard("m", {
      executor: "{ run: 'true', retries: 0, fallback: [helper] }",
      tasks: ["id: a", "id: b\n    executor: { run: 'true', fallback: [spare] }"],
    });
    const config = [
      "agents:",
      "  helper: { command: no-such-helper, install: ask the helpdesk }",
      "  spare: { command: no-such-spare }",
      "",
    ].join("\n");
    const { errors } = await refused(rigWith({ m: text }, { ".milestones/config.yaml": config }));
    expect(errors).toHaveLength(2);
    expect(errors[0]).toMatch(
      /"no-such-helper" of the agent profile "helper" is not installed.*ask the helpdesk/,
    );
    expect(errors[1]).toMatch(/"no-such-spare" of the agent profile "spare" is not installed/);
  });

  it("an agent without a key is refused, and one that may never be asked is a warning", async () => {
    const text = standard("m", {
      executor: "{ agent: claude, fallback: [codex] }",
      tasks: ["id: a", "{ id: b, executor: { agent: house } }"],
    });
    const config = "agents: { house: { command: house, env: [HOUSE_KEY] } }\n";
    const rig = rigWith({ m: text }, { ".milestones/config.yaml": config });
    const bin = join(rig.folder, "bin");
    mkdirSync(bin);
    for (const name of ["claude", "codex", "house"])
      writeFileSync(join(bin, name), "#!/bin/sh\nexit 7\n", { mode: 0o755 });
    const PATH = `${bin}:${process.env.PATH}`;
    const { errors, said } = await refused(rig, { env: { PATH } });
    expect(errors).toHaveLength(2);
    expect(errors[0]).toMatch(/profile "claude" has no key: none of ANTHROPIC_API_KEY, .* is set\. set one/);
    expect(errors[1]).toMatch(/profile "house" has no key: none of HOUSE_KEY is set/);
    expect(said).toMatch(/::warning[^\n]*profile "codex" has no key: none of CODEX_API_KEY, OPENAI_API_KEY/);
    const given = await runStep(rig, { env: { PATH, ANTHROPIC_API_KEY: "sk-1", HOUSE_KEY: "k-1" } });
    expect(given.outputs.status, given.said).toBe("blocked");
    expect(given.said).not.toContain('"claude" has no key');
  });

  it("a dirty checkout is refused: its changes would silently not count", async () => {
    const step = await refused(rigWith({ m: GOOD }), {
      before: checkout => checkout.write({ "README.md": "changed\n" }),
    });
    expect(step.errors[0]).toMatch(/README\.md/);
  });

  it("milestones that require each other are refused with the circle", async () => {
    const rig = rigWith({
      m: standard("m", { top: "dependencies: { requires: [n] }", tasks: ["id: a"] }),
      n: standard("n", { top: "dependencies: { requires: [m] }", tasks: ["id: a"] }),
    });
    expect((await refused(rig)).errors.join("\n")).toMatch(/m → n → m|n → m → n/);
  });

  it("a required milestone may be forced, and the log says so", async () => {
    const rig = rigWith({
      m: standard("m", { top: "dependencies: { requires: [auth] }", tasks: ["id: a"] }),
    });
    const step = await runStep(rig, { inputs: { "force-dependencies": "true" } });
    expect(step.outputs.status, step.said).toBe("completed");
    expect(rig.events("m").find(e => e.event === "dependencies_forced")?.data).toEqual({ missing: ["auth"] });
  });

  it("a required milestone that is in completed/ on the base branch is enough", async () => {
    const auth = standard("auth", { tasks: ["id: a"] }).replace("status: planned", "status: completed");
    const rig = rigWith(
      { m: standard("m", { top: "dependencies: { requires: [auth] }", tasks: ["id: a"] }) },
      { ".milestones/completed/auth.yaml": auth },
    );
    const step = await runStep(rig);
    expect(step.outputs.status, step.said).toBe("completed");
    expect(rig.events("m").some(e => e.event === "dependencies_forced")).toBe(false);
  });

  it("a service that is down is started, and then replaced by its alternative", async () => {
    const text = (start: string): string =>
      standard("m", {
        top: `prerequisites:\n  - { service: db, check: test -e db.up, ${start} }`,
        tasks: ["id: a"],
      });
    const started = await runStep(rigWith({ m: text("start: touch db.up") }, { ".gitignore": "db.up\n" }));
    expect(started.outputs.status, started.said).toBe("completed");
    expect(existsSync(join(started.checkout.root, "db.up"))).toBe(true);
    const replaced = await runStep(
      rigWith({ m: text("start: exit 1, alternative: touch db.up") }, { ".gitignore": "db.up\n" }),
    );
    expect(replaced.outputs.status, replaced.said).toBe("completed");
  });

  it("a remote that cannot be reached is told before anything starts", async () => {
    const rig = rigWith({ m: GOOD });
    const step = await refused(rig, {
      before: checkout => checkout.git("remote", "set-url", "origin", join(rig.folder, "gone.git")),
    });
    expect(step.errors[0]).toMatch(/remote/);
  });

  it("a remote that refuses pushes is told before anything starts", async () => {
    const rig = rigWith({ m: GOOD });
    const hook = join(rig.origin, "hooks/pre-receive");
    writeFileSync(hook, "#!/bin/sh\necho 'no pushes here' >&2\nexit 1\n", { mode: 0o755 });
    const step = await refused(rig);
    expect(step.errors[0]).toMatch(/push/);
  });
});

describe("a workflow file", () => {
  it("names deliverables with `..` or an absolute path: refused at the line", async () => {
    const text = workflow("m", {
      tasks: [
        "id: a\n    kiro_workflow:\n      enabled: true\n      phases:\n        design:\n          deliverables: [../out.md]\n        spec:\n          deliverables: [/etc/passwd]",
      ],
    });
    const errors = (await refused(rigWith({ m: text }))).errors;
    expect(
      errors.map(e => /line=(\d+)/.exec(e)?.[1]),
      errors.join("\n"),
    ).toHaveLength(2);
  });
});
