import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { openPlanText, type YamlData } from "../../src/milestone/plan/edit-plan.ts";
import type { YamlPath } from "../../src/milestone/yaml/node.ts";
import { nodeAt, toData } from "../../src/milestone/yaml/node.ts";
import { readYaml } from "../../src/milestone/yaml/read.ts";
import { git } from "../rig/repository.ts";
import { runs } from "../rig/runs.ts";
import { addPlan, NO_GATES, rigWith, standard, workflow } from "./plans.ts";
import { branchFiles, runStep } from "./step.ts";

const mergesWith = (root: string, branch: string): boolean => {
  try {
    git(root, "merge-tree", "--write-tree", "main", branch);
    return true;
  } catch {
    return false;
  }
};

describe("the base branch moves on", () => {
  const GATED = standard("m", {
    run: 'echo "$MILESTONE_TASK" >> list.txt',
    tasks: [
      "id: a",
      "id: b\n    dependencies: [a]\n    kiro_workflow: { enabled: false, phases: { execute: { executor: { manual: true } } } }",
    ],
  });

  it("and what it brought comes to the branch with the next run", async () => {
    const rig = rigWith({ m: GATED });
    await runStep(rig);
    const person = rig.clone("person");
    person.write({ "other.txt": "from main\n" });
    person.commit("elsewhere");
    person.git("push", "--quiet", "origin", "main");
    await runStep(rig);
    expect(rig.events("m").filter(e => e.event === "base_merged")).toMatchObject([
      { data: { commit: rig.git("rev-parse", "main"), plan: true } },
    ]);
    expect(branchFiles(rig).get("other.txt")).toBe("from main");
    await runStep(rig);
    expect(rig.events("m").filter(e => e.event === "base_merged")).toHaveLength(1);
  });

  it("and is merged where only the engine's own files stand in the way", async () => {
    const rig = rigWith({ m: GATED });
    await runStep(rig);
    const person = rig.clone("person");
    person.write({
      "other.txt": "from main\n",
      ".milestones/active/m.yaml": GATED.replace("title: Milestone m", "title: Renamed").replace(
        "status: planned",
        "status: planned # soon",
      ),
    });
    person.commit("the plan and more");
    person.git("push", "--quiet", "origin", "main");
    expect(mergesWith(rig.origin, "milestone/m")).toBe(false);
    const step = await runStep(rig);
    expect(step.outputs.status, step.said).toBe("waiting_approval");
    expect(mergesWith(rig.origin, "milestone/m")).toBe(true);
    expect(branchFiles(rig).get("other.txt")).toBe("from main");
    const merged = rig.events("m").find(e => e.event === "base_merged");
    expect(merged?.data).toEqual({ commit: rig.git("rev-parse", "main"), plan: true });
    expect(branchFiles(rig).get(".milestones/active/m.yaml")).toContain("title: Renamed");
  });

  it("and a task that was added there runs, and comes with the config", async () => {
    const rig = rigWith({ m: GATED });
    await runStep(rig);
    const person = rig.clone("person");
    person.write({
      ".milestones/active/m.yaml": `${GATED.trimEnd()}\n  - id: late\n`,
      ".milestones/config.yaml": "limits: { lock_wait: 1m }\n",
    });
    person.commit("a late task");
    person.git("push", "--quiet", "origin", "main");
    const step = await runStep(rig);
    expect(step.outputs.status, step.said).toBe("waiting_approval");
    const events = rig.events("m");
    expect(events.filter(e => e.event === "task_completed").map(e => e.task_id)).toEqual(["a", "late"]);
    expect(events.find(e => e.event === "plan_changed")?.data).toMatchObject({
      by: "main",
      base_commit: rig.git("rev-parse", "main"),
    });
    expect(branchFiles(rig).get(".milestones/config.yaml")).toContain("lock_wait: 1m");
  });

  it("and contradicts a person's edit of the plan on the branch: a blocker names both", async () => {
    const rig = rigWith({ m: GATED });
    await runStep(rig);
    const edit = (branch: string, title: string) => {
      const person = rig.clone(`person-${branch.length}`);
      person.git("switch", "--quiet", branch);
      const text = person.git("show", `${branch}:.milestones/active/m.yaml`);
      person.write({ ".milestones/active/m.yaml": `${text.replace("Milestone m", title)}\n` });
      person.commit("another title");
      person.git("push", "--quiet", "origin", branch);
    };
    edit("milestone/m", "From the branch");
    edit("main", "From main");
    const step = await runStep(rig);
    expect(step.outputs.status, step.said).toBe("blocked");
    expect(JSON.parse(step.outputs.blockers!)).toMatchObject([
      {
        type: "git_conflicts",
        task: null,
        message: expect.stringMatching(/title.*From the branch.*From main/),
      },
    ]);
  });

  it("and takes away a task that has begun: a blocker says how, and following it to the letter frees the milestone", async () => {
    const plan = (a: string) => `id: m\ntasks:\n${a}  b: echo b > b.txt\n`;
    const rig = rigWith({ m: plan('  a: { run: "false", retries: 0 }\n') });
    expect((await rig.main.milestone(["execute", "m"])).code).toBe(11);
    addPlan(rig, plan(""));
    const refused = await rig.main.milestone(["execute", "m"]);
    expect(refused.code).toBe(11);
    expect(refused.stdout).toContain(
      "the task a has started and cannot be removed; put it back, or skip it first",
    );
    expect((await rig.main.milestone(["skip", "m", "a"])).code).toBe(0);
    const freed = await rig.main.milestone(["execute", "m"]);
    expect(freed.code, freed.stdout).toBe(0);
    expect(branchFiles(rig).get(".milestones/completed/m.yaml")).not.toContain("  a:");
  });

  it("and its milestone's branch loses a task that has begun: no run completes it until the task is back", async () => {
    const rig = rigWith({ m: "id: m\ntasks:\n  a: { run: test -e ok, retries: 0 }\n  b: echo b > b.txt\n" });
    const go = () => rig.main.milestone(["execute", "m"]);
    expect((await go()).code).toBe(11);
    const person = rig.clone("person");
    person.git("switch", "--quiet", "milestone/m");
    const plan = `${person.git("show", "HEAD:.milestones/active/m.yaml")}\n`;
    const push = (files: Record<string, string>) => {
      person.git("pull", "--quiet", "--rebase", "origin", "milestone/m");
      person.write(files);
      person.commit("an edit");
      person.git("push", "--quiet", "origin", "milestone/m");
    };
    push({ ".milestones/active/m.yaml": plan.replace(/ {2}a:[\s\S]*?(?= {2}b:)/, "") });
    for (const time of ["first", "second"]) {
      const lost = await go();
      expect(lost.code, `${time}: ${lost.stdout}`).toBe(11);
      expect(lost.stdout).toContain("lost the started tasks a; put them back there, or skip them");
      expect(lost.stdout).toContain("goes on once the milestone file has those tasks again");
    }
    push({ ".milestones/active/m.yaml": plan, ok: "" });
    const back = await go();
    expect(back.code, back.stdout).toBe(0);
    expect(back.stdout).toContain("2/2 tasks");
  });

  it("and conflicts with the work: a blocker until a person merges it", async () => {
    const rig = rigWith({ m: GATED }, { "list.txt": "first\n" });
    await runStep(rig);
    const person = rig.clone("person");
    person.write({ "list.txt": "first\nfrom main\n" });
    person.commit("the same line");
    person.git("push", "--quiet", "origin", "main");
    // As actions/checkout makes it: one commit deep, no branch.
    const step = await runStep(rig, { before: checkout => checkout.git("checkout", "--quiet", "--detach") });
    expect(step.outputs.status, step.said).toBe("blocked");
    expect(JSON.parse(step.outputs.blockers!)).toMatchObject([
      { type: "git_conflicts", task: null, message: expect.stringContaining("list.txt") },
    ]);
    person.git("fetch", "--quiet", "origin");
    person.git("switch", "--quiet", "milestone/m");
    expect(() => person.git("merge", "--quiet", "main")).toThrow();
    person.write({ "list.txt": "first\nfrom main\na\n" });
    person.git("add", "--all");
    person.git("commit", "--quiet", "--message", "merge main");
    person.git("push", "--quiet", "origin", "milestone/m");
    const again = await runStep(rig);
    expect(again.outputs.blockers, again.said).toBe("[]");
    expect(branchFiles(rig).get("list.txt")).toBe("first\nfrom main\na");
  });
});

describe("a checkout as actions/checkout makes it", () => {
  it("one commit deep, detached, with credentials left in its configuration: works, and they are out of agents' reach", async () => {
    const token = "ghs_persistedByCheckout0123456789abcdef";
    const rig = rigWith({
      m: workflow("m", {
        top: NO_GATES,
        tasks: [
          "id: a\n    executor: { run: 'true' }\n    kiro_workflow: { enabled: true, phases: { design: { deliverables: [] }, spec: { deliverables: [] }, task: { deliverables: [] }, execute: { deliverables: [] } } }",
        ],
      }),
    });
    const person = rig.clone("person");
    for (const n of [1, 2, 3]) {
      person.write({ [`n${n}.txt`]: "x\n" });
      person.commit(`commit ${n}`);
    }
    person.git("push", "--quiet", "origin", "main");
    const deep = rig.clone("unused");
    deep.git("clone", "--quiet", "--depth=1", `file://${rig.origin}`, "../shallow");
    const root = `${rig.folder}/shallow`;
    git(root, "checkout", "--quiet", "--detach");
    const header = `AUTHORIZATION: basic ${Buffer.from(`x-access-token:${token}`).toString("base64")}`;
    git(root, "config", "--local", "http.https://github.com/.extraheader", header);
    const checkout = { ...deep, root, git: (...args: string[]) => git(root, ...args), start: deep.start };
    const step = await runStep(rig, {
      checkout: {
        ...checkout,
        start: (args, options) =>
          deep.start(args, { ...options, env: { ...options?.env, GITHUB_WORKSPACE: root } }),
      },
    });
    expect(step.outputs.status, step.said).toBe("completed");
    expect(step.warnings.join("\n")).toMatch(/credential/i);
    // Later steps of the job find them again.
    expect(git(root, "config", "--local", "--list")).toContain("AUTHORIZATION");
    expect(git(root, "rev-parse", "--is-shallow-repository")).toBe("true");
    expect(rig.git("log", "--format=%s", "milestone/m").split("\n")).toContain("commit 1");
  });
});

/** What people change while a milestone waits: keys of the plan and the config, whole tasks, lines of code. */
type Edit =
  | { in: "plan" | "config"; path: YamlPath; value(n: number): YamlData }
  | { in: "code"; file: string };
const EDITS: readonly Edit[] = [
  ...[["title"], ["description"], ["tasks", "hold", "title"], ["tasks", "a", "description"]].map(
    path => ({ in: "plan", path, value: n => `words ${n}` }) satisfies Edit,
  ),
  { in: "plan", path: ["tasks", "late", "run"], value: n => `echo ${n}` },
  { in: "plan", path: ["tasks", "other", "run"], value: n => `echo ${n}` },
  { in: "plan", path: ["tasks", "hold", "timeout"], value: n => `${n}m` },
  { in: "config", path: ["limits", "lock_wait"], value: n => `${n}m` },
  { in: "config", path: ["limits", "rest"], value: n => `${n}m` },
  { in: "code", file: "one.txt" },
  { in: "code", file: "two.txt" },
];
const FILES = { plan: ".milestones/active/m.yaml", config: ".milestones/config.yaml" } as const;

describe("every committed edit of plan, config and code, on the base or on the branch", () => {
  const PLAN = "id: m\ntitle: words\ntasks:\n  a: { run: echo a }\n  hold: { manual: true }\n";
  const CONFIG = "limits:\n  lock_wait: 1m\n";
  const step = fc.record({ onBase: fc.boolean(), edit: fc.constantFrom(...EDITS) });
  const rounds = fc.array(fc.array(step, { minLength: 2, maxLength: 4 }), { minLength: 3, maxLength: 3 });

  it("is in the end in the plan, or in a blocker that names it", async () => {
    await fc.assert(
      fc.asyncProperty(rounds, async all => {
        const rig = rigWith({ m: PLAN }, { [FILES.config]: CONFIG, "one.txt": "1\n", "two.txt": "2\n" });
        await runStep(rig);
        const person = rig.clone("person");
        const made: { edit: Edit; at: string; said: string; over: string | null }[] = [];
        for (const round of all) {
          person.git("fetch", "--quiet", "origin");
          for (const [branch, onBase] of [
            ["main", true],
            ["milestone/m", false],
          ] as const) {
            person.git("checkout", "--quiet", "-B", branch, `origin/${branch}`);
            for (const { edit } of round.filter(each => each.onBase === onBase)) {
              const n = made.length + 1;
              made.push({ edit, ...change(person.root, edit, n) });
              person.git("add", "--all");
              person.commit(`edit ${n}`);
            }
            person.git("push", "--quiet", "origin", branch);
          }
          await runStep(rig);
        }
        const blockers = (await runStep(rig)).outputs.blockers!;
        const files = branchFiles(rig);
        for (const { edit, at, said } of made) {
          // Whoever changed it again had it before their eyes.
          if (made.some(other => other.at === at && other.over === said)) continue;
          const text = files.get(edit.in === "code" ? edit.file : FILES[edit.in]) ?? "";
          const there =
            edit.in === "code" ? text.split("\n").includes(said) : valueAt(text, edit.path) === said;
          const name =
            edit.in === "plan"
              ? edit.path.slice(0, 2).join(".")
              : edit.in === "code"
                ? edit.file
                : FILES.config;
          expect(
            there || blockers.split(/[ ;,"\\]+/).some(word => word === name || word.startsWith(`${name}.`)),
            JSON.stringify({ at, said, text, blockers, all }),
          ).toBe(true);
        }
      }),
      { ...runs(1), endOnFailure: true },
    );
  });
});

function valueAt(text: string, path: YamlPath): string | null {
  const yaml = readYaml(text);
  const node = yaml.ok ? nodeAt(yaml.root, path) : undefined;
  return node ? JSON.stringify(toData(node)) : null;
}

/** Makes an edit in a checkout; says where, what, and over what it went. */
function change(root: string, edit: Edit, n: number): { at: string; said: string; over: string | null } {
  const name = edit.in === "code" ? edit.file : FILES[edit.in];
  const file = join(root, name);
  const before = existsSync(file) ? readFileSync(file, "utf8") : "";
  if (edit.in === "code") {
    writeFileSync(file, `${before}line ${n}\n`);
    return { at: `${name}#${n}`, said: `line ${n}`, over: null };
  }
  const text = openPlanText(before);
  text.set(edit.path, edit.value(n));
  writeFileSync(file, text.text());
  return {
    at: `${name} ${edit.path.join(".")}`,
    said: valueAt(text.text(), edit.path)!,
    over: valueAt(before, edit.path),
  };
}
