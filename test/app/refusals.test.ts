import { afterEach, expect, it } from "vitest";
import { readMarker } from "../../src/github/marker.ts";
import { branchName } from "../../src/milestone/names.ts";
import { appRig, MILESTONE, type Rig } from "./app-rig.ts";

let rig: Rig;
afterEach(() => rig.close());

const checkOfHead = () => {
  const head = rig.github.repository.git.ref(`refs/heads/${branchName(MILESTONE)}`);
  return [...rig.github.repository.checks.values()].find(({ headSha }) => headSha === head)!;
};
const refusedCalls = (path: string) =>
  rig.github.calls.filter(c => c.path.endsWith(path) && c.status === 403);

it("a permission that was not granted is named in the check, once, and the rest is kept up to date", async () => {
  const granted = { metadata: "read", contents: "read", checks: "write", actions: "write" } as const;
  rig = await appRig({ github: { appPermissions: { ...granted, pull_requests: "read" } } });
  await rig.run.start();
  await rig.run.push([rig.run.block("task_failure:schema/design", "schema")]);
  await rig.settled();
  expect(checkOfHead().output.summary).toContain("needs the permission issues: ");
  expect(checkOfHead().output.summary!.match(/is not kept up to date/g)).toHaveLength(1);
  const asked = rig.github.calls.length;
  await rig.run.push([rig.run.block("task_failure:docs/design", "docs")]);
  await rig.settled();
  expect(checkOfHead().output.summary).toContain("needs the permission issues: ");
  expect(rig.github.calls.slice(asked).filter(({ status }) => status === 403)).toEqual([]);
});

it("a locked conversation is left alone ever longer, is said in the check, and is tried again when it is unlocked", async () => {
  rig = await appRig();
  const locked = { method: "POST", path: /\/issues\/\d+\/comments$/, times: 1_000 };
  rig.github.fail({ ...locked, status: 403, message: "Unable to create comment because issue is locked." });
  await rig.run.start();
  await rig.run.gate({ architecture: "# One\n" });
  await rig.settled();
  expect(checkOfHead().output.summary).toContain("issue is locked");
  for (let n = 0; n < 5; n += 1) {
    await rig.run.push([
      { event: "progress_updated", data: { percentage: n, completed_tasks: 0, total_tasks: 2 } },
    ]);
    await rig.settled();
  }
  expect(refusedCalls("/comments").length).toBeLessThanOrEqual(1);

  rig.github.clearFaults();
  const pull = [...rig.github.repository.issues.values()].find(issue => issue.pull)!;
  await rig.github.as("mona").request(`PATCH /pulls/${pull.number}`, { title: "Unlocked, and renamed" });
  await rig.settled();
  const said = [...rig.github.repository.comments.values()].map(({ body }) => readMarker(body)?.kind);
  expect(said.filter(kind => kind === "gate")).toHaveLength(1);
  expect(checkOfHead().output.summary).not.toContain("locked");
});

it("a maintainer's command does not wait for those of many readers, whose own are answered all the same", async () => {
  const readers = Array.from({ length: 14 }, (_, n) => `reader${n}`);
  const roles = Object.fromEntries(readers.map(login => [login, "read" as const]));
  rig = await appRig({ github: { roles: { ...roles, mona: "maintain" } }, settings: { writeGapMs: 30 } });
  const issue = await rig.github.as("mona").openIssue("Work");
  await rig.settled();
  const before = rig.github.calls.length;
  await Promise.all(readers.map(login => rig.github.as(login).comment(issue.number, "/milestone help")));
  await rig.github.as("mona").comment(issue.number, `/milestone execute ${MILESTONE}`);
  await rig.settled();
  const calls = rig.github.calls.slice(before);
  const isWrite = ({ method, actor, path }: (typeof calls)[number]) =>
    method === "POST" && actor.startsWith("milestone-execute") && !path.endsWith("access_tokens");
  const writes = calls.filter(isWrite);
  const asked = calls.findLastIndex(({ actor }) => actor === "mona");
  const started = calls.findIndex(({ path }) => path.endsWith("/dispatches"));
  expect(started).toBeGreaterThan(asked);
  // In their order it would be the last of all; counted from the command, since a busy machine is late to give it.
  expect(calls.slice(asked, started).filter(isWrite).length).toBeLessThan(10);
  expect(writes.length).toBeGreaterThanOrEqual(3 * readers.length);
});
