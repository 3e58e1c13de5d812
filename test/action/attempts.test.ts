import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { LoggedEvent } from "../../src/milestone/session/event.ts";
import { makeRig, type Rig } from "../rig/repository.ts";
import { addPlan, NO_GATES, rigWith, standard, workflow } from "./plans.ts";
import { branchFiles, runStep, type Step } from "./step.ts";

const json = JSON.stringify;
const task = (id: string, run: string, more = ""): string =>
  `id: ${id}\n    executor: { run: ${json(run)}, retries: 0${more} }`;

describe("attempts that fail in every way there is, in one milestone", () => {
  let rig: Rig;
  let step: Step;
  let events: LoggedEvent[];
  let scratch: string;
  beforeAll(async () => {
    rig = makeRig([], { "schemas/d.json": '{ "required": ["id"] }' }, { warm: true });
    scratch = join(rig.folder, "scratch");
    const withDeliverables = (id: string, deliverables: string, run: string): string =>
      `${task(id, run)}\n    kiro_workflow: { enabled: false, phases: { execute: { deliverables: ${deliverables} } } }`;
    const text = standard("m", {
      top: "limits: { task_stall: 1s }",
      tasks: [
        task("good", "echo fine > fine.txt"),
        "id: after-good\n    dependencies: [good]",
        task("exits", "echo the reason on stderr >&2; exit 3"),
        "id: after-exits\n    dependencies: [exits]",
        task("missing", "no-such-program-anywhere"),
        task(
          "slow",
          `mkdir -p ${scratch}; (trap '' TERM INT; setsid sleep 301.25 & touch ${scratch}/grandchild; wait) & sleep 300`,
          ", timeout: 1s",
        ),
        task("silent", "sleep 300", ", stall_timeout: 1s"),
        withDeliverables("nothing", "[report.md]", "true"),
        withDeliverables("empty", "[report.md]", 'echo > "$MILESTONE_DELIVERABLES/report.md"'),
        withDeliverables("broken", "[data.json]", 'echo "{ \\"a\\": " > "$MILESTONE_DELIVERABLES/data.json"'),
        withDeliverables(
          "template",
          "[report.md]",
          'echo "# Report: [Design decision 1]" > "$MILESTONE_DELIVERABLES/report.md"',
        ),
        withDeliverables(
          "api",
          "[{ path: api.yaml, kind: openapi }]",
          'echo "openapi: 3.1.0" > "$MILESTONE_DELIVERABLES/api.yaml"',
        ),
        withDeliverables(
          "sections",
          "[{ path: r.md, sections: [Risks] }]",
          'echo "# Only this" > "$MILESTONE_DELIVERABLES/r.md"',
        ),
        withDeliverables(
          "own-schema",
          "[{ path: d.json, kind: json, schema: schemas/d.json }]",
          'echo "{}" | tee schemas/d.json > "$MILESTONE_DELIVERABLES/d.json"',
        ),
        withDeliverables("unchanged", '[{ changed: "lib/**" }]', "mkdir -p other; echo x > other/x"),
        withDeliverables(
          "short",
          "[{ path: r.md, min_bytes: 100 }]",
          'echo "# Short" > "$MILESTONE_DELIVERABLES/r.md"',
        ),
        task(
          "guarded",
          "mkdir -p .github/workflows; echo 'on: push' > .github/workflows/x.yml; echo ok > guarded.txt",
        ),
        task("state", "mkdir -p .milestones/approvals; echo approved > .milestones/approvals/x.yaml"),
        `${task("checked", "echo 1 > checked.txt")}\n    kiro_workflow: { enabled: false, phases: { execute: { checks: ["grep -q 2 checked.txt"] } } }`,
      ],
    });
    addPlan(rig, text);
    step = await runStep(rig, { inputs: { agents: "8" } });
    events = rig.events("m");
    return () => rig.close();
  });

  const blockers = (): {
    id: string;
    type: string;
    task: string;
    phase: string;
    level: number;
    message: string;
  }[] => JSON.parse(step.outputs.blockers!);
  const of = (id: string): { type: string; message: string; level: number } =>
    blockers().find(b => b.task === id) ?? expect.fail(`${id} is not blocked: ${step.said}`);

  it("is blocked and fails the step, but for what does not depend on a failure", () => {
    expect(step.outputs.status, step.said).toBe("blocked");
    expect(step.code).toBe(1);
    expect(step.outputs["tasks-completed"]).toBe("2");
    expect(step.outputs["tasks-total"]).toBe("19");
    expect(new Set(blockers().map(b => b.task))).not.toContain("after-exits");
    expect(blockers()).toHaveLength(16);
    // As many as GitHub shows of a step.
    expect(step.errors).toHaveLength(10);
    expect(step.errors[0]).toMatch(/^::error title=milestone::\S+\/execute is blocked \(\w+\): /);
    expect(step.errors.at(-1)).toMatch(/7 more things are blocked/);
    for (const b of blockers())
      expect(Object.keys(b)).toEqual(["id", "type", "task", "phase", "level", "message"]);
  });

  it.each([
    ["exits", "task_failure", /exit 3/],
    ["missing", "task_failure", /127/],
    ["slow", "timeout", /its timeout of 1 second and/],
    ["silent", "stalled_task", /no sign of life/],
    ["nothing", "deliverable_invalid", /left nothing behind.*report\.md/],
    ["empty", "deliverable_invalid", /^report\.md holds only blank/],
    ["broken", "deliverable_invalid", /JSON/i],
    ["template", "deliverable_invalid", /Design decision 1/],
    ["api", "deliverable_invalid", /api\.yaml/],
    ["sections", "deliverable_invalid", /Risks/],
    ["own-schema", "deliverable_invalid", /changed schemas\/d\.json, but is judged by it as it was before/],
    ["unchanged", "deliverable_invalid", /lib\/\*\*/],
    ["short", "deliverable_invalid", /100/],
    ["guarded", "task_failure", /\.github\/workflows\/x\.yml/],
    ["state", "task_failure", /\.milestones\/approvals\/x\.yaml/],
    ["checked", "quality_gate_failed", /grep -q 2/],
  ])("%s is a blocker of type %s with a reason, escalated to a person", (id, type, words) => {
    expect(of(id)).toMatchObject({ type, level: 4 });
    expect(of(id).message).toMatch(words);
    const detected = events.find(e => e.event === "blocker_detected" && e.task_id === id);
    expect(detected?.data).toMatchObject({
      severity: "error",
      proposals: expect.arrayContaining([
        { command: expect.stringContaining("milestone retry m"), why: expect.any(String) },
      ]),
    });
    expect(events.some(e => e.event === "blocker_escalated" && e.task_id === id && e.data.level === 4)).toBe(
      true,
    );
  });

  it("keeps evidence of what the executor said", () => {
    const detected = events.find(e => e.event === "blocker_detected" && e.task_id === "exits");
    expect(detected?.event === "blocker_detected" && detected.data.evidence).toContain(
      "the reason on stderr",
    );
  });

  it("ends the whole process tree of a phase that takes too long", () => {
    expect(existsSync(join(scratch, "grandchild"))).toBe(true);
    // By its command line: where it runs it has a number of its own.
    expect(spawnSync("pgrep", ["--full", "^sleep 301.25"]).status).toBe(1);
  });

  it("takes nothing of a failed attempt to the branch", () => {
    const files = branchFiles(rig);
    expect(files.has("fine.txt")).toBe(true);
    for (const path of [
      "guarded.txt",
      ".github/workflows/x.yml",
      ".milestones/approvals/x.yaml",
      "checked.txt",
      "other/x",
    ]) {
      expect(files.has(path), path).toBe(false);
    }
  });

  it("lists the open blockers in the milestone file and says in the summary what resolves them", () => {
    const text = branchFiles(rig).get(".milestones/active/m.yaml")!;
    expect(text).toMatch(
      /blockers:\n[\s\S]*id: task_failure:exits\/execute\n\s+type: task_failure\n\s+task: exits\n\s+phase: execute\n\s+level: 4/,
    );
    expect(step.summary).toContain("milestone retry m exits/execute");
  });
});

describe("the environment of an executor", () => {
  it("is clean: its own variables, what is allowed, and nothing of the runner's", async () => {
    const text = workflow("m", {
      top: NO_GATES,
      run: [
        'mkdir -p seen; env -0 | sort -z | tr "\\0" "\\n" > "seen/$MILESTONE_PHASE.txt"',
        'cp "$MILESTONE_CONTEXT" "seen/$MILESTONE_PHASE.json"; cp "$MILESTONE_PROMPT" "seen/$MILESTONE_PHASE.md"',
        'pwd > "seen/$MILESTONE_PHASE.pwd"; git log -1 --format=%H > "seen/$MILESTONE_PHASE.head"; ls -la "$HOME" > "seen/$MILESTONE_PHASE.home"; cat > "seen/$MILESTONE_PHASE.stdin"',
        "set -o | grep -E 'errexit|pipefail' > \"seen/$MILESTONE_PHASE.set\"",
        'for f in architecture technical-spec test-plan implementation-plan implementation-summary test-results; do printf "# A\\n\\ntext\\n" > "$MILESTONE_DELIVERABLES/$f.md"; done',
        'printf "openapi: 3.1.0\\ninfo: { title: N, version: 1.0.0 }\\npaths: {}\\n" > "$MILESTONE_DELIVERABLES/api-spec.yaml"',
      ].join("\n"),
      tasks: ["id: schema\n    title: Database schema\n    description: Two tables"],
    }).replace("retries: 0", "retries: 0, env: { PLAIN: text, PASSED: }");
    const rig = rigWith({ m: text });
    const step = await runStep(rig, {
      env: {
        PASSED: "from the engine",
        SECRET_THING: "not for agents",
        LC_ALL: "C.UTF-8",
        TZ: "UTC",
        HTTPS_PROXY: "",
        RUNNER_TRACKING_ID: "track-1",
      },
    });
    expect(step.outputs.status, step.said).toBe("completed");
    const files = branchFiles(rig);
    const variables = Object.fromEntries(
      files
        .get("seen/design.txt")!
        .split("\n")
        .filter(l => /^[A-Za-z_]+=/.test(l))
        .map(l => [l.slice(0, l.indexOf("=")), l.slice(l.indexOf("=") + 1)]),
    );
    const tree = files.get("seen/design.pwd")!.trim();
    expect(variables).toMatchObject({
      MILESTONE_ID: "m",
      MILESTONE_TITLE: "Milestone m",
      MILESTONE_TASK: "schema",
      MILESTONE_TASK_TITLE: "Database schema",
      MILESTONE_PHASE: "design",
      MILESTONE_SESSION: step.outputs["session-id"],
      MILESTONE_ATTEMPT: "1",
      MILESTONE_AGENT: "1",
      MILESTONE_DELIVERABLES: `${tree}/.milestones/deliverables/m/schema/design`,
      PLAIN: "text",
      PASSED: "from the engine",
      LC_ALL: "C.UTF-8",
      TZ: "UTC",
      CI: "true",
      RUNNER_TRACKING_ID: "track-1",
    });
    const allowed =
      /^(MILESTONE_[A-Z_]+|PLAIN|PASSED|PATH|HOME|LC_ALL|TZ|CI|TMPDIR|RUNNER_TRACKING_ID|HTTPS_PROXY|PWD|SHLVL|_)$/;
    expect(Object.keys(variables).filter(name => !allowed.test(name))).toEqual([]);
    expect(variables.MILESTONE_FEEDBACK).toBeUndefined();
    expect(variables.HOME).not.toBe(step.checkout.root);
    expect(tree.startsWith(step.checkout.root)).toBe(false);
    expect(files.get("seen/design.stdin")).toBe("");
    expect(files.get("seen/design.set")).toMatch(/errexit\s+on\npipefail\s+on/);
    const context = JSON.parse(files.get("seen/spec.json")!);
    expect(context).toMatchObject({ task: { id: "schema" }, phase: "spec" });
    expect(json(context)).toContain("technical-spec.md");
    expect(json(context)).toContain("schema/design/architecture.md");
    expect(files.get("seen/design.md")).toContain("Database schema");
  });
});

describe("retries", () => {
  it("wait, tell the next attempt why, and go to the fallback when they are spent", async () => {
    const config = [
      "agents:",
      "  helper:",
      "    command: bash",
      '    args: [-c, \'echo "$MILESTONE_ATTEMPT helper" >> log.txt; cat "$MILESTONE_FEEDBACK" > told.txt\']',
      "    prompt: file",
      "",
    ].join("\n");
    const run =
      'if [ -n "$MILESTONE_FEEDBACK" ]; then cat "$MILESTONE_FEEDBACK"; fi; echo "boom $MILESTONE_ATTEMPT"; exit 9';
    const text = standard("m", {
      executor: `{ run: ${json(run)}, retries: 1, backoff: 1s, fallback: [helper] }`,
      tasks: ["id: a"],
    });
    const rig = rigWith({ m: text }, { ".milestones/config.yaml": config });
    const step = await runStep(rig);
    expect(step.outputs.status, step.said).toBe("completed");
    const events = rig.events("m");
    const retries = events.flatMap(e => (e.event === "retry_scheduled" ? [e] : []));
    expect(retries.map(e => [e.data.level, e.data.executor, e.data.attempt])).toEqual([
      [1, "run", 2],
      [2, "helper", 3],
    ]);
    expect(Date.parse(retries[0]!.data.not_before) - Date.parse(retries[0]!.timestamp)).toBeGreaterThan(400);
    const failed = events.flatMap(e => (e.event === "phase_failed" ? [e.data] : []));
    expect(failed.map(f => f.message)).toEqual([
      expect.stringMatching(/exit 9/),
      expect.stringMatching(/exit 9/),
    ]);
    expect(failed[1]!.evidence).toContain("boom 1");
    expect(branchFiles(rig).get("told.txt")).toMatch(/exit 9[\s\S]*boom 2/);
    expect(branchFiles(rig).get("log.txt")).toBe("3 helper");
    expect(step.outputs.blockers).toBe("[]");
  });

  it("are not spent on what cannot work", async () => {
    const rig = rigWith({
      m: standard("m", { executor: "{ run: no-such-program, retries: 5, backoff: 0s }", tasks: ["id: a"] }),
    });
    const step = await runStep(rig, { inputs: { "fail-on-blocked": "false" } });
    expect(step.outputs.status).toBe("blocked");
    expect(step.code).toBe(0);
    expect(rig.events("m").filter(e => e.event === "phase_started")).toHaveLength(1);
  });
});

/** Keeps both sides of what conflicts. */
const MERGES = "sed -i -e '/^||||||| /,/^=======$/d' -e '/^<<<<<<< /d' -e '/^>>>>>>> /d' list.txt";

/** Tasks that each add a line to one file, the first six of them on the same tip. */
async function onOneFile(kind: "run" | "agent", { tasks: count, merges }: { tasks: number; merges: string }) {
  const rig = rigWith({}, { "list.txt": "first\n" });
  const begun = join(rig.folder, "begun");
  mkdirSync(begun);
  chmodSync(begun, 0o777);
  const tasks = Array.from({ length: count }, (_, n) => `t${n + 1}`);
  const add = `touch ${begun}/$MILESTONE_TASK; until [ $(ls ${begun} | wc -l) -ge ${Math.min(6, count)} ]; do sleep 0.1; done; echo "$MILESTONE_TASK" >> list.txt`;
  const program = `#!/bin/bash\ncase "$(cat)" in "# Merge these: "*"- \\\`list.txt\\\`"*) ${merges} ;; *) ${add} ;; esac\n`;
  const file = join(rig.folder, "agent");
  writeFileSync(file, program, { mode: 0o755 });
  const config = `agents: { house: { command: ${file}, args: [], prompt: stdin } }\n`;
  rig.main.write({ ".milestones/config.yaml": config });
  const executor =
    kind === "run" ? `{ run: ${JSON.stringify(add)}, backoff: 0s }` : "{ agent: house, backoff: 0s }";
  addPlan(rig, standard("m", { executor, tasks: tasks.map(id => `id: ${id}`) }));
  const step = await runStep(rig);
  const starts = rig.events("m").filter(e => e.event === "phase_started").length;
  return { rig, step, tasks, starts };
}

describe("work of two agents", () => {
  it("that does not merge is done once more on the fresh tip", async () => {
    const rig = rigWith(
      {
        m: standard("m", {
          run: 'until [ -e "$0.go" ] || [ -n "$MILESTONE_AGENT" ]; do :; done; [ "$MILESTONE_ATTEMPT" = 1 ] && sleep 0.7; echo "$MILESTONE_TASK" >> list.txt',
          tasks: ["id: a", "id: b"],
        }),
      },
      { "list.txt": "first\n" },
    );
    const step = await runStep(rig);
    expect(step.outputs.status, step.said).toBe("completed");
    expect(branchFiles(rig).get("list.txt")!.split("\n").sort()).toEqual(["a", "b", "first"]);
    const events = rig.events("m");
    expect(
      events
        .filter(e => e.event === "retry_scheduled")
        .map(e => e.event === "retry_scheduled" && e.data.level),
    ).toEqual([3]);
    expect(events.some(e => e.event === "blocker_detected")).toBe(false);
  });

  it.each(["run", "agent"] as const)(
    "that all want the same line land without a person, in two executions each at the most (%s)",
    async kind => {
      const { rig, step, tasks, starts } = await onOneFile(kind, { tasks: 12, merges: MERGES });
      expect(step.outputs.status, step.said).toBe("completed");
      expect(branchFiles(rig).get("list.txt")!.split("\n").sort()).toEqual([...tasks, "first"].sort());
      expect(starts).toBeLessThanOrEqual(24);
      const events = rig.events("m");
      expect(events.some(e => e.event === "phase_failed" || e.event === "blocker_detected")).toBe(false);
      const lost = events.filter(e => e.event === "phase_interrupted");
      // Who is given the conflict merges it: nobody does the work twice.
      expect(rig.main.git("show-ref").includes("milestone-kept")).toBe(false);
      const merged = lost.filter(e => e.event === "phase_interrupted" && e.data.kept?.conflicts);
      expect(merged).toHaveLength(kind === "agent" ? lost.length : 0);
    },
    60_000,
  );

  it("that is not merged as it was to be is done again, and nothing counts as a failure", async () => {
    const { rig, step, tasks } = await onOneFile("agent", { tasks: 2, merges: "true" });
    expect(step.outputs.status, step.said).toBe("completed");
    expect(branchFiles(rig).get("list.txt")!.split("\n").sort()).toEqual([...tasks, "first"].sort());
    const events = rig.events("m");
    expect(events.flatMap(e => (e.event === "phase_interrupted" ? [e.data.reason] : []))).toEqual([
      expect.stringContaining("does not merge with what landed meanwhile: list.txt"),
      "the merge failed: the merge of list.txt is not settled: marks stand in it",
    ]);
    expect(events.some(e => e.event === "phase_failed")).toBe(false);
  });
});
