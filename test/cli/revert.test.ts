import { expect, it, onTestFinished } from "vitest";
import { allRefsOf, rigWith, standard } from "../action/plans.ts";
import { branchFiles } from "../action/step.ts";
import { makeRig, type Rig } from "../rig/repository.ts";

const subjects = (rig: Rig): string[] => rig.git("log", "--format=%s", "milestone/m").split("\n");
/** Each run of a task adds a line to its own file; `last` never succeeds, so that the milestone stays open. */
const RUN = [
  'test "$MILESTONE_TASK" != last || exit 1',
  'echo "run $MILESTONE_ATTEMPT" >> "$MILESTONE_TASK.txt"',
  'if [ "$MILESTONE_TASK" = b ]; then echo "and b" >> shared.txt; else echo "$MILESTONE_TASK" > shared.txt; fi',
].join("\n");
const PLAN = standard("m", {
  run: RUN,
  tasks: ["id: a", "id: b\n    dependencies: [a]", "id: last\n    dependencies: [b]"],
});

it("retry --revert takes the phase's code back by a commit of its own, then does the phase again", async () => {
  const rig = rigWith({ m: PLAN });
  expect((await rig.main.milestone(["execute", "m"])).code).toBe(11);
  expect(branchFiles(rig).get("b.txt")).toBe("run 1");
  const before = rig.git("rev-parse", "milestone/m");
  const done = await rig.main.milestone(["retry", "m", "b/execute", "--revert"]);
  expect(done.code, done.stderr).toBe(11);
  expect(subjects(rig)).toContain("milestone(m): reverted b execute");
  const reverted = rig.git("log", "-1", "--format=%H", "--grep=reverted b execute", "milestone/m");
  const gone = rig.git("ls-tree", "--name-only", reverted).split("\n");
  expect(gone).toContain("a.txt");
  expect(gone).not.toContain("b.txt");
  expect(rig.git("show", `${reverted}:shared.txt`)).toBe("a");
  expect(branchFiles(rig).get("b.txt")).toBe("run 2");
  expect(branchFiles(rig).get("shared.txt")).toBe("a\nand b");
  expect(rig.git("merge-base", "--is-ancestor", before, "milestone/m")).toBe("");
  const reopened = rig.events("m").find(e => e.event === "phase_reopened");
  expect(reopened?.data).toMatchObject({ revert: true, by: { login: "mona", source: "local" } });
  expect((await rig.main.milestone(["replay", "m"])).code).toBe(0);
});

it("each phase that is done again is reverted, the newest first; the deliverables stay", async () => {
  const design = 'echo design >> log.txt; printf "# Note\\n\\nDone.\\n" > "$MILESTONE_DELIVERABLES/note.md"';
  const execute = `if [ "$MILESTONE_ATTEMPT" = 2 ]; then exit 1; fi; ${design.replace("design", "execute")}`;
  const rig = makeRig(
    {
      id: "m",
      run: design,
      tasks: [
        { id: "a", run: { execute } },
        { id: "last", after: ["a"], run: { design: "exit 1" } },
      ],
    },
    {},
    { warm: true },
  );
  onTestFinished(() => rig.close());
  await rig.main.milestone(["execute", "m"]);
  expect(branchFiles(rig).get("log.txt")).toBe("design\ndesign\ndesign\nexecute");
  await rig.main.milestone(["retry", "m", "a/task", "--revert"]);
  const reverts = subjects(rig).filter(s => /reverted/.test(s));
  expect(reverts).toEqual(["milestone(m): reverted a task", "milestone(m): reverted a execute"]);
  const files = branchFiles(rig);
  expect(files.get("log.txt")).toBe("design\ndesign\ndesign");
  expect(files.has(".milestones/deliverables/m/a/execute/note.md")).toBe(true);
});

it("retry without --revert keeps the code", async () => {
  const rig = rigWith({ m: PLAN });
  await rig.main.milestone(["execute", "m"]);
  await rig.main.milestone(["retry", "m", "b"]);
  expect(branchFiles(rig).get("b.txt")).toBe("run 1\nrun 2");
  expect(subjects(rig).some(s => /reverted/.test(s))).toBe(false);
});

it("work that later work has changed is not reverted: one sentence, and nothing is changed", async () => {
  const rig = rigWith({ m: PLAN });
  await rig.main.milestone(["execute", "m"]);
  const before = allRefsOf(rig);
  const refused = await rig.main.milestone(["retry", "m", "a/execute", "--revert"]);
  expect([refused.code, refused.stdout], refused.stderr).toEqual([2, ""]);
  expect(refused.stderr).toMatch(/^error: the work of a execute cannot be reverted: .*shared\.txt\n.*\n$/);
  expect(allRefsOf(rig)).toBe(before);
  const uncommitted = await rig.main.milestone(["retry", "m", "b", "--revert", "--no-git-integration"]);
  expect([uncommitted.code, uncommitted.stdout]).toEqual([2, ""]);
});

it("a completed milestone is gone back to: its code is taken back, and the task done again", async () => {
  const rig = rigWith({
    m: standard("m", { run: 'echo "run $MILESTONE_ATTEMPT" >> a.txt', tasks: ["id: a"] }),
  });
  expect((await rig.main.milestone(["execute", "m"])).code).toBe(0);
  const first = rig.git("rev-parse", "milestone/m/completed");
  const done = await rig.main.milestone(["retry", "m", "a", "--revert"]);
  expect(done.code, done.stderr).toBe(0);
  expect(subjects(rig)).toContain("milestone(m): reverted a execute");
  expect(branchFiles(rig).get("a.txt")).toBe("run 2");
  expect(rig.git("rev-parse", "milestone/m/completed")).not.toBe(first);
  expect((await rig.main.milestone(["replay", "m"])).code).toBe(0);
});
