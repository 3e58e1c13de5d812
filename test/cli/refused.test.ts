import { expect, it } from "vitest";
import { allRefsOf, rigWith, standard, workflow } from "../action/plans.ts";
import { runStep } from "../action/step.ts";

const GATED = workflow("m", { tasks: ["id: a"] });

it("a command that is refused shows no event of it and changes nothing, here or on the remote", async () => {
  const rig = rigWith({ m: GATED });
  await rig.main.milestone(["execute", "m"]);
  rig.main.write({ ".milestones/active/m.yaml": standard("m", { tasks: ["id: z"] }) });
  rig.main.commit("a plan without the past");
  const before = allRefsOf(rig);
  const refused: [string[], RegExp][] = [
    [["approve", "m", "a/spec"], /no open gate is called a\/spec/],
    [["approve", "m", "gate:Core"], /no open gate is called Core/],
    [["reject", "m", "a/execute", "no"], /a\/execute is pending/],
    [["skip", "m", "z"], /no task "z"/],
    [["retry", "m", "z", "--monitoring=verbose"], /no task "z"/],
    [["archive", "m"], /waiting_approval/],
    [["unlock", "m"], /nobody holds/],
    [["sync", "m"], /task a has started/],
  ];
  for (const [args, why] of refused) {
    const done = await rig.main.milestone(args);
    expect([done.code, done.stdout], args.join(" ") + done.stderr).toEqual([2, ""]);
    expect(done.stderr).toMatch(why);
    expect(done.stderr.replace(/^error: .*\n( .*\n)*/gm, ""), args.join(" ")).toBe("");
  }
  expect(allRefsOf(rig)).toBe(before);
});

it("an approval that proves nothing on GitHub shows no event of it", async () => {
  const rig = rigWith({ m: GATED });
  await runStep(rig);
  const refused = await rig.main.milestone(["approve", "m", "a/design"]);
  expect([refused.code, refused.stdout]).toEqual([2, ""]);
  expect(refused.stderr).toMatch(
    /^error: this session runs on GitHub[^\n]*\n +approve the pull request[^\n]*\n$/,
  );
});

it("sync is recorded as what it is, with who", async () => {
  const rig = rigWith({ m: GATED });
  await rig.main.milestone(["execute", "m"]);
  rig.main.write({ ".milestones/active/m.yaml": GATED.replace("id: a", "id: a\n  - id: b") });
  rig.main.commit("one more task");
  const synced = await rig.main.milestone(["sync", "m"]);
  expect(synced.code, synced.stderr).toBe(0);
  const accepted = rig.events("m").filter(e => e.event === "command_accepted");
  expect(accepted.map(e => e.data)).toEqual([
    { command: "sync", by: { login: "mona", id: null, source: "local" } },
  ]);
  expect((await rig.main.milestone(["audit", "m"])).stdout).toMatch(/mona.*sync/);
});
