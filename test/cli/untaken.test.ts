import { describe, expect, it } from "vitest";
import { rigWith } from "../action/plans.ts";

const FILE = ".milestones/active/m.yaml";
const PLAN = "id: m\ntasks:\n  a: 'true'\n  b: { needs: a, manual: true }\n";

describe("an edit that is not taken in", () => {
  it("is told by plan, status and why, with the command that takes it, and no more once it was given", async () => {
    const rig = rigWith({ m: PLAN });
    const said = async (...args: string[]) => (await rig.main.milestone(args)).stdout;
    await rig.main.milestone(["execute", "m"]);
    expect(await said("status", "m")).not.toContain("Not taken in yet");

    rig.main.write({ [FILE]: `${PLAN}  c: 'true'\n`, "src/new.txt": "new\n" });
    for (const command of [
      ["plan", "m"],
      ["status", "m"],
      ["why", "m", "b"],
    ]) {
      expect(await said(...command), command[0]).toContain(
        `Not taken in yet\n  ${FILE} has a change that is not committed and not part of this: commit it on main, then \`milestone sync m\``,
      );
    }
    rig.main.commit("a late task");
    for (const command of [
      ["plan", "m"],
      ["status", "m"],
      ["why", "m", "b"],
    ]) {
      const text = await said(...command);
      expect(text, command[0]).toContain(
        "main has an edit of the plan that is not taken in yet (new: c): `milestone sync m`",
      );
      expect(text).toContain("main has 1 changed file that is not taken in yet (src/new.txt)");
    }
    const json = JSON.parse(await said("status", "m", "--json"));
    expect(json.untaken).toHaveLength(2);

    const sync = await rig.main.milestone(["sync", "m"]);
    expect(sync.code, sync.stderr).toBe(0);
    expect(await said("plan", "m")).not.toContain("Not taken in yet");
    expect(await said("status", "m")).toContain("c ");

    rig.main.git("reset", "--quiet", "--hard", "HEAD~1");
    expect(await said("plan", "m"), "an older base undoes nothing").toContain("1. c");
    expect(await said("status", "m")).not.toContain("cannot be taken in");
  });

  it("is told of a milestone that was not started, and not of the engine's own writing", async () => {
    const rig = rigWith({ m: PLAN });
    rig.main.write({ [FILE]: PLAN.replace("'true'", "'false'") });
    const plan = await rig.main.milestone(["plan", "m"]);
    expect(plan.stdout).toContain(
      `${FILE} has a change that is not committed and not part of this: commit it on main\n`.trim(),
    );
    rig.main.git("checkout", "--quiet", ".");
    await rig.main.milestone(["execute", "m"]);
    rig.main.git("switch", "--quiet", "milestone/m");
    expect((await rig.main.milestone(["status", "m"])).stdout).not.toContain("Not taken in yet");
  });

  it("contradicts the branch: status says so as execute would", async () => {
    const rig = rigWith({ m: PLAN });
    await rig.main.milestone(["execute", "m"]);
    const edit = (branch: string, text: string) => {
      rig.main.git("switch", "--quiet", branch);
      const there = rig.main.git("show", `${branch}:${FILE}`);
      rig.main.write({ [FILE]: there.replace("manual: true", `manual: true, title: ${text}`) });
      rig.main.commit(text);
    };
    edit("milestone/m", "ours");
    edit("main", "theirs");
    const status = await rig.main.milestone(["status", "m"]);
    expect(status.stdout).toMatch(
      /an edit on main is not taken in: the plan was changed on both sides: .*ours.*theirs/,
    );
  });

  it("came after the completion: execute tells it, and takes it in by the task that is named", async () => {
    const rig = rigWith({ m: PLAN.replace("manual: true", "run: 'true'") });
    await rig.main.milestone(["execute", "m"]);
    rig.main.write({ [FILE]: `${PLAN.replace("manual: true", "run: 'true'")}  c: echo c > c.txt\n` });
    rig.main.commit("a late task");
    const told = await rig.main.milestone(["execute", "m"]);
    expect(told.code, told.stderr).toBe(0);
    expect(told.stderr).toContain("(new: c): `milestone execute m --only c` takes it in");
    const done = await rig.main.milestone(["execute", "m", "--only", "c"]);
    expect(done.code, done.stderr).toBe(0);
    expect(rig.main.git("show", "milestone/m:c.txt").trim()).toBe("c");
    const again = await rig.main.milestone(["status", "m"]);
    expect(again.stdout).not.toContain("Not taken in yet");
  });
});
