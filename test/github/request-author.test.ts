import { afterEach, beforeEach, expect, it } from "vitest";
import { readRequestAuthor } from "../../src/github/request-author.ts";
import { type SyncRig, syncRig } from "./sync-rig.ts";

let rig: SyncRig;
beforeEach(async () => {
  rig = await syncRig("app", { roles: { alice: "write", mona: "maintain" } });
});
afterEach(async () => {
  expect(rig.github.violations).toEqual([]);
  await rig.close();
});

it("tells who wrote a comment, and with which permission", async () => {
  const issue = await rig.github.as("alice").openIssue("Work");
  const { id, user } = await rig.github.as("mona").comment(issue.number, "/milestone skip api-v2 docs");
  const by = { login: "mona", id: user.id, source: "comment" };
  expect(await readRequestAuthor(rig.repository, `comment-${id}`)).toEqual({
    ok: true,
    value: { by, permission: "maintain" },
  });
  expect(await readRequestAuthor(rig.repository, `comment-${id}-2`)).toMatchObject({
    ok: true,
    value: { by },
  });
});

it("tells who closed an issue", async () => {
  const issue = await rig.github.as("alice").openIssue("Work");
  await rig.github.as("alice").closeIssue(issue.number);
  expect(await readRequestAuthor(rig.repository, `issue-${issue.number}-1`)).toMatchObject({
    ok: true,
    value: { by: { login: "alice", source: "issue" }, permission: "write" },
  });
});

it.each(["comment-999999", "check-1-retry", "anything", "comment-1/../2"])(
  "knows nobody behind %s",
  async request => {
    expect(await readRequestAuthor(rig.repository, request)).toEqual({ ok: true, value: null });
  },
);
