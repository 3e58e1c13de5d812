import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { untrustedEvent } from "../../src/action/action.ts";
import { rigOf, runStep } from "./action.ts";

/** Writes outside of every work tree, so that its having run shows. */
const marked = (folder: string): string => `touch ${folder}/ran; exit 1`;

const STRANGERS = [
  ...["pull_request_target", "issue_comment", "workflow_run", "issues", "discussion", "discussion_comment"],
  ...["fork", "watch"],
];

test("S-PWN-2 under an event that strangers can cause nothing is started", async () => {
  const rig = rigOf({ id: "m", tasks: [{ id: "a" }] });
  rig.main.write({ ".milestones/config.yaml": `setup: ${marked(rig.folder)}\n` });
  rig.main.commit("setup");
  rig.main.git("push", "--quiet", "origin", "main");
  const step = await runStep(rig, { event: { name: "pull_request_target" } });
  expect(step.code).toBe(1);
  expect(step.stdout).toMatch(/::error[^\n]*E_UNTRUSTED_EVENT[^\n]*pull_request_target/);
  expect(existsSync(join(rig.folder, "ran"))).toBe(false);
  expect(rig.git("for-each-ref", "refs/heads/milestone/")).toBe("");
  for (const name of STRANGERS) {
    expect(untrustedEvent({ GITHUB_EVENT_NAME: name })?.message).toContain(`E_UNTRUSTED_EVENT`);
  }
  for (const name of ["workflow_dispatch", "schedule", "push"]) {
    expect(untrustedEvent({ GITHUB_EVENT_NAME: name })).toBeNull();
  }
});

const repository = { id: 1 };

test.each([
  ["another repository's", { repository, pull_request: { head: { repo: { id: 2 } } } }],
  ["a deleted fork's", { repository, pull_request: { head: { repo: null } } }],
  ["one that does not say whose it is", { repository }],
  ["nobody's, twice", { pull_request: { head: { repo: {} } }, repository: {} }],
])("S-PWN-2 a review of a pull request that is %s starts nothing", async (_, payload) => {
  const rig = rigOf({ id: "m", tasks: [{ id: "a" }] });
  const step = await runStep(rig, { event: { name: "pull_request_review", payload } });
  expect(step.stdout).toContain("E_UNTRUSTED_EVENT");
  expect(step.code).toBe(1);
  expect(rig.git("for-each-ref", "refs/heads/milestone/")).toBe("");
});

test("S-PWN-2 S-APP-11 a pull request's merge may not be the base, its base branch may", async () => {
  const rig = rigOf({ id: "m", tasks: [{ id: "a" }] });
  const event = {
    name: "pull_request_review",
    payload: { repository, pull_request: { head: { repo: { id: 1 } } } },
    ref: "refs/pull/7/merge",
  };
  const detached = await runStep(rig, { event, before: ({ git }) => git("checkout", "--quiet", "--detach") });
  expect(detached.stdout).toContain("pull request's own code");
  expect(detached.code).toBe(1);
  expect(rig.git("for-each-ref", "refs/heads/milestone/")).toBe("");
  const based = await runStep(rig, { event });
  expect(based.outputs).toMatchObject({ status: "completed" });
});

test("S-PWN-1 S-APP-11 a milestone that only its own branch has is not executed", async () => {
  const rig = rigOf({ id: "other", tasks: [{ id: "a" }] });
  const pusher = rig.clone("pusher");
  pusher.git("checkout", "--quiet", "-b", "milestone/m");
  pusher.write({
    ".milestones/active/m.yaml": `id: m\nexecutor: { run: ${JSON.stringify(marked(rig.folder))} }\ntasks:\n  - { id: a, title: A }\n`,
  });
  pusher.commit("mine");
  pusher.git("push", "--quiet", "origin", "milestone/m");
  const before = rig.git("rev-parse", "milestone/m");
  const step = await runStep(rig);
  expect(step.code).toBe(1);
  expect(step.stdout).toContain("not on the base branch main");
  expect(existsSync(join(rig.folder, "ran"))).toBe(false);
  expect(rig.git("rev-parse", "milestone/m")).toBe(before);
});

test("S-APP-11 a run that stands on the milestone's own branch has no policy and is refused", async () => {
  const rig = rigOf({ id: "m", tasks: [{ id: "a" }] });
  const step = await runStep(rig, {
    event: { name: "workflow_dispatch", ref: "refs/heads/milestone/m" },
    before: ({ git }) => git("checkout", "--quiet", "-b", "milestone/m"),
  });
  expect(step.code).toBe(1);
  expect(step.stdout).toContain("may not say who approves it");
});
