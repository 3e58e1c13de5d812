import { expect, it } from "vitest";
import { refsOf, rigWith, standard } from "./plans.ts";
import { runStep } from "./step.ts";

const [M, N] = ["m", "n"].map(id => standard(id, { tasks: ["id: a"] }));

it("a session id that another milestone's branch uses is refused in one sentence, and nothing is changed", async () => {
  const rig = rigWith({ m: M!, n: N! });
  const inputs = { "session-id": "release-7" };
  expect((await runStep(rig, { inputs: { ...inputs, milestone: "n" } })).outputs["session-id"]).toBe(
    "release-7",
  );
  const before = refsOf(rig);
  const refused = await runStep(rig, { inputs });
  expect([refused.code, refused.outputs.status]).toEqual([1, "failed"]);
  expect(refused.errors).toEqual([expect.stringMatching(/session release-7 .*milestone\/n.*another id/)]);
  expect(refsOf(rig)).toBe(before);
  expect(refused.checkout.git("for-each-ref", "refs/heads/milestone")).toBe("");

  const own = rig.clone("own");
  own.git("branch", "milestone/n", "origin/milestone/n");
  const offline = await own.milestone(["execute", "m", "--session-id=release-7", "--no-push"]);
  expect([offline.code, offline.stderr]).toEqual([2, expect.stringContaining("milestone/n")]);

  const another = await runStep(rig, { inputs: { "session-id": "release-8" } });
  expect(another.outputs, another.said).toMatchObject({ status: "completed", "session-id": "release-8" });
});

it("a session id of a milestone that was merged is refused", async () => {
  const rig = rigWith({ m: M!, n: N! });
  const { main } = rig;
  await main.milestone(["execute", "n", "--session-id=release-7"]);
  main.git("merge", "--quiet", "milestone/n");
  main.git("push", "--quiet", "origin", "main", ":milestone/n");
  const refused = await runStep(rig, { inputs: { "session-id": "release-7" } });
  expect(refused.errors, refused.said).toEqual([expect.stringMatching(/release-7.*base branch/)]);
});
