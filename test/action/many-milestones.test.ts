import { expect, it } from "vitest";
import { serveHttp } from "../engine/git/http-remote.ts";
import { rigWith, standard } from "./plans.ts";
import { runStep } from "./step.ts";

const MANY = Array.from({ length: 30 }, (_, i) => `m${i + 10}`);

it("thirty milestones are listed, and a session's id is looked for on all their branches, in one fetch", async () => {
  const rig = rigWith(Object.fromEntries(MANY.map(id => [id, standard(id, { tasks: ["id: a"] })])));
  const release = { "session-id": "release-7" };
  for (const [id, more] of [
    ["m10", release],
    ["m11", {}],
  ] as const)
    expect((await runStep(rig, { inputs: { milestone: id, ...more } })).outputs.status).toBe("completed");
  const tip = rig.git("rev-parse", "milestone/m11");
  for (const id of MANY.slice(2, -1)) {
    // Somebody made the branch, and no run began on it.
    const commit = rig.main.git("commit-tree", "HEAD^{tree}", "-p", "HEAD", "-m", id);
    rig.main.git("push", "--quiet", "origin", `${commit}:refs/heads/milestone/${id}`);
  }
  const server = await serveHttp({ root: rig.folder });
  const fresh = rig.clone("fresh");
  fresh.git("remote", "set-url", "origin", `${server.origin}/origin.git`);
  /** Connections for which git was started, by what it asked for. */
  const rounds = (): number => server.requests.splice(0).filter(r => r.includes("/info/refs")).length;

  const list = await fresh.milestone(["list", "--json"]);
  const stands = JSON.parse(list.stdout).map((m: { id: string; status: string }) => [m.id, m.status]);
  expect(stands, list.stderr).toHaveLength(30);
  expect(stands).toEqual(expect.arrayContaining([...MANY.slice(0, 2).map(id => [id, "completed"])]));
  expect(stands.filter(([, status]: string[]) => status === "planned")).toHaveLength(28);
  // What there is, and all of it at once.
  expect(rounds()).toBe(2);
  expect(fresh.git("for-each-ref", "refs/heads", "refs/fetched").split("\n")).toHaveLength(1);

  const refused = await fresh.milestone(["execute", "m39", "--session-id=release-7"]);
  expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining("milestone/m10")]);
  // Its own branch before that.
  expect(rounds()).toBeLessThanOrEqual(4);
  expect(rig.git("rev-parse", "milestone/m11")).toBe(tip);
});
