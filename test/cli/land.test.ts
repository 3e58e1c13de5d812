import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { makeRig, type Rig } from "../rig/repository.ts";

const FEATURE = 'mkdir -p src && echo "$MILESTONE_TASK" > src/$MILESTONE_TASK.txt';

function rigOf(more = ""): Rig {
  const tasks = ["a", "b"].map(id => ({ id, standard: true }));
  const rig = makeRig({ id: "m", tasks, run: FEATURE, more }, {}, { warm: true });
  onTestFinished(() => rig.close());
  return rig;
}

const filesOf = (rig: Rig, branch: string): string[] =>
  rig.git("ls-tree", "-r", "--name-only", branch).split("\n");

/** Of what the engine keeps for itself. */
const isRecord = (path: string): boolean =>
  /^\.milestones\/(?:logs|sessions|approvals|deliverables)\//.test(path);

describe("milestone land", { timeout: 120_000 }, () => {
  test("a merge with all state leaves the branch an ancestor, and the checkout as the base is", async () => {
    const rig = rigOf();
    expect((await rig.main.milestone(["execute", "m"])).code).toBe(0);
    rig.main.write({ "notes.txt": "untracked\n" });
    const landed = await rig.main.milestone(["land", "m"]);
    expect(landed, landed.stderr).toMatchObject({ code: 0 });
    expect(landed.stdout).toContain('"m" is on main as a merge commit');
    expect(rig.git("merge-base", "--is-ancestor", "milestone/m", "main")).toBe("");
    expect(rig.main.git("rev-parse", "main")).toBe(rig.git("rev-parse", "main"));
    expect(rig.main.git("status", "--porcelain")).toBe("?? notes.txt");
    expect(filesOf(rig, "main")).toEqual(expect.arrayContaining(["src/a.txt", "src/b.txt"]));
    expect(filesOf(rig, "main").some(isRecord)).toBe(true);
    const again = await rig.main.milestone(["land", "m"]);
    expect(again).toMatchObject({ code: 0, stdout: 'main has all of "m" already\n' });
  });

  test("a squash with a summary brings the work, the plan and the report, and merges what the base got since", async () => {
    const rig = rigOf("landing: { method: squash, state: summary }");
    expect((await rig.main.milestone(["execute", "m"])).code).toBe(0);
    const colleague = rig.clone("colleague");
    colleague.write({ "README.md": "of a colleague\n" });
    colleague.commit("meanwhile");
    colleague.git("push", "--quiet", "origin", "main");
    const landed = await rig.main.milestone(["land", "m"]);
    expect(landed, landed.stderr).toMatchObject({ code: 0 });
    const files = filesOf(rig, "main");
    expect(files).toEqual(
      expect.arrayContaining(["README.md", "src/a.txt", "src/b.txt", ".milestones/completed/m.yaml"]),
    );
    expect(files.filter(path => path.startsWith(".milestones/reports/"))).toHaveLength(1);
    expect(files.filter(isRecord)).toEqual([]);
    expect(files).not.toContain(".milestones/active/m.yaml");
    expect(rig.git("log", "--format=%P", "-1", "main").split(" ")).toHaveLength(1);
    expect(rig.git("log", "--format=%B", "-1", "main")).toContain("Landed-From: milestone/m");
    expect(filesOf(rig, "milestone/m").some(isRecord)).toBe(true);
    expect(rig.main.git("status", "--porcelain")).toBe("");
    const read = await rig.main.milestone(["status", "m"]);
    expect(read, read.stderr).toMatchObject({ code: 0, stdout: expect.stringContaining("completed") });
    const again = await rig.main.milestone(["land", "m"]);
    expect(again).toMatchObject({ code: 0, stdout: 'main has all of "m" already\n' });
  });

  test("what is not completed, conflicts, or would lose a file is refused, and nothing has moved", async () => {
    const rig = rigOf();
    const early = await rig.main.milestone(["land", "m"]);
    expect(early).toMatchObject({ code: 2, stderr: expect.stringContaining('"m" was not started yet') });
    expect((await rig.main.milestone(["execute", "m"])).code).toBe(0);
    const before = rig.git("rev-parse", "main");

    rig.main.write({ "src/a.txt": "mine, tracked by nobody\n" });
    const lost = await rig.main.milestone(["land", "m"]);
    expect(lost).toMatchObject({ code: 2, stderr: expect.stringContaining("src/a.txt") });
    const both = await rig.main.milestone(["land", "m", "--squash", "--merge"]);
    expect(both).toMatchObject({ code: 2, stderr: expect.stringContaining("two ways") });
    expect(rig.git("rev-parse", "main")).toBe(before);
    expect(rig.main.git("rev-parse", "main")).toBe(before);

    rig.main.commit("the same file");
    const ahead = await rig.main.milestone(["land", "m"]);
    expect(ahead).toMatchObject({ code: 2, stderr: expect.stringContaining("commits here that the remote") });
    rig.main.git("push", "--quiet", "origin", "main");
    const pushed = rig.git("rev-parse", "main");
    const clash = await rig.main.milestone(["land", "m"]);
    expect(clash).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("does not merge into main: src/a.txt"),
    });
    expect(rig.git("rev-parse", "main")).toBe(pushed);
  });

  test("a submodule that both sides changed is refused, and not left out in silence", async () => {
    const rig = rigOf();
    expect((await rig.main.milestone(["execute", "m"])).code).toBe(0);
    for (const [branch, commit] of [
      ["milestone/m", "a"],
      ["main", "b"],
    ] as const) {
      const colleague = rig.clone(`of-${commit}`);
      colleague.git("checkout", "--quiet", branch);
      colleague.git("update-index", "--add", "--cacheinfo", `160000,${commit.repeat(40)},sub`);
      colleague.git("commit", "--quiet", "-m", "a submodule");
      colleague.git("push", "--quiet", "origin", branch);
    }
    const before = rig.git("rev-parse", "main");
    const landed = await rig.main.milestone(["land", "m"]);
    expect(landed).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("does not merge into main: sub"),
    });
    expect(rig.git("rev-parse", "main")).toBe(before);
  });

  test("a base that a rule protects is refused by the rule's words and the way that is left", async () => {
    const rig = rigOf();
    expect((await rig.main.milestone(["execute", "m"])).code).toBe(0);
    const hook = join(rig.origin, "hooks/update");
    writeFileSync(
      hook,
      '#!/bin/sh\n[ "$1" != refs/heads/main ] || { echo "main is protected" >&2; exit 1; }\n',
      {
        mode: 0o755,
      },
    );
    const before = rig.main.git("rev-parse", "main");
    const refused = await rig.main.milestone(["land", "m"]);
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining("/milestone land") });
    expect(rig.main.git("rev-parse", "main")).toBe(before);
  });

  test("the engine's own records are marked as generated, so that reviews fold them", async () => {
    const rig = rigOf();
    rig.main.write({ ".milestones/.gitattributes": "logs/** -diff\n" });
    rig.main.commit("ours");
    rig.main.git("push", "--quiet", "origin", "main");
    expect((await rig.main.milestone(["execute", "m"])).code).toBe(0);
    const marks = rig.read("milestone/m", ".milestones/.gitattributes");
    expect(marks?.split("\n")).toEqual([
      "logs/** -diff",
      "sessions/** linguist-generated=true",
      "approvals/** linguist-generated=true",
      "reports/** linguist-generated=true",
      "active/current.txt linguist-generated=true",
    ]);
  });
});
