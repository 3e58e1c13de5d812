import { describe, expect, it } from "vitest";
import { git } from "../rig/repository.ts";
import { NO_GATES, rigWith, standard, workflow } from "./plans.ts";
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

  it("and nothing is done as long as the pull request merges by itself", async () => {
    const rig = rigWith({ m: GATED });
    await runStep(rig);
    const person = rig.clone("person");
    person.write({ "other.txt": "from main\n" });
    person.commit("elsewhere");
    person.git("push", "--quiet", "origin", "main");
    await runStep(rig);
    expect(rig.events("m").some(e => e.event === "base_merged")).toBe(false);
    expect(branchFiles(rig).has("other.txt")).toBe(false);
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
    expect(merged?.data).toEqual({ commit: rig.git("rev-parse", "main") });
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
    expect(git(root, "config", "--local", "--list")).not.toContain("AUTHORIZATION");
    expect(git(root, "rev-parse", "--is-shallow-repository")).toBe("true");
    expect(rig.git("log", "--format=%s", "milestone/m").split("\n")).toContain("commit 1");
  });
});
